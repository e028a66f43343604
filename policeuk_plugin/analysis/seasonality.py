# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a series has seasons, and how many times the usual each calendar month has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .incomplete_gamma import gamma_p
from .sen_slope import seasonal_sen_slope

YEAR = 12
FEWEST_YEARS = 3
"""Whole years that it takes to tell seasons from chance."""


@dataclass(frozen=True)
class Seasonality:
    """`index` (12,) of January to December: the rate a day over that of a usual month, without the trend.

    `statistic` and `p` are Friedman's, over `years` runs of twelve months that follow each other; None where there are
    fewer than `FEWEST_YEARS` of them, which tell nothing.
    """

    index: np.ndarray
    statistic: Optional[float]
    p: Optional[float]
    years: int

    def shown(self, alpha: float) -> bool:
        """Whether seasons are beyond chance."""
        return self.p is not None and self.p <= alpha


def seasonality(counts: np.ndarray, months: np.ndarray, days: np.ndarray) -> Optional[Seasonality]:
    """Of `counts` (m,) in `months` (m,), numbered year × 12 + month − 1, ascending, those not held left out.

    `days` (m,) of each month: crimes are taken a day, for February is short. The trend, a seasonal Sen slope, is taken
    off first. Whole years are counted back from the last month. None where a calendar month is held in fewer than two
    years, or without a crime.
    """
    calendar = months % YEAR
    if np.bincount(calendar, minlength=YEAR).min() < 2 or counts.sum() <= 0:
        return None
    rate = counts / days
    slope = float(seasonal_sen_slope(rate[None, :], calendar, months.astype(float), np.ones(1)).slope[0])
    flat = rate - slope * (months - months.mean())
    means = np.array([flat[calendar == one].mean() for one in range(YEAR)])
    index = np.maximum(means, 0.0) / max(float(np.maximum(means, 0.0).mean()), 1e-300)
    table = _years(flat, months)
    if len(table) < FEWEST_YEARS:
        return Seasonality(index, None, None, len(table))
    statistic, p = friedman(table)
    return Seasonality(index, statistic, p, len(table))


def friedman(table: np.ndarray) -> tuple[float, float]:
    """Friedman's statistic of `table` (blocks, treatments) with its correction for ties, and p by chi-squared.

    Are ranks within each block alike for all treatments? With few blocks p is a little too large, which errs on the
    safe side. Source: Friedman 1937; Conover 1999. Every value alike: 0 and 1.
    """
    blocks, treatments = table.shape
    below = (table[:, None, :] < table[:, :, None]).sum(axis=2)
    tied = (table[:, None, :] == table[:, :, None]).sum(axis=2)
    ranks = below + (tied + 1) / 2
    loss = float((tied.astype(float) ** 2 - 1).sum())  # Σ over ties t³ − t, shared out among their values
    worth = 1 - loss / (blocks * treatments * (treatments**2 - 1))
    if worth <= 1e-12:
        return 0.0, 1.0
    sums = float((ranks.sum(axis=0) ** 2).sum())
    statistic = (12 / (blocks * treatments * (treatments + 1)) * sums - 3 * blocks * (treatments + 1)) / worth
    p = 1 - float(gamma_p(np.array([(treatments - 1) / 2]), np.array([statistic / 2]))[0])
    return statistic, min(max(p, 0.0), 1.0)


def _years(values: np.ndarray, months: np.ndarray) -> np.ndarray:
    """The values of whole years counted back from the last month, (years, 12), each in the order of the calendar."""
    block = (months[-1] - months) // YEAR
    rows = []
    for one in np.unique(block):
        mine = np.flatnonzero(block == one)
        if mine.size == YEAR:
            rows.append(values[mine][np.argsort(months[mine] % YEAR)])
    return np.array(rows).reshape(-1, YEAR)
