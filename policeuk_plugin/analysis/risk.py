# SPDX-License-Identifier: GPL-2.0-or-later
"""Density of crimes beside what another density would make expect, with a test that deals shares out anew."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .density import SQUARE_METRES_PER_KM2, check_radius
from .errors import AnalysisError, Cancelled, never, stop_if
from .grid import Grid
from .kernel import KernelSums, Links
from .kernels import Kernel
from .strata import strata_of_size

MOST_PAIRS = 3e7  # places times cells in reach, kept in memory; some 500 MB
LEAST_LIKE = 30
"""Snap points at least among which shares are exchanged. The choice is ours."""


@dataclass(frozen=True)
class Sides:
    """Snap points in metres, (n,) each: `crimes` on them, and `base`, what they are set against.

    `together`: crimes and base are two parts of one whole, as those of two periods are; else the base is something
    else, as residents are, and may be none where crimes are.
    """

    x: np.ndarray
    y: np.ndarray
    crimes: np.ndarray
    base: np.ndarray
    together: bool

    @property
    def size(self) -> np.ndarray:
        """What crimes are a share of, (n,)."""
        return self.crimes + self.base if self.together else np.where(self.base > 0, self.base, 1.0)

    @property
    def alike(self) -> np.ndarray:
        """What snap points are alike in among which shares are dealt, (n,)."""
        return self.crimes + self.base if self.together else np.asarray(self.base, dtype=float)

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
    deviations of chance, `p_more` and `p_fewer` the shares of dealt maps whose most extreme cell is as extreme,
    so that with `alpha` / 2 on each side a map of chance has any cell called in `alpha` of all cases at most.
    """

    grid: Grid
    asked: RiskAsked
    expected: np.ndarray
    difference: np.ndarray
    relative: np.ndarray
    t: np.ndarray
    p_more: np.ndarray
    p_fewer: np.ndarray
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
        return self.judged & (self.p_more <= self.asked.alpha / 2)

    @property
    def fewer(self) -> np.ndarray:
        """Cells with fewer."""
        return self.judged & (self.p_fewer <= self.asked.alpha / 2)


def risk_surface(sides: Sides, grid: Grid, inside: np.ndarray, asked: RiskAsked, cancelled: Cancelled = never) -> Risk:
    """Kernel densities of both sides with the same radius (Kelsall & Diggle 1995), corrected at the edge of `inside`.

    Chance: a snap point's share of crimes, in crimes and base together or a unit of the base, is dealt anew among
    snap points with about as much of both or of the base, all its crimes together. So neither single events nor
    bursts and stacks that stay on one point make a finding, and the totals of the area play no part.

    Raises `AnalysisError` where one side is empty, or for what cannot be computed in bearable time.
    """
    _check(sides, grid, asked)
    sides = _with_any(sides)
    sums = KernelSums(sides.x, sides.y, grid, asked.radius, asked.kernel)
    if sums.pairs > MOST_PAIRS:
        raise AnalysisError(
            f"A radius of {asked.radius:,.0f} m over cells of {grid.size:g} m is more than can be tested in memory. "
            "Choose larger cells or a smaller radius."
        )
    mass = sums.mass(inside[::-1], grid.cell_area, cancelled)
    reached = mass > 0
    per_mass = np.divide(1.0, mass, out=np.zeros_like(mass), where=reached)
    links = sums.links(inside[::-1], cancelled)
    size, base = sides.size[sums.kept], sides.base[sums.kept]
    excess = _Excess(links, per_mass, size, base, sides)
    share = sides.crimes[sums.kept] / size
    observed = excess.of(share)
    expected = links.sums(base * per_mass) * sides.ratio
    judged = _judged(expected, links.sums(base * per_mass), sides, asked) & inside[::-1].ravel()
    strata = strata_of_size(sides.alike[sums.kept], LEAST_LIKE)
    spread = excess.spread(share, strata)
    judged &= spread > 0
    t = np.divide(observed, spread, out=np.full(spread.shape, np.nan), where=judged)
    p_more, p_fewer = _dealt(excess, share, strata, spread, judged, t, asked, cancelled)
    relative = np.divide(observed, expected, out=np.full(spread.shape, np.nan), where=judged) + 1
    shown = [np.where(judged, values, np.nan) for values in (observed * SQUARE_METRES_PER_KM2, relative, t)]
    rows = [_rows(grid, values) for values in (*shown, p_more, p_fewer)]
    all_expected = np.where(inside, _rows(grid, expected * SQUARE_METRES_PER_KM2), np.nan)
    return Risk(grid, asked, all_expected, *rows, inside, sides.ratio)


@dataclass(frozen=True)
class _Excess:
    """The density of crimes less the expected one, linear in the share of crimes on each snap point."""

    links: Links
    per_mass: np.ndarray
    size: np.ndarray
    base: np.ndarray
    sides: Sides

    def of(self, share: np.ndarray) -> np.ndarray:
        """In crimes per m², (cells,)."""
        ratio = self.sides.ratio
        crimes = share * self.size
        left = crimes - ratio * (self.size - crimes) if self.sides.together else crimes - ratio * self.base
        return self.links.sums(left * self.per_mass)

    def spread(self, share: np.ndarray, strata: np.ndarray) -> np.ndarray:
        """Its standard deviation when shares are dealt within strata, about, in the same unit."""
        held = np.bincount(strata)
        mean = np.bincount(strata, share) / held
        variance = np.bincount(strata, (share - mean[strata]) ** 2) / np.maximum(held - 1, 1)
        scale = 1 + self.sides.ratio if self.sides.together else 1.0
        weight = (self.per_mass * self.size * scale) ** 2 * variance[strata]
        return np.sqrt(np.maximum(self.links.squared(weight), 0))


def _dealt(
    excess: _Excess,
    share: np.ndarray,
    strata: np.ndarray,
    spread: np.ndarray,
    judged: np.ndarray,
    t: np.ndarray,
    asked: RiskAsked,
    cancelled: Cancelled,
) -> tuple[np.ndarray, np.ndarray]:
    """Shares of maps, the one observed among them, whose highest or lowest cell is as extreme as each cell, (cells,)."""
    generator = np.random.default_rng(asked.seed)
    grouped, dealt = np.argsort(strata, kind="stable"), np.empty_like(share)
    highest, lowest = np.full(asked.draws, -np.inf), np.full(asked.draws, np.inf)
    if judged.any():
        for draw in range(asked.draws):
            stop_if(cancelled)
            dealt[grouped] = share[np.lexsort((generator.random(share.size), strata))]
            extreme = excess.of(dealt)[judged] / spread[judged]
            highest[draw], lowest[draw] = extreme.max(), extreme.min()
    highest, lowest = np.sort(highest - 1e-9), np.sort(lowest + 1e-9)
    known = np.nan_to_num(t)
    as_high = asked.draws - np.searchsorted(highest, known - 2e-9, side="left")
    as_low = np.searchsorted(lowest, known + 2e-9, side="right")
    p_more, p_fewer = (np.where(judged, (1 + count) / (asked.draws + 1), np.nan) for count in (as_high, as_low))
    return p_more, p_fewer


def _with_any(sides: Sides) -> Sides:
    """Without snap points that have nothing of either part of a whole."""
    if not sides.together:
        return sides
    any_ = sides.crimes + sides.base > 0
    return Sides(sides.x[any_], sides.y[any_], sides.crimes[any_], sides.base[any_], True)


def _judged(expected: np.ndarray, base: np.ndarray, sides: Sides, asked: RiskAsked) -> np.ndarray:
    """Where enough is expected within the radius, and, of crimes, the base has as many."""
    circle = math.pi * asked.radius**2
    enough = expected * circle >= asked.least
    return enough & (base * circle >= asked.least) if sides.together else enough


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
            f"With {asked.draws} maps of chance nothing can be rarer than {2 / (asked.draws + 1):.3g}. Ask for more."
        )
