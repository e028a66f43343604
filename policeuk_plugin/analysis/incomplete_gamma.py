# SPDX-License-Identifier: GPL-2.0-or-later
"""The gamma distribution of many shapes at once, without scipy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TERMS, _CLOSE, _TINY = 60000, 1e-13, 1e-300
_STIRLING_FROM = 10
_HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)


def gamma_p(shape: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distribution function at `x` of gamma variables with these shapes (above 0) and rate 1, (n,).

    The regularised incomplete gamma function by its series below the mean and by its continued fraction above
    (Abramowitz & Stegun 6.5.29 and 6.5.31; Press et al., Numerical Recipes, 6.2), to about 1e-10.
    """
    shape, x = np.broadcast_arrays(np.asarray(shape, dtype=np.float64), np.asarray(x, dtype=np.float64))
    result = np.zeros(shape.shape)
    series = (x > 0) & (x < shape + 1)
    fraction = x >= shape + 1
    result[series] = _by_series(shape[series], x[series])
    result[fraction] = 1 - _by_fraction(shape[fraction], x[fraction])
    return np.clip(result, 0.0, 1.0)


def log_gamma(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Natural logarithm of the gamma function of values above 0, of any shape, to about 1e-15 of itself or absolute.

    Stirling's series from 10 on (Abramowitz & Stegun 6.1.41), which smaller values are brought to by their product.
    """
    x = np.array(values, dtype=np.float64)
    product = np.ones(x.shape)
    for _ in range(_STIRLING_FROM):
        low = x < _STIRLING_FROM
        if not low.any():
            break
        product = np.where(low, product * x, product)
        x = np.where(low, x + 1, x)
    return np.asarray((x - 0.5) * np.log(x) - x + _HALF_LOG_TWO_PI + _rest(x) - np.log(product))


def _rest(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """What Stirling's formula lacks for values of 10 or more."""
    inverse = 1 / (x * x)
    return (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / x


def _front(shape: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """x^a e^-x / Γ(a); of large shapes by how far x is from them, where plain logarithms lose digits."""
    large = shape >= _STIRLING_FROM
    a = np.where(large, shape, _STIRLING_FROM)
    off = (x - a) / a
    logs = a * (np.log1p(np.maximum(off, -1 + 1e-15)) - off) + 0.5 * np.log(a) - _HALF_LOG_TWO_PI - _rest(a)
    few = np.where(large, 1.0, shape)
    return np.exp(np.where(large, logs, few * np.log(x) - x - log_gamma(few)))


def _by_series(shape: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    term = 1 / shape
    total = term.copy()
    for step in range(1, _TERMS):
        term = term * x / (shape + step)
        total += term
        if not (term > total * _CLOSE).any():
            break
    return total * _front(shape, x)


def _by_fraction(shape: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """By Lentz's method."""
    b = x + 1 - shape
    c = np.full(x.shape, 1 / _TINY)
    d = 1 / np.where(np.abs(b) < _TINY, _TINY, b)
    h = d.copy()
    for step in range(1, _TERMS):
        factor = -step * (step - shape)
        b = b + 2
        d = factor * d + b
        d = 1 / np.where(np.abs(d) < _TINY, _TINY, d)
        c = b + factor / c
        c = np.where(np.abs(c) < _TINY, _TINY, c)
        change = d * c
        h = h * change
        if not (np.abs(change - 1) > _CLOSE).any():
            break
    return h * _front(shape, x)
