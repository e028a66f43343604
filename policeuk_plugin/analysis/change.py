# SPDX-License-Identifier: GPL-2.0-or-later
"""Changes of counts between two periods of equal length, unit by unit, with the false discovery rate held."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np

from .errors import Cancelled, never, stop_if
from .etest import e_test
from .multiple_testing import benjamini_hochberg, threshold_for_one_more
from .ratio_interval import ratio_interval
from .relative_change import relative_test


class Against(enum.Enum):
    """What a unit's change is held against: none at all, or that of the whole area."""

    NO_CHANGE = "no change"
    AREA = "change of the area"


class Told(enum.Enum):
    """What can be told of a unit."""

    MORE = "more"
    FEWER = "fewer"
    NOT_TOLD = "no change that can be told"
    TOO_FEW = "too few to tell"


TOLD = tuple(Told)
"""Told by its place in `Changes.told`."""


@dataclass(frozen=True)
class Changes:
    """Of n tests each (n,): counts, ratio and its 95 % interval, Poisson z, p, q, and the place in `TOLD`.

    `ratio` is NaN where there were none before. `alpha` is the false discovery rate. `q_bursts` is that of counts
    divided by how much months differ beyond single events, None where nothing was divided.
    """

    after: np.ndarray
    before: np.ndarray
    ratio: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    z: np.ndarray
    p: np.ndarray
    q: np.ndarray
    told: np.ndarray
    alpha: float
    against: Against
    q_bursts: Optional[np.ndarray] = None

    @property
    def difference(self) -> np.ndarray:
        """After less before."""
        return self.after - self.before

    def is_(self, told: Told) -> np.ndarray:
        """True for the tests of which this is told."""
        return self.told == TOLD.index(told)


@dataclass(frozen=True)
class Pair:
    """Whole counts (n,) of two periods of equal length.

    `area`, where given, are the crimes of the whole area after and before: then the test is against its change.
    """

    after: np.ndarray
    before: np.ndarray
    area: Optional[tuple[int, int]] = None


def find_changes(pairs: Sequence[Pair], alpha: float = 0.05, cancelled: Cancelled = never) -> list[Changes]:
    """Test every unit of each of `pairs`, such as a crime type; all are one family of tests.

    Without an area by the E-test, else against its change. Called are those with q ≤ `alpha` after Benjamini-Hochberg,
    units without a crime included. Of the rest, those with so few crimes that not even a doubling, or halving, would
    be called are too few to tell.
    """
    p = [_p_of(pair, cancelled) for pair in pairs]
    every = np.concatenate(p)
    q = np.split(benjamini_hochberg(every), np.cumsum([one.size for one in p])[:-1])
    threshold = threshold_for_one_more(every, alpha)
    found = []
    for pair, of, adjusted in zip(pairs, p, q):
        stop_if(cancelled)
        found.append(_changes(pair, of, adjusted, threshold, alpha))
    return found


def called_by_both(plain: Changes, divided: Changes) -> Changes:
    """The changes of `plain`, told only where those of the same counts `divided` by their dispersion are told too.

    As if so many crimes came at once. What would be too few there is too few.
    """
    told = np.where(plain.told == divided.told, plain.told, TOLD.index(Told.NOT_TOLD))
    told = np.where(divided.is_(Told.TOO_FEW), TOLD.index(Told.TOO_FEW), told)
    return replace(plain, told=told, q_bursts=divided.q)


def _p_of(pair: Pair, cancelled: Cancelled) -> np.ndarray:
    if pair.area is None:
        return e_test(pair.after, pair.before, cancelled)
    return relative_test(pair.after, pair.before, pair.area, cancelled)


def _changes(pair: Pair, p: np.ndarray, q: np.ndarray, threshold: float, alpha: float) -> Changes:
    after, before = np.asarray(pair.after, dtype=np.int64), np.asarray(pair.before, dtype=np.int64)
    lower, upper = ratio_interval(after, before)
    ratio = np.full(after.size, np.nan)
    np.divide(after, before, out=ratio, where=before > 0)
    usual = 1.0 if pair.area is None else _ratio_of(*pair.area)
    few = _too_few(after + before, usual, threshold, pair.area)
    told = np.where(q <= alpha, np.where(after > before * usual, 0, 1), np.where(few, 3, 2))
    against = Against.NO_CHANGE if pair.area is None else Against.AREA
    return Changes(after, before, ratio, lower, upper, poisson_z(after, before), p, q, told, alpha, against)


def poisson_z(after: np.ndarray, before: np.ndarray) -> np.ndarray:
    """2 (√after − √before), (n,): near a standard normal without change. For information; 3 is the usual alarm."""
    return 2 * (np.sqrt(after) - np.sqrt(before))


def least_told(threshold: float) -> int:
    """The fewest crimes of both periods together of which a doubling gives a p at or below `threshold`."""
    low, high = 0, 3
    while _p_of_doubling(high) > threshold and high < 2**20:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if _p_of_doubling(middle) > threshold:
            low = middle
        else:
            high = middle
    return high


def _p_of_doubling(total: int) -> float:
    fewer = total // 3
    return float(e_test(np.array([total - fewer]), np.array([fewer]))[0])


def _too_few(total: np.ndarray, usual: float, threshold: float, area: Optional[tuple[int, int]]) -> np.ndarray:
    """True where neither twice nor half the usual ratio would give a p at or below `threshold`, (n,)."""
    if area is None:
        return total < least_told(threshold)
    sizes, which = np.unique(total, return_inverse=True)
    fine = np.zeros(sizes.size, dtype=bool)
    for odds in (2 * usual, usual / 2):
        split = (
            np.minimum(np.ceil(sizes * odds / (1 + odds)), area[0])
            if odds > usual
            else np.maximum(np.floor(sizes * odds / (1 + odds)), sizes - area[1])
        )
        fine |= relative_test(split, np.minimum(sizes - split, area[1]), area) <= threshold
    return ~fine[which]


def _ratio_of(after: int, before: int) -> float:
    """The ratio of the area, within what can be computed with."""
    return min(max((after + 0.5) / (before + 0.5), math.ulp(1.0)), 1e9) if 0 in (after, before) else after / before
