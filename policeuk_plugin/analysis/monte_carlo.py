# SPDX-License-Identifier: GPL-2.0-or-later
"""The permutation test by drawing, for what cannot be counted exactly: fractions of crimes, and very large windows."""

from __future__ import annotations

import math

import numpy as np

from .errors import Cancelled, never, stop_if

MOST_DRAWN = 50_000_000  # cells drawn in all; some 10 seconds
MOST_SUMMED = 1_000_000_000  # members of windows added up in all; some 10 seconds, too
_AT_ONCE = 2_000_000


def draws_for(tests: int, largest: int, alpha: float) -> int:
    """Draws that resolve p at α / tests twentyfold, as far as `MOST_DRAWN` cells allow; at least 999."""
    return max(999, min(math.ceil(20 * tests / alpha), MOST_DRAWN // largest))


def permutations_for(tests: int, members: int, alpha: float) -> int:
    """The same of permutations of all cells, after each of which windows of so many `members` in all are summed."""
    return max(999, min(draws_for(tests, tests, alpha), MOST_SUMMED // max(members, 1)))


def smallest_callable(tests: int, draws: int, alpha: float) -> int:
    """How many cells must stand out together for any to be called, since p is never below 1 / (draws + 1)."""
    return max(1, math.ceil(tests / (alpha * (draws + 1)) - 1e-9))


def drawn_upper(
    values: np.ndarray, sizes: np.ndarray, sums: np.ndarray, draws: int, seed: int, cancelled: Cancelled = never
) -> np.ndarray:
    """(r + 1) / (draws + 1) for each pair of `sizes` and `sums` (n,), r the draws with S_w ≥ s.

    Each draw is a run of distinct cells of `values`; its first w are the draw of a window of w cells. Sums that
    differ by rounding only count as equal. The same seed gives the same numbers.
    """
    generator = np.random.default_rng(seed)
    values = np.asarray(values, dtype=float)
    bounds = sums - 1e-9 * max(float(np.abs(sums).max()), 1e-300)
    reached = np.zeros(sizes.size, dtype=np.int64)
    groups = [(int(size), np.flatnonzero(sizes == size)) for size in np.unique(sizes)]
    largest, left = int(sizes.max()), draws
    while left:
        stop_if(cancelled)
        rows = draw_cells(generator, values.size, largest, min(left, max(1, _AT_ONCE // largest)))
        left -= len(rows)
        running = np.cumsum(values[rows], axis=1)
        for size, members in groups:
            drawn = np.sort(running[:, size - 1])
            reached[members] += len(rows) - np.searchsorted(drawn, bounds[members], side="left")
    return (reached + 1) / (draws + 1)


def draw_cells(generator: np.random.Generator, n: int, size: int, rows: int) -> np.ndarray:
    """At least one and at most `rows` draws of `size` distinct cells of n in random order, (≤ rows, size)."""
    if 2 * size >= n:
        return generator.permuted(np.tile(np.arange(n), (rows, 1)), axis=1)[:, :size]
    # Draw with replacement and skip what was drawn before. Rows that run out are dropped: which cells a row holds
    # says nothing about how often it repeated itself.
    expected = n * math.log(n / (n - size))
    tries = math.ceil(expected + 4 * math.sqrt(expected - size + 1))
    while True:
        drawn = generator.integers(0, n, (rows, tries))
        new = _first_times(drawn)
        rank = np.cumsum(new, axis=1)
        full = rank[:, -1] >= size
        if full.any():
            kept = new[full] & (rank[full] <= size)
            return drawn[full][kept].reshape(-1, size)


def _first_times(drawn: np.ndarray) -> np.ndarray:
    """True where a row holds a number for the first time."""
    order = np.argsort(drawn, axis=1, kind="stable")
    ranked = np.take_along_axis(drawn, order, axis=1)
    first = np.ones(drawn.shape, dtype=bool)
    first[:, 1:] = ranked[:, 1:] != ranked[:, :-1]
    new = np.empty_like(first)
    np.put_along_axis(new, order, first, axis=1)
    return new
