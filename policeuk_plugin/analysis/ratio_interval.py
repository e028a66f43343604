# SPDX-License-Identifier: GPL-2.0-or-later
"""The interval of the ratio of two counts over equal times, for many pairs at once."""

from __future__ import annotations

import numpy as np

_FINE = 1e-10
_WIDEST = 8.0
_TINY = 1e-300
_CLOSE = 1e-14


def ratio_interval(after: np.ndarray, before: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper bound (n,) of the ratio of the means of `after` and `before` (n,).

    Given their sum, `after` is binomial with p = r / (1 + r). The bounds are those of the mid-P interval, which counts
    what was observed by half: its coverage is near the confidence on average, where the exact interval of
    `rate_ratio` is wider than it says (Berry & Armitage 1995; Agresti & Gottard 2005). Without crimes before the upper
    bound is infinite, without crimes after the lower is 0, without any both are NaN.
    """
    pairs = np.stack([np.asarray(after), np.asarray(before)], axis=1).astype(np.int64)
    distinct, which = np.unique(pairs, axis=0, return_inverse=True)
    a, b = distinct.T.astype(float)
    tail = (1 - confidence) / 2
    lower = np.where(a > 0, np.exp(_solve(a, b, tail)), 0.0)
    upper = np.where(b > 0, np.exp(_solve(a, b, 1 - tail)), np.inf)
    nothing = a + b == 0
    lower[nothing] = upper[nothing] = np.nan
    at = which.reshape(-1)
    return lower[at], upper[at]


def _solve(a: np.ndarray, b: np.ndarray, target: float) -> np.ndarray:
    """ln r at which the chance of more than `a`, and half of that of `a` itself, is `target`; by halving."""
    middle = np.log((a + 0.5) / (b + 0.5))
    reach = _WIDEST * np.sqrt(1 / (a + 0.5) + 1 / (b + 0.5))
    low, high = middle - reach, middle + reach
    for _ in range(int(np.ceil(np.log2(reach.max(initial=1.0) / _FINE)))):
        middle = (low + high) / 2
        below = _more_than(middle, a, b) < target
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


def _more_than(log_ratio: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """P(X > a) + P(X = a) / 2, X ~ Binomial(a + b, r / (1 + r))."""
    share, rest = 1 / (1 + np.exp(-log_ratio)), 1 / (1 + np.exp(log_ratio))
    log_same = _log_choose(a, b) + a * np.log(share) + b * np.log(rest)
    return np.clip(_at_least(share, rest, a, b) - 0.5 * np.exp(log_same), 0.0, 1.0)


def _at_least(share: np.ndarray, rest: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """P(X ≥ a): the regularised incomplete beta function of a and b + 1, 1 where a is 0 (Numerical Recipes, 6.4)."""
    one, two = np.maximum(a, 1.0), b + 1
    front = np.exp(_log_beta(one, two) + one * np.log(share) + two * np.log(rest))
    swap = share >= (one + 1) / (one + two + 2)
    x = np.where(swap, rest, share)
    p, q = np.where(swap, two, one), np.where(swap, one, two)
    part = front * _fraction(x, p, q) / p
    return np.where(a == 0, 1.0, np.where(swap, 1 - part, part))


def _fraction(x: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Lentz's continued fraction, of all pairs at once."""
    c, d = np.ones_like(x), 1 / _away(1 - (a + b) * x / (a + 1))
    value = d.copy()
    most = 100 + 10 * int(np.sqrt(max(a.max(initial=1), b.max(initial=1))))
    for m in range(1, most):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _away(1 + even * d), _away(1 + even / c)
        value *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _away(1 + odd * d), _away(1 + odd / c)
        value *= d * c
        if np.all(np.abs(d * c - 1) < _CLOSE):
            break
    return value


def _away(value: np.ndarray) -> np.ndarray:
    return np.where(np.abs(value) > _TINY, value, _TINY)


def _log_choose(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return _log_factorial(a + b) - _log_factorial(a) - _log_factorial(b)


def _log_beta(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """−ln B(a, b) of whole numbers from 1."""
    return _log_factorial(a + b - 1) - _log_factorial(a - 1) - _log_factorial(b - 1)


def _log_factorial(n: np.ndarray) -> np.ndarray:
    """ln n! by Stirling's series, which is right to 1e-15 from 10 on; below it by a table."""
    small = np.cumsum(np.log(np.maximum(np.arange(16.0), 1)))
    x = np.maximum(n, 15.0) + 1
    series = 1 / (12 * x) - 1 / (360 * x**3) + 1 / (1260 * x**5) - 1 / (1680 * x**7)
    large = (x - 0.5) * np.log(x) - x + 0.5 * np.log(2 * np.pi) + series
    return np.where(n < 15, small[np.minimum(n, 15).astype(np.int64)], large)
