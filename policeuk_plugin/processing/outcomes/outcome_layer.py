# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:outcomelayer`: what came of crimes, by month of the outcome, and how long it took."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
)

from ...layers.kinds import LayerKind
from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.selection_parameters import add_area_and_months
from ..map_layers.layer_outputs import add_layer_outputs
from ..map_layers.place_parameters import add_points_to_keep
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from .outcome_run import OutcomeRun


class OutcomeLayer(PoliceUkAlgorithm):
    """Outcomes of an area and months, in groups."""

    GROUP = Group.OUTCOMES
    COUNT, UNPLACED, CHARGED, JOINED = "COUNT", "UNPLACED", "CHARGED", "JOINED"
    MISSING_MONTHS, SENTENCE = "MISSING_MONTHS", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Outcomes")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,outcome,charge,caution,solved,detection,court,layer,time,months").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Adds the outcomes of an area and its months as a styled layer that reads the cache itself, in groups: "
            "suspect charged, out of court or left to another organisation, evidence or public interest lacking, no "
            "suspect identified, under investigation, not available. The page has them by month in a chart and a "
            "table, and the months from the crime to its outcome by group and by crime type. OUTPUT keeps a point for "
            "each outcome with its crime's month and type and the months between.\n\n"
            "Use it to see what came of crimes where, and how long it took.\n\n"
            "Do not use it as a charge rate: the months are those of the outcomes, most crimes behind them are of "
            "earlier months, and a crime without an outcome yet is not among them. Do not compare forces that record "
            "outcomes differently; several had months without any.\n\n"
            "Limits: every place is a snap point. Files of outcomes name no crime type: an outcome is joined to its "
            "crime by force and crime ID, where the crime's street file is held, and how many could not be joined is "
            "said. Times longer than the months held cannot be seen. Files give months, not days. Northern Ireland "
            "publishes no outcomes; results of courts were published up to June 2019 only."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_area_and_months(self)
        add_points_to_keep(
            self,
            tr("Outcomes with their times"),
            tr("A point for each outcome with the month and type of its crime (WGS84). Empty: none."),
        )
        names.add_report(self)
        add_layer_outputs(self, [LayerKind.OUTCOMES])
        names.add_numbers(
            self,
            {
                self.COUNT: tr("Outcomes"),
                self.UNPLACED: tr("Outcomes without a place"),
                self.CHARGED: tr("Suspects charged"),
                self.JOINED: tr("Outcomes whose crime is held"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("The finding in a sentence")))

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Count, write, have the layer loaded."""
        from offline_cache.outcome_joins import Join  # not while QGIS starts

        from ..running.telling import findings, step
        from ..writing.destinations import check_destinations
        from .outcome_run import run_outcomes
        from .outcome_words import finding

        with findings():
            check_destinations(self, parameters, context)
            step(feedback, 0, tr("Joining outcomes to their crimes"))
            run = run_outcomes(self, parameters, context, feedback)
            results = self._written(run, parameters, context, feedback)
        times = run.times
        return {
            **results,
            self.COUNT: times.total,
            self.UNPLACED: times.unplaced,
            self.CHARGED: run.of_group("charged"),
            self.JOINED: times.joins[Join.JOINED],
            self.MISSING_MONTHS: len(times.coverage.missing),
            self.SENTENCE: finding(run),
        }

    def _written(
        self,
        run: OutcomeRun,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Points and page, whole before they are there; then the layer."""
        from ...layers.request import LayerRequest
        from ..asking.series_basis import settled_series
        from ..map_layers.layer_loading import load_beside_result
        from ..running.telling import step
        from ..writing.outputs import explained, tell, to_hand_on, write_asked_report
        from ..writing.staging import Staging
        from . import outcome_words as words
        from .outcome_page import page
        from .outcome_points import write_outcomes

        step(feedback, 50, tr("Writing the result"))
        results: dict[str, Any] = {}
        with Staging() as staging:
            texts = settled_series(self, parameters, context, run.selection, "outcomes.gpkg")
            told = explained(self, run.about, [words.finding(run), *words.sentences(run)], run.about.basis, texts)
            tell(told, words.warnings(run), feedback)
            if parameters.get(names.OUTPUT):
                results[names.OUTPUT] = write_outcomes(self, run, told, parameters, context, feedback, staging)
            made = partial(page, run, to_hand_on(told, self, texts))
            results.update(write_asked_report(self, made, parameters, context, staging))
        request = LayerRequest(run.cache, (LayerKind.OUTCOMES,), run.selection)
        return {**results, **load_beside_result(request, context, feedback)}
