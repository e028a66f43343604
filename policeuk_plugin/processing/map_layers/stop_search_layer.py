# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:stopsearchlayer`: stops and searches as layers, in tables by force, and as a table of places."""

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
from ..running.base import PoliceUkAlgorithm
from .layer_outputs import add_layer_choice, add_layer_outputs, layers_chosen
from .place_parameters import add_points_to_keep

if TYPE_CHECKING:
    from .stop_search_run import StopSearchRun

KINDS = (LayerKind.STOP_PLACES, LayerKind.STOPS)


class StopSearchLayer(PoliceUkAlgorithm):
    """Stops and searches of forces."""

    COUNT, UNPLACED, PLACES = "COUNT", "UNPLACED", "PLACES"
    NOT_STATED, MISSING_MONTHS, SENTENCE = "NOT_STATED", "MISSING_MONTHS", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Stops and searches")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,stop,search,section 60,ethnicity,age,object,outcome,legislation,layer,table").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Adds the stops and searches of a force or a neighbourhood: by place (one feature a snap point, sized by "
            "its stops), or one feature each by what was searched for. The page has tables of each force: ethnicity as "
            "the person said it and as the officer saw it, age, gender, object, outcome and power. Each says how many "
            "are not stated, and has shares of those that are.\n\n"
            "Use it to see where and what for people are searched, and what came of it.\n\n"
            "Do not use it to compare groups of people with the residents of an area: no rate and no ratio is given, "
            "because many ethnicities are not stated, the people stopped are not the residents, one person can be "
            "stopped several times, and forces record differently. Do not use it for time of day: some forces publish "
            "days only.\n\n"
            "Limits: every place is a snap point, not an address, and many stops have none. Stops are published "
            "without an LSOA, so that they can be limited to forces and neighbourhoods only. A stop counts in the "
            "month of its file: its time is in UTC. What was searched for is what was suspected, not what was found."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_area_and_months(self)
        words = tr("Which layers to add: stop_places (by snap point), stops (one feature each).")
        add_layer_choice(self, KINDS, [LayerKind.STOP_PLACES], words)
        add_points_to_keep(
            self,
            tr("Places"),
            tr("The snap points with their stops as a layer to keep or hand on (WGS84). Empty: none."),
        )
        names.add_report(self)
        add_layer_outputs(self, KINDS)
        names.add_numbers(
            self,
            {
                self.COUNT: tr("Stops and searches"),
                self.UNPLACED: tr("Stops and searches without a place"),
                self.PLACES: tr("Snap points with stops"),
                self.NOT_STATED: tr("Stops of which the self-defined ethnicity is not stated"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("The finding in a sentence")))

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Count, write, have the layers loaded."""
        from ..running.telling import findings, step
        from ..writing.destinations import check_destinations  # not while QGIS starts
        from .stop_search_run import run_stops
        from .stop_search_words import finding

        kinds = layers_chosen(self, parameters, context)
        with findings():
            check_destinations(self, parameters, context)
            step(feedback, 0, tr("Counting the stops and searches"))
            run = run_stops(self, parameters, context)
            results = self._written(run, kinds, parameters, context, feedback)
        return {**results, **self._numbers(run), self.SENTENCE: finding(run)}

    def _written(
        self,
        run: StopSearchRun,
        kinds: tuple[LayerKind, ...],
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Page and table, whole before they are there; then the layers."""
        from ...layers.request import LayerRequest
        from ..asking.series_basis import settled_series
        from ..running.telling import step
        from ..writing.outputs import explained, tell, to_hand_on, write_asked_report
        from ..writing.staging import Staging
        from . import stop_search_words as words
        from .layer_loading import load_beside_result
        from .stop_search_page import page
        from .stop_search_places import write_places

        step(feedback, 40, tr("Writing the result"))
        results: dict[str, Any] = {}
        with Staging() as staging:
            texts = settled_series(self, parameters, context, run.selection, "stop_places.gpkg")
            told = explained(self, run.about, [words.finding(run), *words.sentences(run)], run.about.basis, texts)
            tell(told, words.warnings(run), feedback)
            if parameters.get(names.OUTPUT):
                results[names.OUTPUT] = write_places(self, run, told, parameters, context, feedback, staging)
            made = partial(page, run, to_hand_on(told, self, texts))
            results.update(write_asked_report(self, made, parameters, context, staging))
        request = LayerRequest(run.cache, kinds, run.selection)
        return {**results, **load_beside_result(request, context, feedback)}

    def _numbers(self, run: StopSearchRun) -> dict[str, Any]:
        from offline_cache.stop_tables import StopBy

        forces = run.tables.forces
        return {
            self.COUNT: sum(force.total for force in forces),
            self.UNPLACED: sum(force.unplaced for force in forces),
            self.PLACES: len(run.places),
            self.NOT_STATED: sum(force.table(StopBy.SELF_DEFINED).not_stated for force in forces),
            self.MISSING_MONTHS: len(run.tables.coverage.missing),
        }
