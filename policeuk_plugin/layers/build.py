# SPDX-License-Identifier: GPL-2.0-or-later
"""Cache to layers: opened, styled, described; not yet in a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Optional

from qgis.core import QgsRectangle, QgsVectorLayer

from offline_cache.errors import BadCache
from offline_cache.model import Selection

from ..text import tr
from .chosen import Chosen, areas_around, read_chosen
from .holdings import HeldOutlines, Holdings
from .kinds import HEAT_FROM, SPECS, THROUGH_TIME, LayerKind, layer_name, style_path
from .legend import fit_legend
from .metadata import describe, why_not
from .request import KIND_PROPERTY, LayerRequest, note_other_edition, note_request
from .sources import PROVIDER, area_source, outlines_filter, source

__all__ = ["KIND_PROPERTY", "LayerRequest", "available", "build_layers", "dress", "redescribe"]


def available(held: Holdings, selection: Optional[Selection] = None) -> tuple[LayerKind, ...]:
    """The kinds of layer that a cache has something for; `why_not` says why the others are missing."""
    return tuple(kind for kind in LayerKind if why_not(kind, held, selection or Selection()) is None)


def build_layers(request: LayerRequest, held: Holdings, known: Optional[Chosen] = None) -> list[QgsVectorLayer]:
    """Open the layers asked for that the cache has something for, the topmost first.

    `held` is all that the cache holds, `known` what the selection means in it, where that was read.
    Raises `BadCache` where a layer cannot be opened, `CacheError` where the area chosen is not known.
    """
    chosen = known or read_chosen(request.cache, request.selection)
    there = available(held, request.selection)
    kinds = [kind for kind in LayerKind if kind in request.kinds and kind in there]
    return [layer for kind in kinds for layer in _layers(request, kind, held, chosen)]


def dress(layer: QgsVectorLayer, kind: LayerKind, held: Holdings, request: LayerRequest, chosen: Chosen) -> None:
    """Give an opened layer of a request its style, metadata and protection; `held` is all of the cache."""
    layer.loadNamedStyle(str(style_path(kind)))
    if kind is LayerKind.PLACES and LayerKind.HEAT in request.kinds:
        layer.setMinimumScale(HEAT_FROM)  # at smaller ones heat takes its place
        layer.setScaleBasedVisibility(True)
    if kind in THROUGH_TIME:
        layer.setExtent(_extent_of_places(request))
    fit_legend(layer, held.within(request.selection, chosen.forces, chosen.lacking), request.selection)
    redescribe(layer, kind, held, request, chosen)
    layer.setReadOnly(True)
    note_request(layer, kind, request)
    if any(outlines_filter(areas) in layer.source() and not held.drawn_first(areas) for areas in held.areas):
        note_other_edition(layer)


def redescribe(layer: QgsVectorLayer, kind: LayerKind, held: Holdings, request: LayerRequest, chosen: Chosen) -> None:
    """Write the layer's metadata anew; `held` is all of the cache."""
    shown = replace(held.within(request.selection, chosen.forces, chosen.lacking), notes=chosen.notes)
    describe(layer, kind, shown, request.selection, request.place_kinds)


def shown_name(kind: LayerKind, selection: Selection) -> str:
    """The layer's name; that of outcomes tells whose month it is, and where crime types do not limit it."""
    if kind is not LayerKind.OUTCOMES:
        return layer_name(kind)
    if selection.crime_types:
        return tr("Outcomes (by month of outcome, all crime types)")
    return tr("Outcomes (by month of outcome)")


def sources_of(request: LayerRequest, kind: LayerKind, held: Holdings, chosen: Chosen) -> Iterator[tuple[str, str]]:
    """Data source and name of each layer of a kind: of areas one for each kind and edition of outlines."""
    if kind is not LayerKind.AREAS:
        name = shown_name(kind, request.selection)
        yield source(request.cache, kind, chosen, request.place_kinds), name
        return
    for areas in held.areas:
        yield area_source(request.cache, areas, _codes(request, areas, chosen)), areas.name[:1].upper() + areas.name[1:]


def _codes(request: LayerRequest, areas: HeldOutlines, chosen: Chosen) -> Optional[tuple[str, ...]]:
    return areas_around(request.cache, chosen, areas.kind, areas.edition)


def _layers(request: LayerRequest, kind: LayerKind, held: Holdings, chosen: Chosen) -> Iterator[QgsVectorLayer]:
    for uri, name in sources_of(request, kind, held, chosen):
        layer = _opened(uri, name)
        dress(layer, kind, held, request, chosen)
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


def _extent_of_places(request: LayerRequest) -> QgsRectangle:
    """From the statistics of all places: to look at each feature of a layer through time takes seconds."""
    return _opened(f"{request.cache}|layername={SPECS[LayerKind.PLACES].table}", "").extent()
