# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:areatrend`: months of an area, the year before, what is usual, financial years."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from ..asking.selection_parameters import add_selection
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from ..units.crimes import About
    from .trend_run import TrendRun


class AreaTrend(PoliceUkAlgorithm):
    """A selection through time."""

    GROUP = Group.COMPARISON
    CRIMES, LATEST, A_YEAR_BEFORE, CHANGE = "CRIMES", "LATEST", "A_YEAR_BEFORE", "CHANGE"
    MEAN, LOWER, UPPER, OUTSIDE_RANGE = "MEAN", "LOWER", "UPPER", "OUTSIDE_RANGE"
    MONTHS_HELD, PARTIAL_MONTHS, MISSING_MONTHS = "MONTHS_HELD", "PARTIAL_MONTHS", "MISSING_MONTHS"
    UNPLACED, SENTENCE = "UNPLACED", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Area through time")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,trend,time,month,chart,control,xmr,spc,year,financial,rate").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Counts the crimes of an area month by month, beside the same month a year before, and says whether a "
            "month is out of the ordinary for this area.\n\n"
            "Use it to tell a change from the ups and downs that months always have. The usual range is that of an "
            "XmR chart, from at least 12 months: the mean ± 2.66 × the mean difference between one month and the next; "
            "for few crimes its upper end is what chance in counting exceeds once in 100 months. Months that are "
            "missing are gaps, never zero, and no difference is taken over them.\n\n"
            "The page has the chart, a small chart of each crime type, and financial years of the area, its district "
            "and its force, with rates per 1,000 residents where residents are held.\n\n"
            "Do not use it for a few crimes a month, as the range then holds nearly any number; to show that something "
            "you did worked, which takes an area without it to compare; or to look ahead. The range allows for no "
            "trend and no season, as the same month a year before does.\n\n"
            "Limits: an area takes the rows whose LSOA code lies in it. Every place is a snap point, and crimes "
            "without a place are in no area but that of their force."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        self.add(
            QgsProcessingParameterFeatureSink(names.OUTPUT, tr("Months"), QgsProcessing.SourceType.TypeVector),
            tr(
                "A table of a row a month: count, a_year_before, lower, upper and mean of the usual range, status "
                "(held, held in part, missing), verdict."
            ),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(
            self,
            {
                self.CRIMES: tr("Crimes in the months that are wholly held"),
                self.LATEST: tr("Crimes in the last month that is wholly held"),
                self.A_YEAR_BEFORE: tr("Crimes in the same month a year before, if held"),
                self.CHANGE: tr("Change of the last month on the year before in per cent, if held and of 20 or more"),
                self.MEAN: tr("Mean of the months, if there is a usual range"),
                self.LOWER: tr("Lower end of the usual range, if there is one"),
                self.UPPER: tr("Upper end of the usual range, if there is one"),
                self.OUTSIDE_RANGE: tr("Months outside the usual range"),
                self.MONTHS_HELD: tr("Months wholly held"),
                self.PARTIAL_MONTHS: tr("Months held in part"),
                self.MISSING_MONTHS: tr("Months missing"),
                self.UNPLACED: tr("Crimes without a place in the same files"),
            },
        )
        names.add_sentence(self)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Count, judge, write."""
        from ..asking.selection_parameters import read_selection
        from ..asking.series_basis import about_months, base_lines
        from ..running.cache_opened import cache_opened  # not while QGIS starts
        from .trend_run import run_trend
        from .trend_words import finding, sentences

        with cache_opened(self, parameters, context, feedback, tr("Reading the selection")) as connection:
            selection = read_selection(self, parameters, context, connection)
            run = run_trend(connection, selection, feedback)
            bases = [line for area in run.years for line in base_lines(area.residents, area.name)]
            about = about_months(connection, run.monthly, run.where, bases)
            results = self._written(run, about, parameters, context, feedback)
        return {**results, **self._numbers(run), self.SENTENCE: " ".join([finding(run), *sentences(run)])}

    def _written(
        self,
        run: TrendRun,
        about: About,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Table, page and chart; nothing is there before all are whole."""
        from ...layers.request import CountedFrom
        from ..asking.series_basis import settled_series
        from ..running.telling import step
        from ..units.unit_result import Shown
        from ..writing.outputs import explained, tell
        from ..writing.series_files import write_series
        from . import trend_page as pages
        from . import trend_words as words
        from .trend_table import COLUMNS, rows_of

        step(feedback, 85, tr("Writing the result"))
        texts = settled_series(self, parameters, context, run.monthly.selection, "months.gpkg")
        told = explained(self, about, [words.finding(run), *words.sentences(run)], about.basis, texts)
        told = replace(told, counted=CountedFrom(self.cache_path(parameters, context), run.monthly.selection))
        tell(told, words.lacking(run), feedback)
        shown = Shown(told, texts, lambda handed: pages.page(run, handed, about), partial(pages.chart, run))
        return write_series(self, COLUMNS, rows_of(run), shown, parameters, context, feedback)

    def _numbers(self, run: TrendRun) -> dict[str, Any]:
        from offline_cache.area_counts import change_share
        from offline_cache.monthly import MonthStatus

        month = run.latest
        latest = run.monthly.held[month] if month is not None else None
        before = run.before.get(month) if month is not None else None
        share = change_share(latest, before) if latest is not None and before is not None else None
        limits = run.limits
        return {
            self.CRIMES: run.monthly.total,
            self.LATEST: latest,
            self.A_YEAR_BEFORE: before,
            self.CHANGE: None if share is None else 100 * share,
            self.MEAN: limits.mean if limits else None,
            self.LOWER: limits.lower if limits else None,
            self.UPPER: limits.upper if limits else None,
            self.OUTSIDE_RANGE: sum(bool(run.beyond(one)) for one in run.monthly.held),
            self.MONTHS_HELD: len(run.monthly.held),
            self.PARTIAL_MONTHS: len(run.monthly.of(MonthStatus.PARTIAL)),
            self.MISSING_MONTHS: len(run.monthly.of(MonthStatus.MISSING)),
            self.UNPLACED: run.monthly.unplaced,
        }
