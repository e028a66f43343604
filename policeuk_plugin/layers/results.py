# SPDX-License-Identifier: GPL-2.0-or-later
"""Results among the layers of a selection: told from others, in their place, one for each way of running it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from qgis.core import (
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsLayerTreeNode,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..text import tr
from .kinds import QUESTIONS, LayerKind
from .project import selection_group
from .request import kind_of

RESULT_PROPERTY = "policeuk/result"
RUN_PROPERTY = "policeuk/run"
HEADING_PROPERTY = "policeuk/heading"
"""Over the legend of a raster: what its numbers are."""
_PLACES_OF_RESULTS = (
    "OUTPUT",
    "REPORT",
    "CHART",
    "BUFFER_AREA",
    "CONTOURS",
    "TABLE",
    "CHART_WIDTH",
    "CHART_BACKGROUND",
)
"""Parameters that say where a result goes and how its picture looks: without them a run is the same."""
_RANKS = {QgsWkbTypes.GeometryType.LineGeometry: 1, QgsWkbTypes.GeometryType.PolygonGeometry: 2}


def is_result(layer: QgsMapLayer) -> bool:
    """Whether a layer came out of one of our algorithms; also after its file was opened again."""
    return bool(layer.customProperty(RESULT_PROPERTY))


def note_result(layer: QgsMapLayer) -> None:
    """Keep on a layer that it is a result."""
    layer.setCustomProperty(RESULT_PROPERTY, "1")


def put_result(group: QgsLayerTreeGroup, layer: QgsMapLayer) -> None:
    """Put a result into the group of its selection: under points and outlines, a density under what was tested."""
    node = QgsLayerTreeLayer(layer)
    name_legend(node)
    above = [other for other in group.children() if _lies_above(other, layer)]
    group.insertChildNode(len(above), node)


def move_result(project: QgsProject, layer: QgsMapLayer, name: str) -> None:
    """Have a result that is in the project in the group of its selection, wherever QGIS has put it."""
    group = selection_group(project, name)
    if all(node.layerId() != layer.id() for node in group.findLayers()):
        put_result(group, layer)
    # Afterwards: a layer whose last place in the list goes is taken out of the project.
    for node in project.layerTreeRoot().findLayers():
        if node.layerId() == layer.id() and node.parent() is not group:
            node.parent().removeChildNode(node)


def _lies_above(node: QgsLayerTreeNode, result: QgsMapLayer) -> bool:
    layer = node.layer() if isinstance(node, QgsLayerTreeLayer) else None
    if layer is None or not is_result(layer):
        return True
    return _rank(layer) < _rank(result)


def _rank(layer: QgsMapLayer) -> int:
    """Points and tables first, then lines, areas, and cells below all."""
    if not isinstance(layer, QgsVectorLayer):
        return len(_RANKS) + 1
    return _RANKS.get(layer.geometryType(), 0)


def name_legend(node: QgsLayerTreeLayer) -> None:
    """Head the legend of a raster with what it shows, in place of the number of its band."""
    layer = node.layer()
    if isinstance(layer, QgsRasterLayer):
        heading = layer.customProperty(HEADING_PROPERTY) or tr("Crimes per km²")
        QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, 0, str(heading))


def replace_same(
    project: QgsProject,
    layer: QgsMapLayer,
    algorithm: str,
    parameters: Mapping[str, Any],
    beside: Sequence[QgsMapLayer] = (),
) -> int:
    """Let a new result, and layers `beside` it of the same run, take the place of those that were run in the same way;
    their files stay. Gives how many layers went."""
    asked = {name: value for name, value in parameters.items() if name not in _PLACES_OF_RESULTS}
    run = json.dumps([algorithm, asked], sort_keys=True, default=str)
    made = (layer, *beside)
    for one in made:
        one.setCustomProperty(RUN_PROPERTY, run)
    others = [other for other in project.mapLayers().values() if other.customProperty(RUN_PROPERTY) == run]
    before = [other.id() for other in others if other.id() not in {one.id() for one in made}]
    project.removeMapLayers(before)
    return len(before)


def hide_points(group: QgsLayerTreeGroup) -> list[str]:
    """Switch off the points of a selection, so that a result beside them can be read; gives their names."""
    names = []
    for node in group.findLayers():
        if node.layer() and kind_of(node.layer()) in (*QUESTIONS, LayerKind.HEAT) and node.itemVisibilityChecked():
            node.setItemVisibilityChecked(False)
            node.setExpanded(False)
            names.append(node.layer().name())
    return names
