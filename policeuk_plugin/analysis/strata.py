# SPDX-License-Identifier: GPL-2.0-or-later
"""Units of unequal size are exchanged only with units of about their own, so that size alone makes no cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .errors import AnalysisError, Cancelled, never, stop_if
from .neighbours import Windows
from .permutation import MOST_SUMS, window_sums

LEAST_UNITS = 50
LIKE_SIZE = 0.8
MOST_WORK = 3e10  # frequencies worked on in all; some minutes
_AT_ONCE = 4_000_000
_MOST_KEY = 2**62


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
    """P(S ≥ window sum), (n,), when the whole `counts` (n,) are dealt out anew within each of the `strata` (n,)."""
    sums = windows.sums(counts)
    return stratified_tails(counts, windows, strata, mixes_of(windows, strata), sums, sums, cancelled)[0]


@dataclass(frozen=True)
class Mixes:
    """Units of each stratum in windows: the different `kinds` (k, strata), and which of them each is, `kind` (n,)."""

    kinds: np.ndarray
    kind: np.ndarray


def stratified_tails(
    counts: np.ndarray,
    windows: Windows,
    strata: np.ndarray,
    mixes: Mixes,
    above: np.ndarray,
    below: np.ndarray,
    cancelled: Cancelled = never,
    which: Optional[np.ndarray] = None,
) -> tuple[np.ndarray, np.ndarray]:
    """P(S ≥ `above`) and P(S ≤ `below`), (n,) each, S as in `stratified_upper`; between whole bounds interpolated.

    Of the windows `which` (m,) only, in their order, where that is given.

    A window with w_k units of stratum k holds the sum of independent draws of w_k units from each: the distributions
    of those are exact (`window_sums`), and are put together by their Fourier transforms, once for all windows that
    are made up alike. Floor about 1e-15.
    """
    length = _length(counts, windows)
    which = np.arange(counts.size) if which is None else which
    needed, kind = np.unique(mixes.kind[which], return_inverse=True)
    # Of a stratum as many as for all windows, so that no p depends on which others are asked.
    most = np.where(mixes.kinds[needed].any(axis=0), mixes.kinds.max(axis=0), 0).tolist()
    parts = [_transforms(counts[strata == k], taken, length, cancelled) for k, taken in enumerate(most)]
    order = np.argsort(kind, kind="stable")
    kind, above, below = kind[order], above[which], below[which]
    upper, lower = np.empty(which.size), np.empty(which.size)
    step = max(1, _AT_ONCE // length)
    for begin in range(0, needed.size, step):
        stop_if(cancelled)
        sums = _cumulated(mixes.kinds[needed[begin : begin + step]], parts, length)
        first, after = np.searchsorted(kind, [begin, begin + step])
        mine, row = order[first:after], kind[first:after] - begin
        upper[mine] = 1 - _between(sums, row, above[mine] - 1)
        lower[mine] = _between(sums, row, below[mine])
    return np.clip(upper, 1e-15, 1.0), np.clip(lower, 1e-15, 1.0)


def mixes_of(windows: Windows, strata: np.ndarray) -> Mixes:
    """The mixes of `strata` (n,) in the windows.

    As `np.unique(…, axis=0)` of a table of all windows has them, which for millions would not fit into memory. Windows
    know those of the last strata, which are the same for every map made by chance.
    """
    known = windows.known.get("mixes")
    if known is not None and np.array_equal(known[0], strata):
        mixes: Mixes = known[1]
        return mixes
    found = _mixes(windows, strata)
    windows.known["mixes"] = strata, found
    return found


def _mixes(windows: Windows, strata: np.ndarray) -> Mixes:
    key, reach = np.zeros(len(windows), dtype=np.int64), 1
    for stratum in range(strata.max() + 1):
        taken = windows.sums((strata == stratum).astype(np.int32))
        values = int(taken.max()) + 1
        if reach > _MOST_KEY // values:
            different, key = np.unique(key, return_inverse=True)
            reach = different.size
        key = key * values + taken
        reach *= values
    _, first, kind = np.unique(key, return_index=True, return_inverse=True)
    sizes = windows.sizes[first]
    row = np.repeat(np.arange(first.size), sizes)
    at = np.arange(row.size) + np.repeat(windows.indptr[first] - (np.cumsum(sizes) - sizes), sizes)
    kinds = np.zeros((first.size, strata.max() + 1), dtype=np.int64)
    np.add.at(kinds, (row, strata[windows.indices[at]]), 1)
    return Mixes(kinds, kind)


def _between(sums: np.ndarray, row: np.ndarray, bound: np.ndarray) -> np.ndarray:
    """P(S ≤ `bound`), (m,), of the windows `row`; of a bound between two whole numbers on the line between theirs."""
    below = np.floor(bound)
    part, at = bound - below, below.astype(np.int64)
    last = sums.shape[1] - 1
    first, after = (np.where(i >= 0, sums[row, np.clip(i, 0, last)], 0.0) for i in (at, at + 1))
    return first + part * (after - first)


def _cumulated(kinds: np.ndarray, parts: list[np.ndarray], length: int) -> np.ndarray:
    """P(S ≤ s) for s = 0 … `length` − 1 of windows made up as the rows of `kinds` say, (rows, `length`)."""
    product = np.ones((len(kinds), length // 2 + 1), dtype=complex)
    for taken, transforms in zip(kinds.T, parts):
        some = np.flatnonzero(taken)
        product[some] *= transforms[taken[some]]
    return np.cumsum(np.fft.irfft(product, length, axis=1), axis=1)


def can_count_stratified(counts: np.ndarray, windows: Windows, mixes: Mixes) -> bool:
    """Whether `stratified_tails` would be done in bearable time and memory: by the windows that are not made up alike.

    Of a grid these are few, however many cells it has.
    """
    kinds = mixes.kinds
    length, rows = _length(counts, windows), int(kinds.max(axis=0).sum()) + kinds.shape[1]
    return rows * length <= MOST_SUMS and float(np.count_nonzero(kinds)) * length <= MOST_WORK


def permuted_upper(
    values: np.ndarray,
    windows: Windows,
    strata: np.ndarray,
    draws: int,
    seed: int,
    cancelled: Cancelled = never,
    bounds: Optional[np.ndarray] = None,
) -> np.ndarray:
    """(r + 1) / (draws + 1), (n,), r the permutations of `values` within strata whose window sum is as large.

    As large as the window's own, or as `bounds` (n,) where they are given.
    """
    generator = np.random.default_rng(seed)
    sums = windows.sums(values) if bounds is None else bounds
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
