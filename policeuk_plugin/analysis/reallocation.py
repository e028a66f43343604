# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes put elsewhere within the catchment of their snap point, again and again, and which verdicts stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import numpy as np

from .errors import AnalysisError, Cancelled, never, stop_if

OUTSIDE = -1


@dataclass(frozen=True)
class Catchments:
    """Parts of the catchments of p points: the `point` (k,), ascending, its `unit` (k,), the `share` (k,) in it.

    The shares of a point add up to 1; `OUTSIDE` is the unit of what lies in none.
    """

    point: np.ndarray
    unit: np.ndarray
    share: np.ndarray

    def __post_init__(self) -> None:
        """Refuse what is no distribution for each point."""
        sums = np.bincount(self.point, self.share)
        if self.point.size and (np.diff(self.point).min(initial=0) < 0 or np.abs(sums - 1).max() > 1e-6):
            raise AnalysisError("The catchments do not add up. Repair the polygons of the study area and the units.")

    def drawn(self, point: np.ndarray, generator: np.random.Generator) -> np.ndarray:
        """A unit for each crime, (n,), by the `point` (n,) it stands on: at random over its catchment's ground."""
        ends = self.point + _within(self.point, self.share)
        at = np.searchsorted(ends, point + generator.random(point.size) * (1 - 1e-12), side="right")
        return self.unit[np.minimum(at, self.unit.size - 1)]


def _within(point: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Running sums of the shares of each point, the last of each exactly 1."""
    running = np.cumsum(share)
    first = np.searchsorted(point, point, side="left")
    last = np.searchsorted(point, point, side="right") - 1
    within = running - (running[first] - share[first])
    within[last == np.arange(point.size)] = 1.0
    return np.minimum(within, 1.0)


@dataclass(frozen=True)
class Kept:
    """How n units fared in `draws` maps: `verdict` (n,) as published, `kept` (n,) and `called` (n,) shares of maps.

    `called`: with a verdict other than 0. `calls` (draws,) is how many units each map calls.
    """

    verdict: np.ndarray
    kept: np.ndarray
    called: np.ndarray
    calls: np.ndarray
    draws: int


def rerun(
    catchments: Catchments,
    point: np.ndarray,
    month: np.ndarray,
    shape: tuple[int, int],
    published: np.ndarray,
    judge: Callable[[np.ndarray], np.ndarray],
    draws: int,
    seed: int,
    cancelled: Cancelled = never,
) -> Kept:
    """Put each crime, on `point` (c,) in `month` (c,), elsewhere `draws` times, count by `shape` units and months.

    `judge` gives a whole number for each unit of counts of that shape, 0 for what is not called. `published` (units,
    months) are the counts as they are. The same seed gives the same.
    """
    generator = np.random.default_rng(seed)
    units, months = shape
    verdict = judge(published)
    kept, called = np.zeros(units, dtype=np.int64), np.zeros(units, dtype=np.int64)
    calls = np.zeros(draws, dtype=np.int64)
    for draw in range(draws):
        stop_if(cancelled)
        unit = catchments.drawn(point, generator)
        inside = unit >= 0
        flat = np.bincount(unit[inside] * months + month[inside], minlength=units * months)
        found = judge(flat.reshape(shape))
        kept += found == verdict
        called += found != 0
        calls[draw] = int((found != 0).sum())
    return Kept(verdict, kept / draws, called / draws, calls, draws)
