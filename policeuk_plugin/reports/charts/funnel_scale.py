# SPDX-License-Identifier: GPL-2.0-or-later
"""A scale of logarithms, for what differs a hundredfold between areas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class LogScale:
    """Values from `low` to `high`, above 0, over `pixels`; `ticks` are the round ones among them."""

    low: float
    high: float
    ticks: tuple[float, ...]
    pixels: float

    def length(self, value: float) -> float:
        """Pixels from the left end; what lies outside ends at the edge."""
        inside = min(max(value, self.low), self.high)
        return math.log(inside / self.low) / math.log(self.high / self.low) * self.pixels


def log_scale(values: Sequence[float], pixels: float, apart: float = 56.0) -> LogScale:
    """A scale that holds all `values` above 0 with some room at its ends, and ticks at least `apart` pixels apart."""
    some = [value for value in values if value > 0 and math.isfinite(value)] or [1.0]
    low, high = min(some) / 1.15, max(some) * 1.15
    most = max(2, int(pixels / apart))
    for steps in ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,)):
        ticks = _ticks(low, high, steps)
        if len(ticks) <= most:
            break
    while len(ticks) > most:
        ticks = ticks[::2]
    return LogScale(low, high, ticks, pixels)


def _ticks(low: float, high: float, steps: Sequence[float]) -> tuple[float, ...]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return tuple(step * 10.0**power for power in powers for step in steps if low <= step * 10.0**power <= high)
