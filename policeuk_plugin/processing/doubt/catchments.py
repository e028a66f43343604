# SPDX-License-Identifier: GPL-2.0-or-later
"""Catchments of snap points, inferred: what of the ground is nearer to one than to any other known (Voronoi)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

import numpy as np
from qgis.core import QgsFeature, QgsGeometry, QgsPoint, QgsPointXY, QgsSpatialIndex

from offline_cache.errors import CacheError

from ...analysis.errors import Cancelled, stop_if
from ...analysis.reallocation import OUTSIDE, Catchments
from ...text import tr
from ..units.geometry_sources import only_polygons

LEAST_POINTS = 3
_SLIVER = 1e-6  # of a catchment: parts that rounding leaves along an edge


def voronoi(x: np.ndarray, y: np.ndarray, ground: QgsGeometry, cancelled: Cancelled) -> list[QgsGeometry]:
    """The Voronoi polygon of each of the distinct points `x`, `y` (n,), metres, over the extent of `ground`.

    Raises `CacheError` for points too few, or all on a line, for there to be any.
    """
    points = QgsGeometry.fromMultiPointXY([QgsPointXY(*at) for at in zip(x.tolist(), y.tolist())])
    extent = QgsGeometry.fromRect(ground.boundingBox().buffered(1000))
    cells = points.voronoiDiagram(extent).asGeometryCollection() if x.size >= LEAST_POINTS else []
    index, own = QgsSpatialIndex(), [QgsGeometry() for _ in range(x.size)]
    for at, geometry in enumerate(cells):
        feature = QgsFeature(at)
        feature.setGeometry(geometry)
        index.addFeature(feature)
    for at, (east, north) in enumerate(zip(x.tolist(), y.tolist())):
        if at % 500 == 0:
            stop_if(cancelled)
        point = QgsGeometry.fromPointXY(QgsPointXY(east, north))
        holding = [cell for cell in index.intersects(point.boundingBox()) if cells[cell].intersects(point)]
        if holding:
            own[at] = cells[holding[0]]
    if not cells or sum(not geometry.isEmpty() for geometry in own) < LEAST_POINTS:
        raise CacheError(tr("The snap points known are too few to have catchments. Choose a larger area."))
    return own


def catchments_in(
    cells: Sequence[QgsGeometry],
    units: Sequence[QgsGeometry],
    unit: np.ndarray,
    cancelled: Cancelled,
    ground: Optional[QgsGeometry] = None,
) -> Catchments:
    """The share of each of the polygons `cells` in each of the `units`, of its ground in any of them.

    `unit` (n,) is that in which the point itself counts: of it is the whole where the polygon meets no unit. With a
    `ground` of which the units are but parts shares are of the polygon's part of that ground, what is in no unit lies
    `OUTSIDE`, and points outside all units reach into them. An empty polygon stays with its point.
    """
    index = QgsSpatialIndex()
    for at, geometry in enumerate(units):
        feature = QgsFeature(at)
        feature.setGeometry(geometry)
        index.addFeature(feature)
    open_ground = _Ground(ground) if ground is not None else None
    point, into, share = [], [], []
    for at, (cell, own) in enumerate(zip(cells, unit.tolist())):
        if at % 200 == 0:
            stop_if(cancelled)
        areas = {own: 1.0}
        near = [] if cell.isEmpty() or (own < 0 and open_ground is None) else index.intersects(cell.boundingBox())
        if near and (near != [own] or open_ground is not None):
            areas = _areas(cell, units, near) or areas
            areas = open_ground.completed(areas, cell) if open_ground is not None else areas
        whole = sum(areas.values())
        for key in sorted(areas):
            point.append(at)
            into.append(key)
            share.append(areas[key] / whole)
    return Catchments(np.array(point, dtype=np.int64), np.array(into, dtype=np.int64), np.array(share))


def stands_on(ground: QgsGeometry, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Which of the points `x`, `y` (n,) lie on the ground, (n,); none that is not finite does."""
    engine = QgsGeometry.createGeometryEngine(ground.constGet())
    engine.prepareGeometry()
    there = np.isfinite(x) & np.isfinite(y)
    places = zip(there.tolist(), x.tolist(), y.tolist())
    return np.array([is_ and engine.intersects(QgsPoint(east, north)) for is_, east, north in places], dtype=bool)


class _Ground:
    """Ground that holds more than the units: the rest of a polygon's part of it is outside them."""

    def __init__(self, ground: QgsGeometry) -> None:
        self._ground = ground
        self._engine = QgsGeometry.createGeometryEngine(ground.constGet())
        self._engine.prepareGeometry()

    def completed(self, areas: dict[int, float], cell: QgsGeometry) -> dict[int, float]:
        """The `areas` in units, m², with what of the polygon's ground is in none of them."""
        if OUTSIDE in areas:
            return areas
        inside = cell if self._engine.contains(cell.constGet()) else cell.intersection(self._ground)
        rest = inside.area() - sum(areas.values())
        return {**areas, OUTSIDE: rest} if rest > _SLIVER * inside.area() else areas


def _areas(cell: QgsGeometry, units: Sequence[QgsGeometry], near: Sequence[int]) -> dict[int, float]:
    """m² of a polygon in each unit it meets of those `near`."""
    engine = QgsGeometry.createGeometryEngine(cell.constGet())
    engine.prepareGeometry()
    found: dict[int, float] = {}
    for at in near:
        other = units[at]
        if not engine.intersects(other.constGet()):
            continue
        if engine.contains(other.constGet()):
            found[at] = other.area()
        else:
            found[at] = only_polygons(cell.intersection(other)).area()
    whole = sum(found.values())
    return {at: area for at, area in found.items() if area > _SLIVER * whole}
