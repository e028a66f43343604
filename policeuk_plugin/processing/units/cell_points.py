# SPDX-License-Identifier: GPL-2.0-or-later
"""Which cell each point lies in, also on the edge of the study area, which belongs to it."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from ...analysis.errors import Cancelled, never
from ...analysis.grid import Cells, cell_of, polygons
from .clipping import ClippedCells, ring_polygon

_NEAR = 1e-6  # metres; corners that were computed twice differ by less
_STEP = 1e-6  # of a cell
# West and south first: there lie the cells that a point on the eastern or northern edge has left to go to.
_BESIDE = ((-1, 0), (0, -1), (-1, -1), (1, 0), (0, 1), (1, 1), (-1, 1), (1, -1))


def cells_of_points(clipped: ClippedCells, x: np.ndarray, y: np.ndarray, cancelled: Cancelled = never) -> np.ndarray:
    """The cell of each point in metres, (n,), −1 for a point outside the study area.

    On an edge between two cells it is the one east and north, on the edge of the study area the one that is there.
    """
    there = np.isfinite(x) & np.isfinite(y)
    first = np.full(x.size, -1, dtype=np.int64)
    first[there] = cell_of(clipped.cells, x[there], y[there])
    cell = np.where(clipped.holds(first, x, y, cancelled), first, -1)
    step = clipped.cells.grid.size * _STEP
    for east, north in _BESIDE:
        left = np.flatnonzero(there & (cell < 0))
        beside = cell_of(clipped.cells, x[left] + east * step, y[left] + north * step)
        other = (beside >= 0) & (beside != first[left])
        for at, candidate in zip(left[other].tolist(), beside[other].tolist()):
            if _touches(clipped, candidate, float(x[at]), float(y[at])):
                cell[at] = candidate
    return cell


def _touches(clipped: ClippedCells, cell: int, x: float, y: float) -> bool:
    """Whether a point lies on the edge of what of a cell lies in the study area."""
    outline = clipped.parts.get(cell)
    if outline is None:
        cells = clipped.cells
        outline = ring_polygon(polygons(Cells(cells.grid, cells.lattice[cell : cell + 1]))[0])
    return bool(outline.distance(QgsGeometry.fromPointXY(QgsPointXY(x, y))) <= _NEAR)
