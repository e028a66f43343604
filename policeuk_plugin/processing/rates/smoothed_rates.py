# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:smoothedrates`: empirical Bayes rates of small areas, beside the rates as counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...text import tr
from ..asking.chart_parameters import add_chart
from .rated_analysis import RatedAnalysis
from .rated_parameters import add_rated, add_results

if TYPE_CHECKING:
    import sqlite3

    from .rated_areas import RatedAreas
    from .rated_result import RatedResult


class SmoothedRates(RatedAnalysis):
    """Rates of small areas, without the ups and downs of chance."""

    RATE, LOWEST, HIGHEST, OWN = "RATE", "LOWEST", "HIGHEST", "OWN_WEIGHT"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Smoothed rates")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,rate,smoothed,empirical bayes,shrinkage,small areas,lsoa,ward,marshall").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Rates per 1,000 residents or households a year of small areas. The fewer people an area has, the more its "
            "rate is drawn towards that of all (empirical Bayes, Marshall 1991). The page has the map of the rates as "
            "counted beside it, in the same classes.\n\n"
            "Use it to map rates of small areas or rare crimes, such as robbery by LSOA: as counted, the smallest "
            "areas are both the highest and the lowest, by chance alone.\n\n"
            "Do not use it to say how many crimes an area had, to rank areas that are not small (a CSP's own rate has "
            "nearly all the weight), or to find hotspots ('Crime clusters' does that). 'Funnel plot' says whether an "
            "area is higher than the others.\n\n"
            "How to read it: 'own_weight' is the weight of the area's own rate, 0 to 1; 'lower' and 'upper' are where "
            "its true rate is with 95% probability, if rates of areas vary as they do here. Where areas differ no more "
            "than chance makes them, all get the rate of all, and the page says so.\n\n"
            "Limits: areas are drawn to the rate of all, not to that of their neighbours, so a small town centre looks "
            "quieter than it is. Every place is a snap point, and residents are not the people who are there. Months "
            "that are missing are in no rate, and the areas are hatched.\n\n"
            "Marshall 1991, Applied Statistics 40: 283-294; Clayton & Kaldor 1987."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        add_rated(self)
        add_results(
            self,
            tr("Smoothed rates"),
            tr("One feature an area: rate as counted, smoothed rate with its interval, weight of its own rate."),
            tr("A table of a row an area and crime type: rate as counted, smoothed rate with its interval."),
        )
        add_chart(self)
        self.add_common_numbers(
            {
                self.RATE: tr("Rate of all areas together per 1,000 a year"),
                self.LOWEST: tr("Lowest smoothed rate"),
                self.HIGHEST: tr("Highest smoothed rate"),
                self.OWN: tr("Mean weight of the areas' own rates, 0 to 1"),
            }
        )

    def made(
        self,
        rated: RatedAreas,
        connection: sqlite3.Connection,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> RatedResult:
        """Smooth all that is selected, and each crime type for the table."""
        from .smoothed_result import smoothed_result  # numpy, not while QGIS starts

        return smoothed_result(self, rated, feedback.isCanceled)
