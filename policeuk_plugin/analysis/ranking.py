# SPDX-License-Identifier: GPL-2.0-or-later
"""Ranks, and who is in the top, in which nobody gains by the order in which equals happen to stand."""

from __future__ import annotations

from typing import Optional

import numpy as np

_DENSE = 16


def places_of_top(units: int, percent: float) -> int:
    """How many of `units` are the top `percent` per cent: rounded down, one at least."""
    return max(1, int(units * percent / 100 + 1e-9))


def in_top(counts: np.ndarray, places: int) -> np.ndarray:
    """Which units (n,) are in the top `places` by their `counts` (n,).

    In are those with more than the unit at place `places` + 1, and with a crime at all: who is in is in however equals
    are put in order, and those who tie for the last places are all out. So fewer than `places` may be in.
    """
    if places >= counts.size:
        return counts > 0
    at = counts.size - places - 1
    return counts > max(np.partition(counts, at)[at], 0)


def places_taken(counts: np.ndarray, places: int) -> int:
    """How many of the units `in_top` says are in; `counts` (n,) are whole numbers, of which zeros may be left out."""
    number = np.bincount(counts)
    number[0] = 0
    taken = number[::-1].cumsum()  # with so many crimes or more, from the most on
    fits = np.searchsorted(taken, places, side="right")
    return int(taken[fits - 1]) if fits else 0


def rank_from_most(counts: np.ndarray) -> np.ndarray:
    """1 for the most, equals share the best of their ranks, (n,)."""
    ordered = np.sort(counts)
    return counts.size - np.searchsorted(ordered, counts, side="right") + 1


def mean_ranks(values: np.ndarray) -> np.ndarray:
    """1 for the least, equals share the mean of their ranks, (n,)."""
    if values.dtype.kind == "i" and values.min(initial=0) >= 0 and values.max(initial=0) < _DENSE * values.size:
        place, number = values, np.bincount(values)  # a tenth of the time of sorting
    else:
        _, place, number = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((number.cumsum() - (number - 1) / 2)[place])


def spearman(one: np.ndarray, other: np.ndarray) -> Optional[float]:
    """Spearman's rank correlation of two series (n,), equals at their mean rank; None where one does not vary."""
    if one.size < 2:
        return None
    a, b = mean_ranks(one), mean_ranks(other)
    a, b = a - a.mean(), b - b.mean()
    spread = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / spread if spread > 0 else None
