# SPDX-License-Identifier: GPL-2.0-or-later
"""How much months lean on the month before: a trend seen in series that wander needs to be longer to be believed."""

from __future__ import annotations

import numpy as np

_MOST = 0.9
_FEWEST = 12


def lag_one(values: np.ndarray, group: np.ndarray, months: np.ndarray) -> np.ndarray:
    """Correlation of a month with the next, (k,), of `values` (k, m) without season and straight trend; NaN for none.

    `months` (m,) are numbered through, ascending; `group` (m,) is the season. Trend: least squares within seasons. No
    pair is made over a gap. Seasons of one month only have nothing left of them and are left out.
    """
    left, time = values.astype(float), months.astype(float)
    several = np.zeros(group.size, dtype=bool)
    for one in np.unique(group):
        mine = np.flatnonzero(group == one)
        left[:, mine] -= left[:, mine].mean(axis=1, keepdims=True)
        time[mine] -= time[mine].mean()
        several[mine] = mine.size > 1
    pairs = np.flatnonzero((np.diff(months) == 1) & several[1:] & several[:-1])
    if pairs.size < _FEWEST or not time.any():
        return np.full(len(values), np.nan)
    left -= ((left @ time) / (time @ time))[:, None] * time
    spread = (left[:, several] ** 2).mean(axis=1)
    together = (left[:, pairs] * left[:, pairs + 1]).mean(axis=1)
    return np.divide(together, spread, out=np.full(len(values), np.nan), where=spread > 1e-12)


def shared_lag_one(own: np.ndarray, months: int) -> np.ndarray:
    """The correlations `own` (k,) drawn together as far as they differ by chance only, each from −1 to 0.9, (k,).

    Of series of `months` each estimate is wrong by about 1 / √months: empirical Bayes towards their mean. NaN is the
    mean; one series keeps its own. Taking off season and trend makes each too small by about 1.5 / months, as found by
    simulation, which is added. The choice of the estimator is ours.
    """
    own = own + 1.5 / months
    known = np.isfinite(own)
    if not known.any():
        return np.zeros(own.size)
    mean = float(own[known].mean())
    between = max(0.0, float(own[known].var()) - 1 / months) if known.sum() > 1 else np.inf
    trust = 1.0 if np.isinf(between) else between / (between + 1 / months)
    return np.clip(np.where(known, mean + trust * (np.where(known, own, mean) - mean), mean), -1.0, _MOST)


def longer(correlation: np.ndarray) -> np.ndarray:
    """By how many times the standard deviation of S grows, (k,), at least 1: √((1 + r) / (1 − r)).

    The effective number of months of a series of which each leans on the one before: Bayley & Hammersley 1946, as
    used for Mann-Kendall by Yue & Wang 2004. Negative correlations are taken for none.
    """
    r = np.maximum(correlation, 0.0)
    return np.sqrt((1 + r) / (1 - r))
