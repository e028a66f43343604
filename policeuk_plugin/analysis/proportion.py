# SPDX-License-Identifier: GPL-2.0-or-later
"""Shares of a number with their intervals, and the difference of two shares with its own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

Z = 1.959963984540054
"""The normal quantile of 0.975: intervals are of 95 per cent unless another is given."""


@dataclass(frozen=True)
class Share:
    """`count` of `of`, and the interval that the true share may lie in; shares from 0 to 1."""

    count: int
    of: int
    lower: float
    upper: float

    @property
    def share(self) -> float:
        """The share itself."""
        return self.count / self.of


@dataclass(frozen=True)
class Difference:
    """One share less another, with its interval; from -1 to 1."""

    value: float
    lower: float
    upper: float

    @property
    def beyond_chance(self) -> int:
        """1 where the first is higher by more than chance, -1 lower, 0 where the interval holds equal shares."""
        return (self.lower > 0) - (self.upper < 0)


def wilson(count: int, of: int, z: float = Z) -> Optional[Share]:
    """A share with Wilson's score interval (1927), which serves for small numbers and for 0 and 1; None of none.

    Vectors (Newcombe 1998, Stat Med 17:857): 81/263 .2553 to .3662, 15/148 .0624 to .1605, 0/20 0 to .1611, 1/29
    .0061 to .1718. It allows for chance in counting alone.
    """
    if of <= 0:
        return None
    share, squared = count / of, z * z
    middle = (share + squared / (2 * of)) / (1 + squared / of)
    reach = z * math.sqrt(share * (1 - share) / of + squared / (4 * of * of)) / (1 + squared / of)
    return Share(count, of, max(0.0, middle - reach) if count else 0.0, min(1.0, middle + reach) if count < of else 1.0)


def difference(one: Share, other: Share) -> Difference:
    """The difference of two independent shares with Newcombe's interval (1998, Stat Med 17:873, method 10).

    Both must come by the same z. Vectors: 56/70 less 48/80 .0524 to .3339; 9/10 less 3/10 .1705 to .8090; 10/10 less
    0/20 .6791 to 1.
    """
    value = one.share - other.share
    below = math.hypot(one.share - one.lower, other.upper - other.share)
    above = math.hypot(one.upper - one.share, other.share - other.lower)
    return Difference(value, max(-1.0, value - below), min(1.0, value + above))
