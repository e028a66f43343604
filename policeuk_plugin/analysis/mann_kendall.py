# SPDX-License-Identifier: GPL-2.0-or-later
"""Seasonal Mann-Kendall test of many series at once: does the same month of later years tend to be higher, or lower?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

import numpy as np

from .errors import Cancelled, never, stop_if

MOST_EXACT = 10
"""Years of a season up to which p is counted exactly; with more the normal distribution is as good."""
_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Kendall:
    """S of each of k series and what it varies by chance, arrays (k,): `pairs` are those compared that do not tie.

    `kinds` (k, g) says how the values of each group tie, None where there are too many years to count exactly.
    """

    s: np.ndarray
    variance: np.ndarray
    pairs: np.ndarray
    kinds: Optional[np.ndarray]
    sizes: tuple[int, ...]

    @property
    def z(self) -> np.ndarray:
        """S in standard deviations, one nearer to 0 for continuity, (k,); 0 where nothing varies."""
        less = np.sign(self.s) * np.maximum(np.abs(self.s) - 1, 0)
        return np.divide(less, np.sqrt(self.variance), out=np.zeros(self.s.size), where=self.variance > 0)

    @property
    def normal_p(self) -> np.ndarray:
        """Two-sided p of z, (k,), as other tools give it."""
        return two_sided(self.z)

    @property
    def tau(self) -> np.ndarray:
        """S over the pairs that do not tie, −1 to 1, (k,): 1 where every later year is higher; 0 without a pair."""
        return np.divide(self.s, self.pairs, out=np.zeros(self.s.size), where=self.pairs > 0)


def seasonal_kendall(values: np.ndarray, group: np.ndarray, cancelled: Cancelled = never) -> Kendall:
    """S = Σ over groups of Σ_{i<j} sgn(x_j − x_i) of `values` (k, m) in order of time, `group` (m,) such as the month.

    Only months of the same group are compared; groups of one month say nothing. Variance of each group, whose values
    are exchangeable where there is no trend: (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18, t values tied; summed, as groups
    are taken to be independent (see `serial.py`). Sources: Mann 1945; Kendall 1975; Hirsch, Slack & Smith 1982.
    """
    groups = [np.flatnonzero(group == one) for one in np.unique(group)]
    groups = [months for months in groups if months.size > 1]
    sizes = tuple(int(months.size) for months in groups)
    exact = max(sizes, default=0) <= MOST_EXACT
    k = values.shape[0]
    s, pairs = np.zeros(k, dtype=np.int64), np.zeros(k, dtype=np.int64)
    variance = np.zeros(k)
    kinds = np.zeros((k, len(groups)), dtype=np.int64) if exact else None
    step = max(1, _AT_ONCE // max(max(sizes, default=1) ** 2, 1))
    for begin in range(0, k, step):
        stop_if(cancelled)
        some = slice(begin, begin + step)
        for at, months in enumerate(groups):
            found = _of_group(values[some][:, months])
            s[some] += found[0]
            pairs[some] += found[1]
            variance[some] += found[2]
            if kinds is not None:
                kinds[some, at] = found[3]
    return Kendall(s, variance, pairs, kinds, sizes)


def exact_p(found: Kendall, shrunk: Optional[np.ndarray] = None, cancelled: Cancelled = never) -> np.ndarray:
    """P(|S| ≥ |s|), (k,), over all orders of the values of each group, ties included.

    `shrunk` (k,), at least 1: |s| is divided by it first, rounded down, for series whose S varies that many times as
    much. More than `MOST_EXACT` years: by the normal distribution. p is 1 where s is 0.
    """
    bound = np.abs(found.s) / (1.0 if shrunk is None else shrunk)
    if found.kinds is None:
        less = np.maximum(bound - 1, 0)
        return two_sided(np.divide(less, np.sqrt(found.variance), out=np.zeros_like(less), where=found.variance > 0))
    bound = np.floor(bound + 1e-9).astype(np.int64)
    # Groups of one size are alike, so their order says nothing: few different rows are left.
    order = np.lexsort((found.kinds.T, np.broadcast_to(np.array(found.sizes)[:, None], found.kinds.T.shape)), axis=0)
    rows, row = np.unique(np.take_along_axis(found.kinds, order.T, axis=1), axis=0, return_inverse=True)
    sizes = np.sort(np.array(found.sizes, dtype=np.int64))
    most = int((sizes * (sizes - 1) // 2).sum())
    length = 2 ** max(1, (2 * most + 1).bit_length())
    p = np.empty(found.s.size)
    by_row, step = np.argsort(row, kind="stable"), max(1, _AT_ONCE // length)
    ends = np.searchsorted(row[by_row], np.arange(0, len(rows) + step, step))
    for begin, first, after in zip(range(0, len(rows), step), ends[:-1].tolist(), ends[1:].tolist()):
        stop_if(cancelled)
        tails = _tails(rows[begin : begin + step], sizes.tolist(), length, most)
        mine = by_row[first:after]
        p[mine] = np.where(bound[mine] > 0, 2 * tails[row[mine] - begin, bound[mine]], 1.0)
    return np.clip(p, 1e-15, 1.0)


def two_sided(z: np.ndarray) -> np.ndarray:
    """P(|Z| ≥ |z|) of the standard normal, of any shape."""
    flat = np.abs(np.asarray(z, dtype=float)).ravel()
    values, place = np.unique(flat, return_inverse=True)
    tails = np.array([math.erfc(one / math.sqrt(2)) for one in values.tolist()])
    return tails[place].reshape(np.shape(z))


def _of_group(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """S, pairs that do not tie, variance, and how the values tie, (k,) each, of the `values` (k, n) of one group."""
    n = values.shape[1]
    earlier, later = np.triu_indices(n, 1)
    signs = np.sign(values[:, later] - values[:, earlier]).astype(np.int64)
    tied = (values[:, :, None] == values[:, None, :]).sum(axis=2)  # (k, n), with how many each is alike, itself too
    loss = ((tied - 1) * (2 * tied + 5)).sum(axis=1)  # Σ over ties t(t−1)(2t+5), shared out among their values
    variance = (n * (n - 1) * (2 * n + 5) - loss) / 18
    kind = ((n + 1) ** (tied - 1)).sum(axis=1) if n <= MOST_EXACT else np.zeros(len(values), dtype=np.int64)
    return signs.sum(axis=1), np.abs(signs).sum(axis=1), variance, kind


def _tails(rows: np.ndarray, sizes: list[int], length: int, most: int) -> np.ndarray:
    """P(S ≥ s) for s = 0 … `most`, (r, most + 1), of the kinds of ties in `rows` (r, g)."""
    product = np.ones((len(rows), length // 2 + 1))
    for at, size in enumerate(sizes):
        kinds, kind = np.unique(rows[:, at], return_inverse=True)
        product *= np.stack([_transform(size, int(one), length) for one in kinds.tolist()])[kind]
    chance = np.fft.irfft(product, length, axis=1)[:, : most + 1]
    return np.cumsum(chance[:, ::-1], axis=1)[:, ::-1]


@lru_cache(maxsize=2048)
def _transform(size: int, kind: int, length: int) -> np.ndarray:
    """Fourier transform of the chances of S of one group; real, since S is as likely as −S."""
    ties = []
    for tied in range(1, size + 1):
        kind, alike = divmod(kind, size + 1)
        ties += [tied] * (alike // tied)
    chance = s_chances(tuple(ties))
    middle, wrapped = chance.size // 2, np.zeros(length)
    wrapped[np.arange(-middle, middle + 1) % length] = chance
    return np.fft.rfft(wrapped).real


def s_chances(ties: tuple[int, ...]) -> np.ndarray:
    """P(S = s), s from −most to most, over all orders of values of which `ties` are alike; (2 most + 1,).

    S = pairs that do not tie − 2 × inversions. Orders of a multiset by inversions: the Gaussian multinomial
    coefficient [n]! / Π [t]!, put together tie by tie from Gaussian binomial coefficients.
    """
    ways, n = np.ones(1), 0
    for tie in ties:
        ways = np.convolve(ways, _gaussian(n + tie, tie))
        n += tie
    most = ways.size - 1  # pairs that do not tie
    chance = np.zeros(2 * most + 1)
    chance[most + (most - 2 * np.arange(most + 1))] = ways / ways.sum()
    return chance


def _gaussian(n: int, t: int) -> np.ndarray:
    """Coefficients of the Gaussian binomial of n over t, by Pascal's rule: G(n, t) = G(n−1, t−1) + q^t G(n−1, t)."""
    row = [np.ones(1)]
    for size in range(1, n + 1):
        new = [np.ones(1)]
        for take in range(1, min(size, t) + 1):
            whole = np.zeros(take * (size - take) + 1)
            whole[: row[take - 1].size] += row[take - 1]
            if take < size:
                whole[take : take + row[take].size] += row[take]
            new.append(whole)
        row = new
    return row[t]
