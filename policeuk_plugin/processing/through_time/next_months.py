# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:nextmonths`: how many crimes to expect in the next months and where, and whether that can be told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from ..asking.selection_parameters import add_selection
from ..units.unit_analysis import UnitAnalysis

if TYPE_CHECKING:
    from .forecast_run import Asked, ForecastRun

_FARTHEST = 6


class NextMonths(UnitAnalysis):
    """The simplest models that beat last year's counts, with intervals."""

    AHEAD, INTERVAL = "AHEAD", "INTERVAL"
    MONTHS_HELD, MONTHS_LEFT_OUT = "MONTHS_HELD", "MONTHS_LEFT_OUT"
    EXPECTED, LOWER, UPPER = "EXPECTED", "LOWER", "UPPER"
    BEATS_BASELINE, GAIN, SCORED, COVERED, HIT_RATE = "BEATS_BASELINE", "GAIN", "MONTHS_SCORED", "COVERED", "HIT_RATE"
    REDRAWN, MONTH, MODEL = "REDRAWN", "MONTH", "MODEL"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Next months")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,forecast,prediction,expected,next month,empirical bayes,season,interval").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Says how many crimes to expect in the next months, in the area and in each unit, with intervals, and how "
            "far such forecasts would have been off.\n\n"
            "It tries six models as simple as can be: last year's counts, the same smoothed, smoothed counts of all "
            "months, and each of them by season. Smoothed (empirical Bayes) means that small counts are not taken at "
            "their word. "
            "Each of the last months is foretold from what was known before it. A model is taken only if it comes "
            "nearer than last year's counts by more than chance can explain. Otherwise these stand, and the page says "
            "so.\n\n"
            "Intervals are as wide as those errors ask for. The page says how often they held.\n\n"
            "Use 36 months, LSOAs or cells of 500 m and more. At least 17 months are needed, and as many more as are "
            "looked ahead; seasons take 30 and more. Months that are not wholly held are left out and named, never "
            "counted as zero. If there are enough months from July 2022 on, only these are learned from: the snap "
            "points are not the same before.\n\n"
            "Do not use it to send police by it alone, against people, for a day or an hour, or for streets and "
            "addresses. Nor does it show that a measure worked: fewer than expected has many causes. It goes on as it "
            "was, and does not know what was never recorded.\n\n"
            "Marshall 1991; Romano & Wolf 2005."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        number = QgsProcessingParameterNumber
        self.add(
            number(self.AHEAD, tr("Months ahead"), number.Type.Integer, 3, False, 1, _FARTHEST),
            tr("How many months after the last that is held; the farther, the wider the intervals."),
        )
        areas = tr("Or wards, districts or CSPs, by the codes in the files.")
        names.add_units(self, names.AREAS, areas)
        names.add_cell_size(self)
        names.add_study_area(self)
        names.add_crs(self)
        interval = number(self.INTERVAL, tr("Interval, per cent"), number.Type.Double, 90, False, 50, 99)
        names.advanced(interval)
        self.add(interval, tr("How often what comes should lie in the intervals."))
        rate = tr("How often chance alone may make any model seem better than last year's counts.")
        names.add_error_rate(self, tr("Error rate"), rate)
        self.add(
            QgsProcessingParameterFeatureSink(
                names.OUTPUT, tr("Next months"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr(
                "One feature a unit: month, expected, lower, upper (for the months after that with _2, _3 and so on), "
                "rank, share, class, year_before, last_12."
            ),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(self, self._outputs())
        self.addOutput(QgsProcessingOutputString(self.MONTH, tr("The next month")))
        self.addOutput(QgsProcessingOutputString(self.MODEL, tr("Model taken")))
        names.add_sentence(self)

    def _outputs(self) -> dict[str, str]:
        return {
            self.CRIMES: tr("Crimes in the units in the months learned from"),
            self.UNPLACED: tr("Crimes without a place"),
            self.OUTSIDE: tr("Crimes outside the units"),
            self.COUNTED: tr("Units"),
            self.MONTHS_HELD: tr("Months learned from"),
            self.MONTHS_LEFT_OUT: tr("Months left out"),
            self.MISSING_MONTHS: tr("Months missing, by force"),
            self.EXPECTED: tr("Crimes expected in the next month in all units"),
            self.LOWER: tr("Lower end of its interval"),
            self.UPPER: tr("Upper end of its interval"),
            self.BEATS_BASELINE: tr("1 where the model taken beats last year's counts beyond chance, else 0"),
            self.GAIN: tr("Share of the squared error of last year's counts that the model taken saves"),
            self.SCORED: tr("Months on which models were tried"),
            self.COVERED: tr("Share of the units' intervals that held in those months"),
            self.HIT_RATE: tr("Share of the crimes of those months on the first 5% of the ground"),
            self.REDRAWN: tr("1 where months on both lists of snap points are learned from in small units, else 0"),
        }

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, count, try, look ahead, write."""
        from ..units.unit_inputs import inputs_read, units_asked
        from .forecast_run import Asked, run_forecast  # numpy, not while QGIS starts
        from .forecast_words import in_short

        with inputs_read(self, parameters, context, feedback) as (reader, inputs):
            asked = Asked(
                units_asked(self, parameters, context, feedback, reader, inputs),
                self.parameterAsInt(parameters, self.AHEAD, context),
                self.parameterAsDouble(parameters, self.INTERVAL, context) / 100,
                self.parameterAsDouble(parameters, names.ALPHA, context),
            )
            run = run_forecast(inputs, asked, feedback)
            results = self._written(run, parameters, context, feedback)
        return {**results, **self._numbers(run), self.SENTENCE: in_short(run)}

    def _written(
        self,
        run: ForecastRun,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        from ..running.telling import findings
        from ..units.unit_answer import UnitAnswer, write_answer
        from ..writing.result_layer import styled_by
        from . import forecast_page as pages
        from . import forecast_words as words
        from .forecast_layer import columns_of

        with findings():
            answer = UnitAnswer(
                run.inputs,
                run.units,
                run.areas,
                columns_of(run),
                styled_by(pages.STYLE),
                [words.finding(run), *words.sentences(run)],
                words.basis(run),
                words.warnings(run),
                self._used(run.asked),
                lambda handed: pages.page(run, handed, feedback.isCanceled),
                partial(pages.chart, run),
                run.months.months,
            )
        return write_answer(self, answer, parameters, context, feedback)

    def _used(self, asked: Asked) -> dict[str, str]:
        """The parameters that matter to a run, whether or not they were given."""
        return {
            **asked.counted_in.used,
            self.AHEAD: str(asked.ahead),
            self.INTERVAL: f"{100 * asked.level:g}",
            names.ALPHA: f"{asked.alpha:g}",
            names.OUTPUT: "nextmonths.gpkg",
        }

    def _numbers(self, run: ForecastRun) -> dict[str, Any]:
        from .forecast_run import DECIDED

        coming, trial = run.coming, run.trial
        tried = int(coming.held.tried.sum())
        return {
            self.CRIMES: run.crimes,
            **self.left_out(run.inputs, run.units),
            self.MONTHS_HELD: len(run.months.months),
            self.MONTHS_LEFT_OUT: len(run.months.left_out),
            self.EXPECTED: float(coming.total[0]),
            self.LOWER: int(coming.total_lower[0]),
            self.UPPER: int(coming.total_upper[0]),
            self.BEATS_BASELINE: int(run.beaten),
            self.GAIN: trial.gain(trial.chosen),
            self.SCORED: len(trial.scored),
            self.COVERED: float(coming.held.inside.sum() / max(tried, 1)),
            self.HIT_RATE: float(trial.tallies[trial.chosen].evened.hit_rate[DECIDED]),
            self.REDRAWN: int(run.across),
            self.MONTH: str(run.ahead[0]),
            self.MODEL: run.model.value,
        }
