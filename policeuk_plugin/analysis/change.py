# SPDX-License-Identifier: GPL-2.0-or-later
"""Changes of counts between two periods of equal length, unit by unit, with the false discovery rate held."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .errors import Cancelled, never
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
ALARM = 3.0
"""|z| from which Poisson z is usually called an alarm."""


@dataclass(frozen=True)
class Changes:
    """Of n tests each (n,): counts, ratio and its 95 % interval, Poisson z, p, q, and the place in `TOLD`.

    `ratio` is NaN where there were none before. `alpha` is the false discovery rate.
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

    @property
    def difference(self) -> np.ndarray:
        """After less before."""
        return self.after - self.before

    def is_(self, told: Told) -> np.ndarray:
        """True for the tests of which this is told."""
        return self.told == TOLD.index(told)


def find_changes(
    after: np.ndarray,
    before: np.ndarray,
    alpha: float = 0.05,
    area: Optional[tuple[int, int]] = None,
    cancelled: Cancelled = never,
) -> Changes:
    """Test every pair of whole counts (n,), of periods of equal length; all n are one family of tests.

    Without `area` by the E-test, else against its change: crimes of the whole area after and before. Called are those
    with q ≤ `alpha` after Benjamini-Hochberg, pairs without a crime included. Of the rest, those with so few crimes
    that not even a doubling, or halving, would be called are too few to tell.
    """
    after, before = np.asarray(after, dtype=np.int64), np.asarray(before, dtype=np.int64)
    p = e_test(after, before, cancelled) if area is None else relative_test(after, before, area, cancelled)
    q = benjamini_hochberg(p)
    lower, upper = ratio_interval(after, before)
    ratio = np.full(after.size, np.nan)
    np.divide(after, before, out=ratio, where=before > 0)
    usual = 1.0 if area is None else _share(*area)
    up = after > before * usual
    few = _too_few(after + before, usual, threshold_for_one_more(p, alpha), area)
    told = np.where(q <= alpha, np.where(up, 0, 1), np.where(few, 3, 2))
    against = Against.NO_CHANGE if area is None else Against.AREA
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


def _too_few(
    total: np.ndarray, usual: float, threshold: float, area: Optional[tuple[int, int]]
) -> np.ndarray:
    """True where neither twice nor half the usual ratio would give a p at or below `threshold`, (n,)."""
    if area is None:
        return total < least_told(threshold)
    sizes, which = np.unique(total, return_inverse=True)
    fine = np.zeros(sizes.size, dtype=bool)
    for odds in (2 * usual, usual / 2):
        split = np.minimum(np.ceil(sizes * odds / (1 + odds)), area[0]) if odds > usual else np.maximum(
            np.floor(sizes * odds / (1 + odds)), sizes - area[1]
        )
        fine |= relative_test(split, np.minimum(sizes - split, area[1]), area) <= threshold
    return ~fine[which]


def _share(after: int, before: int) -> float:
    """The ratio of the area, within what can be computed with."""
    return min(max((after + 0.5) / (before + 0.5), math.ulp(1.0)), 1e9) if 0 in (after, before) else after / before


def dispersion(after: np.ndarray, before: np.ndarray) -> tuple[float, int]:
    """How much more months differ than single events would make them: χ² over its degrees of freedom, and those.

    `after` and `before` are (n, m) of n units in m matched months. Given a unit's totals and those of a month's pair,
    the split between the periods is the same in all months: Pearson's χ² against it, times (N − 1) / N of the unit's N
    crimes, has m − 1 degrees of freedom, exactly in the mean. About 1 for single events, 2 where variances are double
    what the E-test takes them for. NaN without any.
    """
    pair = (after + before).astype(float)
    total, later = pair.sum(axis=1, keepdims=True), after.sum(axis=1, keepdims=True)
    share = np.divide(later, total, out=np.zeros_like(total), where=total > 0)
    fit = share * (1 - share) * pair * np.divide(total, total - 1, out=np.ones_like(total), where=total > 1)
    chi = np.divide((after - share * pair) ** 2, fit, out=np.zeros_like(pair), where=fit > 0)
    told = (fit > 0).sum(axis=1) > 1
    degrees = int(((fit > 0).sum(axis=1)[told] - 1).sum())
    return (float(chi[told].sum() / degrees), degrees) if degrees else (math.nan, 0)
