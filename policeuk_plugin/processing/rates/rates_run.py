# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of rates of areas: crude, standardised, and their change, for all that is selected and by crime type."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np

from offline_cache.areas.model import AreaKind
from offline_cache.model import SNAP_POINTS_REDRAWN, Month

from ...analysis.change import Changes, Pair, Told, find_changes
from ...analysis.direct_rate import DirectRates, direct_rates
from ...analysis.errors import Cancelled, stop_if
from ...analysis.expected_counts import Expected
from ...analysis.poisson_limits import ukhsa_limits
from ...analysis.standardised_ratio import StandardisedRatios, standardised_ratios
from ..asking.two_periods import YEAR
from .rated_areas import RatedAreas
from .rated_strata import Strata, strata_of

SCALE = 1000.0
SMALL = (AreaKind.LSOA, AreaKind.WARD)
"""Areas so small that a redrawn snap point moves crimes into and out of them; districts and larger ones lose few."""
NOT_COMPARED = -1
"""Told of areas without a month held in both years, where `Changes.told` has the place in `TOLD` of others."""


@dataclass(frozen=True)
class RatesAsked:
    """What is asked of a run, by the words of the parameters."""

    measure: str
    scheme: str
    by_type: bool
    alpha: float


@dataclass(frozen=True)
class TypeRates:
    """All that is selected (`name` ''), or one crime type: n areas, (n,) each; per 1,000 a year, NaN where unknown.

    `ratio` is of crimes to those expected of an area of its kind, `direct` the directly standardised rate, None
    without strata; `change` against the same months a year before, None where no month of it is held.
    """

    name: str
    found: Expected
    rate: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    ratio: StandardisedRatios
    direct: Optional[DirectRates]
    change: Optional[Changes]


@dataclass(frozen=True)
class RatesRun:
    """The result, all types together first. `compared` (n,) months of each area are held in both years.

    Of more than twelve months asked for only the last twelve: else a crime would be on both sides. What is told of an
    area of which none is, is `NOT_COMPARED`.
    """

    rated: RatedAreas
    asked: RatesAsked
    strata: Optional[Strata]
    of_type: Sequence[TypeRates]
    compared: np.ndarray

    @property
    def all(self) -> TypeRates:
        """All that is selected."""
        return self.of_type[0]

    @property
    def has_direct(self) -> bool:
        """Whether any area has a directly standardised rate: LSOAs, which are of one class each, have none."""
        return self.all.direct is not None and bool(np.isfinite(self.all.direct.rate).any())

    @property
    def last_year(self) -> tuple[Month, ...]:
        """The months asked for that may be compared with the year before: the last twelve at most."""
        return self.rated.run.counts.months[-YEAR:]

    @property
    def not_compared(self) -> int:
        """Of how many areas no month is held in both years."""
        return int((self.compared == 0).sum())

    @property
    def redrawn(self) -> bool:
        """Whether small areas are compared across the redrawing of the snap points."""
        if self.rated.areas.kind not in SMALL or self.rated.of_ons:
            return False
        paired, months = self.rated.types.paired.any(axis=0).tolist(), self.rated.run.counts.months
        both = [month for month, held in zip(months, paired) if held]
        return any(Month(month.year - 1, month.month) < SNAP_POINTS_REDRAWN <= month for month in both)

    def told(self, told: Told) -> int:
        """How many areas this is told of, of all that is selected."""
        return int(self.all.change.is_(told).sum()) if self.all.change is not None else 0


def run_rates(rated: RatedAreas, connection: sqlite3.Connection, asked: RatesAsked, cancelled: Cancelled) -> RatesRun:
    """Rates of all areas; raises `CacheError` where the classes of strata are not held."""
    strata = strata_of(connection, rated, asked.scheme)
    stop_if(cancelled)
    series = rated.series(asked.by_type)
    pairs = [_pair(rated, one.name) for one in series]
    compared = rated.types.paired.sum(axis=1)
    changes: Sequence[Optional[Changes]] = [None] * len(series)
    if compared.any():
        of = compared > 0
        tested = find_changes([Pair(pair.after[of], pair.before[of]) for pair in pairs], asked.alpha, cancelled)
        changes = [_spread(change, of) for change in tested]
    found = []
    for one, change in zip(series, changes):
        stop_if(cancelled)
        found.append(_rates(rated, strata, one.name, one.found, change))
    return RatesRun(rated, asked, strata, found, compared)


def _pair(rated: RatedAreas, crime_type: str) -> Pair:
    """Crimes of the months that are held in both years, now and before."""
    of = rated.types
    at = slice(None) if not crime_type else [of.types.index(crime_type)]
    both = of.paired[:, :, None]
    after = np.where(both, of.counts[:, :, at], 0).sum(axis=(1, 2))
    return Pair(after, np.where(both, of.before[:, :, at], 0).sum(axis=(1, 2)))


def _spread(change: Changes, compared: np.ndarray) -> Changes:
    """Changes of the areas that are `compared` (n,), as those of all n."""

    def over(values: np.ndarray, other: float) -> np.ndarray:
        found = np.full(compared.size, other, dtype=values.dtype)
        found[compared] = values
        return found

    return replace(
        change,
        after=over(change.after, 0),
        before=over(change.before, 0),
        ratio=over(change.ratio, np.nan),
        lower=over(change.lower, np.nan),
        upper=over(change.upper, np.nan),
        z=over(change.z, np.nan),
        p=over(change.p, np.nan),
        q=over(change.q, np.nan),
        told=over(change.told, NOT_COMPARED),
    )


def _rates(
    rated: RatedAreas, strata: Optional[Strata], name: str, found: Expected, change: Optional[Changes]
) -> TypeRates:
    areas = len(rated.rows)
    limits = (found.observed, *ukhsa_limits(found.observed))
    rate, lower, upper = (_divided(counts, found.exposure) * SCALE for counts in limits)
    of_kind = strata.expected(name, areas) if strata else found
    direct = None
    if strata is not None and rated.areas != strata.parts.of_all.areas:
        crimes, years = strata.by_class(name, areas)
        direct = direct_rates(crimes, years, strata.people, SCALE)
    ratio = standardised_ratios(of_kind.observed, of_kind.expected)
    return TypeRates(name, found, rate, lower, upper, ratio, direct, change)


def _divided(values: np.ndarray, by: np.ndarray) -> np.ndarray:
    return np.divide(values, by, out=np.full(by.shape, np.nan), where=by > 0)
