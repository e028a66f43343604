# SPDX-License-Identifier: GPL-2.0-or-later
"""Cells of a grid clipped to the study area: blocks that lie wholly in or out are never looked at cell by cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY, QgsRectangle

from ...analysis.errors import Cancelled, never, stop_if
from ...analysis.grid import Cells, CellShape, Grid, chosen_cells, polygons, refuse_too_many
from ..writing.made import Made
from .geometry_sources import only_polygons

_AT_ONCE = 2000
_RINGS = 256
_WHOLE = 1 - 1e-9
_SLIVER = 1e-9  # parts of a cell that rounding leaves along an outline


@dataclass(frozen=True)
class ClippedCells:
    """The cells that lie in the study area, `share` (n,) of each in it, and the parts of those cut by its outline."""

    cells: Cells
    share: np.ndarray
    parts: dict[int, QgsGeometry]

    def geometries(self) -> Made[QgsGeometry]:
        """The outline of each cell, clipped."""
        rings = _Rings(self.cells)
        return Made(len(self.cells), lambda at: self.parts[at] if at in self.parts else ring_polygon(rings.of(at)))

    def holds(self, cell: np.ndarray, x: np.ndarray, y: np.ndarray, cancelled: Cancelled = never) -> np.ndarray:
        """Whether each point, (m,), lies in the study area, its edge included; `cell` is its cell, −1 for none."""
        inside = cell >= 0
        cut = np.isin(cell, np.fromiter(self.parts, dtype=np.int64, count=len(self.parts)))
        for done, at in enumerate(np.flatnonzero(cut).tolist()):
            if done % _AT_ONCE == 0:
                stop_if(cancelled)
            point = QgsGeometry.fromPointXY(QgsPointXY(float(x[at]), float(y[at])))
            inside[at] = self.parts[int(cell[at])].intersects(point)
        return inside


class _Rings:
    """Closed rings of cells, worked out some at once: those asked for one after the other are next to one another."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._begin, self._rings = 0, np.empty((0, 0, 2))

    def of(self, at: int) -> np.ndarray:
        """The ring of a cell, (k, 2)."""
        if not self._begin <= at < self._begin + len(self._rings):
            self._begin = at - at % _RINGS
            some = self._cells.lattice[self._begin : self._begin + _RINGS]
            self._rings = polygons(Cells(self._cells.grid, some))
        return np.asarray(self._rings[at - self._begin])


def ring_polygon(ring: np.ndarray) -> QgsGeometry:
    """A polygon of one closed ring, (k, 2)."""
    return QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in ring.tolist()]])


def clip(grid: Grid, area: QgsGeometry, cancelled: Cancelled) -> ClippedCells:
    """Clip the grid to the polygon `area`; raises `AnalysisError` where too many cells lie in it, or none."""
    refuse_too_many(grid.size, area.area() / grid.cell_area)
    clipper = _Clipper(grid, cancelled)
    clipper.block(area, 0, 0, grid.columns, grid.rows)
    return clipper.result()


class _Clipper:
    """Halves a block of cells until it is in, out, or a single cell; the outline shrinks with the blocks."""

    def __init__(self, grid: Grid, cancelled: Cancelled) -> None:
        self._grid = grid
        self._cancelled = cancelled
        self._whole: list[np.ndarray] = []
        self._parts: dict[int, QgsGeometry] = {}
        self._cut: dict[int, float] = {}
        self._count = 0

    def block(self, area: QgsGeometry, column: int, row: int, columns: int, rows: int) -> None:
        """Settle the block of `columns` × `rows` cells from (`column`, `row`), `area` the outline near it."""
        stop_if(self._cancelled)
        if columns == 1 and rows == 1:
            self._cell(area, row * self._grid.columns + column)
            return
        box = self._box(column, row, columns, rows)
        inside = only_polygons(area.intersection(QgsGeometry.fromRect(box)))
        if inside.isEmpty():
            return
        if inside.area() >= box.width() * box.height() * _WHOLE:
            rows_of = (row + np.arange(rows, dtype=np.int64)) * self._grid.columns
            self._add((rows_of[:, None] + column + np.arange(columns, dtype=np.int64)).ravel())
            return
        half_columns, half_rows = (columns // 2, 0) if columns >= rows else (0, rows // 2)
        if half_columns:
            self.block(inside, column, row, half_columns, rows)
            self.block(inside, column + half_columns, row, columns - half_columns, rows)
        else:
            self.block(inside, column, row, columns, half_rows)
            self.block(inside, column, row + half_rows, columns, rows - half_rows)

    def result(self) -> ClippedCells:
        """What was settled; raises `AnalysisError` where nothing lies in the study area."""
        cut = np.fromiter(self._cut, dtype=np.int64, count=len(self._cut))
        lattice = np.concatenate([*self._whole, cut])
        share = np.concatenate([np.ones(lattice.size - cut.size), np.fromiter(self._cut.values(), dtype=float)])
        order = np.argsort(lattice)
        cells = chosen_cells(self._grid, lattice[order])
        position = dict(zip(cut.tolist(), np.searchsorted(cells.lattice, cut).tolist()))
        parts = {position[at]: part for at, part in self._parts.items()}
        return ClippedCells(cells, share[order], parts)

    def _cell(self, area: QgsGeometry, lattice: int) -> None:
        outline = ring_polygon(polygons(Cells(self._grid, np.array([lattice])))[0])
        part = only_polygons(area.intersection(outline))
        share = part.area() / self._grid.cell_area if not part.isEmpty() else 0.0
        if share >= _WHOLE:
            self._add(np.array([lattice], dtype=np.int64))
        elif share > _SLIVER:
            self._cut[lattice] = share
            self._parts[lattice] = part
            self._check()

    def _add(self, whole: np.ndarray) -> None:
        self._whole.append(whole)
        self._count += whole.size
        self._check()

    def _check(self) -> None:
        refuse_too_many(self._grid.size, self._count + len(self._cut))

    def _box(self, column: int, row: int, columns: int, rows: int) -> QgsRectangle:
        """What the cells of a block cover, or a little more."""
        grid = self._grid
        west, south = (grid.column + column) * grid.size, (grid.row + row) * grid.size
        east, north = west + columns * grid.size, south + rows * grid.size
        if grid.shape is CellShape.HEXAGON:
            rise = grid.size * 3**0.5 / 2
            west, east = west - grid.size / 2, east + grid.size / 2
            south = (grid.row + row) * rise - grid.size * 0.6
            north = (grid.row + row + rows - 1) * rise + grid.size * 0.6
        dx, dy = grid.shift
        return QgsRectangle(west + dx, south + dy, east + dx, north + dy)
