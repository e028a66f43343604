# SPDX-License-Identifier: GPL-2.0-or-later
"""Units of unequal size are exchanged only with units of about their own, so that size alone makes no cluster."""

from __future__ import annotations

import numpy as np

from .errors import AnalysisError, Cancelled, never, stop_if
from .neighbours import Windows
from .permutation import MOST_SUMS, window_sums

LEAST_UNITS = 50
LIKE_SIZE = 0.8
MOST_WORK = 3e10  # frequencies worked on in all; some minutes
_AT_ONCE = 4_000_000


def strata_of_size(size: np.ndarray, least: int = LEAST_UNITS) -> np.ndarray:
    """The stratum of each unit, (n,), 0 the largest units, from their `size` (n,): area, or whatever is at risk.

    From the largest down, a stratum takes `least` units at least, all that are `LIKE_SIZE` of its largest or more,
    and all as large as its smallest; what is left in the end and is fewer joins the one before. The choice is ours.
    """
    size = np.asarray(size, dtype=float)
    if not np.isfinite(size).all() or (size.size and size.min() < 0):
        raise AnalysisError("Some units have no size. Repair their geometries or leave them out.")
    order = np.argsort(-size, kind="stable")
    falling = -size[order]
    starts, at = [0], 0
    while True:
        last = min(at + least, size.size) - 1
        alike = np.searchsorted(falling, falling[at : at + 1] * LIKE_SIZE, side="right")
        ties = np.searchsorted(falling, falling[last : last + 1], side="right")
        at = int(np.concatenate([alike, ties, [0]]).max())
        if size.size - at < least:
            break
        starts.append(at)
    stratum = np.empty(size.size, dtype=np.int64)
    stratum[order] = np.searchsorted(starts, np.arange(size.size), side="right") - 1
    return stratum


def stratified_upper(
    counts: np.ndarray, windows: Windows, strata: np.ndarray, cancelled: Cancelled = never
) -> np.ndarray:
    """P(S ≥ window sum), (n,), when the whole `counts` (n,) are dealt out anew within each of the `strata` (n,).

    A window with w_k units of stratum k holds the sum of independent draws of w_k units from each: the distributions
    of those are exact (`window_sums`), and are put together by their Fourier transforms. Floor about 1e-15.
    """
    sums, length = windows.sums(counts), _length(counts, windows)
    drawn = [windows.sums((strata == k).astype(np.int64)) for k in range(strata.max() + 1)]
    parts = [_transforms(counts[strata == k], int(taken.max()), length, cancelled) for k, taken in enumerate(drawn)]
    p = np.empty(counts.size)
    step = max(1, _AT_ONCE // length)
    for begin in range(0, counts.size, step):
        stop_if(cancelled)
        part = slice(begin, begin + step)
        product = np.ones((sums[part].size, length // 2 + 1), dtype=complex)
        for taken, transforms in zip(drawn, parts):
            some = np.flatnonzero(taken[part])
            product[some] *= transforms[taken[part][some]]
        below = np.cumsum(np.fft.irfft(product, length, axis=1), axis=1)
        wanted = sums[part]
        p[part] = np.where(wanted > 0, 1 - below[np.arange(wanted.size), np.maximum(wanted - 1, 0)], 1.0)
    return np.clip(p, 1e-15, 1.0)


def can_count_stratified(counts: np.ndarray, windows: Windows, strata: np.ndarray) -> bool:
    """Whether `stratified_upper` would be done in bearable time and memory."""
    drawn = [int(windows.sums((strata == k).astype(np.int64)).max()) for k in range(strata.max() + 1)]
    rows = sum(drawn) + len(drawn)
    return rows * _length(counts, windows) <= MOST_SUMS and stratified_work(counts, windows) <= MOST_WORK


def stratified_work(counts: np.ndarray, windows: Windows) -> float:
    """Frequencies that `stratified_upper` would work on."""
    return float(windows.indices.size) * _length(counts, windows)


def permuted_upper(
    values: np.ndarray, windows: Windows, strata: np.ndarray, draws: int, seed: int, cancelled: Cancelled = never
) -> np.ndarray:
    """(r + 1) / (draws + 1), (n,), r the permutations of `values` within strata whose window sum is as large."""
    generator = np.random.default_rng(seed)
    sums = windows.sums(values)
    bounds = sums - 1e-9 * max(float(np.abs(sums).max()), 1e-300)
    grouped, reached = np.argsort(strata, kind="stable"), np.zeros(values.size, dtype=np.int64)
    dealt = np.empty_like(values)
    for _ in range(draws):
        stop_if(cancelled)
        dealt[grouped] = values[np.lexsort((generator.random(values.size), strata))]
        reached += windows.sums(dealt) >= bounds
    return (reached + 1) / (draws + 1)


def _length(counts: np.ndarray, windows: Windows) -> int:
    """A power of two above every sum that a window could hold, so that nothing wraps around."""
    most = int(np.sort(counts)[-int(windows.sizes.max()) :].sum())
    return 2 ** max(1, most.bit_length())


def _transforms(counts: np.ndarray, largest: int, length: int, cancelled: Cancelled) -> np.ndarray:
    """Fourier transforms of the sums of 0 … `largest` of a stratum's counts, (largest + 1, length / 2 + 1)."""
    if largest == 0:
        return np.ones((1, length // 2 + 1), dtype=complex)
    most = int(np.sort(counts)[-largest:].sum())
    return np.fft.rfft(window_sums(counts, largest, most, cancelled).probability, length, axis=1)
