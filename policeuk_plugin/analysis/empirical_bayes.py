# SPDX-License-Identifier: GPL-2.0-or-later
"""Empirical Bayes rates: those of small areas are drawn towards the rate of all, the more so the smaller they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
