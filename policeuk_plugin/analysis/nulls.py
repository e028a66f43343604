# SPDX-License-Identifier: GPL-2.0-or-later
"""Maps made by chance: what a map of the same crimes would look like if nothing drew them together."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .errors import AnalysisError, Cancelled, never, stop_if

SHAPES = (0.3, 0.1)
"""Shapes of the gamma distributions of stacks: unequal as snap points are, and very unequal (methods/hotspots)."""

Draw = Callable[[np.random.Generator], np.ndarray]


@dataclass(frozen=True)
class NullMaps:
    """How many units were called on each map, `called` (maps,)."""

    called: np.ndarray

    @property
    def maps(self) -> int:
        """Maps made."""
        return int(self.called.size)

    @property
    def with_any(self) -> int:
        """Maps on which anything was called."""
        return int((self.called > 0).sum())

    @property
    def mean(self) -> float:
        """Units called on a map, on average over all maps."""
        return float(self.called.mean())

    @property
    def least(self) -> int:
        """Fewest on a map."""
        return int(self.called.min())

    @property
    def most(self) -> int:
        """Most on a map."""
        return int(self.called.max())

    def as_many_as(self, called: int) -> int:
        """Maps with at least so many."""
        return int((self.called >= called).sum())


def try_maps(
    maps: int,
    seed: tuple[int, ...],
    draw: Draw,
    call: Callable[[np.ndarray], int],
    cancelled: Cancelled = never,
    told: Callable[[int], None] = lambda done: None,
) -> NullMaps:
    """Make `maps` maps by `draw` and `call` on each; `told` hears how many are done. The same seed, the same maps."""
    if maps < 1:
        raise AnalysisError("At least one map has to be made. Choose more.")
    generator, called = np.random.default_rng(seed), np.zeros(maps, dtype=np.int64)
    for at in range(maps):
        stop_if(cancelled)
        called[at] = call(draw(generator))
        told(at + 1)
    return NullMaps(called)


def thrown(generator: np.random.Generator, crimes: int, weights: np.ndarray) -> np.ndarray:
    """Crimes thrown one by one on units in proportion to `weights` (n,): ground, or what is at risk."""
    return generator.multinomial(crimes, weights / weights.sum())


def stacked(generator: np.random.Generator, crimes: int, weights: np.ndarray, shape: float) -> np.ndarray:
    """The same with each weight times a draw from the gamma distribution: stacks that lie anywhere."""
    heights = generator.gamma(shape, 1, weights.size) * weights
    return generator.multinomial(crimes, heights / heights.sum())


def dealt(generator: np.random.Generator, counts: np.ndarray, strata: np.ndarray) -> np.ndarray:
    """The counts (n,) themselves, dealt out anew among the units of each of the `strata` (n,)."""
    grouped, new = np.argsort(strata, kind="stable"), np.empty_like(counts)
    new[grouped] = counts[np.lexsort((generator.random(counts.size), strata))]
    return new


def taken(generator: np.random.Generator, crimes: int, pool: np.ndarray) -> np.ndarray:
    """So many crimes taken at random out of a `pool` (n,) of whole numbers, without putting any back."""
    return generator.multivariate_hypergeometric(pool, crimes, method="marginals")


def moved_stacks(generator: np.random.Generator, unit: np.ndarray, count: np.ndarray, units: int) -> np.ndarray:
    """Counts (places,) dealt out anew among the places where they stand, added up by `unit`, −1 for none."""
    inside = unit >= 0
    new = np.zeros(units, dtype=count.dtype)
    np.add.at(new, unit[inside], generator.permutation(count[inside]))
    return new


def most_by_chance(maps: int, share: float, doubt: float = 0.001) -> int:
    """The most of `maps` that a true `share` gives, but for `doubt`: the quantile of the binomial; 28 of 300 at 5 %."""
    below, all_ways = 0.0, math.lgamma(maps + 1)
    for found in range(maps):
        ways = all_ways - math.lgamma(found + 1) - math.lgamma(maps - found + 1)
        below += math.exp(ways + found * math.log(share) + (maps - found) * math.log1p(-share))
        if below >= 1 - doubt:
            return found
    return maps
