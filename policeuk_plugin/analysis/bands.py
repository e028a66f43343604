# SPDX-License-Identifier: GPL-2.0-or-later
"""Five bands of rates around a reference rate: the average is left only where an interval shows that it is.

The words are those of CrimeMapper (NPIA, 2009); its cut-offs were never published, so these are ours, symmetric in
logarithms: 0.5, 0.8, 1.25 and 2 times the reference rate.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOW, BELOW, ABOVE, HIGH = 0.5, 0.8, 1.25, 2.0
"""Ratios to the reference rate at which one band ends and the next begins."""
FEWEST_AREAS = 5
"""With fewer areas how much they differ cannot be told, and each interval is its own, of Poisson alone."""
ALPHA = 0.05
_TERMS, _CLOSE, _TINY = 20000, 1e-13, 1e-300


class Band(enum.Enum):
    """A band, from the lowest rate to the highest."""

    LOW = "low"
    BELOW = "below average"
    AVERAGE = "average"
    ABOVE = "above average"
    HIGH = "high"


@dataclass(frozen=True)
class Banded:
    """Bands of areas, (n,): position in `Band`, ratio to the reference rate, and the chances that decided.

    `not_below` is the chance that an area's true rate is at least 0.8 times the reference rate, `not_above` that it is
    at most 1.25 times; where that is 2.5% or less, the average is left. `shrunk`: how much the areas differ was
    estimated from all of them (empirical Bayes).
    """

    band: NDArray[np.int8]
    ratio: NDArray[np.float64]
    not_below: NDArray[np.float64]
    not_above: NDArray[np.float64]
    reference: float
    shrunk: bool


def bands(count: NDArray[np.int64], exposure: NDArray[np.float64]) -> Banded:
    """Bands of areas with `count` (n,) crimes in `exposure` (n,) person-years (or household-years), all above 0.

    The reference rate is that of all areas together. Rates of areas are taken to vary as a gamma distribution, with
    mean and variance by Marshall (1991, Applied Statistics 40: 283-294), the variance at least 0; given its count an
    area's rate is then gamma too, with shape b²/a + O and rate b/a + n (Clayton & Kaldor 1987, Biometrics 43:
    671-681). Where the areas differ no more than chance makes them (a = 0) all are average. With fewer than five
    areas the limits are the exact ones of a Poisson count (Garwood 1936).
    """
    observed, time = np.asarray(count, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    mean = float(observed.sum() / time.sum()) if observed.size else 0.0
    shrunk = observed.size >= FEWEST_AREAS
    if mean == 0:
        ones = np.ones(observed.size)
        return Banded(np.full(observed.size, 2, dtype=np.int8), ones, ones, ones, mean, shrunk)
    ratio = observed / time / mean
    if shrunk:
        variance = variance_of_rates(observed, time)
        if variance == 0:
            not_below = not_above = np.ones(observed.size)
        else:
            shape, rate = mean**2 / variance + observed, mean / variance + time
            not_below = 1 - gamma_p(shape, rate * BELOW * mean)
            not_above = gamma_p(shape, rate * ABOVE * mean)
    else:
        # Lower limit above 1.25: P(X >= O | 1.25 of what is expected) is small; and so for the upper limit.
        not_below = 1 - gamma_p(observed + 1, time * BELOW * mean)
        not_above = np.where(observed > 0, gamma_p(np.maximum(observed, 1), time * ABOVE * mean), 1.0)
    return Banded(_banded(ratio, not_below, not_above), ratio, not_below, not_above, mean, shrunk)


def variance_of_rates(count: NDArray[np.float64], exposure: NDArray[np.float64]) -> float:
    """Variance of the true rates by Marshall's moments (1991), which is not below 0."""
    rate = count / exposure
    mean = count.sum() / exposure.sum()
    spread = float((exposure * (rate - mean) ** 2).sum() / exposure.sum())
    return max(0.0, spread - float(mean / exposure.mean()))


def smoothed(count: NDArray[np.int64], exposure: NDArray[np.float64]) -> NDArray[np.float64]:
    """Marshall's empirical Bayes rates, (n,): the mean of the gamma distribution that `bands` judges by."""
    observed, time = np.asarray(count, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    mean, variance = observed.sum() / time.sum(), variance_of_rates(observed, time)
    return np.asarray(mean + variance * (observed / time - mean) / (variance + mean / time))


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


def _banded(
    ratio: NDArray[np.float64], not_below: NDArray[np.float64], not_above: NDArray[np.float64]
) -> NDArray[np.int8]:
    band = np.full(ratio.size, 2, dtype=np.int8)
    below, above = (ratio < BELOW) & (not_below <= ALPHA / 2), (ratio > ABOVE) & (not_above <= ALPHA / 2)
    band[below] = np.where(ratio[below] < LOW, 0, 1)
    band[above] = np.where(ratio[above] > HIGH, 4, 3)
    return band


def _front(shape: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    logs = np.array([math.lgamma(value) for value in shape.tolist()])
    return np.exp(shape * np.log(x) - x - logs)


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
