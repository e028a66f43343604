# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:pointsofinterest`: crimes at stations, shopping areas, nightclubs, with their counts through time."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ...layers.kinds import LayerKind
from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.selection_parameters import add_selection
from ..running.base import PoliceUkAlgorithm
from .layer_outputs import add_layer_outputs
from .place_parameters import KINDS, add_place_kinds, add_place_outputs, add_points_to_keep


class PointsOfInterest(PoliceUkAlgorithm):
    """Crimes at points of interest."""

    BY = "BY"
    STEPS = ("year", "month")

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Crimes at points of interest")

    def tags(self) -> list[str]:
        """Words that find it."""
        words = tr("police,crime,points of interest,station,shopping,supermarket,nightclub,car park,hospital,layer")
        return words.split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Adds the snap points that are no street, such as stations, shopping areas and nightclubs, with an icon a "
            "kind, sized by their crimes. OUTPUT keeps them with a count for each year or each month; the page has a "
            "table of the kinds, the fullest points by year and a chart of the months.\n\n"
            "Use it to see which kinds of place crimes are published at, and how that changed.\n\n"
            "Do not use it to blame premises: a point of interest stands for everything near it, and the service "
            "names the kind, not the place. Do not compare kinds as risks: how many people pass is not known, and "
            "there is no count of stations or shops without crimes. Do not compare points before and after July "
            "2022, when snap points were redrawn.\n\n"
            "Limits: every place is a snap point. A year of which not all months are held says so; a month that is "
            "missing has no value, which is not zero."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        add_place_kinds(self, tr("Kinds such as Supermarket or Station, by the service's names. None chosen: all."))
        steps = tr("Whether OUTPUT has a count for each year or for each month.")
        names.add_choice(self, self.BY, tr("Counts by"), self.STEPS, steps)
        add_points_to_keep(
            self,
            tr("Points with counts"),
            tr("The points of interest with counts through time as a layer to keep (WGS84). Empty: none."),
        )
        names.add_report(self)
        add_layer_outputs(self, [LayerKind.INTEREST])
        add_place_outputs(self)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Count, write, have the layer loaded."""
        from ..running.telling import findings
        from ..writing.destinations import check_destinations  # not while QGIS starts
        from .place_points import by_month, by_year, described
        from .place_writing import counted_and_written

        kinds = self.choices(parameters, KINDS, context)
        through_time = by_month if self.parameterAsEnumString(parameters, self.BY, context) == "month" else by_year
        with findings():
            check_destinations(self, parameters, context)
            return counted_and_written(
                *(self, parameters, context, feedback, LayerKind.INTEREST, kinds),
                columns=lambda run: [*described(), *through_time(run)],
            )
