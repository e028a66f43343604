# SPDX-License-Identifier: GPL-2.0-or-later
"""Both tails of the permutation test: how rarely a window would hold so many crimes, or so few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .errors import Cancelled
from .monte_carlo import drawn_upper, draws_for
from .neighbours import Windows
from .permutation import LARGEST_EXACT_WINDOW, can_count, window_sums
from .strata import can_count_stratified, permuted_upper, stratified_tails


@dataclass(frozen=True)
class Dealing:
    """How counts (n,) are dealt out anew: within `strata` (n,), by drawing with `seed` where they cannot be counted.

    With `expected` (n,) crimes of each unit, above zero, a window for which more is expected than for average units
    of its strata must hold as many times more to count as high, and one for which less is expected is not taken for
    low until it holds less by more than that; never the other way, which would call small numbers too soon.
    """

    counts: np.ndarray
    windows: Windows
    strata: np.ndarray
    alpha: float
    seed: int
    cancelled: Cancelled
    expected: Optional[np.ndarray] = None


def upper_tail(dealing: Dealing) -> tuple[np.ndarray, int]:
    """P(S ≥ window's crimes), (n,), and how many permutations were drawn for it (0: all of them were counted)."""
    return _tail(dealing, dealing.windows.sums(dealing.counts), 1)


def lower_tail(dealing: Dealing) -> tuple[np.ndarray, np.ndarray, int]:
    """P(S ≤ window's crimes) and P(S = 0), (n,) each, and how many permutations were drawn."""
    sums = dealing.windows.sums(dealing.counts)
    p, draws = _tail(dealing, sums, -1)
    empty, _ = _tail(dealing, np.zeros_like(sums), -1)
    return p, empty, draws


def _tail(dealing: Dealing, sums: np.ndarray, sign: int) -> tuple[np.ndarray, int]:
    """P(S ≥ `sums`) where `sign` is 1, P(S ≤ `sums`) where it is −1."""
    counts, windows, strata = dealing.counts, dealing.windows, dealing.strata
    whole = counts.dtype.kind == "i" and windows.sizes.max() <= LARGEST_EXACT_WINDOW
    unit = max(int(np.gcd.reduce(counts)), 1) if whole else 1  # the same p from fewer sums
    if whole:
        counts, sums = counts // unit, sums // unit
    bounds = _as_average_units(dealing, sums, sign, unit)
    if strata.max() > 0 or dealing.expected is not None:
        return _within_strata(dealing, counts, bounds, sign, whole)
    largest, most = int(windows.sizes.max()), int(windows.sums(counts).max())
    if whole and can_count(counts, largest, most):
        found = window_sums(counts, largest, most, dealing.cancelled)
        return (found.upper if sign > 0 else found.lower)(windows.sizes, sums), 0
    draws = draws_for(counts.size, largest, dealing.alpha)
    p = drawn_upper(sign * counts, windows.sizes, sign * sums, draws, dealing.seed, dealing.cancelled)
    return p, draws


def _within_strata(
    dealing: Dealing, counts: np.ndarray, bounds: np.ndarray, sign: int, whole: bool
) -> tuple[np.ndarray, int]:
    windows, strata = dealing.windows, dealing.strata
    if whole and can_count_stratified(counts, windows, strata):
        tails = stratified_tails(counts, windows, strata, bounds, bounds, dealing.cancelled)
        return tails[0 if sign > 0 else 1], 0
    draws = draws_for(counts.size, counts.size, dealing.alpha)
    return permuted_upper(sign * counts, windows, strata, draws, dealing.seed, dealing.cancelled, sign * bounds), draws


def _as_average_units(dealing: Dealing, sums: np.ndarray, sign: int, unit: int) -> np.ndarray:
    """The `sums` of the windows, (n,), as they would be of average units of their strata; counted in `unit` crimes."""
    if dealing.expected is None:
        return sums
    means = np.bincount(dealing.strata, dealing.expected) / np.maximum(np.bincount(dealing.strata), 1)
    mine, usual = dealing.windows.sums(dealing.expected), dealing.windows.sums(means[dealing.strata])
    if sign > 0:
        return sums * np.minimum(usual / mine, 1.0)
    return sums + np.maximum(usual - mine, 0.0) / unit
