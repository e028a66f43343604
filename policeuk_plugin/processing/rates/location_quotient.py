# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:locationquotient`: which areas have more of a crime than of other crimes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterNumber,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from ..asking.selection_parameters import TYPES
from .rated_analysis import RatedAnalysis
from .rated_parameters import MINIMUM, add_counted, add_results

if TYPE_CHECKING:
    import sqlite3

    from offline_cache.model import Selection

    from .rated_areas import RatedAreas
    from .rated_result import RatedResult

FEWEST = 20


class LocationQuotient(RatedAnalysis):
    """The share of some crime types in each area's crime, over their share in the crime of all areas."""

    MORE, LESS, TOO_FEW, SHARE = "MORE", "LESS", "TOO_FEW", "SHARE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Location quotient")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,location quotient,share,specialisation,mix,profile,brantingham").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Which areas have more of some crime types among their crimes than all areas have: the share of these "
            "types in an area's recorded crime, over their share in that of all areas together.\n\n"
            "Use it to see what an area's crime is made of, such as where theft from shops has an unusual part, "
            "also where residents are no base for a rate.\n\n"
            "Do not use it as a rate or a risk: it is a share. An area with hardly any crime may have a high quotient, "
            "and a busy town centre a low one for a crime of which it has most. Do not use it to compare two months or "
            "years: it moves when other crimes do.\n\n"
            "How to read it: 2 means twice the usual share. 'more' and 'less' are said only where the quotient is "
            "above 1.25 or below 0.8 (our choice) and chance rarely makes it, with the false discovery rate held over "
            "all areas; the table tests every crime type. Areas with fewer crimes than MINIMUM have no quotient.\n\n"
            "Limits: anti-social behaviour is among the crimes only where it is included. Every place is a snap point. "
            "Months that are missing are in neither share, and the areas are hatched.\n\n"
            "Brantingham & Brantingham 1998; Carcach & Muscat 2002."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        add_counted(self)
        number = QgsProcessingParameterNumber
        self.add(
            number(MINIMUM, tr("Fewest crimes"), number.Type.Integer, FEWEST, False, 1),
            tr("Areas with fewer crimes of all types than this have no quotient: a share of few crimes is chance."),
        )
        names.add_alpha(self)
        add_results(
            self,
            tr("Location quotients"),
            tr("One feature an area: crimes of these types and of all, share, quotient with its interval, verdict."),
            tr("A table of a row an area and crime type, every type by itself."),
        )
        add_chart(self)
        self.add_common_numbers(
            {
                self.SHARE: tr("Share of these types in the crimes of all areas, in per cent"),
                self.MORE: tr("Areas with a larger share, beyond chance"),
                self.LESS: tr("Areas with a smaller share"),
                self.TOO_FEW: tr("Areas with too few crimes"),
            }
        )

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """A share is of some types among all."""
        if not self.choices(parameters, TYPES, context):
            return tr("Choose the crime types whose share is to be compared, as TYPES.")
        return ""

    def read(
        self,
        connection: sqlite3.Connection,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> RatedAreas:
        """All recorded crime of the areas, whatever types are chosen among it."""
        from .rated_areas import read_counted

        def every(selection: Selection) -> Selection:
            return replace(selection, crime_types=())

        return read_counted(self, parameters, context, connection, feedback.isCanceled, every)

    def made(
        self,
        rated: RatedAreas,
        connection: sqlite3.Connection,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> RatedResult:
        """Quotients of the types chosen, and of each type for the table."""
        from .quotient_result import quotient_result  # numpy, not while QGIS starts
        from .quotient_run import run_quotients

        fewest = self.parameterAsInt(parameters, MINIMUM, context)
        alpha = self.parameterAsDouble(parameters, names.ALPHA, context)
        return quotient_result(self, run_quotients(rated, fewest, alpha, feedback.isCanceled))
