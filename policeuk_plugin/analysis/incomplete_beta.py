# SPDX-License-Identifier: GPL-2.0-or-later
"""The beta distribution in plain Python: scipy may be absent."""

from __future__ import annotations

import math

_STEPS = 200
_TINY = 1e-300
_CLOSE = 1e-15


def beta_quantile(share: float, a: float, b: float) -> float:
    """The x below which `share` of a beta distribution of `a` and `b` lies, by halving, as fine as a float."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if beta_below(middle, a, b) < share:
            low = middle
        else:
            high = middle
        if high - low <= _CLOSE * high:
            break
    return (low + high) / 2


def beta_below(x: float, a: float, b: float) -> float:
    """The share of a beta distribution of `a` and `b` (above 0) that lies below x (Numerical Recipes, 6.4)."""
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
