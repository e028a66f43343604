# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts layers of the cache into the project of the window and shows them."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsInterval,
    QgsProject,
    QgsTemporalNavigationObject,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QTimer

from ..layers.build import KIND_PROPERTY, LayerRequest, build_layers
from ..layers.extent import main_extent
from ..layers.holdings import Holdings
from ..layers.project import BRITISH_GRID, WGS84, add_group, group_name, prepare_empty_project, set_time
from .surroundings import Surroundings


def add_to_map(request: LayerRequest, held: Holdings, around: Surroundings) -> list[QgsVectorLayer]:
    """Add the layers asked for as one group; an empty project gets the British grid and is zoomed to the data."""
    layers = build_layers(request, held)
    was_empty = prepare_empty_project(around.project)
    add_group(around.project, layers, group_name(held))
    canvas = around.canvas
    if was_empty and canvas is not None:
        # After QGIS's own set-up of a first layer, which is queued: it would take that layer's degrees.
        QTimer.singleShot(0, lambda: _show(request, around.project, canvas))
    months = set_time(around.project, held)
    controller = canvas.temporalController() if canvas else None
    if months and isinstance(controller, QgsTemporalNavigationObject):
        controller.setTemporalExtents(months)
        controller.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalUnit.TemporalMonths))
    return layers


def refresh_layers(project: QgsProject, cache: str) -> None:
    """Let the layers that read this cache see what an import changed."""
    for layer in project.mapLayers().values():
        if layer.customProperty(KIND_PROPERTY) and layer.source().split("|")[0] == cache:
            layer.dataProvider().reloadData()
            layer.triggerRepaint()


def _show(request: LayerRequest, project: QgsProject, canvas: QgsMapCanvas) -> None:
    project.setCrs(QgsCoordinateReferenceSystem(BRITISH_GRID))
    box = main_extent(request.cache)
    if box.isEmpty():
        return
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), project.crs(), project)
    canvas.setExtent(transform.transformBoundingBox(box))
    canvas.refresh()
