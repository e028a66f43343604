# SPDX-License-Identifier: GPL-2.0-or-later
"""The ratio of two rates with an exact interval, in plain Python: scipy may be absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from .incomplete_beta import beta_below, beta_quantile


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


def same_rate_p(events: int, exposure: float, other_events: int, other_exposure: float) -> float:
    """Two-sided p that both rates are the same: twice the smaller tail of the binomial of `rate_ratio`, at most 1.

    It is below 1 - confidence just where that interval holds no 1. 25 against 16 over equal exposures: .2110; the
    E-test, which is for equal exposures only, says .165 (Wheeler 2018), because this one is never too small.
    """
    if exposure <= 0 or other_exposure <= 0 or events + other_events == 0:
        return 1.0
    share = exposure / (exposure + other_exposure)
    at_least = beta_below(share, events, other_events + 1) if events else 1.0
    at_most = 1 - beta_below(share, events + 1, other_events) if other_events else 1.0
    return min(1.0, 2 * min(at_least, at_most))
