# SPDX-License-Identifier: GPL-2.0-or-later
"""Results of one selection in one group, so that the newest can be read."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer, QgsWkbTypes

from ..layers.project import open_group, selection_group
from ..layers.results import RUN_PROPERTY, move_result


def gather(project: QgsProject, layer: QgsMapLayer, name: str) -> None:
    """Have the layer in the group called `name`, also one that rests on more months; a group left empty goes."""
    node = project.layerTreeRoot().findLayer(layer.id())
    before = node.parent() if node is not None else None
    if before is None or before.name() == name:
        return
    move_result(project, layer, name)
    if not before.children() and before.parent() is not None:
        before.parent().removeChildNode(before)
    # The list of layers leaves a group closed that was empty at first.
    open_group(selection_group(project, name))


def hide_others(project: QgsProject, layer: QgsMapLayer) -> list[str]:
    """Switch off areas and rasters of other runs, of every selection: see-through, no shade of two is in the legend
    of either. Gives the names of those that were drawn."""
    names = []
    for node in project.layerTreeRoot().findLayers():
        other = node.layer()
        if other is None or other.id() == layer.id() or not (_covers(layer) and _covers(other)):
            continue
        run = other.customProperty(RUN_PROPERTY)
        if run and run != layer.customProperty(RUN_PROPERTY) and node.itemVisibilityChecked():
            if node.isVisible():
                names.append(other.name())
            node.setItemVisibilityChecked(False)
            node.setExpanded(False)
    return names


def _covers(layer: QgsMapLayer) -> bool:
    """Whether it is drawn all over: areas, or a raster such as a density."""
    if isinstance(layer, QgsRasterLayer):
        return True
    return isinstance(layer, QgsVectorLayer) and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
