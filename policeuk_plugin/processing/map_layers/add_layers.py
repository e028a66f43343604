# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:addlayers`: what the cache holds as styled layers."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
)

from ...layers.kinds import LayerKind
from ...text import tr
from ..asking.selection_parameters import add_selection
from ..running.base import PoliceUkAlgorithm, sentences
from .layer_outputs import add_layer_choice, add_layer_outputs, layers_chosen
from .place_parameters import KINDS, add_place_kinds


class AddLayers(PoliceUkAlgorithm):
    """The layers of the cache, of an area, months and crime types."""

    COUNT = "COUNT"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Add layers from the cache")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,layer,map,style,outcomes,points of interest,stop and search,areas").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Adds layers that read the cache itself, styled, in one group, with map tips and a map theme for each "
            "question; licence, coverage and the selection stand in their properties.\n\n"
            "Places: one feature a snap point, sized by its number of crimes. Start here, because hundreds of "
            "crimes share a point. Crimes: one feature a crime, by type. Interest: snap points that are no street, "
            "such as supermarkets, car parks and stations, with icons. Outcomes: one feature each, in groups, in the "
            "month of the outcome; results of courts stop in June 2019. Stop_places: one feature a snap point, sized "
            "by its stops and searches. Stops: one feature each, by what was searched for. Police_stations and "
            "neighbourhoods: what forces say of themselves, as it was downloaded. Areas: outlines that were "
            "imported.\n\n"
            "Crimes, outcomes and stops know their month: open the temporal controller with steps of one month.\n\n"
            "Limits: every place is a snap point, not an address. Rows published without a place are on no "
            "layer; the log says how many they are, and which months are missing. An area takes the rows whose LSOA "
            "code lies in it, so stops and searches, which have none, cannot be limited to one. A neighbourhood takes "
            "the rows whose snap point lies in its outline, stops and searches too. Crime types limit "
            "crimes, places and points of interest only."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        words = tr(
            "Which layers: places (crimes by snap point), places_by_month and places_rolling (to be played), heat, "
            "crimes, interest (points of interest), outcomes, "
            "stop_places, stops, police_stations, neighbourhoods, areas."
        )
        add_layer_choice(self, LayerKind, [LayerKind.PLACES], words)
        self.add_cache()
        add_selection(self)
        add_place_kinds(self, tr("Kinds for the layer of points of interest, such as Supermarket. None chosen: all."))
        add_layer_outputs(self, LayerKind)
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of layers")))

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Check that the layers open, say what they rest on, have them loaded."""
        from .layer_loading import Loading, read_request  # not while QGIS starts

        kinds = layers_chosen(self, parameters, context)
        of_interest = self.choices(parameters, KINDS, context)
        with sentences():
            loading = Loading(read_request(self, parameters, context, kinds, of_interest))
        loading.tell_coverage(feedback)
        loading.load(context)
        return {**loading.sources(), self.COUNT: len(loading.layers)}
