# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:evaluatehotspots`: which method, cell and radius finds next month's crimes here, and whether any does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
)

from offline_cache.errors import CacheError

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from ..asking.selection_parameters import add_selection
from ..units.unit_analysis import UnitAnalysis
from . import evaluation_parameters as own

if TYPE_CHECKING:
    from .evaluation_run import EvaluationRun


class EvaluateHotspots(UnitAnalysis):
    """Rolling hold-out of hotspot methods against last year's counts."""

    MONTHS, SETTINGS = "MONTHS", "SETTINGS"
    BEST_CELL_SIZE, BEST_BANDWIDTH, HIT_RATE = "BEST_CELL_SIZE", "BEST_BANDWIDTH", "HIT_RATE"
    BASELINE_HIT_RATE, BEATS_BASELINE = "BASELINE_HIT_RATE", "BEATS_BASELINE"
    BEST_METHOD = "BEST_METHOD"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Evaluate hotspot methods")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,hotspot,evaluate,pai,pei,hit rate,accuracy,prediction,bandwidth,cell,kernel").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Says which method, cell size and radius would have found most of the crimes of the month after, in your "
            "own area, and whether any did better than last year's counts by more than chance.\n\n"
            "For each of the last 12 months the ground is ranked from the months before only, and scored with that "
            "month's crimes on the first 1, 2 and 5% of the area. The scores are hit rate, PAI (1 is a random ranking) "
            "and PEI (1 is knowing the month beforehand). Units of the same rank are taken in the order worst for the "
            "method (for the baseline at random), and the last one in part, so that cells of any size compare.\n\n"
            "The baseline is last year's counts. A setting is recommended in its place only if the interval of the "
            "difference, which holds for all settings together, lies above zero. Where the baseline wins, the page "
            "says so.\n\n"
            "It needs 13 months that are wholly held, better 24. Months that are not are left out and named.\n\n"
            "Do not use it to judge whether policing worked, to choose a method for another area or crime type, or "
            "with a few dozen crimes: everything is then within chance.\n\n"
            "Limits: every place is a snap point; a month is the finest time there is.\n\n"
            "Chainey, Tompson & Uhlig 2008; Hunt 2016; Romano & Wolf 2005."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        names.add_units(self)
        names.add_study_area(self)
        own.add_evaluation(self)
        names.add_crs(self)
        self.add(
            QgsProcessingParameterFeatureSink(names.OUTPUT, tr("Settings"), QgsProcessing.SourceType.TypeVector),
            tr(
                "A table of a row a setting and share of the area: hit_rate, pai, pei, difference to the baseline with "
                "its interval, verdict."
            ),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(
            self,
            {
                self.CRIMES: tr("Crimes of the months scored"),
                self.MONTHS: tr("Months scored"),
                self.SETTINGS: tr("Settings tried"),
                self.BEST_CELL_SIZE: tr("Cell size recommended, in metres; none for LSOAs and polygons"),
                self.BEST_BANDWIDTH: tr("Radius recommended, in metres; none if it is no kernel density"),
                self.HIT_RATE: tr("Share of crimes that the setting recommended found"),
                self.BASELINE_HIT_RATE: tr("Share of crimes that the baseline found"),
                self.BEATS_BASELINE: tr("1 where the setting recommended beats the baseline beyond chance, else 0"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.BEST_METHOD, tr("Method recommended")))
        names.add_sentence(self)

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Units of a layer need the layer; sizes and radii are lengths; a layer of points has no months."""
        if parameters.get(names.INPUT):
            return tr("Months are known of the crimes of the cache only: leave the layer of points empty.")
        fault = super().fault(parameters, context)
        if fault:
            return fault
        try:
            for name in (own.CELL_SIZES, own.BANDWIDTHS):
                own.metres(self, parameters, name, context)
        except CacheError as error:
            return str(error)
        return ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, rank, score, compare, write."""
        from ..units.unit_inputs import inputs_read, units_asked
        from .evaluation_finding import finding
        from .evaluation_run import run_evaluation  # numpy, not while QGIS starts
        from .evaluation_words import sentences

        with inputs_read(self, parameters, context, feedback) as (reader, inputs):
            counted_in = units_asked(self, parameters, context, feedback, reader, inputs)
            run = run_evaluation(inputs, own.read_evaluation(self, parameters, context, counted_in), feedback)
            results = self._written(run, parameters, context, feedback)
        return {**results, **self._numbers(run), self.SENTENCE: " ".join([f"{finding(run)}.", *sentences(run)])}

    def _written(
        self,
        run: EvaluationRun,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Table, page and chart; nothing is there before all are whole."""
        from ..running.telling import step
        from ..units.unit_result import Shown
        from ..writing.outputs import explained, settled_texts, tell
        from ..writing.series_files import write_series
        from . import evaluation_page as pages
        from . import evaluation_words as words
        from .evaluation_finding import finding
        from .evaluation_table import COLUMNS, rows_of

        step(feedback, 88, tr("Writing the result"))
        used = {names.UNITS: run.asked.counted_in.units, names.OUTPUT: "evaluation.gpkg", **self._used(run)}
        texts = settled_texts(self, parameters, context, run.inputs, used)
        about = run.inputs.crimes.about
        told = explained(self, about, [finding(run), *words.sentences(run)], words.basis(run), texts)
        tell(told, words.warnings(run), feedback)
        shown = Shown(told, texts, partial(pages.page, run), partial(pages.chart, run))
        return write_series(self, COLUMNS, rows_of(run), shown, parameters, context, feedback)

    def _used(self, run: EvaluationRun) -> dict[str, str]:
        """The parameters that matter to a run, whether or not they were given."""
        asked = run.asked
        used = {own.HOLD_OUT: str(asked.hold_out), own.AREA_SHARE: own.SHARES[asked.share]}
        used[names.ALPHA] = f"{asked.alpha:g}"
        if asked.counted_in.cells:
            used[own.CELL_SIZES] = ",".join(f"{size:g}" for size in asked.sizes)
            used[own.BANDWIDTHS] = ",".join(f"{radius:g}" for radius in asked.radii)
        if not run.judged.of.exact:
            used[names.SEED] = str(asked.seed)
        return used

    def _numbers(self, run: EvaluationRun) -> dict[str, Any]:
        setting, at = run.settings[run.recommended], run.asked.share
        return {
            self.CRIMES: run.crimes,
            self.MONTHS: len(run.months),
            self.SETTINGS: len(run.settings),
            self.BEST_METHOD: setting.method.value,
            self.BEST_CELL_SIZE: setting.cell,
            self.BEST_BANDWIDTH: setting.radius,
            self.HIT_RATE: float(run.tallies[run.recommended].hit_rate[at]),
            self.BASELINE_HIT_RATE: float(run.tallies[run.baseline].hit_rate[at]),
            self.BEATS_BASELINE: int(run.recommended != run.baseline),
            self.MISSING_MONTHS: run.inputs.crimes.about.missing_months,
        }
