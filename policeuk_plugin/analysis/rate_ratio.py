# SPDX-License-Identifier: GPL-2.0-or-later
"""The ratio of two rates with an exact interval, in plain Python: scipy may be absent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

_STEPS = 200
_TINY = 1e-300
_CLOSE = 1e-15


@dataclass(frozen=True)
class RateRatio:
    """Rate of one over rate of the other; `lower` is 0 where the one has no events, `upper` None where the other has
    none: no number bounds it. `ratio` is None then, too."""

    ratio: Optional[float]
    lower: float
    upper: Optional[float]

    @property
    def beyond_chance(self) -> int:
        """1 where the first rate is higher by more than chance, -1 lower, 0 where the interval holds equal rates."""
        return (self.lower > 1) - (self.upper is not None and self.upper < 1)


def rate_ratio(
    events: int, exposure: float, other_events: int, other_exposure: float, confidence: float = 0.95
) -> Optional[RateRatio]:
    """The ratio of two Poisson rates with its exact conditional interval; None where neither has an event.

    Exposure is what rates are of, such as residents times months, of any unit. Given their sum the events of the first
    are binomial with p = r e1 / (r e1 + e2), r the ratio; Clopper and Pearson (1934) bound p, as R's `poisson.test`
    does (Przyborowski and Wilenski 1940; methods, peer-comparison 4.5). It allows for chance in counting alone.
    """
    total = events + other_events
    if total == 0 or exposure <= 0 or other_exposure <= 0:
        return None
    tail, weight = (1 - confidence) / 2, other_exposure / exposure
    low = beta_quantile(tail, events, other_events + 1) if events else 0.0
    high = beta_quantile(1 - tail, events + 1, other_events) if other_events else None
    return RateRatio(
        ratio=events / other_events * weight if other_events else None,
        lower=low / (1 - low) * weight,
        upper=None if high is None else high / (1 - high) * weight,
    )


def beta_quantile(share: float, a: float, b: float) -> float:
    """The x below which `share` of a beta distribution of `a` and `b` lies, by halving, as fine as a float."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _beta_below(middle, a, b) < share:
            low = middle
        else:
            high = middle
        if high - low <= _CLOSE * high:
            break
    return (low + high) / 2


def _beta_below(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function (Numerical Recipes, 6.4)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Lentz's continued fraction; it needs about the root of the larger parameter in steps."""
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 100 + 10 * int(math.sqrt(max(a, b)))):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / _away(1 + even * d)
        c = _away(1 + even / c)
        value *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / _away(1 + odd * d)
        c = _away(1 + odd / c)
        value *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return value


def _away(value: float) -> float:
    """Not quite zero, to divide by."""
    return value if abs(value) > _TINY else _TINY
