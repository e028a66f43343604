# SPDX-License-Identifier: GPL-2.0-or-later
"""Control charts of many units at once: the last month, months out of the usual range, and shifts that last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .control_limits import FEWEST_MONTHS, FEWEST_RANGES
from .cusum import cusum

LEAST_MEAN = 2.0
"""Crimes a month below which a unit is not charted: limits at 3 standard deviations do not hold for so few."""
_SIGMAS, _RANGE_TO_SIGMA = 3.0, 1.128


@dataclass(frozen=True)
class UnitCharts:
    """Of k units; `beyond` (k, m) is 1 above the limits, −1 below, 0 within.

    `charted` (k,) is where there is a chart; `spread` (k,) is Laney's sigma of z, NaN without; `mean` (k,) crimes a
    month of usual exposure. `side` and `since` (k,) are those of the cumulative sums: a shift that lasts to the end.
    """

    charted: np.ndarray
    mean: np.ndarray
    spread: np.ndarray
    beyond: np.ndarray
    side: np.ndarray
    since: np.ndarray


def unit_charts(counts: np.ndarray, months: np.ndarray, exposure: np.ndarray) -> UnitCharts:
    """Laney's u' chart of each row of `counts` (k, m), as `u_limits` of one, and the cumulative sums of its z.

    `months` (m,) are numbered through, ascending: no moving range is taken over a gap. `exposure` (m,) above 0 is how
    long a month is, or how many crimes are usual in it. z of the sums are in Laney's sigmas; sources as there.
    """
    k, m = counts.shape
    pairs = np.flatnonzero(np.diff(months) == 1)
    rate = counts.sum(axis=1) / exposure.sum()
    mean = rate * exposure.mean()
    charted = (mean >= LEAST_MEAN) & (m >= FEWEST_MONTHS) & (pairs.size >= FEWEST_RANGES)
    beyond, spread = np.zeros((k, m), dtype=np.int8), np.full(k, np.nan)
    side, since = np.zeros(k, dtype=np.int64), np.full(k, -1, dtype=np.int64)
    some = np.flatnonzero(charted)
    if not some.size:
        return UnitCharts(charted, mean, spread, beyond, side, since)
    usual = rate[some, None] * exposure
    z = (counts[some] - usual) / np.sqrt(usual)
    spread[some] = np.abs(z[:, pairs + 1] - z[:, pairs]).mean(axis=1) / _RANGE_TO_SIGMA
    away = _SIGMAS * spread[some, None]
    beyond[some] = (z > away).astype(np.int8) - (z < -away).astype(np.int8)
    varied = spread[some] > 0
    sums = cusum(z[varied] / spread[some][varied, None])
    side[some[varied]], since[some[varied]] = sums.side, sums.since
    return UnitCharts(charted, mean, spread, beyond, side, since)
