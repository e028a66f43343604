# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of a funnel plot: z of each area as it is and adjusted, p, q and verdict, by crime type where asked for."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...analysis.errors import Cancelled, stop_if
from ...analysis.expected_counts import Expected
from ...analysis.funnel import FEWEST_AREAS, Funnel, funnel
from ...analysis.incomplete_gamma import gamma_p
from ...analysis.multiple_testing import benjamini_hochberg
from ...analysis.quantiles import normal_quantile
from .rated_areas import RatedAreas

FEW_EXPECTED = 5.0
"""Of fewer crimes expected, an area that is not called has too few to tell: our choice."""


class Standing(enum.Enum):
    """How an area stands to the others."""

    LOWER = "lower than the others"
    SAME = "about the same as the others"
    HIGHER = "higher than the others"
    TOO_FEW = "too few crimes to tell"


STANDINGS = tuple(Standing)


@dataclass(frozen=True)
class FunnelAsked:
    """`poisson`: limits of chance alone decide; `alpha`: the false discovery rate; `own`: the code that is marked."""

    poisson: bool
    by_type: bool
    alpha: float
    own: str = ""


@dataclass(frozen=True)
class TypeFunnel:
    """All that is selected (`name` ''), or one crime type. `known` (n,) areas are the k of the funnel; of these (k,):

    `p` and `poisson_p`, two-sided; `q` of the one that decides; `said` the place in `STANDINGS`; `wide_said` and
    `poisson_said` what over-dispersed and Poisson limits say, whichever decide.
    """

    name: str
    found: Expected
    known: np.ndarray
    of: Funnel
    p: np.ndarray
    poisson_p: np.ndarray
    q: np.ndarray
    said: np.ndarray
    wide_said: np.ndarray
    poisson_said: np.ndarray

    def number_of(self, standing: Standing) -> int:
        """How many areas stand so."""
        return int((self.said == STANDINGS.index(standing)).sum())

    @property
    def expect_few(self) -> int:
        """Of how many areas, called or not, too few crimes are expected."""
        return int((self.of.expected < FEW_EXPECTED).sum())

    @property
    def called(self) -> int:
        """How many areas are lower or higher."""
        return _called(self.said)

    @property
    def outside(self) -> int:
        """How many lie outside their own over-dispersed 95% limits, each taken by itself."""
        return int((np.abs(self.of.adjusted_z) > normal_quantile(0.975)).sum())

    @property
    def by_wide(self) -> int:
        """How many are by over-dispersed limits, whether or not they decide."""
        return _called(self.wide_said)

    @property
    def by_poisson(self) -> int:
        """How many are by Poisson limits, whether or not they decide."""
        return _called(self.poisson_said)


def _called(said: np.ndarray) -> int:
    return int(np.isin(said, (STANDINGS.index(Standing.LOWER), STANDINGS.index(Standing.HIGHER))).sum())


@dataclass(frozen=True)
class FunnelRun:
    """The result, all types together first; `left_out` are types of which too few areas can be expected anything."""

    rated: RatedAreas
    asked: FunnelAsked
    of_type: Sequence[TypeFunnel]
    left_out: Sequence[str]

    @property
    def all(self) -> TypeFunnel:
        """All that is selected."""
        return self.of_type[0]


def run_funnel(rated: RatedAreas, asked: FunnelAsked, cancelled: Cancelled) -> FunnelRun:
    """Funnels of all that is asked for, one family of tests; raises `AnalysisError` with fewer than five areas,
    `CacheError` without a crime."""
    rated.refuse_none()
    found, left_out = [], []
    for series in rated.series(asked.by_type):
        stop_if(cancelled)
        known = series.found.expected > 0
        if series.name and known.sum() < FEWEST_AREAS:
            left_out.append(series.name)
        else:
            found.append(_funnel_of(series.name, series.found, known))
    return FunnelRun(rated, asked, _judged(found, asked), left_out)


def _funnel_of(name: str, found: Expected, known: np.ndarray) -> TypeFunnel:
    observed, expected = found.observed[known], found.expected[known]
    of, chance = funnel(observed, expected), poisson_p(observed, expected)
    # No limit may be surer than chance in counting allows: the square root of few crimes is too sure of low ones.
    p, none = np.maximum(of.p, chance), np.zeros(observed.size, dtype=np.int64)
    return TypeFunnel(name, found, known, of, p, chance, p, none, none, none)


def poisson_p(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Exact two-sided p (n,) of Poisson counts: twice the smaller tail, each with what was observed, at most 1."""
    at_least = np.where(observed > 0, gamma_p(np.maximum(observed, 1.0), expected), 1.0)
    at_most = 1 - gamma_p(observed + 1.0, expected)
    return np.minimum(2 * np.minimum(at_least, at_most), 1.0)


def _judged(found: Sequence[TypeFunnel], asked: FunnelAsked) -> list[TypeFunnel]:
    """All tests of a run are one family; so are those of Poisson limits, which are told beside."""
    cuts = np.cumsum([one.p.size for one in found])[:-1]
    over = np.split(benjamini_hochberg(np.concatenate([one.p for one in found])), cuts)
    chance = np.split(benjamini_hochberg(np.concatenate([one.poisson_p for one in found])), cuts)
    judged = []
    for one, wide, narrow in zip(found, over, chance):
        by_wide, by_chance = _standing(one, wide, asked.alpha), _standing(one, narrow, asked.alpha)
        q, said = (narrow, by_chance) if asked.poisson else (wide, by_wide)
        judged.append(replace(one, q=q, said=said, wide_said=by_wide, poisson_said=by_chance))
    return judged


def _standing(one: TypeFunnel, q: np.ndarray, alpha: float) -> np.ndarray:
    few = one.of.expected < FEW_EXPECTED
    called = np.where(one.of.ratio > 1, STANDINGS.index(Standing.HIGHER), STANDINGS.index(Standing.LOWER))
    rest = np.where(few, STANDINGS.index(Standing.TOO_FEW), STANDINGS.index(Standing.SAME))
    return np.where(q <= alpha, called, rest)
