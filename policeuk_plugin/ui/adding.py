# SPDX-License-Identifier: GPL-2.0-or-later
"""Shows in the window what was added to its project."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsInterval,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
    QgsTemporalNavigationObject,
    QgsUnitTypes,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QTimer

from ..layers.holdings import Holdings
from ..layers.project import BRITISH_GRID, WGS84, open_group, set_time
from .surroundings import Surroundings


def show_extent(extent: QgsRectangle, around: Surroundings, was_empty: bool) -> None:
    """Zoom the map to an extent in WGS84 degrees, unless it shows a good part of it already."""
    canvas = around.canvas
    if canvas is not None and not extent.isEmpty():
        # After QGIS's own set-up of a first layer, which is queued: it would take that layer's degrees.
        QTimer.singleShot(0, lambda: _show(extent, around.project, canvas, was_empty))


def show_groups(layers: Sequence[QgsMapLayer], around: Surroundings) -> None:
    """Open the groups of these layers in the list of layers, and the legends that are to be seen."""
    root = around.project.layerTreeRoot()
    nodes = [node for node in (root.findLayer(layer.id()) for layer in layers) if node is not None]
    for group in {node.parent() for node in nodes}:
        open_group(group)
    for node in nodes:
        if node.isExpanded():
            open_group(node)


def run_time_over(held: Holdings, around: Surroundings) -> None:
    """Let the temporal controller step through the months, one a frame."""
    months = set_time(around.project, held)
    controller = around.canvas.temporalController() if around.canvas else None
    if months and isinstance(controller, QgsTemporalNavigationObject):
        controller.setTemporalExtents(months)
        controller.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalUnit.TemporalMonths))


def _show(extent: QgsRectangle, project: QgsProject, canvas: QgsMapCanvas, was_empty: bool) -> None:
    if was_empty:
        project.setCrs(QgsCoordinateReferenceSystem(BRITISH_GRID))
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), project.crs(), project)
    box = transform.transformBoundingBox(extent)
    shown = canvas.extent()
    within = shown.intersect(box)
    if was_empty or within.isEmpty() or shown.width() > 4 * box.width() or within.width() < box.width() / 4:
        box.grow(0.04 * max(box.width(), box.height()))
        canvas.setExtent(box)
    canvas.refresh()
