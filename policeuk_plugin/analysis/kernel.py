# SPDX-License-Identifier: GPL-2.0-or-later
"""Exact sums of a kernel between places and the cells of a raster, many places at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .errors import Cancelled, stop_if
from .grid import Grid
from .kernels import Kernel

MOST_VALUES = 3e10  # places times cells within reach; some minutes
MOST_PADDED = 3e7  # cells of the raster and the margin around it; some 500 MB
_TOGETHER = 8192  # places worked on at once: what they need stays in the processor's cache


def can_sum(places: int, grid: Grid, radius: float) -> bool:
    """Whether the sums of so many places would be done in bearable time and memory."""
    ratio = radius / grid.size
    padded = (grid.rows + 4 * ratio) * (grid.columns + 4 * ratio)
    return padded <= MOST_PADDED and 4 * ratio * ratio * max(places, 1) <= MOST_VALUES


@dataclass(frozen=True)
class Links:
    """What each place (of those kept) gives to each cell within its reach, (l,) each; `value` in 1 / m²."""

    place: np.ndarray
    cell: np.ndarray
    value: np.ndarray
    cells: int

    def sums(self, weights: np.ndarray) -> np.ndarray:
        """Σ weight × kernel in each cell, (cells,), of `weights` (k,)."""
        return np.bincount(self.cell, self.value * weights[self.place], minlength=self.cells)

    def fourth(self, weights: np.ndarray) -> np.ndarray:
        """Σ weight × kernel⁴, (cells,)."""
        return np.bincount(self.cell, self.value**4 * weights[self.place], minlength=self.cells)

    def squared(self, weights: np.ndarray) -> np.ndarray:
        """Σ weight × kernel², (cells,)."""
        return np.bincount(self.cell, self.value**2 * weights[self.place], minlength=self.cells)


class KernelSums:
    """Places near a raster, sorted by the cell they lie in; row 0 of every array is the southernmost.

    `kept` (k,) holds the places, of those given, that reach the raster, in the order that `spread` and `mass` use.
    The quartic kernel is 3 / (π h²) · (1 − (d / h)²)², d the distance to a cell's centre, h = `radius`; in 1 / m².
    """

    def __init__(
        self, x: np.ndarray, y: np.ndarray, grid: Grid, radius: float, kernel: Kernel = Kernel.QUARTIC
    ) -> None:
        """Sort the places `x` and `y` (n,), metres, into the square cells of `grid`."""
        self._shape = grid.rows, grid.columns
        self._ratio = kernel.support(radius) / grid.size
        self._kernel = kernel
        self._height = kernel.height(radius)
        self._reach = reach = math.floor(self._ratio + 0.5)
        across = (x - grid.shift[0]) / grid.size - grid.column
        up = (y - grid.shift[1]) / grid.size - grid.row
        near = (across >= -reach) & (across < grid.columns + reach) & (up >= -reach) & (up < grid.rows + reach)
        kept = np.flatnonzero(near)
        column, row = np.floor(across[kept]), np.floor(up[kept])
        # A margin of twice the reach: places may lie one reach outside, and their kernels end one reach farther.
        self._width = grid.columns + 4 * reach
        cell = ((row + 2 * reach) * self._width + column + 2 * reach).astype(np.int64)
        order = np.argsort(cell, kind="stable")
        self.kept = kept[order]
        self._cell = cell[order]
        self._across = (column + 0.5 - across[kept])[order] / self._ratio
        self._up = (row + 0.5 - up[kept])[order] / self._ratio

    def spread(self, weights: np.ndarray, cancelled: Cancelled) -> np.ndarray:
        """Σ weight × kernel at each cell's centre, (rows, columns), of `weights` (k,) in the order of `kept`."""
        total = self._padded(np.zeros(self._shape))
        for part, cells, starts in self._parts(cancelled):
            held = weights[part]
            for offset, values in self._kernels(part, cancelled):
                values *= held
                total[cells + offset] += np.add.reduceat(values, starts)
        return self._cropped(total) * self._height

    def mass(self, inside: np.ndarray, cell_area: float, cancelled: Cancelled) -> np.ndarray:
        """The share of each place's kernel, (k,), that lies on the cells where `inside` (rows, columns) is true."""
        here = self._padded(inside.astype(float))
        mass = np.zeros(self.kept.size)
        for part, _, _ in self._parts(cancelled):
            cell, found = self._cell[part], mass[part]
            for offset, values in self._kernels(part, cancelled):
                values *= here[cell + offset]
                found += values
        return mass * (self._height * cell_area)

    @property
    def pairs(self) -> int:
        """Places times cells that may be within reach, at most."""
        return int((2 * self._reach + 1) ** 2 * self.kept.size)

    def links(self, inside: np.ndarray, cancelled: Cancelled) -> Links:
        """The kernels as a table, for sums of many weights: those cells where `inside` (rows, columns) is true."""
        number = self._padded(np.where(inside, np.arange(1, inside.size + 1).reshape(inside.shape), 0)) - 1
        found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        for part, _, _ in self._parts(cancelled):
            rows = np.arange(self._cell.size)[part]
            for offset, values in self._kernels(part, cancelled):
                cells = number[self._cell[part] + offset]
                some = (values > 0) & (cells >= 0)
                found.append((rows[some].astype(np.int32), cells[some].astype(np.int32), values[some] * self._height))
        place, cell, value = (np.concatenate(parts) for parts in zip(*found)) if found else (np.zeros(0),) * 3
        return Links(place.astype(np.int32), cell.astype(np.int32), value, inside.size)

    def _parts(self, cancelled: Cancelled) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
        """Runs of places, with the distinct cells of each run and where those begin in it."""
        for begin in range(0, self._cell.size, _TOGETHER):
            stop_if(cancelled)
            part = slice(begin, begin + _TOGETHER)
            cells, starts = np.unique(self._cell[part], return_index=True)
            yield part, cells, starts

    def _kernels(self, part: slice, cancelled: Cancelled) -> Iterator[tuple[int, np.ndarray]]:
        """For each offset between cells: the kernel without its height, of each place of the run; reused, not kept."""
        steps = np.arange(-self._reach, self._reach + 1)
        nearest = np.maximum(np.abs(steps) - 0.5, 0)
        across = (self._across[part] + steps[:, None] / self._ratio) ** 2
        values = np.empty(across.shape[1])
        for step_up, near_up in zip(steps.tolist(), nearest.tolist()):
            stop_if(cancelled)
            left = 1 - (self._up[part] + step_up / self._ratio) ** 2
            for step, near, away in zip(steps.tolist(), nearest.tolist(), across):
                if near_up**2 + near**2 >= self._ratio**2:
                    continue
                np.subtract(left, away, out=values)
                np.maximum(values, 0, out=values)
                self._kernel.shape(values)
                yield step_up * self._width + step, values

    def _padded(self, raster: np.ndarray) -> np.ndarray:
        return np.pad(raster, 2 * self._reach).ravel()

    def _cropped(self, padded: np.ndarray) -> np.ndarray:
        margin, (rows, columns) = 2 * self._reach, self._shape
        return padded.reshape(-1, self._width)[margin : margin + rows, margin : margin + columns]
