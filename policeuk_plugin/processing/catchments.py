# SPDX-License-Identifier: GPL-2.0-or-later
"""Catchments of snap points, inferred: what of the ground is nearer to one than to any other known (Voronoi)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsSpatialIndex

from offline_cache.errors import CacheError

from ..analysis.errors import Cancelled, stop_if
from ..analysis.reallocation import Catchments
from ..text import tr
from .geometry_sources import only_polygons

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
) -> Catchments:
    """The share of each of the polygons `cells` in each of the `units`, of its ground in any of them.

    `unit` (n,) is that in which the point itself counts: of it is the whole where the polygon meets no unit.
    """
    index = QgsSpatialIndex()
    for at, geometry in enumerate(units):
        feature = QgsFeature(at)
        feature.setGeometry(geometry)
        index.addFeature(feature)
    point, into, share = [], [], []
    for at, (cell, own) in enumerate(zip(cells, unit.tolist())):
        if at % 200 == 0:
            stop_if(cancelled)
        areas = _areas(cell, units, index, own) if own >= 0 and not cell.isEmpty() else {own: 1.0}
        whole = sum(areas.values())
        for key in sorted(areas):
            point.append(at)
            into.append(key)
            share.append(areas[key] / whole)
    return Catchments(np.array(point, dtype=np.int64), np.array(into, dtype=np.int64), np.array(share))


def _areas(cell: QgsGeometry, units: Sequence[QgsGeometry], index: QgsSpatialIndex, own: int) -> dict[int, float]:
    """m² of a polygon in each unit it meets; that of its point alone where it meets none."""
    near = index.intersects(cell.boundingBox())
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
    kept = {at: area for at, area in found.items() if area > _SLIVER * whole}
    return kept or {own: 1.0}
