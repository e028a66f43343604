# SPDX-License-Identifier: GPL-2.0-or-later
"""The stations nearest to points, measured on the national grid of each point."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsPointXY,
    QgsProcessingContext,
)

from offline_cache.errors import CacheError
from offline_cache.reader import reading
from offline_cache.stations import HeldStation, forces_with_stations, stations

from ...analysis.errors import Cancelled, stop_if
from ...text import tr
from ..asking.analysis_parameters import INPUT
from ..running.moving import moved_points
from ..running.reference_systems import BRITISH_GRID, IRISH_GRID, WGS84, grid_for
from ..units.geometry_sources import checked_crs

if TYPE_CHECKING:
    from .nearest_stations import NearestStations

_AT_ONCE = 2000


@dataclass(frozen=True)
class Points:
    """Points in WGS84 degrees, (n,) each, with the id of the feature each came from; `left` sentences on others."""

    idents: np.ndarray
    x: np.ndarray
    y: np.ndarray
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class StationRun:
    """For each point the positions in `placed` of its nearest stations and their distance in metres, (n, k) each."""

    points: Points
    placed: tuple[HeldStation, ...]
    unplaced: tuple[HeldStation, ...]
    forces: tuple[str, ...]
    nearest: np.ndarray
    distance: np.ndarray


def points_of(
    algorithm: NearestStations, parameters: dict[str, Any], context: QgsProcessingContext, cancelled: Cancelled
) -> Points:
    """The point or the points of the layer; raises `CacheError` where there are none in the United Kingdom."""
    source = algorithm.parameterAsSource(parameters, INPUT, context) if parameters.get(INPUT) else None
    if source is None:
        at = algorithm.parameterAsPoint(parameters, algorithm.POINT, context, QgsCoordinateReferenceSystem(WGS84))
        grid_for(at)
        return Points(np.array([1]), np.array([at.x()]), np.array([at.y()]))
    name = tr("The layer {name}").format(name=source.sourceName())
    crs = checked_crs(source, name)
    found = []
    for feature in source.getFeatures():
        stop_if(cancelled)
        geometry = feature.geometry()
        if not (geometry.isNull() or geometry.isEmpty()):
            centre = geometry.centroid().asPoint()
            found.append((feature.id(), centre.x(), centre.y()))
    table = np.array(found, dtype=float).reshape(-1, 3)
    transform = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), context.transformContext())
    x, y = moved_points(table[:, 1], table[:, 2], transform, cancelled)
    there = np.array([_in_a_grid(*at) for at in zip(x, y)], dtype=bool)
    if not there.any():
        raise CacheError(tr("{layer} has no point in the United Kingdom. Check its CRS.").format(layer=name))
    out = source.featureCount() - int(there.sum())
    left = tr("{layer}: {n} features without a place in the United Kingdom left out.").format(layer=name, n=out)
    return Points(table[there, 0].astype(np.int64), x[there], y[there], (left,) if out else ())


def run_stations(
    cache: Path, points: Points, number: int, context: QgsProcessingContext, cancelled: Cancelled
) -> StationRun:
    """The `number` nearest stations of each point, fewer where fewer are placed; raises `CacheError` without any."""
    with reading(cache) as connection:
        known, forces = stations(connection), forces_with_stations(connection)
    placed = tuple(station for station in known if station.position is not None)
    if not placed:
        raise CacheError(
            tr(
                "The forces give no coordinates of any of the {n} stations held, and the cache holds no postcodes that "
                "would place them. Import postcodes, or download the neighbourhoods of more forces."
            ).format(n=len(known))
        )
    where = np.array([station.position for station in placed], dtype=float).reshape(-1, 2)
    unplaced = tuple(station for station in known if station.position is None)
    number = min(number, len(placed))
    nearest = np.zeros((points.x.size, number), dtype=np.int64)
    distance = np.zeros((points.x.size, number))
    irish = np.array([_is_irish(*at) for at in zip(points.x, points.y)], dtype=bool)
    for grid, chosen in ((BRITISH_GRID, ~irish), (IRISH_GRID, irish)):
        if chosen.any():
            transform = _to(grid, context.transformContext())
            there = np.column_stack(moved_points(where[:, 0], where[:, 1], transform, cancelled))
            here = np.column_stack(moved_points(points.x[chosen], points.y[chosen], transform, cancelled))
            nearest[chosen], distance[chosen] = _nearest(here, there, number, cancelled)
    return StationRun(points, placed, unplaced, forces, nearest, distance)


def _nearest(here: np.ndarray, there: np.ndarray, number: int, cancelled: Cancelled) -> tuple[np.ndarray, np.ndarray]:
    """Positions and distances of the nearest, some points at a time; of equal ones the first held comes first."""
    found, away = [], []
    for begin in range(0, len(here), _AT_ONCE):
        stop_if(cancelled)
        part = here[begin : begin + _AT_ONCE]
        metres = np.hypot(part[:, None, 0] - there[None, :, 0], part[:, None, 1] - there[None, :, 1])
        metres[~np.isfinite(metres)] = np.inf
        order = np.argsort(metres, axis=1, kind="stable")[:, :number]
        found.append(order)
        away.append(np.take_along_axis(metres, order, axis=1))
    return np.concatenate(found), np.concatenate(away)


def _to(grid: str, context: QgsCoordinateTransformContext) -> QgsCoordinateTransform:
    return QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), QgsCoordinateReferenceSystem(grid), context)


def _in_a_grid(x: float, y: float) -> bool:
    try:
        grid_for(QgsPointXY(x, y))
    except CacheError:
        return False
    return bool(np.isfinite([x, y]).all())


def _is_irish(x: float, y: float) -> bool:
    return bool(grid_for(QgsPointXY(x, y)).authid() == IRISH_GRID)
