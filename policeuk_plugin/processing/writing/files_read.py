# SPDX-License-Identifier: GPL-2.0-or-later
"""The files that a run reads, by what it was given: nothing may be written over them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProperty,
    QgsProviderRegistry,
)

from ...text import tr
from ..asking.analysis_parameters import CACHE

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

SIDE_FILES = ("-wal", "-shm", "-journal")
_LAYERS = ("source", "vector", "layer", "raster", "multilayer")


def text_of(value: Any, context: QgsProcessingContext) -> str:
    """What a parameter says of a destination or a layer, as text; '' for nothing."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    elif isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext(), "")[0]
    if isinstance(value, QgsMapLayer):
        value = value.source()
    return value if isinstance(value, str) else ""


def files_read(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> list[tuple[Path, str]]:
    """The files that a run reads, each with what it is, for a sentence."""
    taken: list[tuple[Path, str]] = []
    for definition in algorithm.parameterDefinitions():
        if definition.name() == CACHE:
            cache = algorithm.cache_path(parameters, context)
            taken += [(cache.with_name(cache.name + side), tr("the cache")) for side in ("", *SIDE_FILES)]
        elif not definition.isDestination():
            what = tr("what is read as {name}").format(name=definition.description())
            taken += [(path, what) for path in _given(definition, parameters, context)]
    return taken


def _given(
    definition: QgsProcessingParameterDefinition, parameters: dict[str, Any], context: QgsProcessingContext
) -> Iterator[Path]:
    """The files of a parameter, one or several."""
    value = parameters.get(definition.name())
    for one in value if isinstance(value, (list, tuple)) else [value]:
        if not one:
            continue
        if definition.type() == "file":
            yield Path(text_of(one, context))
        elif definition.type() in _LAYERS:
            path = _file_of(one, context)
            if path is not None:
                yield path


def _file_of(value: Any, context: QgsProcessingContext) -> Optional[Path]:
    """The file that a layer is read from."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    text = text_of(value, context)
    layer = value if isinstance(value, QgsMapLayer) else context.getMapLayer(text) if text else None
    provider, source = (layer.providerType(), layer.source()) if layer is not None else ("ogr", text)
    path = QgsProviderRegistry.instance().decodeUri(provider, source).get("path", "")
    return Path(path) if path else None
