# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes beyond those that a base makes expect, snap point by snap point, and what they are when dealt anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .kernel import Links
from .strata import strata_of_size

LEAST_LIKE = 30
"""Snap points at least among which is dealt. The choice is ours."""
KINDS = 9
"""Kinds of cells, by how many snap points carry them."""
_GROUPS = 5
_OUTERMOST = 0.01
_QUANTILES = 201
_AT_ONCE = 4_000_000
_NOTHING = 1e-9
"""Part of what is expected that is but rounding."""


@dataclass(frozen=True)
class Scores:
    """What chance deals among the snap points of each of the `strata`, arrays (n,).

    A snap point with a `score` has score × `scale` + `offset` crimes more than expected.
    """

    score: np.ndarray
    scale: np.ndarray
    offset: np.ndarray
    strata: np.ndarray

    def left(self, score: np.ndarray) -> np.ndarray:
        """Crimes beyond those expected, (n,), where points had the `score` (n,)."""
        return score * self.scale + self.offset

    def moments(self, bounds: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
        """Mean and variance of each point's `left` cut to `bounds` when scores are dealt, (n,) each, by quantiles."""
        mean, variance = np.zeros(self.score.size), np.zeros(self.score.size)
        for stratum in range(int(self.strata.max()) + 1):
            mine = np.flatnonzero(self.strata == stratum)
            some = self.score[mine]
            if some.size > _QUANTILES:
                some = np.quantile(some, (np.arange(_QUANTILES) + 0.5) / _QUANTILES)
            step = max(1, _AT_ONCE // some.size)
            for begin in range(0, mine.size, step):
                part = mine[begin : begin + step]
                left = np.clip(some[None, :] * self.scale[part, None] + self.offset[part, None], *bounds)
                mean[part], variance[part] = left.mean(axis=1), left.var(axis=1)
        return mean, variance


def split_scores(crimes: np.ndarray, base: np.ndarray, ratio: float) -> Scores:
    """How the crimes of both sides split on each snap point, in standard deviations, given how many there are.

    Given both together the split has the same mean everywhere, however busy a point is, while given the base alone
    points of a town have more afterwards by themselves than those of a village. Its variance is that of a
    beta-binomial whose correlation is fitted by moments, every point of two crimes and more with about as much
    weight; what that misses is alike in points of about as many, among which is dealt.
    """
    whole, share = crimes + base, ratio / (1 + ratio)
    off = crimes - share * whole
    single = share * (1 - share) * whole
    several = np.maximum(whole - 1, 0) / np.maximum(whole, 1)
    beyond = np.divide(off**2, single, out=np.ones(whole.size), where=single > 0) - 1
    weight = float((several**2).sum())
    leaning = float((beyond * several / np.maximum(whole, 1)).sum()) / weight if weight > 0 else 0.0
    deviation = np.sqrt(single * (1 + np.maximum(whole - 1, 0) * min(max(leaning, 0.0), 1.0)))
    score = np.divide(off, deviation, out=np.zeros(whole.size), where=deviation > 0)
    strata = strata_of_size(whole, max(LEAST_LIKE, whole.size // _GROUPS))
    return Scores(score, (1 + ratio) * deviation, np.zeros(whole.size), strata)


def rate_scores(crimes: np.ndarray, base: np.ndarray, ratio: float) -> Scores:
    """Crimes of each snap point for each of the base, or for one where it has none, among points of like base."""
    size = np.where(base > 0, base, 1.0)
    return Scores(crimes / size, size, -ratio * base, strata_of_size(base, LEAST_LIKE))


@dataclass(frozen=True)
class Chance:
    """Mean and standard deviation in each cell, (cells,); `kind` is how many snap points carry it, in doublings.

    A few make wide tails, many narrow ones, so cells are judged beside those of their kind.
    """

    mean: np.ndarray
    spread: np.ndarray
    kind: np.ndarray

    def t(self, excess: np.ndarray) -> np.ndarray:
        """Standard deviations from the mean, 0 where there is no spread."""
        return np.divide(excess - self.mean, self.spread, out=np.zeros_like(excess), where=self.spread > 0)


@dataclass(frozen=True)
class Excess:
    """The density of crimes less the expected one, of the `scores` of snap points; `per_mass` (n,) mends the edge."""

    links: Links
    per_mass: np.ndarray
    scores: Scores

    def capped(self, score: np.ndarray, bounds: tuple[float, float]) -> np.ndarray:
        """In crimes per m², (cells,), no snap point counting for more than `bounds`."""
        return self.links.sums(np.clip(self.scores.left(score), *bounds) * self.per_mass)

    def bounds(self) -> tuple[float, float]:
        """What the fullest snap points in a hundred, half on each side, are cut to."""
        low, high = np.quantile(self.scores.left(self.scores.score), [_OUTERMOST / 2, 1 - _OUTERMOST / 2])
        return float(low), float(high)

    def chance(self, bounds: tuple[float, float], expected: np.ndarray) -> Chance:
        """What `capped` is when scores are dealt, about; a spread of nothing beside `expected` (cells,) is none."""
        mean, variance = self.scores.moments(bounds)
        weight = self.per_mass**2 * variance
        squares, fourths = self.links.squared(weight), self.links.fourth(weight**2)
        points = np.divide(squares**2, fourths, out=np.zeros_like(squares), where=fourths > 0)
        spread = np.sqrt(squares)
        return Chance(
            self.links.sums(self.per_mass * mean),
            np.where(spread > _NOTHING * expected, spread, 0.0),
            np.log2(np.clip(points, 1, 2**KINDS - 1)).astype(np.int64),
        )
