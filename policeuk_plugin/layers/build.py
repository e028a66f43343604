# SPDX-License-Identifier: GPL-2.0-or-later
"""Cache to layers: opened, styled, described; not yet in a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsCategorizedSymbolRenderer, QgsVectorLayer

from offline_cache.errors import BadCache
from offline_cache.model import Month, Selection

from ..text import tr
from .holdings import Holdings
from .kinds import SPECS, LayerKind, layer_name, style_path
from .metadata import describe
from .sources import PROVIDER, area_source, source

KIND_PROPERTY = "policeuk/kind"
OLDER_NAMES_END = Month(2013, 4)
"""The last month that was published with crime types of older names."""


@dataclass(frozen=True)
class LayerRequest:
    """Which layers of which cache, and the selection that they show."""

    cache: Path
    kinds: tuple[LayerKind, ...]
    selection: Selection = Selection()


def available(held: Holdings) -> tuple[LayerKind, ...]:
    """The kinds of layer that would show something."""
    datasets = {file.key.dataset for file in held.files}
    return tuple(
        kind for kind, spec in SPECS.items() if (held.areas if spec.dataset is None else spec.dataset in datasets)
    )


def build_layers(request: LayerRequest, held: Holdings) -> list[QgsVectorLayer]:
    """Open the layers asked for that the cache has something for, the topmost first.

    `held` is all that the cache holds. Raises `BadCache` where a layer cannot be opened.
    """
    kinds = [kind for kind in LayerKind if kind in request.kinds and kind in available(held)]
    return [layer for kind in kinds for layer in _layers(request, kind, held)]


def dress(layer: QgsVectorLayer, kind: LayerKind, held: Holdings, selection: Selection) -> None:
    """Give an opened layer of a selection its style, its metadata and its protection; `held` is all of the cache."""
    shown = held.within(selection)
    layer.loadNamedStyle(str(style_path(kind)))
    _drop_older_names(layer, shown)
    describe(layer, kind, shown, selection)
    layer.setReadOnly(True)
    layer.setCustomProperty(KIND_PROPERTY, kind.value)


def _layers(request: LayerRequest, kind: LayerKind, held: Holdings) -> Iterator[QgsVectorLayer]:
    if kind is LayerKind.AREAS:
        for areas in held.areas:
            layer = _opened(area_source(request.cache, areas), areas.name[:1].upper() + areas.name[1:])
            dress(layer, kind, held, request.selection)
            yield layer
    else:
        layer = _opened(source(request.cache, kind, request.selection), layer_name(kind))
        dress(layer, kind, held, request.selection)
        yield layer


def _opened(uri: str, name: str) -> QgsVectorLayer:
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    layer = QgsVectorLayer(uri, name, PROVIDER, options)
    if not layer.isValid():
        raise BadCache(
            tr("The layer '{name}' of the cache {path} cannot be opened. Check the cache with 'verify'.").format(
                name=name, path=uri.split("|")[0]
            )
        )
    return layer


def _drop_older_names(layer: QgsVectorLayer, held: Holdings) -> None:
    """Leave crime types of older names out of the legend where no month is old enough to have them."""
    renderer = layer.renderer()
    first = held.first
    if not isinstance(renderer, QgsCategorizedSymbolRenderer) or first is None or first <= OLDER_NAMES_END:
        return
    older = [i for i, category in enumerate(renderer.categories()) if isinstance(category.value(), list)]
    for index in reversed(older):
        renderer.deleteCategory(index)
