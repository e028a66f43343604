# SPDX-License-Identifier: GPL-2.0-or-later
"""The count that an area may have whose rate, or share, is known but for its spread: Poisson and binomial mixtures."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from .counted_up import LARGEST, Predicted, counted_up, mixed, spread_out
from .incomplete_gamma import log_gamma
from .quantiles import t_quantile, t_two_sided

Back = Callable[[int, float], float]
"""A row and how far from its middle in logarithms, to the count there."""


def predicted_count(
    count: np.ndarray, expected: np.ndarray, spread: np.ndarray, freedom: np.ndarray, confidence: float = 0.95
) -> Predicted:
    """What `count` (q,) is to be expected: Poisson with mean `expected` (q,) times exp(`spread` T), (q,) each.

    T is Student's t with `freedom` (q,) degrees, 2 or more. Chances are mid-P, which are even on average where counts
    are small (`counted_up`), to 1e-4 or better up to means of 100; beyond counts of 2,048 by the logarithm's own t.
    """
    logs, share = spread_out(np.log(expected), spread, freedom)

    def chances(rows: np.ndarray, counts: np.ndarray) -> np.ndarray:
        rate, scale = logs[rows], log_gamma(counts + 1.0)
        return mixed(
            share[rows], lambda at: rate[at, :, None] * counts - np.exp(rate[at])[:, :, None] - scale, counts.size
        )

    found = counted_up(np.asarray(count, dtype=np.float64), chances, confidence)
    own = np.log(np.maximum(count, 1.0) / expected)
    return _far(found, own, lambda row, away: float(expected[row]) * math.exp(away), spread, freedom, confidence)


def predicted_part(
    count: np.ndarray,
    of: np.ndarray,
    middle: np.ndarray,
    spread: np.ndarray,
    freedom: np.ndarray,
    confidence: float = 0.95,
) -> Predicted:
    """What `count` of `of` (q,) is to be expected: binomial with log odds `middle` (q,) + `spread` T, as above.

    Of shares above a half the rest is counted, so that large numbers need no more time.
    """
    count, of = np.asarray(count, dtype=np.float64), np.asarray(of, dtype=np.float64)
    turned = middle > 0
    odds, share = spread_out(np.where(turned, -middle, middle), spread, freedom)

    def chances(rows: np.ndarray, counts: np.ndarray) -> np.ndarray:
        whole = of[rows][:, None]
        rest = np.maximum(whole - counts, 0.0)
        ways = log_gamma(whole + 1) - log_gamma(counts + 1.0) - log_gamma(rest + 1)
        ways = np.where(counts <= whole, ways, -np.inf)
        yes, no = -np.logaddexp(0, -odds[rows]), -np.logaddexp(0, odds[rows])
        return mixed(
            share[rows],
            lambda at: ways[at, None, :] + yes[at, :, None] * counts + no[at, :, None] * rest[at, None, :],
            counts.size,
        )

    told = np.where(turned, of - count, count)
    found = counted_up(told, chances, confidence)
    own = np.log((told + 0.5) / (of - told + 0.5)) - np.where(turned, -middle, middle)

    def back(row: int, away: float) -> float:
        return float(of[row]) / (1 + math.exp(-(min(float(middle[row]), -float(middle[row])) + away)))

    found = _far(found, own, back, spread, freedom, confidence)
    upper = np.minimum(found.upper, of)
    return Predicted(
        np.where(turned, 1 - found.below, found.below),
        np.where(turned, of - upper, found.lower),
        np.where(turned, of - found.lower, upper),
    )


def _far(
    found: Predicted, own: np.ndarray, back: Back, spread: np.ndarray, freedom: np.ndarray, confidence: float
) -> Predicted:
    """What lies beyond the counts that were added up, by the t of the logarithm; `own` (q,) is how far off it is."""
    below, lower, upper = found.below.copy(), found.lower.copy(), found.upper.copy()
    for row in np.flatnonzero(np.isnan(lower) | np.isnan(upper) | np.isnan(below)).tolist():
        wide, nu = math.hypot(float(spread[row]), 1 / math.sqrt(LARGEST)), float(freedom[row])
        reach = t_quantile(1 - (1 - confidence) / 2, nu) * wide
        tail = t_two_sided(float(own[row]) / wide, nu) / 2
        below[row] = (tail if own[row] < 0 else 1 - tail) if np.isnan(below[row]) else below[row]
        lower[row] = back(row, -reach) if np.isnan(lower[row]) else lower[row]
        upper[row] = back(row, reach) if np.isnan(upper[row]) else upper[row]
    return Predicted(below, lower, upper)
