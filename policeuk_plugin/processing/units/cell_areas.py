# SPDX-License-Identifier: GPL-2.0-or-later
"""Cells of a raster put together to polygons, and patches of cells that touch."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsGeometry, QgsRectangle

from ...analysis.grid import Grid
from .geometry_sources import only_polygons


def outline_of(grid: Grid, mask: np.ndarray) -> QgsGeometry:
    """The union of the cells where `mask` (rows, columns), northernmost row first, is true; each run is a rectangle."""
    padded = np.pad(mask[::-1].astype(np.int8), ((0, 0), (1, 1)))
    row, begin = np.nonzero(np.diff(padded, axis=1) == 1)
    _, end = np.nonzero(np.diff(padded, axis=1) == -1)
    west, south = grid.column * grid.size + grid.shift[0], grid.row * grid.size + grid.shift[1]
    boxes = [
        QgsGeometry.fromRect(
            QgsRectangle(
                west + first * grid.size, south + at * grid.size, west + last * grid.size, south + (at + 1) * grid.size
            )
        )
        for at, first, last in zip(row.tolist(), begin.tolist(), end.tolist())
    ]
    return only_polygons(QgsGeometry.unaryUnion(boxes)) if boxes else QgsGeometry()


def patches(mask: np.ndarray) -> np.ndarray:
    """The patch of each cell, (rows, columns), 1 upwards from the largest; 0 for none. Cells share a side in one."""
    left = {(row, column) for row, column in np.argwhere(mask).tolist()}
    found: list[list[tuple[int, int]]] = []
    while left:
        waiting, patch = [left.pop()], []
        while waiting:
            row, column = waiting.pop()
            patch.append((row, column))
            for beside in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
                if beside in left:
                    left.remove(beside)
                    waiting.append(beside)
        found.append(sorted(patch))
    labels = np.zeros(mask.shape, dtype=np.int64)
    for at, patch in enumerate(sorted(found, key=lambda cells: (-len(cells), cells[0])), 1):
        labels[tuple(np.array(patch).T)] = at
    return labels
