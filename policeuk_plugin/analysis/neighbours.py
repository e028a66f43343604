# SPDX-License-Identifier: GPL-2.0-or-later
"""Who is whose neighbour: the windows of cells and of polygons, own unit included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import AnalysisError
from .grid import Cells, CellShape, position_of

_QUEEN = tuple((dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1))
_HEXAGON_EVEN = ((-1, -1), (0, -1), (-1, 0), (0, 0), (1, 0), (-1, 1), (0, 1))
_HEXAGON_ODD = ((0, -1), (1, -1), (-1, 0), (0, 0), (1, 0), (0, 1), (1, 1))


@dataclass(frozen=True)
class Windows:
    """Unit i's window is `indices[indptr[i]:indptr[i + 1]]`, ascending, itself among them.

    `indptr` (n + 1,), `indices` (sum of sizes,), both int64, as in scipy's CSR matrices.
    """

    indptr: np.ndarray
    indices: np.ndarray

    def __len__(self) -> int:
        """Number of units."""
        return int(self.indptr.size - 1)

    @property
    def sizes(self) -> np.ndarray:
        """Number of units in each window, (n,), 1 for a unit without neighbours."""
        return np.diff(self.indptr)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Sum of `values` (n,) over each window, (n,), in the type of the values (whole numbers stay exact)."""
        return np.add.reduceat(np.asarray(values)[self.indices], self.indptr[:-1])

    def among(self, kept: np.ndarray) -> Windows:
        """The windows of the units `kept` (m,), ascending places, without the others."""
        new = np.full(len(self), -1, dtype=np.int64)
        new[kept] = np.arange(kept.size)
        rows = np.repeat(np.arange(len(self)), self.sizes)
        both = (new[rows] >= 0) & (new[self.indices] >= 0)
        return Windows(_pointers(np.bincount(new[rows[both]], minlength=kept.size)), new[self.indices[both]])


def cell_windows(cells: Cells) -> Windows:
    """Windows of grid cells: 8 neighbours of a square (diagonals too), 6 of a hexagon, within the study area."""
    grid = cells.grid
    row, column = np.divmod(cells.lattice, grid.columns)
    if grid.shape is CellShape.SQUARE:
        found = [position_of(cells, column + dx, row + dy) for dx, dy in _QUEEN]
    else:
        odd = (row + grid.row) % 2 == 1
        found = [
            position_of(cells, column + np.where(odd, odd_dx, even_dx), row + dy)
            for (even_dx, dy), (odd_dx, _) in zip(_HEXAGON_EVEN, _HEXAGON_ODD)
        ]
    table = np.column_stack(found)
    there = table >= 0
    return Windows(_pointers(there.sum(axis=1)), table[there])


def windows_of_pairs(units: int, left: np.ndarray, right: np.ndarray) -> Windows:
    """Windows of `units` polygons from the pairs that touch; each pair may be given once, twice or both ways round.

    Raises `AnalysisError` for a pair that names a unit there is not.
    """
    left, right = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
    both = np.concatenate([left, right])
    if both.size and (both.min() < 0 or both.max() >= units):
        raise AnalysisError("The list of neighbours names a unit that is not in the layer. Build it again.")
    own = np.arange(units)
    rows, columns = np.concatenate([left, right, own]), np.concatenate([right, left, own])
    keys = np.unique(rows * units + columns)
    return Windows(_pointers(np.bincount(keys // max(units, 1), minlength=units)), keys % max(units, 1))


def _pointers(sizes: np.ndarray) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
