# SPDX-License-Identifier: GPL-2.0-or-later
"""Nearest rows of a table, exactly and in a stable order: by scipy's k-d tree where there is scipy, else by blocks."""

from __future__ import annotations

import importlib
from typing import Any, Optional

import numpy as np

from .errors import Cancelled, stop_if

_BLOCK = 2048  # rows that ask at a time
_CELLS = 4_000_000  # distances held at a time
_SPARE = 5  # asked for beyond k: the row itself, and ties
_WIDEST = 512
_CLOSE = 1e-9

Found = tuple[np.ndarray, np.ndarray]


def nearest_rows(
    table: np.ndarray, among: np.ndarray, asking: np.ndarray, k: int, bars: Optional[np.ndarray], cancelled: Cancelled
) -> Found:
    """Rows of `table` (n, m), of those `among` (a,) ascending, that are nearest to those `asking` (q,), and distances.

    (q, k) each, -1 and NaN where there are none; never the row itself nor one with the same label in `bars` (n,).
    Equal distances go by row.
    """
    index = np.full((asking.size, k), -1, dtype=np.int32)
    distance = np.full((asking.size, k), np.nan)
    tree = _tree(table[among])
    for begin in range(0, asking.size, _BLOCK):
        stop_if(cancelled)
        here = slice(begin, begin + _BLOCK)
        index[here], distance[here] = _by_tree(table, among, asking[here], k, bars, tree)
    return index, distance


def _by_tree(
    table: np.ndarray, among: np.ndarray, asking: np.ndarray, k: int, bars: Optional[np.ndarray], tree: Any
) -> Found:
    """Ask for ever more candidates until k are certain; rows that need very many are settled by looking at all."""
    index = np.full((asking.size, k), -1, dtype=np.int32)
    distance = np.full((asking.size, k), np.nan)
    left, wanted = np.arange(asking.size), k + _SPARE
    while left.size:
        rows = asking[left]
        if tree is None or wanted > _WIDEST or wanted >= among.size:
            index[left], distance[left] = _by_all(table, among, rows, k, bars)
            break
        reach, candidates = tree.query(table[rows], k=wanted)
        near = among[candidates]
        found, away = _sorted(table, rows, near, k, bars)
        sure = away[:, -1] < reach[:, -1] * (1 - _CLOSE)
        index[left[sure]], distance[left[sure]] = found[sure], away[sure]
        left, wanted = left[~sure], wanted * 4
    return index, distance


def _by_all(table: np.ndarray, among: np.ndarray, asking: np.ndarray, k: int, bars: Optional[np.ndarray]) -> Found:
    """By the distances to all rows, a block at a time: rough ones choose the candidates, whose own are then exact."""
    index = np.full((asking.size, k), -1, dtype=np.int32)
    distance = np.full((asking.size, k), np.nan)
    others = table[among]
    squares = (others**2).sum(axis=1)
    step = max(1, _CELLS // max(among.size, 1))
    for begin in range(0, asking.size, step):
        rows = asking[begin : begin + step]
        own = table[rows]
        rough = squares - 2 * own @ others.T + (own**2).sum(axis=1)[:, None]
        rough[among[None, :] == rows[:, None]] = np.inf
        if bars is not None:
            rough[bars[among][None, :] == bars[rows][:, None]] = np.inf
        for at in range(rows.size):
            near = _candidates(rough[at], k, squares)
            found, away = _sorted(table, rows[at : at + 1], among[near][None, :], k, bars)
            index[begin + at], distance[begin + at] = found[0], away[0]
    return index, distance


def _candidates(rough: np.ndarray, k: int, squares: np.ndarray) -> np.ndarray:
    if rough.size <= k:
        return np.arange(rough.size)
    bound = np.partition(rough, k - 1)[k - 1]
    if not np.isfinite(bound):
        return np.flatnonzero(np.isfinite(rough))
    return np.flatnonzero(rough <= bound + 1e-12 * (abs(bound) + squares.max() * 4))


def _sorted(table: np.ndarray, rows: np.ndarray, near: np.ndarray, k: int, bars: Optional[np.ndarray]) -> Found:
    """The k nearest of the candidates `near` (q, c), by their exact distances, then by row."""
    squared = np.zeros(near.shape)
    for column in table.T:
        squared += (column[near] - column[rows][:, None]) ** 2
    away = np.sqrt(squared)
    barred = near == rows[:, None]
    if bars is not None:
        barred |= bars[near] == bars[rows][:, None]
    away[barred] = np.inf
    order = np.lexsort((near, away), axis=1)[:, :k]
    index = np.full((rows.size, k), -1, dtype=np.int32)
    distance = np.full((rows.size, k), np.nan)
    got, at = np.take_along_axis(away, order, axis=1), np.take_along_axis(near, order, axis=1)
    there = np.isfinite(got)
    width = order.shape[1]
    index[:, :width] = np.where(there, at, -1)
    distance[:, :width] = np.where(there, got, np.nan)
    return index, distance


def _tree(points: np.ndarray) -> Any:
    """Scipy's k-d tree of points; None where there is no scipy."""
    try:
        spatial = importlib.import_module("scipy.spatial")
    except ImportError:
        return None
    return spatial.cKDTree(points)
