# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:areatrends`: where crimes rise or fall over the years, unit by unit and crime type by crime type."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from ..asking.period_parameters import ACROSS_REDRAWING
from ..asking.selection_parameters import add_selection
from ..doubt.judged_again import JudgedAgain

if TYPE_CHECKING:
    from ...analysis.errors import Cancelled
    from ..doubt.judged import Judged
    from ..doubt.snap_place import Place
    from ..units.unit_answer import UnitAnswer
    from .unit_trend_run import TrendsRun


class AreaTrends(JudgedAgain):
    """Seasonal Mann-Kendall over units and crime types."""

    SNAP_METHOD = "trends"
    BY_TYPE = "BY_TYPE"
    RISING, FALLING, TOO_FEW = "RISING", "FALLING", "TOO_FEW"
    SLOPE, LOWER, UPPER, P = "SLOPE", "SLOPE_LOWER", "SLOPE_UPPER", "P"
    EARLY, LATE, SEASONS_P = "EARLY", "LATE", "SEASONS_P"
    MONTHS_HELD, MONTHS_LEFT_OUT, BREAKS, APART = "MONTHS_HELD", "MONTHS_LEFT_OUT", "BREAKS", "REDRAWN"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Trends of areas")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr(
            "police,crime,trend,mann-kendall,sen,slope,season,seasonality,control chart,cusum,rising,falling,years"
        ).split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Finds where crimes rise or fall over the years, beyond what chance makes.\n\n"
            "Each month is compared with the same calendar month of other years (seasonal Mann-Kendall test, exact, "
            "ties allowed for; widened where a month leans on the one before). The false discovery rate is held over "
            "all units, and over crime types if they are asked for. 'slope' is Sen's: crimes a month more from year to "
            "year.\n\n"
            "Verdicts: 'rising', 'falling', 'no trend that can be told', and 'too few to tell', where even a steady "
            "doubling would as often as not be missed. 'latest' says whether the last month is out of the usual "
            "range (u chart with Laney's correction, by days and season). 'shift' says since when cumulative sums have "
            "left it.\n\n"
            "Use 36 months and more, in LSOAs, wards or larger: a trend of few crimes cannot be told.\n\n"
            "Months that are not wholly held are left out and named, never counted as zero. The service changed its "
            "snap points in July 2022: in small units, months before and from then on are not compared if one side has "
            "months enough. Steps of the whole area, and crime types that began or ended, are named: they are rather "
            "changes of recording.\n\n"
            "Do not use it to look ahead, to show that a measure worked, to rank areas, or for a few crimes a year. "
            "Every place is a snap point.\n\n"
            "Hirsch, Slack & Smith 1982; Sen 1968; Yue & Wang 2004; Laney 2002; Benjamini & Hochberg 1995."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        self.add(
            QgsProcessingParameterBoolean(self.BY_TYPE, tr("By crime type"), defaultValue=False),
            tr("Test each crime type in each unit, too; there are many more tests, so fewer stand out."),
        )
        areas = tr("Or wards, districts or CSPs, by the codes in the files: larger, so that more can be told.")
        names.add_units(self, names.AREAS, areas)
        names.add_cell_size(self)
        names.add_study_area(self)
        names.add_crs(self)
        names.add_alpha(self)
        self.add_snap_maps()
        across = QgsProcessingParameterBoolean(ACROSS_REDRAWING, tr("Compare across July 2022"), defaultValue=False)
        names.advanced(across)
        self.add(
            across,
            tr(
                "From July 2022 on the service uses another list of snap points. Where one side has months enough, "
                "months before are not compared with months after. Where neither has, cells under 1 km are refused. "
                "Insist here to compare all the same: the trends may be nothing else."
            ),
        )
        kinds, sink = QgsProcessing.SourceType, QgsProcessingParameterFeatureSink
        self.add(
            sink(names.OUTPUT, tr("Trends"), kinds.TypeVectorPolygon),
            tr("One feature a unit: crimes, early, late, slope with its interval, tau, z, p, q, verdict, shift."),
        )
        self.add(
            sink(names.TABLE, tr("Units and crime types"), kinds.TypeVector, None, True, False),
            tr("A table of a row a unit and crime type with a crime: the same fields."),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(self, self._outputs())
        names.add_sentence(self)

    def _outputs(self) -> dict[str, str]:
        return {
            self.CRIMES: tr("Crimes in the units in the months wholly held"),
            self.UNPLACED: tr("Crimes without a place"),
            self.OUTSIDE: tr("Crimes outside the units"),
            self.COUNTED: tr("Units tested"),
            self.RISING: tr("Units that rise"),
            self.FALLING: tr("Units that fall"),
            self.TOO_FEW: tr("Units with too few crimes to tell"),
            self.SLOPE: tr("Sen's slope of the area: crimes a month more from year to year"),
            self.LOWER: tr("Lower end of its 95% interval"),
            self.UPPER: tr("Upper end of its 95% interval"),
            self.P: tr("p of the area's trend"),
            self.EARLY: tr("Crimes of the area in the first year held of each calendar month"),
            self.LATE: tr("Crimes of the area in the last year held of each calendar month"),
            self.SEASONS_P: tr("p of seasons in the area, if three whole years are held"),
            self.MONTHS_HELD: tr("Months wholly held"),
            self.MONTHS_LEFT_OUT: tr("Months left out"),
            self.MISSING_MONTHS: tr("Months missing, by force"),
            self.BREAKS: tr("Crime types, or all together, that stepped in the whole area at once"),
            self.APART: tr("1 where months stand on both sides of the redrawing of the snap points, else 0"),
        }

    @contextmanager
    def answered(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Iterator[TrendsRun]:
        """Read, count and test."""
        from ..units.unit_inputs import inputs_read, units_asked
        from .unit_trend_run import Asked, run_trends  # numpy, not while QGIS starts

        with inputs_read(self, parameters, context, feedback) as (reader, inputs):
            asked = Asked(
                units_asked(self, parameters, context, feedback, reader, inputs),
                self.parameterAsDouble(parameters, names.ALPHA, context),
                self.parameterAsBool(parameters, self.BY_TYPE, context),
                self.parameterAsBool(parameters, ACROSS_REDRAWING, context),
            )
            yield run_trends(inputs, asked, feedback)

    def judged(self, run: TrendsRun, cancelled: Cancelled) -> Judged:
        """By the same test of the same months."""
        from ..doubt.judged_trends import judged_trends

        return judged_trends(run, cancelled)

    def answer(self, run: TrendsRun, place: Place, cancelled: Cancelled) -> UnitAnswer:
        """Units, their table by crime type, page and chart."""
        from ..units.unit_answer import TypeTable, UnitAnswer
        from ..writing.result_layer import styled_by
        from . import unit_trend_basis as resting_on
        from . import unit_trend_layer as layers
        from . import unit_trend_page as pages
        from .unit_trend_words import finding, sentences

        said = [finding(run), *sentences(run), *place.sentences]
        return UnitAnswer(
            run.inputs,
            run.units,
            run.areas,
            layers.columns_of(run),
            styled_by(pages.STYLE),
            said,
            [line for line in resting_on.basis(run) if line not in said],
            resting_on.warnings(run),
            self._used(run),
            lambda handed: place.on(pages.page(run, handed, cancelled)),
            partial(pages.chart, run),
            run.months,
            TypeTable(layers.table_columns(run), partial(layers.table_rows, run)),
        )

    def _used(self, run: TrendsRun) -> dict[str, str]:
        """The parameters that matter to a run, whether or not they were given."""
        return {
            **run.asked.counted_in.used,
            names.ALPHA: f"{run.asked.alpha:g}",
            names.OUTPUT: "trends.gpkg",
        }

    def outputs(self, run: TrendsRun, place: Place) -> dict[str, Any]:
        """The numbers, and the finding in sentences."""
        from ...analysis.area_trends import Told
        from .unit_trend_breaks import Sides
        from .unit_trend_words import in_short

        area = run.area
        return {
            self.CRIMES: run.crimes,
            **self.left_out(run.inputs, run.units),
            self.RISING: run.told(Told.RISING),
            self.FALLING: run.told(Told.FALLING),
            self.TOO_FEW: run.told(Told.TOO_FEW),
            self.SLOPE: float(area.slope[0]),
            self.LOWER: float(area.lower[0]),
            self.UPPER: float(area.upper[0]),
            self.P: float(area.p[0]),
            self.EARLY: int(area.early[0]),
            self.LATE: int(area.late[0]),
            self.SEASONS_P: run.seasons.p if run.seasons is not None else None,
            self.MONTHS_HELD: len(run.months),
            self.MONTHS_LEFT_OUT: len(run.left_out),
            self.BREAKS: len(run.jumps),
            self.APART: int(run.sides is not Sides.ONE),
            self.SENTENCE: " ".join([in_short(run), *place.sentences]),
        }
