# SPDX-License-Identifier: GPL-2.0-or-later
"""How often each unit is in the top by count, month by month, beside what chance would give."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np

from .errors import Cancelled, never, stop_if
from .ranking import in_top, places_of_top, places_taken, rank_from_most

_LEAST_DRAWS, _MOST_DRAWS, _NUMBERS = 100, 1000, 400_000
"""Maps drawn for each month: fewer of many units, since every unit of a map tells."""
_SPARSE = 4


class Often(enum.Enum):
    """In what part of the months a unit is in the top; the bounds are ours."""

    NEARLY_ALWAYS = "nearly always"
    MOST_MONTHS = "most months"
    SOME_MONTHS = "some months"
    SELDOM = "seldom"
    NEVER = "never"


OFTEN = tuple(Often)
LEAST_SHARES = (0.75, 0.5, 0.25)
"""The least share of months of the first three; seldom is once at least."""


@dataclass(frozen=True)
class Persistence:
    """n units through m months; `places` is how many the top has.

    `top` (n, m): who is in it each month. `months` (n,): how often; `crimes` (n,) in all months, `rank` (n,) by them, 1
    for the most. `first` and `second` (n,): months in the top in the first and in the last m // 2 months; of an odd
    number of months the middle one is in neither, so that both are equally long.
    """

    places: int
    top: np.ndarray
    months: np.ndarray
    crimes: np.ndarray
    rank: np.ndarray
    first: np.ndarray
    second: np.ndarray

    @property
    def held(self) -> int:
        """The number of months."""
        return int(self.top.shape[1])

    @property
    def taken(self) -> np.ndarray:
        """Units in the top each month, (m,): fewer than `places` where units tie or few have a crime."""
        return np.asarray(self.top.sum(axis=0))

    @property
    def often(self) -> np.ndarray:
        """The place in `OFTEN` of each unit's class, (n,)."""
        share = self.months / self.held
        bounds = np.array(LEAST_SHARES) - 1e-12
        found = np.where(self.months > 0, OFTEN.index(Often.SELDOM), OFTEN.index(Often.NEVER))
        for at in range(bounds.size - 1, -1, -1):
            found = np.where(share >= bounds[at], at, found)
        return found


def persistence(counts: np.ndarray, percent: float) -> Persistence:
    """Rank the units of each month by `counts` (n, m), whole numbers, and count how often each is in the top `percent`.

    College of Policing, *Serious violence hot spots policing guide*, step three, targeting: areas (LSOAs, hexagons or
    other shapes) of equal size, crime measured over several years, areas ranked. Ties: see `ranking.in_top`.
    """
    places = places_of_top(counts.shape[0], percent)
    top = np.stack([in_top(counts[:, month], places) for month in range(counts.shape[1])], axis=1)
    half = counts.shape[1] // 2
    crimes = counts.sum(axis=1)
    return Persistence(
        places,
        top,
        top.sum(axis=1),
        crimes,
        rank_from_most(crimes),
        top[:, :half].sum(axis=1),
        top[:, top.shape[1] - half :].sum(axis=1),
    )


@dataclass(frozen=True)
class Chance:
    """What chance gives where all units are alike: each crime of a month falls on any of them, by the same ties.

    `shares` (m,): the chance of one unit to be in the top of each month, the mean of `draws` maps. `months`: how many
    of the m months that gives. `most`: so many months or more are reached by even one of all units with a probability
    of `alpha` at most; m + 1 where no number of months is that rare.
    """

    shares: np.ndarray
    months: float
    most: int
    alpha: float
    draws: int


def chance_of_top(
    totals: np.ndarray, units: int, places: int, alpha: float, seed: int, cancelled: Cancelled = never
) -> Chance:
    """Throw each month's `totals` (m,) on `units`, 100 to 1,000 times (seeded), and see how often one is in the top.

    `most` is exact given the shares: the number of months is Poisson-binomial, and the chance that any of the units
    reaches it is at most their number times that of one (Bonferroni). Raises `AnalysisCancelled`.
    """
    generator = np.random.default_rng(seed)
    draws = min(_MOST_DRAWS, max(_LEAST_DRAWS, _NUMBERS // units))
    shares = np.zeros(totals.size)
    for month, total in enumerate(totals.tolist()):
        for _ in range(draws if total else 0):
            stop_if(cancelled)
            shares[month] += places_taken(_thrown(generator, int(total), units), places)
    shares /= draws * units
    least = months_at_least(shares)
    rare = np.flatnonzero(np.minimum(units * least, 1) <= alpha)
    most = int(rare[0]) if rare.size else totals.size + 1
    return Chance(shares, float(shares.sum()), most, alpha, draws)


def months_at_least(shares: np.ndarray) -> np.ndarray:
    """P(X ≥ k), k = 0 … m, (m + 1,), for X the number of m independent months with chances `shares` (m,)."""
    exactly = np.zeros(shares.size + 1)
    exactly[0] = 1
    for share in shares.tolist():
        exactly[1:] = exactly[1:] * (1 - share) + exactly[:-1] * share
        exactly[0] *= 1 - share
    return np.asarray(exactly[::-1].cumsum()[::-1])


def _thrown(generator: np.random.Generator, crimes: int, units: int) -> np.ndarray:
    """Counts of crimes thrown on units alike, in no order; units without any may be left out where most have none."""
    at = generator.integers(0, units, crimes, dtype=np.int32)
    if crimes * _SPARSE < units:
        return np.unique(at, return_counts=True)[1]
    return np.bincount(at, minlength=units)
