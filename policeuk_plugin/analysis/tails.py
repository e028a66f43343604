# SPDX-License-Identifier: GPL-2.0-or-later
"""Both tails of the permutation test: how rarely a window would hold so many crimes, or so few."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Optional

import numpy as np

from .errors import Cancelled
from .monte_carlo import drawn_upper, draws_for, permutations_for
from .neighbours import Windows
from .permutation import LARGEST_EXACT_WINDOW, WindowSums, can_count, window_sums
from .strata import Mixes, can_count_stratified, mixes_of, permuted_upper, stratified_tails
from .sure_bounds import least_upper, none_at_all

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Dealing:
    """How counts (n,) are dealt out anew: within `strata` (n,), by drawing with `seed` where they cannot be counted.

    With `expected` (n,) crimes of each unit, above zero, a window for which more is expected than for average units
    of its strata must hold as many times more to count as high, and one for which less is expected is not taken for
    low until it holds less by more than that; never the other way, which would call small numbers too soon.

    A p that is surely above `enough` need not be worked out: a bound below it will do.
    """

    counts: np.ndarray
    windows: Windows
    strata: np.ndarray
    alpha: float
    seed: int
    cancelled: Cancelled
    expected: Optional[np.ndarray] = None
    enough: float = 1.0

    @cached_property
    def mixes(self) -> Mixes:
        """What the windows are made up of."""
        return mixes_of(self.windows, self.strata)

    @cached_property
    def in_units(self) -> tuple[np.ndarray, np.ndarray, int]:
        """Counts and window sums in units of what divides all of them, which gives the same p from fewer sums."""
        counts, sums = self.counts, self.windows.sums(self.counts)
        if counts.dtype.kind != "i":
            return counts, sums, 1
        unit = max(int(np.gcd.reduce(counts)), 1)
        return counts // unit, sums // unit, unit

    @cached_property
    def expected_sums(self) -> tuple[np.ndarray, np.ndarray]:
        """What the windows are expected to hold, and what as many average units of their strata would, (n,) each."""
        expected = np.zeros(self.counts.size) if self.expected is None else self.expected
        means = np.bincount(self.strata, expected) / np.maximum(np.bincount(self.strata), 1)
        return self.windows.sums(expected), self.windows.sums(means[self.strata])

    @cached_property
    def countable_by_strata(self) -> bool:
        """Whether both tails within strata are counted in bearable time."""
        return _countable(self) and can_count_stratified(self.in_units[0], self.windows, self.mixes)

    @cached_property
    def distribution(self) -> Optional[WindowSums]:
        """Exact, of window sums of the whole map; None where it would take too long."""
        counts = self.in_units[0]
        largest, most = int(self.windows.sizes.max()), int(self.windows.sums(counts).max()) + 1
        if not _countable(self) or not can_count(counts, largest, most):
            return None
        return window_sums(counts, largest, most, self.cancelled)


def upper_tail(dealing: Dealing) -> tuple[np.ndarray, int]:
    """P(S ≥ window's crimes), (n,), and how many permutations were drawn for it (0: all of them were counted)."""
    counts, sums, unit = dealing.in_units
    bounds = _as_average_units(dealing, sums, 1, unit)
    windows = dealing.windows
    if _stratified(dealing):
        if dealing.countable_by_strata:
            return _above(dealing, counts, bounds), 0
        return _permuted(dealing, counts, bounds)
    found = dealing.distribution
    if found is not None:
        return found.upper(windows.sizes, sums), 0
    return _drawn(dealing, counts, sums)


def lower_tail(dealing: Dealing) -> tuple[np.ndarray, np.ndarray, int]:
    """P(S ≤ window's crimes) and P(S = 0), (n,) each, and how many permutations were drawn."""
    counts, sums, unit = dealing.in_units
    bounds, none = _as_average_units(dealing, sums, -1, unit), np.zeros_like(sums)
    windows = dealing.windows
    if _stratified(dealing):
        if dealing.countable_by_strata:
            if dealing.enough < 1:
                return (*_below(dealing, counts, bounds), 0)
            some, p = stratified_tails(
                counts, windows, dealing.strata, dealing.mixes, none + 1, bounds, dealing.cancelled
            )
            return p, 1 - some, 0
        p, draws = _permuted(dealing, -counts, -bounds)
        return p, _permuted(dealing, -counts, -none)[0], draws
    found = dealing.distribution
    if found is not None:
        return found.lower(windows.sizes, sums), found.lower(windows.sizes, none), 0
    p, draws = _drawn(dealing, -counts, -sums)
    return p, _drawn(dealing, -counts, -none)[0], draws


def can_be_exact(dealing: Dealing) -> bool:
    """Whether both tails are counted in bearable time and memory: else they would be drawn."""
    counts, sums, _ = dealing.in_units
    if _stratified(dealing):
        return dealing.countable_by_strata
    return _countable(dealing) and can_count(counts, int(dealing.windows.sizes.max()), int(sums.max()) + 1)


def _countable(dealing: Dealing) -> bool:
    return bool(dealing.counts.dtype.kind == "i" and dealing.windows.sizes.max() <= LARGEST_EXACT_WINDOW)


def _stratified(dealing: Dealing) -> bool:
    return bool(dealing.strata.max() > 0 or dealing.expected is not None)


def _above(dealing: Dealing, counts: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """P(S ≥ `bounds`), (n,), or what it is at least where that is more than `enough`."""
    windows, strata, mixes = dealing.windows, dealing.strata, dealing.mixes
    if dealing.enough >= 1:
        return stratified_tails(counts, windows, strata, mixes, bounds, bounds, dealing.cancelled)[0]
    p = least_upper(counts, strata, mixes, bounds)
    left = np.flatnonzero(p <= dealing.enough + _ROUNDING)
    p[left] = stratified_tails(counts, windows, strata, mixes, bounds, bounds, dealing.cancelled, left)[0]
    return p


def _below(dealing: Dealing, counts: np.ndarray, bounds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """P(S ≤ `bounds`), (n,), or what it is at least where that is more than `enough`; and P(S = 0), (n,).

    P(S ≤ s) ≥ 1 − E(S) / (s + 1) by Markov: windows about as full as is usual need no more than that, and those that
    are often empty no more than P(S = 0). For the rest it does not matter by how much a unit holds more than the
    largest of their bounds, which makes distributions short.
    """
    windows, strata, mixes = dealing.windows, dealing.strata, dealing.mixes
    means = np.bincount(strata, counts) / np.maximum(np.bincount(strata), 1)
    p = np.maximum(1 - windows.sums(means[strata]) / (np.floor(bounds) + 1), 0.0)
    most = int(np.ceil(bounds[p <= dealing.enough + _ROUNDING].max(initial=0))) + 1
    empty = none_at_all(counts, strata, mixes)
    p = np.maximum(p, empty)
    left = np.flatnonzero(p <= dealing.enough + _ROUNDING)
    short = np.minimum(counts, most)
    p[left] = stratified_tails(short, windows, strata, mixes, bounds, bounds, dealing.cancelled, left)[1]
    return p, empty


def _permuted(dealing: Dealing, counts: np.ndarray, bounds: np.ndarray) -> tuple[np.ndarray, int]:
    draws = permutations_for(counts.size, dealing.windows.indices.size, dealing.alpha)
    p = permuted_upper(counts, dealing.windows, dealing.strata, draws, dealing.seed, dealing.cancelled, bounds)
    return p, draws


def _drawn(dealing: Dealing, counts: np.ndarray, sums: np.ndarray) -> tuple[np.ndarray, int]:
    sizes = dealing.windows.sizes
    draws = draws_for(counts.size, int(sizes.max()), dealing.alpha)
    return drawn_upper(counts, sizes, sums, draws, dealing.seed, dealing.cancelled), draws


def _as_average_units(dealing: Dealing, sums: np.ndarray, sign: int, unit: int) -> np.ndarray:
    """The `sums` of the windows, (n,), as they would be of average units of their strata; counted in `unit` crimes."""
    if dealing.expected is None:
        return sums
    mine, usual = dealing.expected_sums
    if sign > 0:
        return sums * np.minimum(usual / mine, 1.0)
    return sums + np.maximum(usual - mine, 0.0) / unit
