# SPDX-License-Identifier: GPL-2.0-or-later
"""What layers of ours show after their cache has been written: read in a worker, shown a layer at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsDataProvider, QgsLayerMetadata, QgsMapLayer, QgsProject, QgsVectorLayer

from ..text import number, tr
from .build import redescribe, sources_of
from .chosen import Chosen, read_chosen
from .holdings import Holdings, read_holdings
from .kinds import THROUGH_TIME, LayerKind
from .request import LayerRequest, kind_of, request_of
from .sources import PROVIDER


@dataclass(frozen=True)
class Shown:
    """A layer of a project by its id, as it is before it is refreshed."""

    layer: str
    name: str
    source: str
    request: LayerRequest


@dataclass(frozen=True)
class News:
    """What a layer shows from now on: its data source, and its metadata with what the cache holds."""

    source: str
    metadata: QgsLayerMetadata


def refresh_layer(layer: QgsMapLayer) -> str:
    """Let the layer show what its cache holds now, with its metadata; the user's style stays."""
    request = request_of(layer)
    if request is None or not isinstance(layer, QgsVectorLayer):
        return tr("'{layer}' is no layer of a Police UK cache.").format(layer=layer.name())
    through_time = set(request.kinds) <= set(THROUGH_TIME)
    before = 0 if through_time else layer.featureCount()
    news = read_news(request.cache, (Shown(layer.id(), layer.name(), layer.source(), request),))
    show_news(layer, news[layer.id()])
    if through_time:
        return tr("{layer}: shows what the cache holds now.").format(layer=layer.name())
    return _change(layer, before)


def refresh_all(project: QgsProject, cache: Path) -> int:
    """Refresh every layer that reads this cache, after an import; gives how many they are.

    A window does in turns what this does at once: `shown_of`, `read_news` in a worker, `show_news` a layer.
    """
    news = read_news(cache, shown_of(project, cache))
    for layer, of in news.items():
        show_news(project.mapLayer(layer), of)
    return len(news)


def shown_of(project: QgsProject, cache: Path) -> tuple[Shown, ...]:
    """The layers that read this cache."""
    asked = [(layer, request_of(layer)) for layer in project.mapLayers().values() if isinstance(layer, QgsVectorLayer)]
    return tuple(
        Shown(layer.id(), layer.name(), layer.source(), request)
        for layer, request in asked
        if request and request.cache == cache
    )


def read_news(cache: Path, layers: Sequence[Shown]) -> dict[str, News]:
    """What the cache has for these layers now, by their ids; may be called in a worker.

    It counts features, a tenth of a second a layer, and reads look-ups for each area selected. Raises `BadCache`
    where the cache cannot be read.
    """
    held = read_holdings(cache) if layers else Holdings()
    chosen = {selection: read_chosen(cache, selection) for selection in {one.request.selection for one in layers}}
    return {one.layer: _news(one, held, chosen[one.request.selection]) for one in layers}


def show_news(layer: QgsVectorLayer, news: News) -> None:
    """Let a layer show what the cache has for it; in the layer's thread."""
    if layer.source() != news.source:
        layer.setDataSource(news.source, layer.name(), PROVIDER, QgsDataProvider.ProviderOptions(), False)
    layer.dataProvider().reloadData()
    if kind_of(layer) not in THROUGH_TIME:  # their extent is that of all places; to look for it takes seconds
        layer.updateExtents(True)
    layer.setMetadata(news.metadata)
    layer.triggerRepaint()


def _change(layer: QgsVectorLayer, before: int) -> str:
    now = layer.featureCount()
    if now == before:
        return tr("{layer}: as before, {n} features.").format(layer=layer.name(), n=number(now))
    return tr("{layer}: {n} features, {before} before.").format(
        layer=layer.name(), n=number(now), before=number(before)
    )


def _news(one: Shown, held: Holdings, chosen: Chosen) -> News:
    (kind,) = one.request.kinds
    now = [uri for uri, _ in sources_of(one.request, kind, held, chosen)]
    source = one.source if kind is LayerKind.AREAS or not now else now[0]
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    opened = QgsVectorLayer(source, one.name, PROVIDER, options)
    redescribe(opened, kind, held, one.request, chosen)
    return News(source, opened.metadata())
