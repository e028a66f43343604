# SPDX-License-Identifier: GPL-2.0-or-later
"""Models of coming months tried on months that are known: which comes nearer than last year's counts, and how near."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .count_intervals import Moments, Spread, between, moments
from .errors import AnalysisError, Cancelled, never, stop_if
from .evaluation import Tally, best, found, found_evenly
from .month_forecasts import YEAR, Model, Series, forecast, models_for
from .paired_months import FEWEST_MONTHS, Differences, paired_differences
from .predicted_count import predicted_count

MOST_SCORED = 12
BOUNDS = (1.0, 5.0)
"""Crimes expected a month that part units by how well their intervals held; the bounds are ours."""
_LEAST_SPREAD = 1e-6

Days = Callable[[int], int]
"""The days of a month, by its number."""


@dataclass(frozen=True)
class Trial:
    """k models over h scored months (places in the series), each foretold 1 to l months before.

    `error` (k, h) is the mean over those of Σ (x − forecast)² over units. `against` are its differences, the baseline's
    less the model's, over the baseline's mean. `tallies` are of the ranking a month before.
    """

    models: tuple[Model, ...]
    scored: tuple[int, ...]
    error: np.ndarray
    tallies: tuple[Tally, ...]
    against: Differences

    @property
    def best(self) -> int:
        """The model with the least error; of equals the simplest."""
        return int(np.argmin(self.error.sum(axis=1)))

    @property
    def beats(self) -> np.ndarray:
        """Which models come nearer than the baseline by more than chance, (k,)."""
        return np.concatenate([[False], self.against.beyond > 0])

    @property
    def chosen(self) -> int:
        """Of those that beat the baseline the simplest within a standard error of the least error; else the baseline.

        The rule of one standard error: Breiman et al. 1984, Classification and Regression Trees, 3.4.3; by months.
        """
        if not self.beats.any():
            return 0
        more = self.error - self.error[int(np.argmin(np.where(self.beats, self.error.sum(axis=1), np.inf)))]
        allowed = more.std(axis=1, ddof=1) / more.shape[1] ** 0.5
        return int(np.argmax(self.beats & (more.mean(axis=1) <= allowed)))

    def gain(self, model: int) -> float:
        """The part of the baseline's error that a model saves."""
        return float(1 - self.error[model].sum() / self.error[0].sum())


@dataclass(frozen=True)
class Held:
    """How often the intervals held in the months scored: of units by what was expected of them, by `BOUNDS`.

    `inside` and `tried` (3, l) are unit-months of each class and lead. Each month is judged by what the others taught.
    """

    inside: np.ndarray
    tried: np.ndarray

    @property
    def share(self) -> np.ndarray:
        """The part of each class whose interval held, (3,); NaN of none."""
        tried = self.tried.sum(axis=1)
        return np.divide(self.inside.sum(axis=1), tried, out=np.full(tried.size, np.nan), where=tried > 0)


@dataclass(frozen=True)
class Coming:
    """Of n units in the l months after the last known: `expected`, whole `lower` and `upper`, (n, l) each.

    `total`, `total_lower` and `total_upper` (l,) are of all units together. `spreads` are those of units by lead.
    `foretold` (h,) is what was expected of all units a month before each month scored.
    """

    expected: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    total: np.ndarray
    total_lower: np.ndarray
    total_upper: np.ndarray
    spreads: tuple[Spread, ...]
    held: Held
    foretold: np.ndarray


def scored_places(series: Series, leads: int) -> tuple[list[int], bool]:
    """The last months (12 at most) with enough known `leads` before them, and whether seasons are among the models.

    Seasons are, where that leaves as many months as comparing takes. Raises `AnalysisError` where too few are left.
    """
    for seasonal in (True, False):
        fit = _places(series, leads, seasonal)
        if len(fit) >= FEWEST_MONTHS:
            return fit[-MOST_SCORED:], seasonal
    raise AnalysisError(
        f"Only {series.number.size} months are known: {YEAR + FEWEST_MONTHS + leads - 1} are needed. "
        "Choose more months, or look less far ahead."
    )


def can_try(series: Series, leads: int) -> bool:
    """Whether there are months enough to try models on."""
    return len(_places(series, leads, seasonal=False)) >= FEWEST_MONTHS


def _places(series: Series, leads: int, seasonal: bool) -> list[int]:
    known = [series.known(int(month) - leads) for month in series.number]
    return [at for at, one in enumerate(known) if one.has_seasons or (not seasonal and one.number.size >= YEAR)]


def tried(series: Series, area: np.ndarray, leads: int, alpha: float, cancelled: Cancelled = never) -> Trial:
    """Forecast every scored month by every model from the months 1 to `leads` before it; `area` (n,) is in m².

    Nothing is drawn: of 12 months all flips of signs are looked at.

    Raises as `scored_places` does.
    """
    scored, seasonal = scored_places(series, leads)
    models = tuple(models_for(seasonal))
    error = np.zeros((len(models), len(scored)))
    hits: list[list[tuple[np.ndarray, np.ndarray]]] = [[] for _ in models]
    for at, place in enumerate(scored):
        count, month = series.counts[:, place], int(series.number[place])
        for lead in range(1, leads + 1):
            stop_if(cancelled)
            known = series.known(month - lead)
            for which, model in enumerate(models):
                expected = forecast(known, model, month, int(series.days[place]))
                error[which, at] += float(((count - expected) ** 2).sum()) / leads
                if lead == 1:
                    score = expected / area
                    hits[which].append((found(score, count, area), found_evenly(score, count, area)))
    crimes = series.counts[:, scored].sum(axis=0)
    most = np.stack([best(series.counts[:, place], area) for place in scored])
    tallies = tuple(
        Tally(np.stack([strict for strict, _ in one]), np.stack([even for _, even in one]), most, crimes)
        for one in hits
    )
    saved = (error[0] - error[1:]) / max(float(error[0].mean()), 1e-300)
    return Trial(models, tuple(scored), error, tallies, paired_differences(saved, alpha, cancelled=cancelled))


def coming(
    series: Series,
    trial: Trial,
    model: Model,
    leads: int,
    days: Days,
    level: float,
    cancelled: Cancelled = never,
) -> Coming:
    """What `model` expects of the months after the last, with intervals that hold with `level` or more.

    Intervals are as wide as the errors were that it made in the months scored, so many months ahead: of units by a
    variance in proportion to what is expected and to its square, of all together by Student's t of its logarithm.
    """
    parts = []
    for lead in range(1, leads + 1):
        stop_if(cancelled)
        parts.append(_lead(series, trial, model, lead, days, level))
    return Coming(
        np.stack([one.expected for one in parts], axis=1),
        np.stack([one.lower for one in parts], axis=1),
        np.stack([one.upper for one in parts], axis=1),
        np.array([one.total[0] for one in parts]),
        np.array([one.total[1] for one in parts]),
        np.array([one.total[2] for one in parts]),
        tuple(one.spread for one in parts),
        Held(np.stack([one.inside for one in parts], axis=1), np.stack([one.of for one in parts], axis=1)),
        parts[0].foretold,
    )


@dataclass(frozen=True)
class _Lead:
    """What `Coming` has of one month."""

    expected: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    total: tuple[float, float, float]
    spread: Spread
    inside: np.ndarray
    of: np.ndarray
    foretold: np.ndarray


def _lead(series: Series, trial: Trial, model: Model, lead: int, days: Days, level: float) -> _Lead:
    month = int(series.number[-1]) + lead
    centre, came = _foretold(series, trial, model.centre, lead), series.counts[:, list(trial.scored)]
    sums = moments(centre, came)
    middle = forecast(series, model.centre, month, days(month))
    expected = middle if model is model.centre else forecast(series, model, month, days(month))
    spread = sums.spread()
    lower, upper = between(middle, spread, level)
    foretold = _foretold(series, trial, model, lead).sum(axis=0)
    return _Lead(
        expected,
        np.minimum(lower, np.floor(expected)).astype(np.int64),
        np.maximum(upper, np.ceil(expected)).astype(np.int64),
        _total(foretold, came.sum(axis=0), float(expected.sum()), lead, level),
        spread,
        *_held(centre, came, sums, level),
        foretold,
    )


def _foretold(series: Series, trial: Trial, model: Model, lead: int) -> np.ndarray:
    """What would have been expected of each scored month `lead` months before, (n, h)."""
    return np.stack(
        [
            forecast(series.known(int(series.number[at]) - lead), model, int(series.number[at]), int(series.days[at]))
            for at in trial.scored
        ],
        axis=1,
    )


def _held(centre: np.ndarray, came: np.ndarray, sums: Moments, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Unit-months whose interval held, and all, by class, (3,) each; each month by the spread of the others."""
    kind = np.digitize(centre, BOUNDS)
    inside, tried_ = np.zeros(len(BOUNDS) + 1, dtype=np.int64), np.bincount(kind.ravel(), minlength=len(BOUNDS) + 1)
    for at in range(centre.shape[1]):
        lower, upper = between(centre[:, at], sums.spread(without=at), level)
        held = (came[:, at] >= lower) & (came[:, at] <= upper)
        inside += np.bincount(kind[held, at], minlength=len(BOUNDS) + 1)
    return inside, tried_


def _total(
    foretold: np.ndarray, came: np.ndarray, expected: float, lead: int, level: float
) -> tuple[float, float, float]:
    """All units together, with the ends of its interval; months foretold from so far before share their errors."""
    some = foretold > 0
    if expected <= 0 or not some.any():
        return expected, 0.0, 0.0
    off = np.log((came[some] + 0.5) / (foretold[some] + 0.5))
    chance = float((1 / (came[some] + 0.5)).mean())
    spread = max(float((off**2).mean()) - chance, _LEAST_SPREAD) ** 0.5
    freedom = max(2.0, some.sum() / lead)
    one = np.array([expected])
    found_ = predicted_count(one, one, np.array([spread]), np.array([freedom]), level)
    return expected, float(np.floor(found_.lower[0])), float(np.ceil(found_.upper[0]))


def classes() -> Sequence[tuple[float, float]]:
    """From where to where the classes of `Held` go, in crimes expected."""
    ends = (0.0, *BOUNDS, float("inf"))
    return list(zip(ends, ends[1:]))
