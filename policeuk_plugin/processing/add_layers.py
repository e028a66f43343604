# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:addlayers`: what the cache holds as styled layers."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)

from offline_cache.chosen_area import force_named
from offline_cache.model import Selection
from offline_cache.reader import reading
from offline_cache.reference import crime_types

from ..layers.build import LayerRequest, available, build_layers, dress
from ..layers.holdings import Holdings, read_holdings
from ..layers.kinds import LayerKind, layer_name
from ..layers.metadata import coverage_lines
from ..layers.project import group_name
from ..text import caveat, tr
from .base import PoliceUkAlgorithm, sentences

_CHOSEN_AT_FIRST = [LayerKind.PLACES.value, LayerKind.CRIMES.value]


class AddLayers(PoliceUkAlgorithm):
    """The layers of the cache, within months, forces and crime types."""

    LAYERS, FROM, TO, FORCE, TYPES, COUNT = "LAYERS", "FROM", "TO", "FORCE", "TYPES", "COUNT"

    def __init__(self) -> None:
        super().__init__()
        # QGIS keeps a pointer only: without this reference the post processors are gone before they run.
        self._dressers: list[Dresser] = []

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
        cache = self.cache_path(parameters, context)
        kinds = tuple(LayerKind(value) for value in self.parameterAsEnumStrings(parameters, self.LAYERS, context))
        with sentences():
            held = read_holdings(cache)
            selection = self._selection(parameters, context, cache)
            # Built here to find out whether they open; the context loads the same sources in the main thread.
            layers = build_layers(LayerRequest(cache, kinds, selection), held)
        if not layers:
            raise QgsProcessingException(
                tr("The cache {path} holds nothing for these layers. Import published files first.").format(path=cache)
            )
        shown = held.within(selection)
        results: dict[str, Any] = {self.COUNT: len(layers)}
        for layer in layers:
            kind = LayerKind(layer.customProperty("policeuk/kind"))
            results.setdefault(kind.name, layer.source())
            self._load(layer.source(), layer.name(), kind, shown, context)
            feedback.pushInfo(layer.name())
        _tell_coverage(kinds, held, shown, feedback)
        return results

    def _selection(self, parameters: dict[str, Any], context: QgsProcessingContext, cache: Path) -> Selection:
        names = [name for name in self.parameterAsString(parameters, self.FORCE, context).split(",") if name.strip()]
        with reading(cache) as connection:
            forces = tuple(force_named(connection, name) for name in names)
        return Selection(
            first=self.month(parameters, self.FROM, context),
            last=self.month(parameters, self.TO, context),
            forces=forces,
            crime_types=tuple(self.parameterAsEnumStrings(parameters, self.TYPES, context)),
        )

    def _load(self, source: str, name: str, kind: LayerKind, held: Holdings, context: QgsProcessingContext) -> None:
        if context.project() is None:
            return
        details = QgsProcessingContext.LayerDetails(name, context.project(), kind.name)
        details.forceName = True
        if hasattr(details, "groupName"):  # since 3.32
            details.groupName = group_name(held)
        if hasattr(details, "layerSortKey"):
            details.layerSortKey = list(LayerKind).index(kind)
        dresser = Dresser(kind, held)
        self._dressers.append(dresser)
        details.setPostProcessor(dresser)
        context.addLayerToLoadOnCompletion(source, details)


class Dresser(QgsProcessingLayerPostProcessorInterface):
    """Gives a loaded layer style and metadata, in the main thread after the algorithm or the whole model."""

    def __init__(self, kind: LayerKind, held: Holdings) -> None:
        super().__init__()
        self.kind = kind
        self.held = held

    def postProcessLayer(  # noqa: N802 - Qt's name
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Dress the layer."""
        dress(layer, self.kind, self.held)
        layer.triggerRepaint()


def _tell_coverage(
    kinds: tuple[LayerKind, ...], held: Holdings, shown: Holdings, feedback: QgsProcessingFeedback
) -> None:
    from ..layers.kinds import SPECS

    there = available(held)
    for kind in kinds:
        if kind not in there:
            feedback.pushWarning(tr("The cache holds nothing for the layer '{name}'.").format(name=layer_name(kind)))
    datasets = {SPECS[kind].dataset for kind in kinds if kind in there}
    for dataset in sorted((d for d in datasets if d), key=lambda d: d.value):
        for line in coverage_lines(shown, dataset):
            feedback.pushInfo(line)
    feedback.pushInfo(caveat())
