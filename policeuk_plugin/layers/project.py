# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers into a project: one group, British grid where the project is empty, one-month frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDateTimeRange,
    QgsDatumTransform,
    QgsLayerTreeGroup,
    QgsProject,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from offline_cache.model import Month

from ..text import forces_phrase, months_phrase, tr
from .build import KIND_PROPERTY
from .holdings import Holdings
from .kinds import LayerKind

BRITISH_GRID = "EPSG:27700"
WGS84 = "EPSG:4326"


def group_name(held: Holdings) -> str:
    """What the group of layers is called, such as Police UK – Bedfordshire Police, May 2021 to April 2023."""
    if held.first is None or held.last is None:
        return tr("Police UK")
    name = tr("Police UK – {forces}, {months}") if held.real else tr("Police UK (invented sample) – {forces}, {months}")
    return name.format(forces=forces_phrase(held.forces), months=months_phrase(held.first, held.last))


def add_group(project: QgsProject, layers: Sequence[QgsVectorLayer], name: str) -> QgsLayerTreeGroup:
    """Put the layers, topmost first, into one group at the top of the project, in one step."""
    group = project.layerTreeRoot().insertGroup(0, name)
    project.addMapLayers(list(layers), False)
    for layer in layers:
        node = group.addLayer(layer)
        node.setItemVisibilityChecked(not hidden_at_first(layer, layers))
    return group


def hidden_at_first(layer: QgsVectorLayer, layers: Sequence[QgsVectorLayer]) -> bool:
    """Whether a layer starts switched off: of points that lie on one another only the topmost kind is drawn."""
    order = [kind.value for kind in LayerKind if kind is not LayerKind.AREAS]
    kinds = [other.customProperty(KIND_PROPERTY) for other in layers]
    above = (
        order[: order.index(layer.customProperty(KIND_PROPERTY))]
        if layer.customProperty(KIND_PROPERTY) in order
        else []
    )
    return any(kind in kinds for kind in above)


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
    for source, target in ((wgs84, grid), (grid, wgs84)):
        operations = QgsDatumTransform.operations(source, target)
        usable = [operation for operation in operations if operation.isAvailable]
        if usable and not operations[0].isAvailable and not context.hasTransform(source, target):
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


def _start(month: Month) -> QDateTime:
    return QDateTime(QDate(month.year, month.month, 1), QTime(0, 0))
