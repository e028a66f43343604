# SPDX-License-Identifier: GPL-2.0-or-later
"""Natural process limits of a series of months: what such months usually vary within."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np

from .etest import poisson

FEWEST_MONTHS = 12
"""Months below which there are no limits: fewer do not show what is usual, nor every season."""
FEWEST_RANGES = 6
"""Differences between neighbouring months below which there are no limits, however many months are held."""
FEW, WITHIN = 5.0, 0.99
"""Crimes a period up to which limits hold this share of Poisson counts; of more, moving ranges see to it."""
SCALE = 2.66
"""Three standard deviations of single values in mean moving ranges of two: 3 / 1.128."""


@dataclass(frozen=True)
class ProcessLimits:
    """Mean and natural process limits, in the unit of the values; `months` values and `ranges` differences gave them.

    `lower` is not below `floor`, which counts cannot fall below either.
    """

    mean: float
    lower: float
    upper: float
    mean_range: float
    months: int
    ranges: int

    def beyond(self, value: float) -> int:
        """1 above the limits, -1 below them, 0 within: on a limit is within."""
        return (value > self.upper) - (value < self.lower)


def process_limits(values: Sequence[Optional[float]], floor: float = 0.0) -> Optional[ProcessLimits]:
    """The limits of an XmR chart (individuals and moving ranges): mean +/- 2.66 mean moving ranges.

    `values` follow each other month by month, None where a month is missing: there the moving range breaks, and is
    never taken from one side of a gap to the other. None for fewer than `FEWEST_MONTHS` values or `FEWEST_RANGES`
    ranges. Source: Shewhart's charts for individuals as in Wheeler and Chambers, Understanding Statistical Process
    Control, 1992; Montgomery, Introduction to Statistical Quality Control, section 6.4. Where nothing has changed
    about 1 value in 100 falls outside.
    """
    held = [value for value in values if value is not None]
    ranges = [
        abs(later - earlier) for earlier, later in zip(values, values[1:]) if earlier is not None and later is not None
    ]
    if len(held) < FEWEST_MONTHS or len(ranges) < FEWEST_RANGES:
        return None
    mean, mean_range = sum(held) / len(held), sum(ranges) / len(ranges)
    away = SCALE * mean_range
    return ProcessLimits(mean, max(floor, mean - away), mean + away, mean_range, len(held), len(ranges))


def count_limits(counts: Sequence[Optional[float]]) -> Optional[ProcessLimits]:
    """`process_limits` of counts by month or quarter, whose upper end is never below `few_end`.

    Moving ranges of few crimes are mostly 0: with 0.1 a month the chart alone calls 7 months in 100, which are 3 in 4
    of those with a crime, although nothing has changed.
    """
    found = process_limits(counts)
    return None if found is None else replace(found, upper=max(found.upper, few_end(found.mean)))


def few_end(mean: float) -> float:
    """The count that a Poisson count of `mean` exceeds once in 100 times at most; 0 of none, or of more than `FEW`."""
    if not 0 < mean <= FEW:
        return 0.0
    first, probabilities = poisson(mean)
    return float(first + np.searchsorted(np.cumsum(probabilities), WITHIN))
