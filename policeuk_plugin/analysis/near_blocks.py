# SPDX-License-Identifier: GPL-2.0-or-later
"""Nearest rows without scipy: a k-d split into small boxes, looked at by numpy for some neighbouring rows at a time."""

from __future__ import annotations

import numpy as np

from .errors import Cancelled, stop_if

_LEAF = 48  # rows of a box, at most
_ASK = 40  # rows that ask together
_FIRST = 24  # boxes that give the first bound
_HITS = 64  # candidates within the bound, times k: more are ties, which are not sorted all
_SLACK = 1e-6
ROUNDING = 1e-12
"""Of squared lengths, what may be lost in sums of a dozen products; far more than it is."""
_PER_STOP = 16


class Blocks:
    """Points (n, m) in boxes along their principal axes, to be asked for nearest ones as scipy's tree is."""

    def __init__(self, points: np.ndarray) -> None:
        self._mean = points.mean(axis=0)
        apart = points - self._mean
        self._axes = np.linalg.eigh(apart.T @ apart)[1][:, ::-1]
        turned = self._turned(points)
        parts = _halved(turned, _LEAF)
        self._row = np.concatenate(parts)
        sizes = np.array([part.size for part in parts])
        begin = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        inside = turned[self._row]
        self._low, self._high = (of.reduceat(inside, begin, axis=0) for of in (np.minimum, np.maximum))
        self._box = np.repeat(np.arange(sizes.size), sizes)
        squares = np.einsum("ij,ij->i", inside, inside)
        self._table = np.column_stack([inside, squares, np.ones(len(inside))]).T.copy()

    def along(self, points: np.ndarray) -> np.ndarray:
        """An order of points in which neighbours stand together: asked in it they share most of the boxes."""
        return np.concatenate(_halved(self._turned(points), _ASK))

    def query(self, points: np.ndarray, k: int, cancelled: Cancelled) -> tuple[np.ndarray, np.ndarray]:
        """How far `points` (q, m) reach, and the rows (q, k) nearest to each: all others are farther than it reaches.

        k is less than all.
        """
        turned = self._turned(points)
        distance, row = np.empty((len(points), k)), np.empty((len(points), k), dtype=np.int64)
        for begin in range(0, len(points), _ASK):
            if begin % (_ASK * _PER_STOP) == 0:
                stop_if(cancelled)
            here = slice(begin, begin + _ASK)
            distance[here], row[here] = self._ask(turned[here], k)
        return surely(distance[:, -1], np.einsum("ij,ij->i", turned, turned)), row

    def _turned(self, points: np.ndarray) -> np.ndarray:
        turned: np.ndarray = (points - self._mean) @ self._axes
        return turned

    def _ask(self, own: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Squared distances and rows: within the bound that a few near boxes give, no box is left out."""
        asking = np.column_stack([-2 * own, np.ones(len(own)), np.einsum("ij,ij->i", own, own)])
        gap = np.maximum(np.maximum(self._low - own.max(axis=0), own.min(axis=0) - self._high), 0.0)
        far = np.einsum("ij,ij->i", gap, gap)
        first = min(max(_FIRST, 2 * k // _LEAF + 2, -(-k // max(self._smallest, 1))), far.size)
        some = self._rows_of(np.argpartition(far, first - 1)[:first])
        least = np.partition(asking @ self._table[:, some], k - 1, axis=1)[:, k - 1]
        bound = least * (1 + _SLACK) + _SLACK**2 + 2 * _rounded(least, asking[:, -1])
        near = np.flatnonzero(far <= bound.max())
        rows = self._rows_of(near[self._within(own, near, bound)])
        return _least(asking @ self._table[:, rows], self._row[rows], bound, k)

    @property
    def _smallest(self) -> int:
        return self._row.size // self._low.shape[0]

    def _rows_of(self, boxes: np.ndarray) -> np.ndarray:
        wanted = np.zeros(self._low.shape[0], dtype=bool)
        wanted[boxes] = True
        return np.flatnonzero(wanted[self._box])

    def _within(self, own: np.ndarray, near: np.ndarray, bound: np.ndarray) -> np.ndarray:
        """Which boxes any of the points has within its own bound."""
        far = np.zeros((len(own), near.size))
        for low, high, at in zip(self._low[near].T, self._high[near].T, own.T):
            gap = np.maximum(np.maximum(low - at[:, None], at[:, None] - high), 0.0)
            far += gap * gap
        within: np.ndarray = (far <= bound[:, None]).any(axis=0)
        return within


def _rounded(squared: np.ndarray, own: np.ndarray) -> np.ndarray:
    """How far off squared distances may be that are a² + b² − 2ab; `own` is a² of those who ask."""
    return ROUNDING * (own + np.maximum(squared, 0.0))


def surely(squared: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Distances that squared ones of this kind are at least: of rows far out those of the nearest are rounded away."""
    return np.sqrt(np.maximum(squared - _rounded(squared, own), 0.0))


def _least(squared: np.ndarray, rows: np.ndarray, bound: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The k least of each line, rising, with their rows: only those within the bound are sorted."""
    line, at = np.nonzero(squared <= bound[:, None])
    if line.size > _HITS * k * len(squared):
        chosen = np.argpartition(squared, k - 1, axis=1)[:, :k]
        least = np.take_along_axis(squared, chosen, axis=1)
        order = np.argsort(least, axis=1)
        return np.take_along_axis(least, order, axis=1), rows[np.take_along_axis(chosen, order, axis=1)]
    found = squared[line, at]
    order = np.lexsort((found, line))
    begin = np.searchsorted(line, np.arange(len(squared)))
    take = order[begin[:, None] + np.arange(k)]
    return found[take], rows[at[take]]


def _halved(points: np.ndarray, most: int) -> list[np.ndarray]:
    """Rows in parts of at most `most`, each split at the median of the axis along which it is widest."""
    parts = [np.arange(len(points))]
    while parts[0].size > most or parts[-1].size > most:
        halves = []
        for part in parts:
            inside = points[part]
            order = np.argpartition(inside[:, int(np.argmax(inside.var(axis=0)))], part.size // 2)
            halves += [part[order[: part.size // 2]], part[order[part.size // 2 :]]]
        parts = halves
    return parts
