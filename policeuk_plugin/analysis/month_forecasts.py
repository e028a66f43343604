# SPDX-License-Identifier: GPL-2.0-or-later
"""How many crimes units will have in a coming month, by models as simple as can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from .empirical_bayes import smoothed
from .seasonality import seasonality

YEAR = 12
SEASONAL_MONTHS = 24
"""Months, each of the calendar in two years, that seasons take."""


class Model(Enum):
    """Models, the simplest first; the values are API."""

    LAST_YEAR = "last_year"
    SMOOTHED = "smoothed"
    SMOOTHED_ALL = "smoothed_all"
    SEASONAL = "seasonal"
    SMOOTHED_SEASONAL = "smoothed_seasonal"
    SMOOTHED_ALL_SEASONAL = "smoothed_all_seasonal"

    @property
    def seasonal(self) -> bool:
        """Whether it knows seasons."""
        return self in (Model.SEASONAL, Model.SMOOTHED_SEASONAL, Model.SMOOTHED_ALL_SEASONAL)

    @property
    def smooths(self) -> bool:
        """Whether units are drawn towards the mean of all."""
        return self not in (Model.LAST_YEAR, Model.SEASONAL)

    @property
    def all_months(self) -> bool:
        """Whether each unit's share is that of all months, not of the last year."""
        return self in (Model.SMOOTHED_ALL, Model.SMOOTHED_ALL_SEASONAL)

    @property
    def centre(self) -> Model:
        """The model about which an interval is laid: of what does not smooth that which does, since none is not 0."""
        return {Model.LAST_YEAR: Model.SMOOTHED, Model.SEASONAL: Model.SMOOTHED_SEASONAL}.get(self, self)


@dataclass(frozen=True)
class Series:
    """`counts` (n, m) whole numbers of n units in m months held, `number` (m,) year × 12 + month − 1, ascending.

    Months that are not held are not there: nothing is known of them, which is not zero. `days` (m,) of each month.
    `size` (n,) is what makes one unit hold more than another by itself, in any measure.
    """

    counts: np.ndarray
    number: np.ndarray
    days: np.ndarray
    size: np.ndarray

    def known(self, month: int) -> Series:
        """What is known up to a month, by its number."""
        m = int(np.searchsorted(self.number, month, side="right"))
        return Series(self.counts[:, :m], self.number[:m], self.days[:m], self.size)

    @property
    def has_seasons(self) -> bool:
        """Whether months are enough for seasons."""
        calendar = np.bincount(self.number % YEAR, minlength=YEAR)
        return bool(self.number.size >= SEASONAL_MONTHS and calendar.min() >= 2)


def forecast(series: Series, model: Model, month: int, days: int) -> np.ndarray:
    """Crimes to be expected in `month`, by its number, with so many `days`; (n,), all of `series` being known.

    A unit's part in the crimes of all, of the last 12 months held or of all, times what all together had a day in the
    last 12 months, times the days and, where the model is seasonal, the season. Smoothed parts are empirical Bayes
    rates by Marshall's moments, in proportion to the units' size.
    """
    season = seasons_of(series) if model.seasonal else np.ones(YEAR)
    usual = series.days * season[series.number % YEAR]
    every = series.counts.mean(axis=0)
    level = every[-YEAR:].sum() / usual[-YEAR:].sum()
    window = slice(None) if model.all_months else slice(-YEAR, None)
    crimes, expected = series.counts[:, window].sum(axis=1), float(every[window].sum())
    if expected <= 0:
        return np.zeros(crimes.size)
    size = series.size / series.size.mean()
    part = smoothed(crimes, expected * size) * size if model.smooths else crimes / expected
    return np.asarray(part * level * days * season[month % YEAR])


def seasons_of(series: Series) -> np.ndarray:
    """How many times the usual each calendar month has, (12,), of all units together; ones where not known.

    Drawn towards 1 as far as the same calendar month differs between years as much as calendar months do.
    """
    total = series.counts.sum(axis=0).astype(float)
    found = seasonality(total, series.number, series.days) if series.has_seasons else None
    if found is None or found.index.min() <= 0:
        return np.ones(YEAR)
    calendar = series.number % YEAR
    rate = total / series.days / found.index[calendar]
    line = np.polyval(np.polyfit(series.number - series.number.mean(), rate, 1), series.number - series.number.mean())
    apart = rate / np.maximum(line, 1e-9 * rate.mean()) - 1
    noise = float((apart**2).sum() / (series.number.size - YEAR - 1))
    noise *= float((1 / np.bincount(calendar, minlength=YEAR)).mean())
    spread = float(found.index.var(ddof=1))
    kept = max(0.0, 1 - noise / spread) if spread > 0 else 0.0
    return np.asarray(1 + kept * (found.index - 1))


def models_for(seasonal: bool) -> Sequence[Model]:
    """The models that can be tried, the baseline first."""
    return [model for model in Model if seasonal or not model.seasonal]
