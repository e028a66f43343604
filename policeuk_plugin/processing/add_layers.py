# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:addlayers`: what the cache holds as styled layers."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)

from offline_cache.reference import crime_types

from ..layers.kinds import LayerKind, layer_name
from ..text import tr
from .base import PoliceUkAlgorithm, sentences

_CHOSEN_AT_FIRST = [LayerKind.PLACES.value, LayerKind.CRIMES.value]


class AddLayers(PoliceUkAlgorithm):
    """The layers of the cache, within months, forces and crime types."""

    LAYERS, FROM, TO, FORCE, TYPES, COUNT = "LAYERS", "FROM", "TO", "FORCE", "TYPES", "COUNT"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Add layers from the cache")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,layer,map,style,outcomes,stop and search,areas").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Adds layers that read the cache itself, styled, with map tips, licence and coverage in their "
            "properties.\n\n"
            "Places: one feature a snap point, sized by its number of crimes. Start here, because hundreds of "
            "crimes share a point. Crimes: one feature a crime, by type. Outcomes, stops and searches: one "
            "feature each. Areas: outlines that were imported.\n\n"
            "Crimes, outcomes and stops know their month: open the temporal controller with steps of one month.\n\n"
            "Limits: every place is a snap point, not an address. Rows published without a place are on no "
            "layer; the log says how many they are, and which months are missing. Crime types limit crimes and "
            "places only."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        layers = QgsProcessingParameterEnum(
            self.LAYERS,
            tr("Layers"),
            options=[kind.value for kind in LayerKind],
            allowMultiple=True,
            defaultValue=_CHOSEN_AT_FIRST,
            usesStaticStrings=True,
        )
        self.add(layers, tr("Which layers: places (crimes by snap point), crimes, outcomes, stops, areas."))
        self.add_cache()
        month = tr("A month as YYYY-MM, such as 2026-04. Empty: no limit.")
        self.add(QgsProcessingParameterString(self.FROM, tr("From month"), optional=True), month)
        self.add(QgsProcessingParameterString(self.TO, tr("To month"), optional=True), month)
        self.add(
            QgsProcessingParameterString(self.FORCE, tr("Forces"), optional=True),
            tr("Forces by name or as in file names, such as bedfordshire; several with commas. Empty: all held."),
        )
        types = QgsProcessingParameterEnum(
            self.TYPES,
            tr("Crime types"),
            options=list(crime_types()),
            allowMultiple=True,
            optional=True,
            usesStaticStrings=True,
        )
        self.add(types, tr("Crime types for the layers of crimes and of places. None chosen: all."))
        for kind in LayerKind:
            source_type = (
                QgsProcessing.SourceType.TypeVectorPolygon
                if kind is LayerKind.AREAS
                else QgsProcessing.SourceType.TypeVectorPoint
            )
            self.addOutput(QgsProcessingOutputVectorLayer(kind.name, layer_name(kind), source_type))
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of layers")))

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Check that the layers open, say what they rest on, have them loaded."""
        from offline_cache.model import Selection  # not while QGIS starts

        from ..layers.build import LayerRequest
        from .layer_loading import Loading, named_forces

        cache = self.cache_path(parameters, context)
        kinds = tuple(LayerKind(value) for value in self.choices(parameters, self.LAYERS, context))
        with sentences():
            selection = Selection(
                first=self.month(parameters, self.FROM, context),
                last=self.month(parameters, self.TO, context),
                forces=named_forces(cache, self.parameterAsString(parameters, self.FORCE, context)),
                crime_types=self.choices(parameters, self.TYPES, context),
            )
            loading = Loading(LayerRequest(cache, kinds, selection))
        loading.tell_coverage(feedback)
        loading.load(context)
        return {**loading.sources(), self.COUNT: len(loading.layers)}
