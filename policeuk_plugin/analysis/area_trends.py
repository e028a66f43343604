# SPDX-License-Identifier: GPL-2.0-or-later
"""Trends of many units and crime types: rising, falling, no trend that can be told, or too few crimes to tell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Optional

import numpy as np

from .errors import AnalysisError, Cancelled, never, stop_if
from .mann_kendall import exact_p, seasonal_kendall
from .multiple_testing import benjamini_hochberg, threshold_for_one_more
from .sen_slope import seasonal_sen_slope
from .serial import lag_one, longer, shared_lag_one

YEAR = 12
LEAST_SEASONS = 10
"""Calendar months that have to be held in two years or more."""
_LASTING = 6
WORTH_TELLING = 2.0
"""How many times as many in the last year as in the first a trend worth telling makes. The choice is ours."""


class Told(Enum):
    """What is said of a series."""

    RISING = "rising"
    FALLING = "falling"
    NOT_TOLD = "no trend that can be told"
    TOO_FEW = "too few to tell"


TOLD = tuple(Told)
"""`Trends.told` holds places in this."""


@dataclass(frozen=True)
class Months:
    """The m months held: `number` (m,) is year × 12 + month − 1, ascending; `era` (m,) marks those that compare.

    Months of different eras are never compared with each other.
    """

    number: np.ndarray
    era: np.ndarray

    @property
    def season(self) -> np.ndarray:
        """Calendar month, 0 to 11, (m,)."""
        return self.number % YEAR

    @property
    def group(self) -> np.ndarray:
        """Months of the same number compare, (m,): the same calendar month of the same era."""
        return self.era * YEAR + self.season

    @property
    def seasons(self) -> int:
        """Calendar months that are held in two years or more of one era."""
        groups, held = np.unique(self.group, return_counts=True)
        return int(np.unique(groups[held > 1] % YEAR).size)


@dataclass(frozen=True)
class Trends:
    """Of k series, arrays (k,). `s`, `tau`, `z` of the seasonal Mann-Kendall test, z as other tools give it.

    `p` allows for `serial`, how much a month leans on the one before; `q` is over all series given together. `slope`,
    `lower`, `upper`: Sen's, in crimes a month by year. `early` and `late`: crimes in the first and in the last year
    held of each calendar month that is held twice. `told` holds places in `TOLD`. `sigma` is the standard deviation of
    S of months that do not lean on each other. `possible`: whether months and tests are such that a series of any size
    could be called.
    """

    crimes: np.ndarray
    s: np.ndarray
    tau: np.ndarray
    z: np.ndarray
    p: np.ndarray
    q: np.ndarray
    slope: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    early: np.ndarray
    late: np.ndarray
    serial: np.ndarray
    told: np.ndarray
    sigma: np.ndarray
    possible: bool = True

    def is_(self, told: Told) -> np.ndarray:
        """True for the series of which that is told, (k,)."""
        return self.told == TOLD.index(told)

    @property
    def ratio(self) -> np.ndarray:
        """Late over early, NaN without any early, (k,)."""
        return np.divide(self.late, self.early, out=np.full(self.late.size, np.nan), where=self.early > 0)


def find_trends(
    families: Sequence[np.ndarray],
    months: Months,
    alpha: float = 0.05,
    untested: int = 0,
    interval: float = 0.05,
    cancelled: Cancelled = never,
) -> list[Trends]:
    """Test the series of each family, (k, m) counts of units in `months`: of all types together, of one type, ….

    BH holds the false discovery rate over all series of all families, and over `untested` more that have no crime at
    all, whose p is 1. Dependence on the month before is estimated within a family. A series is `too few` where one of
    its size that doubled steadily would in half of all cases not be called, were its months independent. Sources:
    Hirsch, Slack & Smith 1982 (see mann_kendall.py); Benjamini & Hochberg 1995.

    Raises `AnalysisError` where fewer than `LEAST_SEASONS` calendar months are held twice.
    """
    if months.seasons < LEAST_SEASONS:
        raise AnalysisError(
            f"Only {months.seasons} calendar months are held in two years or more; a trend takes {LEAST_SEASONS}. "
            "Choose more months."
        )
    found = [_tested(counts, months, interval, cancelled) for counts in families]
    p = np.concatenate([*(one.p for one in found), np.ones(untested)])
    if not p.size:
        return found
    q, threshold = benjamini_hochberg(p), threshold_for_one_more(p, alpha)
    begin, results = 0, list[Trends]()
    possible = steadiest(months) <= threshold
    for one in found:
        mine = q[begin : begin + one.p.size]
        begin += one.p.size
        stop_if(cancelled)
        few = expected_s(one.crimes / months.number.size, months) <= _needed(threshold) * one.sigma
        told = np.where(few, TOLD.index(Told.TOO_FEW), TOLD.index(Told.NOT_TOLD))
        told[(mine <= alpha) & (one.s > 0)] = TOLD.index(Told.RISING)
        told[(mine <= alpha) & (one.s < 0)] = TOLD.index(Told.FALLING)
        results.append(replace(one, q=mine, told=told, possible=possible))
    return results


def steadiest(months: Months) -> float:
    """The smallest p that these months can give: that of a series which only rises."""
    return float(exact_p(seasonal_kendall(np.arange(months.number.size)[None, :], months.group))[0])


def _tested(counts: np.ndarray, months: Months, interval: float, cancelled: Cancelled) -> Trends:
    group = months.group
    found = seasonal_kendall(counts, group, cancelled)
    serial = shared_lag_one(lag_one(counts, group, months.number), months.number.size)
    wider = longer(serial)
    variance = found.variance * wider**2
    slope = seasonal_sen_slope(counts, group, months.number / YEAR, variance, interval, cancelled)
    first, last = first_and_last(months)
    return Trends(
        crimes=counts.sum(axis=1),
        s=found.s,
        tau=found.tau,
        z=found.z,
        p=exact_p(found, wider, cancelled),
        q=np.ones(found.s.size),
        slope=slope.slope,
        lower=slope.lower,
        upper=slope.upper,
        early=counts[:, first].sum(axis=1),
        late=counts[:, last].sum(axis=1),
        serial=serial,
        told=np.zeros(found.s.size, dtype=np.int64),
        sigma=np.sqrt(found.variance),
    )


def first_and_last(months: Months) -> tuple[np.ndarray, np.ndarray]:
    """Places of the first and of the last month held of each calendar month that is held twice or more.

    Of months that do not all compare those of one era only: the last one with months enough for a trend, else the one
    with most months of the year held twice.
    """
    of_era = {
        int(era): Months(months.number[months.era == era], months.era[months.era == era]).seasons
        for era in np.unique(months.era)
    }
    shown = max(of_era, key=lambda era: (min(of_era[era], LEAST_SEASONS), era))
    first, last = [], []
    for season in range(YEAR):
        mine = np.flatnonzero((months.season == season) & (months.era == shown))
        if mine.size > 1:
            first.append(int(mine[0]))
            last.append(int(mine[-1]))
    return np.array(first, dtype=np.int64), np.array(last, dtype=np.int64)


def expected_s(mean: np.ndarray, months: Months) -> np.ndarray:
    """S that is usual where `mean` crimes a month (k,) double in even steps from the first year to the last, (k,).

    Of Poisson counts, the difference of two taken as normal with half a crime for continuity.
    """
    number, group = months.number, months.group
    span = max(float(number[-1] - number[0]) - YEAR + 1, 1.0)
    way = np.clip((number - number[0] - (YEAR - 1) / 2) / span, 0.0, 1.0)
    growth = (1 + (WORTH_TELLING - 1) * way) / (1 + (WORTH_TELLING - 1) / 2)
    earlier, later = np.triu_indices(number.size, 1)
    same = group[earlier] == group[later]
    before, after = growth[earlier[same]], growth[later[same]]
    pairs, times = np.unique(np.round(np.column_stack([before, after]), 6), axis=0, return_counts=True)
    grid = np.concatenate([[0.0], np.geomspace(0.005, 20_000, 120)])
    usual = np.array([_expected(float(one), pairs, times) for one in grid.tolist()])
    return np.asarray(np.interp(mean, grid, usual))


def _expected(mean: float, pairs: np.ndarray, times: np.ndarray) -> float:
    if mean <= 0:
        return 0.0
    more = mean * (pairs[:, 1] - pairs[:, 0])
    spread = np.sqrt(mean * (pairs[:, 0] + pairs[:, 1]))
    signs = [_phi((d - 0.5) / s) - _phi((-d - 0.5) / s) for d, s in zip(more.tolist(), spread.tolist())]
    return float(np.dot(signs, times))


def _phi(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def _needed(threshold: float) -> float:
    """How many standard deviations S has to be away for a two-sided p of `threshold`."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(1 - max(min(threshold, 1.0), 1e-15) / 2)


def jumps(rates: Sequence[Optional[float]], alpha: float = 0.05, series: int = 1) -> list[int]:
    """Places from which on a series lies on another level: a step larger than chance makes, that lasts.

    `rates` follow each other, None where a month is missing. A step is larger where it is beyond what the mean moving
    range says of normal values, by Bonferroni over its steps and so many `series`; it lasts where the medians of up to
    six values before and from it on differ by half of it or more. None for fewer than eleven steps. The rule is ours,
    after the moving range chart (Montgomery, section 6.4).
    """
    steps = {
        at: later - earlier
        for at, (earlier, later) in enumerate(zip(rates, rates[1:]), 1)
        if earlier is not None and later is not None
    }
    if len(steps) < YEAR - 1:
        return []
    usual = sum(map(abs, steps.values())) / len(steps)
    limit = usual / 1.128 * math.sqrt(2) * _needed(alpha / len(steps) / series)
    limit = max(limit, 1e-9 * max(abs(rate) for rate in rates if rate is not None))  # what is but rounding is no step
    return [at for at, by in steps.items() if abs(by) > limit > 0 and _lasts(rates, at, by)]


def _lasts(rates: Sequence[Optional[float]], at: int, step: float) -> bool:
    before = [rate for rate in rates[:at] if rate is not None][-_LASTING:]
    after = [rate for rate in rates[at:] if rate is not None][:_LASTING]
    return (float(np.median(after)) - float(np.median(before))) / step >= 0.5
