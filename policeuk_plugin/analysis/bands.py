# SPDX-License-Identifier: GPL-2.0-or-later
"""Five bands of rates around a reference rate: the average is left only where an interval shows that it is.

The words are those of CrimeMapper (NPIA, 2009); its cut-offs were never published, so these are ours, symmetric in
logarithms: 0.5, 0.8, 1.25 and 2 times the reference rate.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .empirical_bayes import variance_of_rates
from .incomplete_gamma import gamma_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOW, BELOW, ABOVE, HIGH = 0.5, 0.8, 1.25, 2.0
"""Ratios to the reference rate at which one band ends and the next begins."""
FEWEST_AREAS = 5
"""With fewer areas how much they differ cannot be told, and each interval is its own, of Poisson alone."""
ALPHA = 0.05


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


def _banded(
    ratio: NDArray[np.float64], not_below: NDArray[np.float64], not_above: NDArray[np.float64]
) -> NDArray[np.int8]:
    band = np.full(ratio.size, 2, dtype=np.int8)
    below, above = (ratio < BELOW) & (not_below <= ALPHA / 2), (ratio > ABOVE) & (not_above <= ALPHA / 2)
    band[below] = np.where(ratio[below] < LOW, 0, 1)
    band[above] = np.where(ratio[above] > HIGH, 4, 3)
    return band
