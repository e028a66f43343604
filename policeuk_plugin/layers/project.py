# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers into a project: one group a selection, British grid where the project is empty, one-month frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDateTimeRange,
    QgsDatumTransform,
    QgsLayerTreeGroup,
    QgsLayerTreeNode,
    QgsProject,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from offline_cache.model import Month, Selection

from ..text import tr
from .holdings import Holdings
from .kinds import QUESTIONS, LayerKind
from .request import is_other_edition, kind_of
from .themes import set_themes
from .wording import selection_title

BRITISH_GRID = "EPSG:27700"
WGS84 = "EPSG:4326"
GROUP_PROPERTY = "policeuk/group"


def group_name(held: Holdings, selection: Optional[Selection] = None) -> str:
    """What the group of a selection is called, such as Police UK – Luton, burglary, May 2021 to April 2023.

    `held` is what is held within the selection.
    """
    if held.first is None or held.last is None:
        return tr("Police UK")
    name = tr("Police UK – {title}") if held.real else tr("Police UK (invented sample) – {title}")
    return name.format(title=selection_title(held, selection or Selection()))


def add_group(project: QgsProject, layers: Sequence[QgsVectorLayer], name: str) -> QgsLayerTreeGroup:
    """Put the layers into the group of this name, in one step, with a map theme for each question.

    The group is made at the top of the project where there is none. A layer that it has already is not
    put in again: the one that is there may have been changed by the user.
    """
    group = selection_group(project, name)
    there = {node.layer().source() for node in group.findLayers() if node.layer()}
    new = [layer for layer in layers if layer.source() not in there]
    project.addMapLayers(new, False)
    for layer in new:
        put_in_order(group, layer)
    show_first(group)
    set_themes(project, group)
    return group


def adopt(project: QgsProject, layer: QgsVectorLayer, name: str) -> None:
    """Move a layer that is in the project already into the group of this name; one that is there before goes.

    It was asked for, so it is switched on; what the group has besides stays as it is.
    """
    group = selection_group(project, name)
    new = not group.children()
    there = [node for node in group.findLayers() if node.layer() and node.layer().source() == layer.source()]
    put_in_order(group, layer)
    for node in project.layerTreeRoot().findLayers():
        if node.layerId() == layer.id() and node.parent() is not group:
            node.parent().removeChildNode(node)
    project.removeMapLayers([node.layerId() for node in there if node.layerId() != layer.id()])
    layers = [node.layer() for node in group.findLayers() if node.layer()]
    for node in group.findLayers():
        if node.layerId() == layer.id():
            node.setItemVisibilityChecked(not is_other_edition(layer))
            node.setExpanded(not hidden_at_first(layer, layers))
    if new:
        open_group(group)
    set_themes(project, group)


def open_group(node: QgsLayerTreeNode) -> None:
    """Open a group or a legend in the list of layers, which leaves it closed where it was empty at first."""
    node.setExpanded(False)
    node.setExpanded(True)


def selection_group(project: QgsProject, name: str) -> QgsLayerTreeGroup:
    """The group of our layers of this name, made at the top of the project where there is none."""
    root = project.layerTreeRoot()
    for group in root.findGroups():
        if group.customProperty(GROUP_PROPERTY) and group.name() == name:
            return group
    group = root.insertGroup(0, name)
    group.setCustomProperty(GROUP_PROPERTY, "1")
    return group


def put_in_order(group: QgsLayerTreeGroup, layer: QgsVectorLayer) -> None:
    """Put a layer into a group where its kind lies on the map."""
    order = list(LayerKind)
    kind = kind_of(layer)
    place = order.index(kind) if kind else len(order)
    above = [node for node in group.findLayers() if node.layer() and _rank(node.layer(), order) <= place]
    group.insertLayer(len(above), layer)


def show_first(group: QgsLayerTreeGroup) -> None:
    """Switch on the layer to look at first and the outlines, the others off."""
    layers = [node.layer() for node in group.findLayers() if node.layer()]
    for node in group.findLayers():
        if node.layer() and kind_of(node.layer()):
            node.setItemVisibilityChecked(not hidden_at_first(node.layer(), layers))
            node.setExpanded(node.itemVisibilityChecked())


def hidden_at_first(layer: QgsVectorLayer, layers: Sequence[QgsVectorLayer]) -> bool:
    """Whether a layer starts switched off: of points, and of outlines, that lie on one another one kind is drawn."""
    if is_other_edition(layer):
        return True
    kind = kind_of(layer)
    if kind not in QUESTIONS:
        return False
    before = QUESTIONS[: QUESTIONS.index(kind)]
    return any(kind_of(other) in before for other in layers)


def prepare_empty_project(project: QgsProject) -> bool:
    """Draw a project without layers in the British National Grid, as degrees are stretched; says whether it did."""
    if project.mapLayers():
        return False
    project.setTransformContext(grid_context(project.transformContext()))
    project.setCrs(QgsCoordinateReferenceSystem(BRITISH_GRID))
    return True


def grid_context(context: QgsCoordinateTransformContext) -> QgsCoordinateTransformContext:
    """The context with the best operation that is there between WGS84 and the British grid, both ways.

    Where the OSTN15 grid is not installed QGIS would warn at every map; the next best is good to 2 m, and
    snap points are coarser than that.
    """
    wgs84, grid = QgsCoordinateReferenceSystem(WGS84), QgsCoordinateReferenceSystem(BRITISH_GRID)
    if context.hasTransform(wgs84, grid) or context.hasTransform(grid, wgs84):
        return context
    # Both: of one alone QGIS 3.40 takes the inverse for points, but not for boxes.
    for source, target in ((wgs84, grid), (grid, wgs84)):
        operations = QgsDatumTransform.operations(source, target)
        usable = [operation for operation in operations if operation.isAvailable]
        if usable and not operations[0].isAvailable:
            context.addCoordinateOperation(source, target, usable[0].proj, True)
    return context


def month_range(first: Month, last: Month) -> QgsDateTimeRange:
    """From the start of `first` to the end of `last`, which is not in it."""
    return QgsDateTimeRange(_start(first), _start(last.next()), True, False)


def set_time(project: QgsProject, held: Holdings) -> Optional[QgsDateTimeRange]:
    """Let the project's time run over the months held, a month a frame; gives that range."""
    if held.first is None or held.last is None:
        return None
    # To the start of the last month: to its end, QGIS would add a frame that is empty.
    months = QgsDateTimeRange(_start(held.first), _start(held.last))
    settings = project.timeSettings()
    settings.setTemporalRange(months)
    settings.setTimeStep(1)
    settings.setTimeStepUnit(QgsUnitTypes.TemporalUnit.TemporalMonths)
    return months


def _rank(layer: QgsVectorLayer, order: list[LayerKind]) -> int:
    kind = kind_of(layer)
    return order.index(kind) if kind else len(order)


def _start(month: Month) -> QDateTime:
    return QDateTime(QDate(month.year, month.month, 1), QTime(0, 0))
