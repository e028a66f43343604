# SPDX-License-Identifier: GPL-2.0-or-later
"""Density of crimes beside what another density would make expect, with a test that deals shares out anew."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .density import SQUARE_METRES_PER_KM2, check_radius
from .errors import AnalysisError, Cancelled, never, stop_if
from .grid import Grid
from .kernel import KernelSums, Links
from .kernels import Kernel
from .multiple_testing import benjamini_hochberg
from .risk_excess import KINDS, Chance, Excess, rate_scores, split_scores

MOST_PAIRS = 3e7  # places times cells in reach, kept in memory; some 500 MB
_FINE, _BINS = 200, 16_001  # bins in a standard deviation, up to 40 on each side


@dataclass(frozen=True)
class Sides:
    """Snap points in metres, (n,) each: `crimes` on them, and `base`, what they are set against.

    `counted`: the base is crimes too, as those of another period are, of which there may be too few to judge by.
    `together` (n,): points that are dealt as one, as those of two lists are (`points_together`); None: each by itself.
    """

    x: np.ndarray
    y: np.ndarray
    crimes: np.ndarray
    base: np.ndarray
    counted: bool
    together: Optional[np.ndarray] = None

    @property
    def held(self) -> Sides:
        """Those that say something: where both sides are counted a snap point without any does not."""
        some = self.crimes + self.base > 0 if self.counted else np.ones(self.x.size, dtype=bool)
        group = self.together[some] if self.together is not None else None
        return Sides(self.x[some], self.y[some], self.crimes[some], self.base[some], self.counted, group)

    @property
    def dealt(self) -> Sides:
        """Those `held` with what is dealt as one on one point, in the middle of its crimes of both sides."""
        held = self.held
        if held.together is None:
            return held
        group = np.unique(held.together, return_inverse=True)[1].ravel()
        crimes, base = np.bincount(group, held.crimes), np.bincount(group, held.base)
        weight = held.crimes + held.base
        x, y = (np.bincount(group, weight * at) / (crimes + base) for at in (held.x, held.y))
        return Sides(x, y, crimes, base, held.counted)

    @property
    def ratio(self) -> float:
        """All crimes over all of the base."""
        return float(self.crimes.sum() / self.base.sum())


@dataclass(frozen=True)
class RiskAsked:
    """`radius` in metres; cells under `least` expected crimes within it are not judged; `draws` of chance."""

    radius: float
    kernel: Kernel
    least: float
    alpha: float
    draws: int
    seed: int


@dataclass(frozen=True)
class Risk:
    """Cells (rows, columns), northernmost row first; NaN outside the ground and, of all but `thin`, where thin.

    `difference` is crimes per km² above what the base would make expect if the risk were the same everywhere,
    `expected` that, per km², `relative` the crimes over it: 1 as everywhere. `t` is the difference in standard
    deviations of chance, `q_more` and `q_fewer` the shares of cells of dealt maps that are as extreme, after
    Benjamini-Hochberg over the cells judged: `alpha` / 2 on each side is the false discovery rate.
    """

    grid: Grid
    asked: RiskAsked
    expected: np.ndarray
    difference: np.ndarray
    relative: np.ndarray
    t: np.ndarray
    q_more: np.ndarray
    q_fewer: np.ndarray
    inside: np.ndarray
    ratio: float

    @property
    def judged(self) -> np.ndarray:
        """Cells where the base is not too thin."""
        return np.isfinite(self.relative)

    @property
    def thin(self) -> np.ndarray:
        """Cells of the ground that are not judged."""
        return self.inside & ~self.judged

    @property
    def more(self) -> np.ndarray:
        """Cells with more than chance would put there."""
        return self.judged & (self.q_more <= self.asked.alpha / 2) & (self.difference > 0)

    @property
    def fewer(self) -> np.ndarray:
        """Cells with fewer."""
        return self.judged & (self.q_fewer <= self.asked.alpha / 2) & (self.difference < 0)


def risk_surface(sides: Sides, grid: Grid, inside: np.ndarray, asked: RiskAsked, cancelled: Cancelled = never) -> Risk:
    """Kernel densities of both sides with the same radius (Kelsall & Diggle 1995), corrected at the edge of `inside`.

    Chance: how the crimes of both sides split on a snap point is dealt anew among snap points with about as many on
    both together (`split_scores`); where the base is no crimes, its crimes for each of the base among those with about
    as much of it. All its crimes go together, and all those of points that are `together`. So neither single events nor
    bursts and stacks that stay on one point make a finding. The fullest snap points in a hundred count for no more
    than the next. Each cell is compared with its own mean and spread, and with dealt cells that as many snap points
    carry; where nothing varies, nothing is called. What is called lies on the side of expected that the map shows.

    Raises `AnalysisError` where one side is empty, or for what cannot be computed in bearable time.
    """
    _check(sides, grid, asked)
    shown = _spread(sides.held, grid, inside, asked, cancelled)
    base = shown.sums(shown.base)
    expected, observed = base * sides.ratio, shown.sums(shown.crimes - sides.ratio * shown.base)
    judged = _judged(expected, base, sides, asked) & inside[::-1].ravel()
    dealt = shown if sides.together is None else _spread(sides.dealt, grid, inside, asked, cancelled)
    scores = (split_scores if sides.counted else rate_scores)(dealt.crimes, dealt.base, sides.ratio)
    excess = Excess(dealt.links, dealt.per_mass, scores)
    bounds = excess.bounds()
    chance = excess.chance(bounds, expected)
    t = np.where(judged, chance.t(excess.capped(scores.score, bounds)), np.nan)
    q_more, q_fewer = _dealt(excess, bounds, chance, judged, t, asked, cancelled)
    relative = np.maximum(np.divide(observed, expected, out=np.full(t.shape, np.nan), where=judged) + 1, 0)
    values = [np.where(judged, each, np.nan) for each in (observed * SQUARE_METRES_PER_KM2, relative, t)]
    difference, of_expected, deviations = (_rows(grid, each) for each in values)
    all_expected = np.where(inside, _rows(grid, expected * SQUARE_METRES_PER_KM2), np.nan)
    more, fewer = _rows(grid, q_more), _rows(grid, q_fewer)
    return Risk(grid, asked, all_expected, difference, of_expected, deviations, more, fewer, inside, sides.ratio)


@dataclass(frozen=True)
class _Spread:
    """Points that reach the raster with their `links` to its cells; `per_mass` (n,) mends the edge."""

    crimes: np.ndarray
    base: np.ndarray
    links: Links
    per_mass: np.ndarray

    def sums(self, weights: np.ndarray) -> np.ndarray:
        """Densities of `weights` (n,), per m², (cells,)."""
        return self.links.sums(weights * self.per_mass)


def _spread(sides: Sides, grid: Grid, inside: np.ndarray, asked: RiskAsked, cancelled: Cancelled) -> _Spread:
    sums = KernelSums(sides.x, sides.y, grid, asked.radius, asked.kernel)
    if sums.pairs > MOST_PAIRS:
        raise AnalysisError(
            f"A radius of {asked.radius:,.0f} m over cells of {grid.size:g} m is more than can be tested in memory. "
            "Choose larger cells or a smaller radius."
        )
    mass = sums.mass(inside[::-1], grid.cell_area, cancelled)
    per_mass = np.divide(1.0, mass, out=np.zeros_like(mass), where=mass > 0)
    links = sums.links(inside[::-1], cancelled)
    return _Spread(sides.crimes[sums.kept], sides.base[sums.kept], links, per_mass)


def _dealt(
    excess: Excess,
    bounds: tuple[float, float],
    chance: Chance,
    judged: np.ndarray,
    t: np.ndarray,
    asked: RiskAsked,
    cancelled: Cancelled,
) -> tuple[np.ndarray, np.ndarray]:
    """q of as high and as low a value, (cells,), by what all cells of all dealt maps hold; NaN where not judged."""
    generator = np.random.default_rng(asked.seed)
    score, strata = excess.scores.score, excess.scores.strata
    grouped, dealt = np.argsort(strata, kind="stable"), np.empty_like(score)
    q_more, q_fewer = np.full(t.shape, np.nan), np.full(t.shape, np.nan)
    if not judged.any():
        return q_more, q_fewer
    kind = chance.kind[judged]
    held = np.zeros((KINDS, _BINS), dtype=np.int64)  # cells of dealt maps by kind and t
    for _ in range(asked.draws):
        stop_if(cancelled)
        dealt[grouped] = score[np.lexsort((generator.random(score.size), strata))]
        drawn = kind * _BINS + _bins(chance.t(excess.capped(dealt, bounds))[judged])
        held += np.bincount(drawn, minlength=held.size).reshape(held.shape)
    mine, cells = _bins(t[judged]), held.sum(axis=1)[kind]
    as_high, as_low = np.cumsum(held[:, ::-1], axis=1)[:, ::-1][kind, mine], np.cumsum(held, axis=1)[kind, mine]
    q_more[judged] = benjamini_hochberg((1 + as_high) / (1 + cells))
    q_fewer[judged] = benjamini_hochberg((1 + as_low) / (1 + cells))
    return q_more, q_fewer


def _bins(t: np.ndarray) -> np.ndarray:
    """The bin of each t, the outermost for all beyond; a cell and one of a dealt map in its bin count as equal."""
    half = _BINS // 2
    return np.clip(np.rint(t * _FINE), -half, half).astype(np.int64) + half


def _judged(expected: np.ndarray, base: np.ndarray, sides: Sides, asked: RiskAsked) -> np.ndarray:
    """Where enough is expected within the radius, and, of crimes, the base has as many."""
    circle = math.pi * asked.radius**2
    enough = expected * circle >= asked.least
    return enough & (base * circle >= asked.least) if sides.counted else enough


def _rows(grid: Grid, values: np.ndarray) -> np.ndarray:
    return values.reshape(grid.rows, grid.columns)[::-1]


def _check(sides: Sides, grid: Grid, asked: RiskAsked) -> None:
    check_radius(grid, asked.kernel.support(asked.radius), sides.x.size)
    if not sides.crimes.sum() > 0 or not sides.base.sum() > 0:
        raise AnalysisError(
            "One side has nothing in the study area, so there is no ratio. Choose other months, types or another area."
        )
    if 2 / (asked.draws + 1) > asked.alpha:
        raise AnalysisError(
            f"With {asked.draws} maps of chance no cell can be called at a rate of {asked.alpha:g}. Ask for more maps."
        )
