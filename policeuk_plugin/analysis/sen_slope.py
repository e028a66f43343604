# SPDX-License-Identifier: GPL-2.0-or-later
"""Sen's slope of many series at once: the median change from one year to the next of the same month."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from .errors import Cancelled, never, stop_if

_AT_ONCE = 8_000_000


@dataclass(frozen=True)
class SenSlope:
    """Slope and its interval, arrays (k,), in the unit of the values by that of the times; NaN without a pair."""

    slope: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def seasonal_sen_slope(
    values: np.ndarray,
    group: np.ndarray,
    time: np.ndarray,
    variance: np.ndarray,
    alpha: float = 0.05,
    cancelled: Cancelled = never,
) -> SenSlope:
    """Median of (x_j − x_i) / (t_j − t_i) over pairs of the same `group` (m,), `values` (k, m), `time` (m,) ascending.

    The interval holds 1 − `alpha`: the slopes at the ranks (N ∓ z √V) / 2 of all N, V the `variance` (k,) of S. Rare
    crimes have a slope of 0 where most pairs tie, whatever S is. Sources: Sen 1968; Gilbert 1987, section 16.4.2.
    """
    earlier, later = np.triu_indices(group.size, 1)
    same = group[earlier] == group[later]
    earlier, later = earlier[same], later[same]
    pairs, k = int(same.sum()), values.shape[0]
    if not pairs:
        nothing = np.full(k, np.nan)
        return SenSlope(nothing, nothing, nothing)
    away = NormalDist().inv_cdf(1 - alpha / 2) * np.sqrt(variance)
    low = np.clip(np.round((pairs - away) / 2).astype(np.int64) - 1, 0, pairs - 1)
    high = np.clip(np.round((pairs + away) / 2).astype(np.int64), 0, pairs - 1)
    found = np.empty((3, k))
    step = max(1, _AT_ONCE // pairs)
    for begin in range(0, k, step):
        stop_if(cancelled)
        some = slice(begin, begin + step)
        slopes = np.sort((values[some][:, later] - values[some][:, earlier]) / (time[later] - time[earlier]), axis=1)
        row = np.arange(len(slopes))
        found[0, some] = (slopes[:, (pairs - 1) // 2] + slopes[:, pairs // 2]) / 2
        found[1, some], found[2, some] = slopes[row, low[some]], slopes[row, high[some]]
    return SenSlope(found[0], found[1], found[2])
