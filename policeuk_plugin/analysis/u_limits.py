# SPDX-License-Identifier: GPL-2.0-or-later
"""Limits of a series of counts whose periods are not equally long: a u chart, made wider by what they really vary."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from .control_limits import FEWEST_MONTHS, FEWEST_RANGES, few_end

_SIGMAS = 3.0
_RANGE_TO_SIGMA = 1.128
"""Mean moving range of two in standard deviations (d2 of 2)."""


@dataclass(frozen=True)
class ULimits:
    """Mean, lower and upper limit of each period in the unit of the rates, and `spread`.

    `spread` is how many times as much the periods vary from one to the next as counting alone would have them: the
    sigma of z of Laney's chart, 1 where they are Poisson. Limits lie at the period's own exposure; never below 0.
    """

    mean: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    spread: float
    periods: int

    def beyond(self, at: int, rate: float) -> int:
        """1 where the rate of a period lies above its limits, -1 below, 0 within."""
        return (rate > self.upper[at]) - (rate < self.lower[at])


def u_limits(counts: Sequence[Optional[float]], exposure: Sequence[float]) -> Optional[ULimits]:
    """The limits of Laney's u' chart: ū ± 3 σz √(ū / n), σz the mean moving range of the z of neighbours over 1.128.

    `counts` (k,) follow each other, None where a period is missing: no range is taken over a gap. `exposure` (k,) is
    what a rate is of, such as residents times days, above 0. None for fewer than `FEWEST_MONTHS` counts or
    `FEWEST_RANGES` ranges, or without an event. Source: Laney 2002, Quality Engineering 14:531; with equal exposures
    it is the XmR chart. Without σz it is the u chart, which calls nearly every period of a large area. The upper
    limit of few events is never below `few_end`.
    """
    held = [at for at, count in enumerate(counts) if count is not None]
    total = sum(count for count in counts if count is not None)
    if len(held) < FEWEST_MONTHS or total <= 0:
        return None
    mean = total / sum(exposure[at] for at in held)
    z = [None if count is None else (count / of - mean) / math.sqrt(mean / of) for count, of in zip(counts, exposure)]
    ranges = [abs(later - earlier) for earlier, later in zip(z, z[1:]) if earlier is not None and later is not None]
    if len(ranges) < FEWEST_RANGES:
        return None
    spread = sum(ranges) / len(ranges) / _RANGE_TO_SIGMA
    away = [_SIGMAS * spread * math.sqrt(mean / of) for of in exposure]
    upper = tuple(max(mean + one, few_end(mean * of) / of) for one, of in zip(away, exposure))
    return ULimits(mean, tuple(max(0.0, mean - one) for one in away), upper, spread, len(held))
