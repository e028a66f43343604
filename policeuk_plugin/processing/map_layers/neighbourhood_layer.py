# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:neighbourhoodlayer`: neighbourhoods and police stations of the cache as styled layers."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterString,
)

from offline_cache.reference import force_names

from ...layers.kinds import LayerKind
from ...text import tr
from ..asking.analysis_parameters import add_choices, add_numbers
from ..asking.selection_parameters import AREA
from ..running.base import PoliceUkAlgorithm
from .layer_outputs import add_layer_choice, add_layer_outputs, layers_chosen

KINDS = (LayerKind.NEIGHBOURHOODS, LayerKind.STATIONS)


class NeighbourhoodLayer(PoliceUkAlgorithm):
    """Outlines with team, priorities, events and links; stations and contact points."""

    FORCES = "FORCES"
    COUNT, STATION_COUNT, WITHOUT_OUTLINE, UNPLACED = "COUNT", "STATION_COUNT", "WITHOUT_OUTLINE", "UNPLACED"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Neighbourhoods and police stations")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,neighbourhood,beat,team,priorities,events,station,contact point,layer,outline").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Adds the neighbourhoods of forces as they were downloaded: outlines with their names, and in the map tip "
            "and the form team, priorities with what was done, coming events, links and how to get in touch; and the "
            "police stations and contact points that they name.\n\n"
            "Use it to see who polices a place and what they work on. To count crimes in a neighbourhood give it as "
            "the area of any other algorithm: neighbourhood:leicestershire/NC04.\n\n"
            "Do not use it to say how neighbourhoods were in earlier months: outlines are of the day they were "
            "fetched, and forces redraw them. Do not add neighbourhoods up to a force: lists hold parent areas and "
            "twins, which overlap.\n\n"
            "Limits: stations of which the force gives no coordinates are on no map; the log says how many. Crimes lie "
            "on snap points, so what happened near an outline may stand on its other side. Texts are what forces "
            "write, with everything but the words taken out."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        forces = [slug for slug in force_names() if slug != "btp"]
        whose = tr("Whose neighbourhoods. None chosen: those of AREA, or all that the cache holds.")
        add_choices(self, self.FORCES, tr("Forces"), forces, whose)
        self.add(
            QgsProcessingParameterString(AREA, tr("Area"), optional=True),
            tr(
                "In place of forces: neighbourhood:leicestershire/NC04 (force/id or name, several with commas), or any "
                "other area, of which all neighbourhoods of its forces are shown."
            ),
        )
        words = tr("Which layers: neighbourhoods (outlines), police_stations (with contact points).")
        add_layer_choice(self, KINDS, KINDS, words)
        add_layer_outputs(self, KINDS)
        add_numbers(
            self,
            {
                self.COUNT: tr("Neighbourhoods with an outline"),
                self.WITHOUT_OUTLINE: tr("Neighbourhoods without an outline"),
                self.STATION_COUNT: tr("Police stations and contact points with coordinates"),
                self.UNPLACED: tr("Police stations and contact points without coordinates"),
            },
        )

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Find which are meant, check that the layers open, have them loaded."""
        from ..running.telling import findings
        from .neighbourhood_run import asked_of, numbers_of  # not while QGIS starts

        kinds = layers_chosen(self, parameters, context) or KINDS
        with findings():
            from .layer_loading import Loading

            cache = self.cache_path(parameters, context)
            forces = self.choices(parameters, self.FORCES, context)
            asked = asked_of(cache, forces, self.parameterAsString(parameters, AREA, context), kinds)
            for line in asked.warnings:
                feedback.pushWarning(line)
            loading = Loading(asked.request)
            numbers = numbers_of(asked)
        loading.tell_coverage(feedback)
        loading.load(context)
        names = (self.COUNT, self.WITHOUT_OUTLINE, self.STATION_COUNT, self.UNPLACED)
        return {**loading.sources(), **dict(zip(names, numbers))}
