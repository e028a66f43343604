# SPDX-License-Identifier: GPL-2.0-or-later
"""What the same number of crimes thrown at random would look like: some concentration is there by chance alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .concentration import Tally, generalised_gini, gini, lorenz_curve, share_of_busiest, smallest_set, tally, unbiased
from .errors import Cancelled, never, stop_if

_MOST_DRAWS, _LEAST_DRAWS, _NUMBERS = 199, 19, 4e7
_GRID = np.linspace(0, 1, 201)


@dataclass(frozen=True)
class Spread:
    """Mean of the draws, and the bounds that hold the middle 1 − alpha of them."""

    mean: float
    lower: float
    upper: float


@dataclass(frozen=True)
class RandomPlacement:
    """Of `draws` maps: Gini values, shares of crimes on the busiest shares of places, places of the smallest set.

    `curve_places` and `curve_crimes` (k,) are their mean Lorenz curve. `exact`: the expected G' is computed, not drawn,
    which can be done where all places are alike.
    """

    gini: Spread
    generalised: Spread
    shares: tuple[Spread, ...]
    places: Spread
    curve_places: np.ndarray
    curve_crimes: np.ndarray
    draws: int
    exact: Optional[float]


def random_placement(
    of: Tally,
    tops: tuple[float, ...],
    share: float,
    weights: Optional[np.ndarray],
    alpha: float,
    seed: int,
    cancelled: Cancelled = never,
) -> RandomPlacement:
    """Throw as many crimes on as many places, seeded; `weights` (n,) are their sizes, None: all alike.

    `tops` are shares of places, `share` that of the crimes which the smallest set holds. Up to 199 draws, fewer of more
    than 200,000 places. Raises `AnalysisCancelled`.
    """
    generator = np.random.default_rng(seed)
    draws = int(min(_MOST_DRAWS, max(_LEAST_DRAWS, _NUMBERS // of.places)))
    chances = None if weights is None else weights / weights.sum()
    rows, curves = [], np.zeros(_GRID.size)
    for _ in range(draws):
        stop_if(cancelled)
        drawn = tally(_thrown(generator, of.crimes, of.places, chances))
        rows.append(
            (
                gini(drawn),
                unbiased(drawn, generalised_gini(drawn)),
                smallest_set(drawn, share).places,
                *(share_of_busiest(drawn, top) for top in tops),
            )
        )
        curves += np.interp(_GRID, *lorenz_curve(drawn))
    spreads = [_spread(column, alpha) for column in np.array(rows, dtype=float).T]
    exact = expected_generalised_gini(of.crimes, of.places) if weights is None else None
    return RandomPlacement(spreads[0], spreads[1], tuple(spreads[3:]), spreads[2], _GRID, curves / draws, draws, exact)


def expected_gini(crimes: int, places: int) -> float:
    """E(G) of crimes thrown on places alike, exactly: (n − 1) E|X − Y| / (2 c) for the counts X, Y of two places.

    X + Y is binomial (c, 2 / n), and given X + Y = s the mean difference is 2 ⌈s/2⌉ C(s, ⌈s/2⌉) / 2^s.
    """
    if places == 1:
        return 0.0
    s = np.arange(crimes + 1, dtype=float)
    up = np.ceil(s / 2)
    logs = _log_factorials(crimes)
    index, low = up.astype(np.int64), (s - up).astype(np.int64)
    ways = logs[np.arange(crimes + 1)] - logs[index] - logs[low]
    difference = 2 * up * np.exp(ways - s * math.log(2))
    p = 2 / places
    if p >= 1:
        chance = np.zeros(crimes + 1)
        chance[-1] = 1
    else:
        whole = logs[crimes] - logs - logs[::-1]
        chance = np.exp(whole + s * math.log(p) + (crimes - s) * math.log1p(-p))
    return float((places - 1) * (difference * chance).sum() / (2 * crimes))


def expected_generalised_gini(crimes: int, places: int) -> float:
    """E(G') with the correction of `concentration.unbiased`, of crimes thrown on places alike, exactly."""
    value = max(1.0, places / crimes) * (expected_gini(crimes, places) - 1) + 1
    least = min(places, crimes)
    return value * least / (least - 1) if least > 1 else float("nan")


def _log_factorials(most: int) -> np.ndarray:
    """log k! for k = 0 … most."""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1, dtype=float)))])


def _thrown(generator: np.random.Generator, crimes: int, places: int, chances: Optional[np.ndarray]) -> np.ndarray:
    if chances is not None:
        return generator.multinomial(crimes, chances)
    return np.bincount(generator.integers(0, places, crimes), minlength=places)


def _spread(values: np.ndarray, alpha: float) -> Spread:
    lower, upper = np.quantile(values, (alpha / 2, 1 - alpha / 2)).tolist()
    return Spread(float(values.mean()), lower, upper)
