# SPDX-License-Identifier: GPL-2.0-or-later
"""What a user does with a layer of ours afterwards: refresh it, ask what it is, take its selection out.

Each is a function of the project and the layer that gives the sentence to show; `ENTRIES` are the menu's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from qgis.core import QgsLayerTreeGroup, QgsMapLayer, QgsProject, QgsVectorLayer, QgsWkbTypes

from ..text import tr
from .kinds import SPECS, LayerKind
from .request import counted_from, kind_of
from .results import is_result
from .themes import drop_themes

REFRESH = "refresh"
ROWS = "rows"
ANEW = "anew"
PAGE, ATLAS = "page", "atlas"


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
    if entry.name == ROWS:
        return has_rows(layer)
    if entry.name == ATLAS:
        return is_ours(layer) and is_of_areas(layer)
    return kind_of(layer) is not None or (is_result(layer) and entry.name not in (REFRESH, ANEW))


def has_rows(layer: QgsMapLayer) -> bool:
    """Whether rows of published files stand behind a layer: it shows them or their areas, or was counted from them."""
    kind = kind_of(layer)
    if kind is None:
        return counted_from(layer) is not None
    return SPECS[kind].dataset is not None or kind is LayerKind.AREAS


def is_of_areas(layer: QgsMapLayer) -> bool:
    """Whether the features of a layer are polygons."""
    return isinstance(layer, QgsVectorLayer) and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry


def entries() -> tuple[Entry, ...]:
    """The entries for layers of ours, in the menu's order."""
    return (
        Entry("explain", tr("What is this?"), explain),
        Entry(REFRESH, tr("Refresh from the cache"), refresh),
        Entry(ANEW, tr("Point to the cache anew…"), nothing_more),
        Entry(ROWS, tr("The rows behind this…"), look_for_rows),
        Entry(PAGE, tr("Make a page to print"), nothing_more),
        Entry(ATLAS, tr("Make an atlas, a page for each area"), nothing_more),
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


def refresh(project: QgsProject, layer: QgsMapLayer) -> str:
    """Let the layer show what its cache holds now, with its metadata; the user's style stays."""
    from .news import refresh_layer  # what reads caches is not loaded while QGIS starts

    return refresh_layer(layer)


def look_for_rows(project: QgsProject, layer: QgsMapLayer) -> str:
    """What to tell while the rows behind a layer are looked for, which the window has done in a task."""
    return tr("Looking for the rows behind {layer}.").format(layer=layer.name())


def nothing_more(project: QgsProject, layer: QgsMapLayer) -> str:
    """Of what the window does and shows: there is nothing to tell."""
    return ""


def remove_selection(project: QgsProject, layer: QgsMapLayer) -> str:
    """Take the group of the layer out of the project, with our layers in it and its themes; the cache stays."""
    from .project import GROUP_PROPERTY

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
