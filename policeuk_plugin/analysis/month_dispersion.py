# SPDX-License-Identifier: GPL-2.0-or-later
"""How much months differ beyond single events, and the interval of a ratio that allows for it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .incomplete_beta import beta_quantile
from .ratio_interval import ratio_interval

LEAST_PAIRS = 4
"""Pairs of months below which their dispersion is not estimated."""
_AT_ONCE = 100_000
"""Units worked on together: of millions the tables of months would not fit into memory."""


def dispersion(after: np.ndarray, before: np.ndarray) -> tuple[float, int]:
    """How much more months differ than single events would make them: χ² over its degrees of freedom, and those.

    `after` and `before` are (n, m) of n units in m matched months. Given a unit's totals and those of a month's pair,
    the split between the periods is the same in all months: Pearson's χ² against it, times (N − 1) / N of the unit's N
    crimes, has m − 1 degrees of freedom, exactly in the mean. About 1 for single events, 2 where variances are double
    what the E-test takes them for. NaN without any.
    """
    parts = [
        _dispersed(after[begin : begin + _AT_ONCE], before[begin : begin + _AT_ONCE])
        for begin in range(0, len(after), _AT_ONCE)
    ]
    degrees = sum(of for _, of in parts)
    return (sum(chi for chi, _ in parts) / degrees, degrees) if degrees else (math.nan, 0)


def _dispersed(after: np.ndarray, before: np.ndarray) -> tuple[float, int]:
    """χ² of some units and its degrees of freedom."""
    pair = (after + before).astype(float)
    total, later = pair.sum(axis=1, keepdims=True), after.sum(axis=1, keepdims=True)
    share = np.divide(later, total, out=np.zeros_like(total), where=total > 0)
    fit = share * (1 - share) * pair * np.divide(total, total - 1, out=np.ones_like(total), where=total > 1)
    chi = np.divide((after - share * pair) ** 2, fit, out=np.zeros_like(pair), where=fit > 0)
    told = (fit > 0).sum(axis=1) > 1
    return float(chi[told].sum()), int(((fit > 0).sum(axis=1)[told] - 1).sum())


@dataclass(frozen=True)
class MonthsRatio:
    """Ratio of two periods with its interval; NaN and infinite where no number bounds it.

    `dispersion` is by how much months differ beyond single events, 1 for not at all; NaN where that is not known:
    then the interval is that of single events.
    """

    ratio: float
    lower: float
    upper: float
    dispersion: float

    @property
    def beyond_chance(self) -> int:
        """1 where the interval lies above 1, −1 below, 0 where it holds it."""
        return (self.lower > 1) - (self.upper < 1)


def ratio_by_months(after: np.ndarray, before: np.ndarray, confidence: float = 0.95) -> MonthsRatio:
    """The ratio of the sums of `after` and `before` (m,) of m matched months, with an interval that months bear out.

    Where the months' own ratios differ more than single events would make them, its logarithm has the error
    √(φ (1/a + 1/b)), φ the dispersion, and Student's t of m − 1 degrees (quasi-Poisson: McCullagh & Nelder 1989);
    never is it narrower than that of single events.
    """
    total, other = int(after.sum()), int(before.sum())
    low, high = (float(bound[0]) for bound in ratio_interval(np.array([total]), np.array([other]), confidence))
    ratio = total / other if other else math.nan
    spread, degrees = dispersion(after[None], before[None])
    if degrees + 1 < LEAST_PAIRS or not (total and other):
        return MonthsRatio(ratio, low, high, math.nan)
    if spread > 1:
        reach = student_reach(degrees, confidence) * math.sqrt(spread * (1 / total + 1 / other))
        low, high = min(low, ratio * math.exp(-reach)), max(high, ratio * math.exp(reach))
    return MonthsRatio(ratio, low, high, spread)


def student_reach(degrees: int, confidence: float) -> float:
    """The t that a Student's t of so many degrees stays within with that confidence, on both sides."""
    x = beta_quantile(1 - confidence, degrees / 2, 0.5)
    return math.sqrt(degrees * (1 / x - 1))
