# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:comparetwoareas`: here and home, two areas side by side over the same months."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from ..asking.selection_parameters import add_selection
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from offline_cache.model import Selection

    from ..units.crimes import About
    from .comparison_run import ComparisonRun


class CompareTwoAreas(PoliceUkAlgorithm):
    """Two areas, one selection."""

    GROUP = Group.COMPARISON
    OTHER_AREA = "OTHER_AREA"
    CRIMES, OTHER_CRIMES, RATE, OTHER_RATE = "CRIMES", "OTHER_CRIMES", "RATE", "OTHER_RATE"
    RATIO, RATIO_LOWER, RATIO_UPPER = "RATIO", "RATIO_LOWER", "RATIO_UPPER"
    CHANGE, OTHER_CHANGE = "CHANGE", "OTHER_CHANGE"
    MONTHS_HELD, MONTHS_DROPPED, IN_BOTH, SENTENCE = "MONTHS_HELD", "MONTHS_DROPPED", "IN_BOTH", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Compare two areas")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,compare,here,home,rate,ratio,residents,households,interval,change").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Puts two areas side by side, here and home: crimes, rates per 1,000 residents and households, change on "
            "the year before, by crime type and through time.\n\n"
            "Both are counted over the months that are wholly held of both; others are left out of both and named. "
            "The ratio of two rates has an exact 95% interval (conditional, of two Poisson counts), which allows for "
            "chance in counting alone. Areas that overlap have no such interval, and the page says so.\n\n"
            "Use it to see how a place differs from one you know.\n\n"
            "Do not use it to say that an area is high or low for its kind: that takes several similar areas, as two "
            "places are never alike. Do not use rates per resident where few live and many come: the page warns of "
            "town centres.\n\n"
            "Limits: an area takes the rows whose LSOA code lies in it; every place is a snap point. Rates need "
            "residents in the cache (areas import, or Fetch areas on the page Data)."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        self.add(
            QgsProcessingParameterString(self.OTHER_AREA, tr("Other area")),
            tr("The area to compare with, in the same forms: force:…, csp:…, district:…, ward:…, pfa:…, lsoa:…,…."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(names.OUTPUT, tr("Comparison"), QgsProcessing.SourceType.TypeVector),
            tr(
                "A table of a row a crime type: counts, rates, ratio with its interval, changes in per cent, verdict. "
                "The first row is of all that is selected."
            ),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(
            self,
            {
                self.CRIMES: tr("Crimes of the area in the months held of both"),
                self.OTHER_CRIMES: tr("Crimes of the other area"),
                self.RATE: tr("Per 1,000 residents a year, if held"),
                self.OTHER_RATE: tr("Per 1,000 residents a year of the other area, if held"),
                self.RATIO: tr("Rate over that of the other area, if it may be compared"),
                self.RATIO_LOWER: tr("Lower end of its 95% interval"),
                self.RATIO_UPPER: tr("Upper end of its 95% interval"),
                self.CHANGE: tr("Change on the same months a year before, in per cent, if held and of 20 or more"),
                self.OTHER_CHANGE: tr("Change of the other area, in per cent, if held and of 20 or more"),
                self.MONTHS_HELD: tr("Months wholly held of both"),
                self.MONTHS_DROPPED: tr("Months left out of both"),
                self.IN_BOTH: tr("Crimes in both counts, where the areas overlap"),
            },
        )
        names.add_sentence(self)

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """A second area has to be named."""
        if not self.parameterAsString(parameters, self.OTHER_AREA, context).strip():
            return tr("Choose the area to compare with as OTHER_AREA, such as csp:Luton.")
        return ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Count, compare, write."""
        from ..running.cache_opened import cache_opened  # not while QGIS starts
        from .comparison_basis import about_both
        from .comparison_run import run_comparison
        from .comparison_words import finding, sentences

        with cache_opened(self, parameters, context, feedback, tr("Reading the selection")) as connection:
            run = run_comparison(connection, self._selections(connection, parameters, context), feedback)
            about = about_both(connection, run)
            results = self._written(run, about, parameters, context, feedback)
        return {**results, **self._numbers(run), self.SENTENCE: " ".join([finding(run), *sentences(run)])}

    def _selections(
        self, connection: sqlite3.Connection, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[Selection, Selection]:
        """Both areas with the same months and types."""
        from offline_cache.chosen_area import read_area

        from ..asking.selection_parameters import read_selection

        first = read_selection(self, parameters, context, connection)
        other = read_area(connection, self.parameterAsString(parameters, self.OTHER_AREA, context))
        return first, replace(first, area=other.area, forces=other.forces)

    def _written(
        self,
        run: ComparisonRun,
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
        from . import comparison_page as pages
        from . import comparison_words as words
        from .comparison_table import COLUMNS, rows_of

        step(feedback, 85, tr("Writing the result"))
        texts = settled_series(self, parameters, context, run.found.one.monthly.selection, "comparison.gpkg")
        told = explained(self, about, [words.finding(run), *words.sentences(run)], about.basis, texts)
        first = run.found.one.monthly.selection
        told = replace(told, beside=CountedFrom(self.cache_path(parameters, context), first))
        tell(told, words.warnings(run), feedback)
        shown = Shown(told, texts, lambda handed: pages.page(run, handed, about), partial(pages.chart, run))
        return write_series(self, COLUMNS, rows_of(run), shown, parameters, context, feedback)

    def _numbers(self, run: ComparisonRun) -> dict[str, Any]:
        row, found = run.all, run.found
        change, other = (None if one is None else 100 * one for one in (row.one.change, row.other.change))
        return {
            self.CRIMES: row.one.count,
            self.OTHER_CRIMES: row.other.count,
            self.RATE: row.one.rate,
            self.OTHER_RATE: row.other.rate,
            self.RATIO: row.ratio.ratio if row.ratio else None,
            self.RATIO_LOWER: row.ratio.lower if row.ratio else None,
            self.RATIO_UPPER: row.ratio.upper if row.ratio else None,
            self.CHANGE: change,
            self.OTHER_CHANGE: other,
            self.MONTHS_HELD: len(found.months),
            self.MONTHS_DROPPED: len(found.dropped),
            self.IN_BOTH: found.overlap.crimes,
        }
