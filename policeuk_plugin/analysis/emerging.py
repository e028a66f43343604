# SPDX-License-Identifier: GPL-2.0-or-later
"""What becomes of a place: the 17 classes of emerging hotspots, from months that are hot or cold and the trend."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cached_property
from typing import Optional

import numpy as np

from .errors import AnalysisError, Cancelled, never
from .mann_kendall import seasonal_kendall, two_sided
from .multiple_testing import benjamini_hochberg
from .serial import lag_one, longer, shared_lag_one
from .space_time import JudgedCube

LEAST_STEPS = 10


class Pattern(enum.Enum):
    """The classes, by the names of Esri's Emerging Hot Spot Analysis."""

    NEW_HOT = "new hotspot"
    CONSECUTIVE_HOT = "consecutive hotspot"
    INTENSIFYING_HOT = "intensifying hotspot"
    PERSISTENT_HOT = "persistent hotspot"
    DIMINISHING_HOT = "diminishing hotspot"
    SPORADIC_HOT = "sporadic hotspot"
    OSCILLATING_HOT = "oscillating hotspot"
    HISTORICAL_HOT = "historical hotspot"
    NEW_COLD = "new cold spot"
    CONSECUTIVE_COLD = "consecutive cold spot"
    INTENSIFYING_COLD = "intensifying cold spot"
    PERSISTENT_COLD = "persistent cold spot"
    DIMINISHING_COLD = "diminishing cold spot"
    SPORADIC_COLD = "sporadic cold spot"
    OSCILLATING_COLD = "oscillating cold spot"
    HISTORICAL_COLD = "historical cold spot"
    NONE = "no pattern"


PATTERNS = tuple(Pattern)
HOT, COLD = PATTERNS[:8], PATTERNS[8:16]
_NEW, _CONSECUTIVE, _INTENSIFYING, _PERSISTENT, _DIMINISHING, _SPORADIC, _OSCILLATING, _HISTORICAL = range(8)
_NO_SIDE = -1


@dataclass(frozen=True)
class Trends:
    """Whether the share of the crimes that a neighbourhood holds rises or falls, of the units `asked` (n,) only.

    `tau` (n,) from −1 to 1 and `q` (n,), NaN where not asked; `rising`, `falling` (n,).
    """

    asked: np.ndarray
    tau: np.ndarray
    q: np.ndarray
    rising: np.ndarray
    falling: np.ndarray


@dataclass(frozen=True)
class Emerging:
    """The answer: `pattern` (n,) places in `PATTERNS`."""

    cube: JudgedCube
    trends: Trends
    pattern: np.ndarray

    @cached_property
    def too_few(self) -> np.ndarray:
        """Units with no pattern of which most steps could show none, (n,)."""
        possible = (self.cube.could_be_hot | self.cube.could_be_cold).sum(axis=1)
        return np.asarray(self.is_(Pattern.NONE) & (2 * possible < self.cube.hot.shape[1]))

    def is_(self, pattern: Pattern) -> np.ndarray:
        """True for the units of one class, (n,)."""
        return self.pattern == PATTERNS.index(pattern)


def emerging(
    cube: JudgedCube, crimes: np.ndarray, cancelled: Cancelled = never, months: Optional[np.ndarray] = None
) -> Emerging:
    """Class units by the months in which they are hot or cold; `crimes` (n,) are theirs in all of them.

    A unit that never holds a crime of its own is given no class of hotspot, as the published method leaves it out.
    `months` (m,) are numbered through, ascending; without them no month is taken to be missing.
    Raises `AnalysisError` for fewer than 10 steps.
    """
    steps = cube.hot.shape[1]
    if steps < LEAST_STEPS:
        raise AnalysisError(
            f"{steps} months are too few to say what emerges: at least {LEAST_STEPS} are needed. Choose more months."
        )
    hot = cube.hot & (crimes > 0)[:, None]
    trends = trends_of(cube.share, often(hot) | often(cube.cold), cube.alpha, cancelled, months)
    return Emerging(cube, trends, patterns(hot, cube.cold, trends.rising, trends.falling))


def patterns(hot: np.ndarray, cold: np.ndarray, rising: np.ndarray, falling: np.ndarray) -> np.ndarray:
    """The place in `PATTERNS` of each unit, (n,), from its steps `hot` and `cold` (n, m) and its trend (n,).

    The published definitions, of hotspots (of cold spots with hot and cold exchanged, and a falling share for a rising
    one). Hot in nine tenths of the steps or more: `intensifying` or `diminishing` where the last step is hot and the
    trend is significant, `persistent` where it is not, `historical` where the last step is not hot. Hot in fewer, the
    last among them: `oscillating` where it was cold before; `new` where no other step was hot; `consecutive` where two
    or more were, all in one run up to the last; else `sporadic`. All else: no pattern.

    Where two definitions hold at once the choice is ours: oscillating goes before new and consecutive, historical
    before the oscillating one of the other side. Source: Esri, *How Emerging Hot Spot Analysis works* (ArcGIS Pro 3).
    """
    as_hot, as_cold = _side(hot, cold, rising, falling), _side(cold, hot, falling, rising)
    found = np.full(hot.shape[0], PATTERNS.index(Pattern.NONE))
    found = np.where(as_cold != _NO_SIDE, as_cold + len(HOT), found)
    over = (as_hot != _NO_SIDE) & (as_cold != _HISTORICAL)
    return np.asarray(np.where(over, as_hot, found))


def often(called: np.ndarray) -> np.ndarray:
    """Whether nine tenths of the steps (n, m) or more are called, (n,)."""
    return np.asarray(10 * called.sum(axis=1) >= 9 * called.shape[1])


def _side(mine: np.ndarray, other: np.ndarray, stronger: np.ndarray, weaker: np.ndarray) -> np.ndarray:
    """The class among eight of one side, (n,), −1 for none."""
    steps, last, lasting = mine.sum(axis=1), mine[:, -1], often(mine)
    run = np.logical_and.accumulate(mine[:, ::-1], axis=1).sum(axis=1)
    before = other[:, :-1].any(axis=1)
    trend = np.select([stronger, weaker], [_INTENSIFYING, _DIMINISHING], _PERSISTENT)
    coming = np.select([before, steps == 1, run == steps], [_OSCILLATING, _NEW, _CONSECUTIVE], _SPORADIC)
    return np.select([lasting & last, lasting, last], [trend, np.full(steps.size, _HISTORICAL), coming], _NO_SIDE)


def trends_of(
    share: np.ndarray,
    asked: np.ndarray,
    alpha: float,
    cancelled: Cancelled = never,
    months: Optional[np.ndarray] = None,
) -> Trends:
    """Mann-Kendall, ties allowed for, of each unit's `share` (n, m) of the crimes of each step, BH over the `asked`.

    Each step by itself: windows that share months would make trends of nothing. The share, and not z as in the
    published method, since z grows with the crimes of the whole map: this asks whether a place takes more of them.
    Steps without any crime are left out. p allows for how much a month leans on the one before (`serial.py`): a share
    that wanders, or has a season, ends higher or lower than it began without any trend. `months` (m,) are numbered
    through, None for none missing. Sources: Mann 1945; Kendall 1975.
    """
    n = share.shape[0]
    tau, q = np.full(n, np.nan), np.full(n, np.nan)
    some = np.flatnonzero(asked)
    if some.size:
        held = ~np.isnan(share).any(axis=0)
        values, together = share[some][:, held], np.zeros(int(held.sum()), dtype=np.int64)
        found = seasonal_kendall(values, together, cancelled)
        number = (np.arange(held.size) if months is None else months)[held]
        wider = longer(shared_lag_one(lag_one(values, together, number), max(together.size, 1)))
        tau[some], q[some] = found.tau, benjamini_hochberg(two_sided(found.z / wider))
    told = np.nan_to_num(q, nan=1.0) <= alpha
    return Trends(asked, tau, q, told & (np.nan_to_num(tau) > 0), told & (np.nan_to_num(tau) < 0))
