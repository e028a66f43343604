# SPDX-License-Identifier: GPL-2.0-or-later
"""Who is whose neighbour: the windows of cells and of polygons, own unit included."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .errors import AnalysisError
from .grid import Cells, CellShape, position_of

_QUEEN = tuple((dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1))
_HEXAGON_EVEN = ((-1, -1), (0, -1), (-1, 0), (0, 0), (1, 0), (-1, 1), (0, 1))
_HEXAGON_ODD = ((0, -1), (1, -1), (-1, 0), (0, 0), (1, 0), (0, 1), (1, 1))
_AT_ONCE = 2**17


@dataclass(frozen=True)
class Windows:
    """Unit i's window is `indices[indptr[i]:indptr[i + 1]]`, ascending, itself among them.

    `indptr` (n + 1,), `indices` (sum of sizes,), as in scipy's CSR matrices, int32 where that is wide enough. `known`
    is what was worked out of them and is asked for again and again.
    """

    indptr: np.ndarray
    indices: np.ndarray
    known: dict[str, tuple[np.ndarray, Any]] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        """Number of units."""
        return int(self.indptr.size - 1)

    @property
    def sizes(self) -> np.ndarray:
        """Number of units in each window, (n,), 1 for a unit without neighbours."""
        return np.diff(self.indptr)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Sum of `values` (n,) over each window, (n,), in the type of the values (whole numbers stay exact)."""
        values = np.asarray(values)
        parts = []
        for begin in range(0, max(len(self), 1), _AT_ONCE):
            starts = self.indptr[begin : begin + _AT_ONCE + 1]
            some = self.indices[starts[0] : starts[-1]]
            parts.append(np.add.reduceat(values[some], starts[:-1] - starts[0]))
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def among(self, kept: np.ndarray) -> Windows:
        """The windows of the units `kept` (m,), ascending places, without the others."""
        if kept.size == len(self):
            return self
        new = np.full(len(self), -1, dtype=np.int64)
        new[kept] = np.arange(kept.size)
        rows = np.repeat(np.arange(len(self)), self.sizes)
        both = (new[rows] >= 0) & (new[self.indices] >= 0)
        return Windows(_pointers(np.bincount(new[rows[both]], minlength=kept.size)), new[self.indices[both]])


def cell_windows(cells: Cells) -> Windows:
    """Windows of grid cells: 8 neighbours of a square (diagonals too), 6 of a hexagon, within the study area."""
    grid = cells.grid
    row, column = np.divmod(cells.lattice, grid.columns)
    odd = (row + grid.row) % 2 == 1
    beside = zip(_QUEEN, _QUEEN) if grid.shape is CellShape.SQUARE else zip(_HEXAGON_EVEN, _HEXAGON_ODD)
    moves = list(beside)
    table = np.empty((len(cells), len(moves)), dtype=np.int32)  # `MOST_CELLS` fit
    for at, ((even_dx, dy), (odd_dx, _)) in enumerate(moves):
        across = even_dx if even_dx == odd_dx else np.where(odd, odd_dx, even_dx)
        table[:, at] = position_of(cells, column + across, row + dy)
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
