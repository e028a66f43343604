# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:funnelplot`: which areas stand out from the rest, given how much areas differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from .rated_analysis import RatedAnalysis
from .rated_parameters import BY_TYPE, HIGHLIGHT, LIMITS, add_by_type, add_highlight, add_rated, add_results

if TYPE_CHECKING:
    import sqlite3

    from .rated_areas import RatedAreas
    from .rated_result import RatedResult

OVER_DISPERSED, POISSON = "over-dispersed", "Poisson"


class FunnelPlot(RatedAnalysis):
    """Areas against what is expected of them."""

    RATE, LOWER, HIGHER, TOO_FEW = "RATE", "LOWER", "HIGHER", "TOO_FEW"
    PHI, TAU, BY_POISSON = "PHI", "TAU", "BY_POISSON"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Funnel plot")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr(
            "police,crime,funnel,rate,standardised,over-dispersion,limits,spiegelhalter,outlier,csp,compare,poisson"
        ).split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Which areas of the selection have more or fewer crimes than the rate of all would give them, beyond what "
            "chance and the usual differences between areas make. Each area is a point: how many crimes are expected "
            "of it, and its crimes over these. The limits narrow like a funnel, because large areas vary less.\n\n"
            "Use it to ask which of many areas stand out, in place of a ranking: of many areas one is always first.\n\n"
            "Do not use it to compare one area with similar ones ('Compare with peers' does that), nor for fewer than "
            "five areas. Do not rank the areas inside the limits: nothing tells them apart.\n\n"
            "How to read it: over-dispersed limits (the default, Spiegelhalter 2005) widen by how much the areas of "
            "the selection differ: those inside are about the same as the others. Poisson limits allow for chance in "
            "counting alone; real areas differ by more, so at the size of a CSP they call nearly all of them: ask for "
            "them only to compare with other tools. The verdict holds the false discovery rate over all areas, and "
            "crime types where they are asked for.\n\n"
            "Limits: it compares with the rate of the areas selected, whatever kind of place they are; a town centre "
            "stands out for its visitors. Months that are missing are compared among the areas that have them, and the "
            "areas are hatched. Every place is a snap point.\n\n"
            "Spiegelhalter 2005, Statistics in Medicine 24: 1185-1202; Benjamini & Hochberg 1995."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        add_rated(self)
        names.add_choice(
            self,
            LIMITS,
            tr("Limits"),
            [OVER_DISPERSED, POISSON],
            tr("What decides: limits that allow for real differences between areas, or for chance in counting alone."),
        )
        add_by_type(self)
        add_highlight(self)
        names.add_alpha(self)
        add_results(
            self,
            tr("Funnel plot"),
            tr("One feature an area: crimes, expected, ratio, z, adjusted z, p, q, limits, verdict, in words."),
            tr("A table of a row an area and crime type, with the same fields."),
        )
        add_chart(self)
        self.add_common_numbers(
            {
                self.RATE: tr("Rate of all areas together per 1,000 a year"),
                self.LOWER: tr("Areas lower than the others"),
                self.HIGHER: tr("Areas higher than the others"),
                self.TOO_FEW: tr("Areas of which too few crimes are expected to tell"),
                self.PHI: tr("Over-dispersion: mean square of z, 1 where chance explains all"),
                self.TAU: tr("Standard deviation between areas, of the square root of the ratio"),
                self.BY_POISSON: tr("Areas that Poisson limits alone would call"),
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
        """The funnel of all that is selected, and of each crime type where they are asked for."""
        from .funnel_result import funnel_result  # numpy, not while QGIS starts
        from .funnel_run import FunnelAsked, run_funnel
        from .rated_highlight import marked_code

        own = marked_code(connection, rated, self.parameterAsString(parameters, HIGHLIGHT, context))
        asked = FunnelAsked(
            self.parameterAsString(parameters, LIMITS, context) == POISSON,
            self.parameterAsBool(parameters, BY_TYPE, context),
            self.parameterAsDouble(parameters, names.ALPHA, context),
            own,
        )
        return funnel_result(self, run_funnel(rated, asked, feedback.isCanceled))
