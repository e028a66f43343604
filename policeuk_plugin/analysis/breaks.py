# SPDX-License-Identifier: GPL-2.0-or-later
"""Class limits of a map that people can read: about as many areas in each, at round numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable

_STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def round_number(value: float) -> float:
    """The number of one of few digits (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten) that is nearest above 0."""
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return min((step * power for step in _STEPS), key=lambda step: abs(math.log(step / value)))


def round_breaks(values: Iterable[float], classes: int = 5, whole: bool = False) -> list[float]:
    """Limits between classes, ascending, at most `classes` - 1: quantiles of the values above 0, made round.

    A class holds its lower limit and not its upper one. Every class has values in it; of `whole` numbers limits are
    whole too. Empty where all values are alike.
    """
    ordered = sorted(values)
    above = [value for value in ordered if value > 0]
    found: list[float] = []
    for part in range(1, classes):
        if above:
            limit = round_number(above[min(len(above) - 1, len(above) * part // classes)])
            limit = float(math.ceil(limit)) if whole else limit
            if (not found or limit > found[-1]) and ordered[0] < limit <= ordered[-1]:
                found.append(limit)
    return [limit for at, limit in enumerate(found) if _any_between(ordered, found[at - 1] if at else -math.inf, limit)]


def _any_between(ordered: list[float], lower: float, upper: float) -> bool:
    return any(lower <= value < upper for value in ordered)
