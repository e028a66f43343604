# SPDX-License-Identifier: GPL-2.0-or-later
"""Rates of small areas, smoothed towards the rate of all, with the interval that each is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .empirical_bayes import smoothed, variance_of_rates
from .errors import AnalysisError
from .quantiles import gamma_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST_AREAS = 5
"""With fewer areas how much they differ cannot be told, and nothing is smoothed."""


@dataclass(frozen=True)
class SmoothedRates:
    """Of n areas, (n,) each, per unit of exposure: rate as counted, smoothed rate with the ends of its interval.

    `own` is the weight of the area's own rate, 0 to 1; the rest is that of `mean`, the rate of all. `variance` is that
    of the true rates, 0 where the areas differ no more than chance makes them: then all have the rate of all.
    """

    rate: NDArray[np.float64]
    smoothed: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    own: NDArray[np.float64]
    mean: float
    variance: float


def smooth_rates(count: NDArray[np.float64], exposure: NDArray[np.float64], confidence: float = 0.95) -> SmoothedRates:
    """Marshall's (1991) empirical Bayes rates of `count` (n,) crimes in `exposure` (n,), above 0, such as person-years.

    Rates of areas are taken to vary as a gamma distribution with his mean b and variance a, so that an area's rate,
    given its count O, is gamma with shape b²/a + O and rate b/a + n: its mean is the smoothed rate
    b + a (O/n − b) / (a + b/n), its quantiles are the interval. Raises `AnalysisError` with fewer than five areas.
    """
    observed, time = np.asarray(count, dtype=float), np.asarray(exposure, dtype=float)
    if observed.size < FEWEST_AREAS:
        raise AnalysisError(
            f"Only {observed.size} areas have a rate, and smoothing needs {FEWEST_AREAS}: choose smaller areas as "
            "LEVEL, or a larger AREA."
        )
    rate, mean, variance = observed / time, float(observed.sum() / time.sum()), variance_of_rates(observed, time)
    if variance == 0:
        same = np.full(observed.size, mean)
        return SmoothedRates(rate, same, same, same, np.zeros(observed.size), mean, 0.0)
    shape, per = mean**2 / variance + observed, mean / variance + time
    tail = (1 - confidence) / 2
    return SmoothedRates(
        rate=rate,
        smoothed=smoothed(observed, time),
        lower=gamma_quantile(np.asarray(tail), shape) / per,
        upper=gamma_quantile(np.asarray(1 - tail), shape) / per,
        own=variance / (variance + mean / time),
        mean=mean,
        variance=variance,
    )


def least_variance_without_one(count: NDArray[np.float64], exposure: NDArray[np.float64]) -> tuple[int, float]:
    """The area without which the true rates vary least, and their variance without it.

    One very busy area alone can make rates vary so much that hardly anything is smoothed.
    """
    observed, time = np.asarray(count, dtype=float), np.asarray(exposure, dtype=float)
    apart = time * (observed / time - observed.sum() / time.sum()) ** 2
    at = int(apart.argmax())
    rest = np.arange(observed.size) != at
    return at, variance_of_rates(observed[rest], time[rest])
