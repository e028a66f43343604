# SPDX-License-Identifier: GPL-2.0-or-later
"""Intervals for differences between forecasters, paired by month, that hold for all of them together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import Cancelled, never, stop_if

FEWEST_MONTHS = 6
"""Of fewer the signs can be flipped in so few ways that nothing is ever rare enough."""
MOST_EXACT = 12
DRAWS = 4095
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Differences:
    """Means of p paired series over months, `mean` (p,), with their intervals `low` and `high` (p,).

    All p intervals hold together with probability 1 − alpha. NaN where there are too few months. `flips` ways to flip
    signs were looked at, all there are where `exact`.
    """

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    alpha: float
    flips: int
    exact: bool

    @property
    def beyond(self) -> np.ndarray:
        """1 where an interval lies above zero, −1 below, 0 where it holds zero or is not known, (p,)."""
        return (self.low > _ROUNDING).astype(int) - (self.high < -_ROUNDING).astype(int)


def paired_differences(
    series: np.ndarray, alpha: float = 0.05, seed: int = 1, cancelled: Cancelled = never
) -> Differences:
    """Compare p `series` (p, m) of differences in m months with zero.

    Wild bootstrap of t over months (Wu 1986; Rademacher signs): the signs of the deviations from each series' mean are
    flipped, the same months in all series, and of each flip the largest |t| is kept (Romano & Wolf 2005), which allows
    for having chosen among the series and for their likeness. Up to 12 months all flips are counted, beyond `DRAWS` are
    drawn with `seed`. Months are taken to be independent.
    """
    pairs, months = series.shape
    mean = series.mean(axis=1)
    unknown = np.full(pairs, np.nan)
    if months < FEWEST_MONTHS:
        return Differences(mean, unknown, unknown, alpha, 0, True)
    signs = _signs(months, seed)
    deviations = series - mean[:, None]
    length = np.sqrt((deviations**2).sum(axis=1))
    vary = length > _ROUNDING * np.maximum(np.abs(series).max(axis=1), 1e-300)
    largest = np.zeros(len(signs))
    for at in np.flatnonzero(vary).tolist():
        stop_if(cancelled)
        np.maximum(largest, _t(signs @ deviations[at] / length[at], months), out=largest)
    reach = np.sort(largest)[::-1][int(alpha * len(signs) + _ROUNDING)]
    half = np.where(vary, reach * length / np.sqrt(months * (months - 1)), 0.0)
    return Differences(mean, mean - half, mean + half, alpha, len(signs), months <= MOST_EXACT)


def _t(sums: np.ndarray, months: int) -> np.ndarray:
    """|t| of flipped deviations, from their sum over the root of the sum of their squares, which no flip changes."""
    return np.asarray(np.abs(sums) * np.sqrt((months - 1) / np.maximum(months - sums**2, _ROUNDING)))


def _signs(months: int, seed: int) -> np.ndarray:
    """Rows of 1 and −1, (flips, months); a flip of all months gives the same |t|, so half of the ways are enough."""
    if months <= MOST_EXACT:
        ways = np.arange(2 ** (months - 1))
        bits = (ways[:, None] >> np.arange(months)) & 1
    else:
        bits = np.random.default_rng(seed).integers(0, 2, (DRAWS, months))
    return 1.0 - 2.0 * bits
