# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons as units of counting: which touch, and in which one a point lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

import numpy as np
from qgis.core import QgsFeature, QgsGeometry, QgsGeometryEngine, QgsPoint, QgsRectangle, QgsSpatialIndex

from ...analysis.errors import stop_if
from ...analysis.neighbours import Windows, windows_of_pairs

_MILLIMETRE = 0.001
_BESIDE = ((1, 1), (-1, 1), (1, -1), (-1, -1))


class UnitIndex:
    """Polygons that can be asked for neighbours and for points, through a spatial index and prepared outlines."""

    def __init__(self, geometries: Sequence[QgsGeometry], cancelled: Callable[[], bool]) -> None:
        self._geometries = geometries
        self._cancelled = cancelled
        self._index = QgsSpatialIndex()
        for at, geometry in enumerate(geometries):
            feature = QgsFeature(at)
            feature.setGeometry(geometry)
            self._index.addFeature(feature)
        self._engines: dict[int, QgsGeometryEngine] = {}

    def windows(self) -> Windows:
        """The window of each polygon: itself and those that share a border or a corner."""
        # To the millimetre: corners that were computed twice differ in the last bit.
        snapped = [geometry.snappedToGrid(_MILLIMETRE, _MILLIMETRE) for geometry in self._geometries]
        left, right = [], []
        for at, geometry in enumerate(snapped):
            stop_if(self._cancelled)
            engine = QgsGeometry.createGeometryEngine(geometry.constGet())
            engine.prepareGeometry()
            for other in self._index.intersects(self._geometries[at].boundingBox().buffered(2 * _MILLIMETRE)):
                if other > at and engine.intersects(snapped[other].constGet()):
                    left.append(at)
                    right.append(other)
        return windows_of_pairs(len(self._geometries), np.array(left, dtype=np.int64), np.array(right, dtype=np.int64))

    def own_ground(self) -> np.ndarray:
        """m² of each polygon in which points would count in it, (n,): what none before it in the layer covers."""
        own = np.array([geometry.area() for geometry in self._geometries])
        for at, geometry in enumerate(self._geometries):
            stop_if(self._cancelled)
            before = [other for other in self._index.intersects(geometry.boundingBox()) if other < at]
            over = [self._geometries[other] for other in sorted(before) if self._over(at, other)]
            if over:
                own[at] = max(geometry.difference(QgsGeometry.unaryUnion(over)).area(), 0.0)
        return own

    def _over(self, at: int, other: int) -> bool:
        """Whether two polygons share ground, and not a border alone."""
        if not self._engine(at).intersects(self._geometries[other].constGet()):
            return False
        return not self._engine(at).touches(self._geometries[other].constGet())

    def unit_of(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The polygon of each point, (n,), −1 where none holds it.

        On a shared edge it is the one east and north, as among the cells of a grid; where polygons lie on one another
        it is the first of the layer.
        """
        unit = np.full(x.size, -1, dtype=np.int64)
        for at in np.flatnonzero(np.isfinite(x) & np.isfinite(y)):
            stop_if(self._cancelled)
            east, north = float(x[at]), float(y[at])
            holding = self._holding(east, north, sorted(self._index.intersects(QgsRectangle(east, north, east, north))))
            for to_east, to_north in _BESIDE if len(holding) > 1 else ():
                beside = self._holding(east + to_east * _MILLIMETRE, north + to_north * _MILLIMETRE, holding)
                if beside:
                    holding = beside
                    break
            if holding:
                unit[at] = holding[0]
        return unit

    def _holding(self, east: float, north: float, candidates: Sequence[int]) -> list[int]:
        point = QgsPoint(east, north)
        return [at for at in candidates if self._engine(at).intersects(point)]

    def _engine(self, at: int) -> QgsGeometryEngine:
        if at not in self._engines:
            engine = QgsGeometry.createGeometryEngine(self._geometries[at].constGet())
            engine.prepareGeometry()
            self._engines[at] = engine
        return self._engines[at]
