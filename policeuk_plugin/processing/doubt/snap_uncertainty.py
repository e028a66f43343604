# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:snapuncertainty`: which verdicts stay when crimes stand elsewhere in their snap point's catchment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from offline_cache.errors import CacheError

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.selection_parameters import add_selection
from ..units.unit_analysis import UnitAnalysis
from .judged_again import SNAP_MAPS, JudgedAgain
from .judged_methods import METHODS
from .snap_settings import read_snap_settings

if TYPE_CHECKING:
    from .snap_run import SnapRun

_DRAWS, _TOP = 200, 5.0


class SnapUncertainty(UnitAnalysis):
    """Reallocation of crimes within inferred catchments."""

    METHOD, DRAWS, TOP, SETTINGS = "METHOD", "DRAWS", "TOP", "SETTINGS"
    CALLED, SURE, MOSTLY, UNSURE, MAYBE = "CALLED", "SURE", "MOSTLY", "UNSURE", "MAYBE"
    SPLIT, KNOWN = "SPLIT", "SNAP_POINTS"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Snap-point uncertainty")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr(
            "police,crime,hotspot,uncertainty,snap point,anonymised,voronoi,sensitivity,reallocation,robust"
        ).split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Says how far a verdict depends on the service's snapping. Crimes are published on snap points, not where "
            "they were, and a cluster may be nothing but where those points lie.\n\n"
            "Each crime is put on a place drawn at random from the catchment of its snap point, as often as asked, "
            "and the method is run again on each map. Catchments are inferred: the ground that is nearer to a point "
            "than to any other known one.\n\n"
            "The result says of every unit on what share of the maps it keeps its verdict: it is called and stays so, "
            "may be nothing but snapping, or is not called but might be.\n\n"
            "Use it before a result in small cells is acted on, and to choose a cell size that is large enough.\n\n"
            "Do not use it to find where crimes really were; no map here is more true than the published one. It says "
            "nothing of chance, of crimes not reported, or of streets and addresses."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        names.add_choice(
            self,
            self.METHOD,
            tr("Method"),
            list(METHODS),
            tr(
                "What is run again. clusters: Crime clusters, and cold: looking for few crimes. busier: Busier than "
                "random placement. persistence: Persistent areas. moran: Alike and unlike neighbours. emerging: "
                "Emerging hotspots. change: Change between two periods. trends: Trends. Each with its defaults, and "
                "the parameters given here."
            ),
        )
        names.add_units(self, names.AREAS, tr("Or wards, districts or CSPs, for methods that count in them."))
        names.add_cell_size(self)
        names.add_study_area(self)
        names.add_crs(self)
        kind = QgsProcessingParameterNumber.Type
        draws = QgsProcessingParameterNumber(self.DRAWS, tr("Maps"), kind.Integer, _DRAWS, False, 20, 5000)
        self.add(draws, tr("How often crimes are put elsewhere. 200 tell a share to some three per cent."))
        top = QgsProcessingParameterNumber(self.TOP, tr("Top per cent"), kind.Double, _TOP, False, 0.1, 50)
        names.advanced(top)
        self.add(top, tr("Of persistent areas: the share of units that is the top of a month."))
        settings = QgsProcessingParameterString(self.SETTINGS, tr("Settings of the method"), optional=True)
        names.advanced(settings)
        example = '{"EXPOSURE": "residents", "WINDOW": "nearest"}'
        self.add(settings, tr("Further parameters of the method, as JSON: {example}").format(example=example))
        names.add_test(self)
        self.parameterDefinition(names.SEED).setHelp(tr("Start of the random numbers: the same seed, the same result."))
        self.add(
            QgsProcessingParameterFeatureSink(
                names.OUTPUT, tr("Snap-point uncertainty"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("One feature a unit: count, places, verdict, class, kept, called."),
        )
        names.add_report(self)
        names.add_numbers(
            self,
            {
                self.CALLED: tr("Units called as published"),
                self.SURE: tr("Of these, that stay so on 95% of the maps or more"),
                self.MOSTLY: tr("Of these, that stay so on 80 to 95%"),
                self.UNSURE: tr("Of these, that stay so on fewer"),
                self.MAYBE: tr("Units not called that are on 20% of the maps or more"),
                self.SPLIT: tr("Share of the crimes whose catchment reaches into several units, 0 to 1"),
                self.KNOWN: tr("Snap points known, which have a catchment"),
                self.COUNTED: tr("Units judged"),
                self.CRIMES: tr("Crimes in the units"),
                self.UNPLACED: tr("Crimes without a place"),
                self.OUTSIDE: tr("Crimes outside the units"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
            },
        )
        names.add_sentence(self)

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Those of the units, then those of the method with these parameters."""
        if self.parameterAsString(parameters, self.METHOD, context) not in METHODS:
            return tr("Choose a METHOD: {all}.").format(all=", ".join(METHODS))
        try:
            child, given = self._again(parameters, context)
        except CacheError as error:
            return str(error)
        units = self.parameterAsString(parameters, names.UNITS, context)
        if units not in child.parameterDefinition(names.UNITS).options():
            return tr("{method} does not count in these units: choose others.").format(method=child.displayName())
        fine, sentence = child.checkParameterValues(given, context)
        return super().fault(parameters, context) or ("" if fine else sentence)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Have the method judge, then judge again and again; write."""
        from ..running.part_feedback import QuietPart
        from ..running.telling import findings
        from .snap_run import Asked, run_snap  # numpy, not while QGIS starts
        from .snap_words import finding, sentences

        with findings():
            child, given = self._again(parameters, context)
        first, second = (QuietPart(feedback, (40.0, 45.0, 15.0), at) for at in (0, 1))
        with child.answered(given, context, first) as answer:
            asked = Asked(
                self.parameterAsString(parameters, self.METHOD, context),
                child.displayName(),
                self.parameterAsInt(parameters, self.DRAWS, context),
                self.parameterAsInt(parameters, names.SEED, context),
            )
            judged = child.judged(answer, feedback.isCanceled)
            run = run_snap(answer.inputs, judged, asked, context.transformContext(), second)
            results = {**self._written(run, parameters, context, feedback), **self._numbers(run)}
        return {**results, self.SENTENCE: " ".join([finding(run) + ".", *sentences(run)])}

    def _again(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[JudgedAgain, dict[str, Any]]:
        """The algorithm that is run again, and its parameters; raises `CacheError` for SETTINGS it cannot be given."""
        word = self.parameterAsString(parameters, self.METHOD, context)
        method = METHODS[word]
        child = method.algorithm()
        child.initAlgorithm({})
        own = {definition.name() for definition in self.parameterDefinitions()}
        text = self.parameterAsString(parameters, self.SETTINGS, context)
        settings = read_snap_settings(text, child, word, {*own, *method.settings, SNAP_MAPS})
        theirs = {definition.name() for definition in child.parameterDefinitions()} - {names.OUTPUT, names.REPORT}
        passed = {name: value for name, value in parameters.items() if name in own & theirs}
        if child.parameterDefinition(self.TOP) is not None:
            passed.setdefault(self.TOP, _TOP)
        return child, {**passed, **method.settings, **settings, names.OUTPUT: "memory:"}

    def _written(
        self,
        run: SnapRun,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Layer and page; nothing is there before both are whole."""
        from ..running.telling import findings
        from ..units.unit_answer import UnitAnswer, write_answer
        from ..units.unit_inputs import units_or_areas
        from ..writing.result_layer import styled_by
        from . import snap_page as pages
        from . import snap_words as words
        from .snap_layer import columns_of

        with findings():
            answer = UnitAnswer(
                run.inputs,
                run.units,
                units_or_areas(run.judged.inputs, run.judged.counted_in),
                columns_of(run),
                styled_by(pages.STYLE),
                [words.finding(run), *words.sentences(run)],
                words.basis(run),
                words.warnings(run),
                self._used(run, parameters, context),
                lambda handed: pages.page(run, handed, feedback.isCanceled),
            )
        return write_answer(self, answer, parameters, context, feedback)

    def _used(self, run: SnapRun, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, str]:
        """The parameters that matter to a run, whether or not they were given."""
        asked, judged = run.asked, run.judged
        used = {
            self.METHOD: asked.method,
            **judged.counted_in.used,
            self.DRAWS: str(asked.draws),
            names.ALPHA: f"{self.parameterAsDouble(parameters, names.ALPHA, context):g}",
            names.SEED: str(asked.seed),
            names.OUTPUT: "uncertainty.gpkg",
        }
        if METHODS[asked.method].algorithm.SNAP_METHOD == "persistence":
            used[self.TOP] = f"{self.parameterAsDouble(parameters, self.TOP, context):g}"
        return used

    def _numbers(self, run: SnapRun) -> dict[str, Any]:
        from .snap_run import Standing

        return {
            self.CALLED: run.called,
            self.SURE: run.of(Standing.SURE),
            self.MOSTLY: run.of(Standing.MOSTLY),
            self.UNSURE: run.of(Standing.UNSURE),
            self.MAYBE: run.of(Standing.MAYBE),
            self.SPLIT: run.tried.split,
            self.KNOWN: run.tried.known,
            self.CRIMES: run.crimes,
            **self.left_out(run.inputs, run.units),
        }
