# SPDX-License-Identifier: GPL-2.0-or-later
"""Nearest rows of a table, exactly and in a stable order: by scipy's k-d tree, or by boxes where there is no scipy."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from .errors import Cancelled, stop_if
from .near_blocks import Blocks, surely

_BLOCK = 2048  # rows that ask at a time
_CELLS = 2_000_000  # distances held at a time
_SPARE = 3  # asked for beyond k: the row itself, and one more to see that there is no tie
_WIDEST = 512
_FEW = 1000  # rows among which looking at all is as fast as a tree, scipy's import not counted
_CLOSE = 1e-6
_LEAF = 24

Found = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class _Ground:
    """The `table` (n, m), the rows `among` (a,) which peers may be, ascending, `bars` (n,) labels, the tree if any."""

    table: np.ndarray
    among: np.ndarray
    bars: Optional[np.ndarray]
    tree: Any


def nearest_rows(
    table: np.ndarray, among: np.ndarray, asking: np.ndarray, k: int, bars: Optional[np.ndarray], cancelled: Cancelled
) -> Found:
    """Rows of `table` (n, m), of those `among` (a,) ascending, that are nearest to those `asking` (q,), and distances.

    (q, k) each, -1 and NaN where there are none; never the row itself nor one with the same label in `bars` (n,).
    Equal distances go by row, whatever finds them.
    """
    index = np.full((asking.size, k), -1, dtype=np.int32)
    distance = np.full((asking.size, k), np.nan)
    ground = _Ground(table, among, bars, _tree(table[among]))
    block = _BLOCK if ground.tree is not None else max(1, _CELLS // max(among.size, 1))
    together = isinstance(ground.tree, Blocks) and asking.size > 0
    order = ground.tree.along(table[asking]) if together else np.arange(asking.size)
    for begin in range(0, asking.size, block):
        stop_if(cancelled)
        here = order[begin : begin + block]
        index[here], distance[here] = _block(ground, asking[here], k, cancelled)
    return index, distance


def _block(ground: _Ground, asking: np.ndarray, k: int, cancelled: Cancelled) -> Found:
    """Ask for ever more candidates until k of them are certain; rows that need very many look at all."""
    index = np.full((asking.size, k), -1, dtype=np.int32)
    distance = np.full((asking.size, k), np.nan)
    left, wanted = np.arange(asking.size), k + _SPARE
    while left.size and wanted <= _WIDEST and wanted < ground.among.size:
        rows = asking[left]
        reach, candidates = _candidates(ground, rows, wanted, cancelled)
        found, away = _sorted(ground, rows, candidates, k)
        sure = away[:, -1] < reach * (1 - _CLOSE)
        index[left[sure]], distance[left[sure]] = found[sure], away[sure]
        left, wanted = left[~sure], wanted * 4
    for at in left.tolist():
        stop_if(cancelled)
        index[at], distance[at] = _of_all(ground, int(asking[at]), k)
    return index, distance


def _candidates(ground: _Ground, rows: np.ndarray, wanted: int, cancelled: Cancelled) -> Found:
    """The `wanted` nearest rows, in any order and by rough distances, and how far the farthest of them is."""
    if isinstance(ground.tree, Blocks):
        far, at = ground.tree.query(ground.table[rows], wanted, cancelled)
        return far, ground.among[at]
    if ground.tree is not None:
        reach, at = ground.tree.query(ground.table[rows], k=wanted)
        return reach[:, -1], ground.among[at]
    others, own = ground.table[ground.among], ground.table[rows]
    rough = np.einsum("im,jm->ij", -2 * own, others)  # as fast as by BLAS for so few columns, whatever else is running
    rough += (others**2).sum(axis=1)
    length = (own**2).sum(axis=1)
    rough += length[:, None]
    at = np.argpartition(rough, wanted - 1, axis=1)[:, :wanted]
    farthest = np.take_along_axis(rough, at, axis=1).max(axis=1)
    return surely(farthest, length), ground.among[at]


def _away(ground: _Ground, rows: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Distances of `rows` (q,) to `near` (q, c), infinite where that is no peer; always by the same sums."""
    squared = np.zeros(near.shape)
    for column in ground.table.T:
        squared += (column[near] - column[rows][:, None]) ** 2
    barred = near == rows[:, None]
    if ground.bars is not None:
        barred |= ground.bars[near] == ground.bars[rows][:, None]
    return np.where(barred, np.inf, np.sqrt(squared))


def _sorted(ground: _Ground, rows: np.ndarray, near: np.ndarray, k: int) -> Found:
    """The k nearest of the candidates `near` (q, c), by distance, then by row; infinite where there are fewer."""
    away = _away(ground, rows, near)
    order = np.lexsort((near, away), axis=1)[:, :k]
    return np.take_along_axis(near, order, axis=1), np.take_along_axis(away, order, axis=1)


def _of_all(ground: _Ground, row: int, k: int) -> Found:
    """The k nearest of all rows; of many at the same distance the first."""
    among = ground.among
    away = _away(ground, np.array([row]), among[None, :])[0]
    bound = np.partition(away, k - 1)[k - 1] if away.size > k else np.inf
    nearer = np.flatnonzero(away < bound)
    tied = np.flatnonzero(away == bound)[: k - nearer.size] if np.isfinite(bound) else nearer[:0]
    chosen = np.concatenate([nearer[np.lexsort((nearer, away[nearer]))], tied])[:k]
    index, distance = np.full(k, -1, dtype=np.int32), np.full(k, np.nan)
    index[: chosen.size], distance[: chosen.size] = among[chosen], away[chosen]
    return index, distance


def _tree(points: np.ndarray) -> Any:
    """Scipy's k-d tree of points, boxes of our own where there is no scipy; None where points are few."""
    if len(points) < _FEW:
        return None
    try:
        spatial = importlib.import_module("scipy.spatial")
    except ImportError:
        return Blocks(points)
    return spatial.cKDTree(points, leafsize=_LEAF, balanced_tree=False)
