# SPDX-License-Identifier: GPL-2.0-or-later
"""Snap points of two lists taken together, where a point of one list stands for one of the other."""

from __future__ import annotations

import numpy as np

from .errors import Cancelled, never
from .nearest_rows import nearest_rows


def points_together(
    x: np.ndarray,
    y: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    cancelled: Cancelled = never,
) -> np.ndarray:
    """The group of each point, (n,), from 0: a point and that of the other list nearest to it are in one.

    `x` and `y` (n,) in metres; `first` and `second` (n,) say which list a point is on, both where it is on both. So
    what stood on a point of one list is one with what stands on the points of the other that took its place, however
    far apart points lie there: with a limit of 500 or 1,000 m a full point far from others is left alone, and reads as
    change. The choice is ours.
    """
    here, there = [], []
    for own, other in ((first & ~second, second), (second & ~first, first)):
        asking, among = np.flatnonzero(own), np.flatnonzero(other)
        if not asking.size or not among.size:
            continue
        nearest, _ = nearest_rows(np.column_stack([x, y]), among, asking, 1, None, cancelled)
        here.append(asking)
        there.append(nearest[:, 0].astype(np.int64))
    if not here:
        return np.arange(x.size)
    return _components(x.size, np.concatenate([*here, *there]), np.concatenate([*there, *here]))


def _components(points: int, here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """The part of a graph that each of its points is in, (points,), numbered by their first points."""
    lowest = np.arange(points)
    while True:
        before = lowest.copy()
        np.minimum.at(lowest, here, before[there])
        if np.array_equal(lowest, before):
            return np.unique(lowest, return_inverse=True)[1].ravel()
