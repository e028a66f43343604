# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:arearates`: rates of areas with their intervals, standardised, and their change on the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from .rated_analysis import RatedAnalysis
from .rated_parameters import BY_TYPE, MEASURE, STRATA, STRATA_SCHEMES, add_by_type, add_rated, add_results

if TYPE_CHECKING:
    import sqlite3

    from .rated_areas import RatedAreas
    from .rated_result import RatedResult

MEASURES = ["bands", "rate", "standardised ratio", "direct rate", "change"]


class AreaRates(RatedAnalysis):
    """Rates with intervals: crude, standardised, changed."""

    RATE, HIGHEST, LOWEST, ABOVE, BELOW = "RATE", "HIGHEST", "LOWEST", "ABOVE", "BELOW"
    MORE, FEWER, TOO_FEW, MONTHS_COMPARED = "MORE", "FEWER", "TOO_FEW", "MONTHS_COMPARED"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Area rates with intervals")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr(
            "police,crime,rate,interval,byar,poisson,standardised,indirect,direct,dobson,change,e-test,bands,"
            "crimemapper"
        ).split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Rates per 1,000 residents or households a year, each with its 95% interval; the crimes expected of an "
            "area of its kind, as a standardised crime ratio and a directly standardised rate; the change on the same "
            "months a year before, tested; and five bands around the rate of all.\n\n"
            "Use it for a table of rates that can be defended: how sure each is, and whether it changed beyond chance. "
            "With STRATA an area is compared with the rates of its own kind of place (rural-urban or output-area "
            "class), LSOA by LSOA.\n\n"
            "Do not use it to name the worst area: of many areas one is always highest; 'Funnel plot' says which stand "
            "out. Do not use it to compare one area with similar ones ('Compare with peers'), nor to rank town centres "
            "by residents: few live there, many visit.\n\n"
            "How to read it: a standardised ratio of 1.2 is a fifth more crimes than such LSOAs have elsewhere in the "
            "selection. A directly standardised rate is what the area would have with the mix of strata of all areas "
            "together; there is none where an area lacks a stratum, or has fewer than 10 crimes. Change: 'more' or "
            "'fewer' only where chance rarely makes it, with the false discovery rate held over all areas and crime "
            "types.\n\n"
            "Limits: intervals allow for chance in counting single events; crimes come in bursts. Every place is a "
            "snap point. Months that are missing are in no rate and in no change, and the areas are hatched. The "
            "standard is the areas selected, not the country, unless all of it is held."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        add_rated(self)
        names.add_choice(
            self,
            MEASURE,
            tr("What is mapped"),
            MEASURES,
            tr("Five bands around the rate of all, rates, standardised ratios or rates, or the change on last year."),
        )
        names.add_choice(
            self,
            STRATA,
            tr("Standardised by"),
            STRATA_SCHEMES,
            tr(
                "The kind of place whose rates an area is expected to have, by the imported class of its LSOAs. none: "
                "the rate of all areas together."
            ),
        )
        add_by_type(self)
        names.add_alpha(self)
        add_results(
            self,
            tr("Area rates"),
            tr("One feature an area: rate, standardised ratio and rate with intervals, change, band, in words."),
            tr("A table of a row an area and crime type: rate, ratio, change, p and q."),
        )
        add_chart(self)
        self.add_common_numbers(
            {
                self.RATE: tr("Rate of all areas together per 1,000 a year"),
                self.LOWEST: tr("Lowest rate"),
                self.HIGHEST: tr("Highest rate"),
                self.ABOVE: tr("Areas in a band above average"),
                self.BELOW: tr("Areas in a band below average"),
                self.MORE: tr("Areas with more crimes than a year before, beyond chance"),
                self.FEWER: tr("Areas with fewer"),
                self.TOO_FEW: tr("Areas with too few crimes to tell"),
                self.MONTHS_COMPARED: tr("Months compared with a year before, at most"),
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
        """Rates, ratios and changes."""
        from .rates_result import rates_result  # numpy, not while QGIS starts
        from .rates_run import RatesAsked, run_rates

        asked = RatesAsked(
            self.parameterAsString(parameters, MEASURE, context),
            self.parameterAsString(parameters, STRATA, context),
            self.parameterAsBool(parameters, BY_TYPE, context),
            self.parameterAsDouble(parameters, names.ALPHA, context),
        )
        return rates_result(self, run_rates(rated, connection, asked, feedback.isCanceled))
