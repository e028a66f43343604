# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:placelayer`: crimes by snap point, as a styled layer and as points with counts to keep."""

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
from .place_parameters import add_place_outputs, add_points_to_keep


class PlaceLayer(PoliceUkAlgorithm):
    """Crimes by place."""

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Crimes by place")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,place,snap point,count,type,month,layer,map,points").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Adds a layer with one feature a snap point, sized by its number of crimes and coloured by the type of "
            "most of them, white where types tie. OUTPUT keeps the points with a count for each crime type and the "
            "month of each crime; the page lists kinds of snap point and the fullest points by year.\n\n"
            "Use it for a first look at where crimes are published, and to hand points with counts to other tools.\n\n"
            "Do not use it to rank streets, addresses or premises, nor to say where a hotspot is: the algorithm for "
            "clusters tests that. Do not compare places before and after July 2022, when snap points were redrawn.\n\n"
            "Limits: a snap point stands for everything near it. Crimes published without a place are on no point; "
            "the page says how many they are. Missing months are named and never counted as zero."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        add_points_to_keep(
            self,
            tr("Places with counts"),
            tr("The snap points with a count for each crime type as a layer to keep (WGS84). Empty: none."),
        )
        names.add_report(self)
        add_layer_outputs(self, [LayerKind.PLACES])
        add_place_outputs(self)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Count, write, have the layer loaded."""
        from ..running.telling import findings
        from ..writing.destinations import check_destinations  # not while QGIS starts
        from .place_points import by_type, described
        from .place_writing import counted_and_written

        with findings():
            check_destinations(self, parameters, context)
            return counted_and_written(
                *(self, parameters, context, feedback, LayerKind.PLACES, ()),
                columns=lambda run: [*described(), *by_type(run)],
            )
