# SPDX-License-Identifier: GPL-2.0-or-later
"""What a user does with a layer of ours afterwards: refresh it, ask what it is, take its selection out.

Each is a function of the project and the layer that gives the sentence to show; `ENTRIES` are the menu's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from qgis.core import (
    QgsDataProvider,
    QgsLayerMetadata,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProject,
    QgsVectorLayer,
)

from ..text import number, tr
from .build import redescribe, sources_of
from .chosen import Chosen, read_chosen
from .holdings import Holdings, read_holdings
from .kinds import LayerKind
from .project import GROUP_PROPERTY
from .request import LayerRequest, kind_of, request_of
from .results import is_result
from .sources import PROVIDER
from .themes import drop_themes

REFRESH = "refresh"


@dataclass(frozen=True)
class Entry:
    """An entry of the menu of a layer: a fixed name, what the menu says, what it does.

    `run` takes the project and the layer and gives what to tell the user: a sentence, or HTML for `explain`.
    It raises `CacheError` where the cache cannot be read.
    """

    name: str
    text: str
    run: Callable[[QgsProject, QgsMapLayer], str]


def is_ours(layer: QgsMapLayer) -> bool:
    """Whether a layer has a menu of ours: it reads a cache, or is a result."""
    return kind_of(layer) is not None or is_result(layer)


def offered(entry: Entry, layer: QgsMapLayer) -> bool:
    """Whether an entry is of use for a layer of ours: a result reads no cache that it could be refreshed from."""
    return kind_of(layer) is not None or (is_result(layer) and entry.name != REFRESH)


def entries() -> tuple[Entry, ...]:
    """The entries for layers of ours, in the menu's order."""
    return (
        Entry("explain", tr("What is this?"), explain),
        Entry(REFRESH, tr("Refresh from the cache"), refresh),
        Entry("remove", tr("Remove the layers of this selection"), remove_selection),
    )


def explain(project: QgsProject, layer: QgsMapLayer) -> str:
    """What the layer is, in HTML: what a feature is, what it rests on, the selection, caveat and attribution."""
    metadata = layer.metadata()
    parts = [
        f"<h3>{escape(layer.name())}</h3>",
        *(f"<p>{escape(line)}</p>" for line in metadata.abstract().split("\n") if line),
        f"<p><b>{escape(tr('The selection'))}</b><br>{'<br>'.join(escape(line) for line in metadata.history())}</p>",
        *(f"<p><i>{escape(line)}</i></p>" for line in reversed(metadata.rights())),
    ]
    return "".join(parts)


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


def refresh(project: QgsProject, layer: QgsMapLayer) -> str:
    """Let the layer show what its cache holds now, with its metadata; the user's style stays."""
    request = request_of(layer)
    if request is None or not isinstance(layer, QgsVectorLayer):
        return tr("'{layer}' is no layer of a Police UK cache.").format(layer=layer.name())
    before = layer.featureCount()
    news = read_news(request.cache, (Shown(layer.id(), layer.name(), layer.source(), request),))
    show_news(layer, news[layer.id()])
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
    layer.updateExtents(True)
    layer.setMetadata(news.metadata)
    layer.triggerRepaint()


def remove_selection(project: QgsProject, layer: QgsMapLayer) -> str:
    """Take the group of the layer out of the project, with our layers in it and its themes; the cache stays."""
    node = project.layerTreeRoot().findLayer(layer.id())
    group = node.parent() if node else None
    if not isinstance(group, QgsLayerTreeGroup) or not group.customProperty(GROUP_PROPERTY):
        name = layer.name()
        project.removeMapLayer(layer.id())
        return tr("Removed from the project: {layer}. The cache is as it was.").format(layer=name)
    name = group.name()
    drop_themes(project, group)
    ours = [node.layerId() for node in group.findLayers() if node.layer() and is_ours(node.layer())]
    project.removeMapLayers(ours)
    if not group.children():
        group.parent().removeChildNode(group)
    return tr("Removed from the project: {group}. The cache is as it was.").format(group=name)


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
