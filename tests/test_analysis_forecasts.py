# SPDX-License-Identifier: GPL-2.0-or-later
"""Forecasts of months: against plain arithmetic and scipy, and whether intervals cover what they say in simulation."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace

import numpy as np
import pytest

from policeuk_plugin.analysis.count_intervals import Spread, between, moments
from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.forecast_trial import BOUNDS, Coming, Trial, can_try, coming, scored_places, tried
from policeuk_plugin.analysis.month_forecasts import Model, Series, forecast, models_for, seasons_of
from policeuk_plugin.analysis.paired_months import paired_differences
from policeuk_plugin.processing.through_time.forecast_layer import CLASSES, classes_of

FIRST = 2023 * 12
LEADS, LEVEL = 2, 0.9


def days_of(month: int) -> int:
    """The days of a month by its number."""
    return monthrange(month // 12, month % 12 + 1)[1]


def series(counts: np.ndarray, without: tuple[int, ...] = ()) -> Series:
    """Counts from January 2023 on, some months not held."""
    kept = [at for at in range(counts.shape[1]) if at not in without]
    number = FIRST + np.array(kept)
    days = np.array([days_of(one) for one in number.tolist()], dtype=float)
    return Series(counts[:, kept], number, days, np.ones(len(counts)))


def test_last_years_counts_are_counts_a_day_of_the_last_twelve_months_held() -> None:
    counts = np.random.default_rng(1).poisson(3, (6, 20))
    known = series(counts, without=(15,))
    kept = [at for at in range(20) if at != 15][-12:]
    days = sum(days_of(FIRST + at) for at in kept)
    found = forecast(known, Model.LAST_YEAR, FIRST + 20, 31)
    for unit in range(6):
        assert found[unit] == pytest.approx(sum(counts[unit][at] for at in kept) / days * 31)


def test_smoothed_counts_are_marshalls_of_the_same_months() -> None:
    counts = np.random.default_rng(2).poisson(np.array([[0.2], [1], [1], [4], [9]]), (5, 12))
    crimes, mean = counts.sum(axis=1), counts.sum() / 5
    variance = max(0.0, sum((one - mean) ** 2 for one in crimes) / 5 - mean)
    plain = [mean + variance / (variance + mean) * (one - mean) for one in crimes]
    found = forecast(series(counts), Model.SMOOTHED, FIRST + 12, 31)
    assert found == pytest.approx([one / 365 * 31 for one in plain])
    assert found.sum() == pytest.approx(counts.sum() / 365 * 31), "smoothing moves crimes, it makes none"


def test_all_months_give_the_part_and_the_last_year_the_level() -> None:
    counts = np.zeros((4, 24), dtype=np.int64)
    counts[:2, :12], counts[2:, 12:] = 50, 100
    found = forecast(series(counts), Model.SMOOTHED_ALL, FIRST + 24, 30)
    assert found.sum() == pytest.approx(2400 / 366 * 30)
    assert found[2] / found[0] == pytest.approx(2, rel=0.01)


def test_a_sliver_of_ground_is_not_expected_to_hold_what_a_whole_cell_does() -> None:
    counts = np.random.default_rng(3).poisson(0.1, (200, 24))
    counts[0] = 0
    size = np.ones(200)
    size[0] = 0.001
    found = forecast(replace(series(counts), size=size), Model.SMOOTHED, FIRST + 24, 30)
    assert found[0] <= 0.01 * found[1:].mean()


def test_seasons_that_are_there_are_found_and_those_of_chance_are_drawn_in() -> None:
    months, generator = np.arange(48), np.random.default_rng(4)
    true = 1 + 0.4 * np.cos(2 * np.pi * np.arange(12) / 12)
    days = np.array([days_of(FIRST + at) for at in months.tolist()])
    busy = generator.poisson(100 * true[months % 12] * days / 30, (10, 48))
    assert np.abs(seasons_of(series(busy)) - true).max() < 0.06
    quiet = generator.poisson(0.2 * days / 30, (10, 48))
    from policeuk_plugin.analysis.seasonality import seasonality

    raw = seasonality(quiet.sum(axis=0).astype(float), FIRST + months, days)
    assert raw is not None
    assert np.abs(seasons_of(series(quiet)) - 1).max() < 0.5 * np.abs(raw.index - 1).max()
    assert (seasons_of(series(busy[:, :20])) == 1).all(), "two of each calendar month are needed"


def test_bounds_are_those_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    mean = np.array([0.003, 0.4, 1.0, 7.3, 55.0, 480.0])
    for spread in (Spread(1.0, 0.0), Spread(1.6, 0.0), Spread(1.0, 0.3), Spread(1.2, 0.02)):
        lower, upper = between(mean, spread, LEVEL)
        for at, one in enumerate(mean.tolist()):
            variance = spread.poisson * one + spread.square * one**2
            known = stats.nbinom(one**2 / (variance - one), one / variance) if variance > one else stats.poisson(one)
            assert known.cdf(lower[at] - 1) <= 0.05 < known.cdf(lower[at])
            assert known.sf(upper[at]) <= 0.05 < known.sf(upper[at] - 1) or upper[at] == 0
    lower, upper = between(np.array([40_000.0]), Spread(1.0, 0.01), LEVEL)
    assert (upper - lower)[0] == pytest.approx(2 * 1.645 * (40_000 + 0.01 * 40_000**2) ** 0.5, rel=0.01)


def test_the_spread_of_errors_is_found_again() -> None:
    generator = np.random.default_rng(5)
    mean = generator.gamma(0.7, 6, (3000, 12))
    shape = 1 / 0.25
    counts = generator.poisson(mean * generator.gamma(shape, 1 / shape, mean.shape))
    found = moments(mean, counts).spread()
    assert found.poisson == pytest.approx(1, abs=0.15)
    assert found.square == pytest.approx(0.25, rel=0.15)
    plain = moments(mean, generator.poisson(mean)).spread()
    assert plain.poisson + 5 * plain.square == pytest.approx(1, abs=0.06)
    nothing = moments(np.full((3, 6), 2.0), np.full((3, 6), 2)).spread()
    assert (nothing.poisson, nothing.square) == (1, 0), "never narrower than chance"


@dataclass(frozen=True)
class World:
    """How crimes are made: shape and mean of the units' rates, season, shocks of all together, bursts of one."""

    shape: float = 0.5
    mean: float = 2.0
    season: float = 0.0
    shock: float = 0.0
    burst: float = 0.0
    wander: float = 0.0

    def made(self, generator: np.random.Generator, units: int, months: int) -> np.ndarray:
        """Counts (units, months)."""
        number = FIRST + np.arange(months)
        level = np.exp(generator.normal(0, self.shock, months) + generator.normal(0, self.wander, months).cumsum())
        days = np.array([days_of(one) for one in number.tolist()])
        rate = generator.gamma(self.shape, self.mean / self.shape, (units, 1))
        rate = rate * (1 + self.season * np.cos(2 * np.pi * number / 12)) * level * days / 30
        if self.burst:
            rate = rate * generator.gamma(1 / self.burst, self.burst, rate.shape)
        return np.asarray(generator.poisson(rate))


WORLDS = {
    "steady": World(),
    "rare": World(shape=0.2, mean=0.2),
    "seasonal": World(season=0.3, shock=0.05),
    "in bursts": World(burst=0.4),
    "shaken": World(mean=10.0, shock=0.1),
    "wandering": World(wander=0.04),
    "busy": World(shape=1.0, mean=40.0, season=0.2, shock=0.05, burst=0.05),
}


def coverage(
    world: World, runs: int, months: int, seed: int, without: tuple[int, ...] = ()
) -> tuple[np.ndarray, float]:
    """How often the units' intervals held by what was expected, and that of all together, in months to come."""
    return shares(*held_in(world, runs, months, seed, without), runs)


def shares(inside: np.ndarray, of: np.ndarray, whole: int, runs: int) -> tuple[np.ndarray, float]:
    """The shares of what `held_in` counts."""
    return np.where(of >= 500, inside / np.maximum(of, 1), np.nan), whole / (runs * LEADS)


def held_in(
    world: World, runs: int, months: int, seed: int, without: tuple[int, ...] = ()
) -> tuple[np.ndarray, np.ndarray, int]:
    """Intervals of units that held and all there were, by what was expected; intervals of all together that held."""
    generator = np.random.default_rng(seed)
    inside, of, whole = np.zeros(3), np.zeros(3), 0
    for _ in range(runs):
        counts = world.made(generator, 150, months + LEADS)
        found, came = ahead(series(counts[:, :months], without)), counts[:, months:]
        kind = np.digitize(found.expected, BOUNDS).ravel()
        inside += np.bincount(kind, ((came >= found.lower) & (came <= found.upper)).ravel(), 3)
        of += np.bincount(kind, minlength=3)
        total = came.sum(axis=0)
        whole += int(((total >= found.total_lower) & (total <= found.total_upper)).sum())
    return inside, of, whole


def ahead(known: Series) -> Coming:
    """What the model that is chosen says."""
    trial = tried(known, np.ones(len(known.counts)), LEADS, 0.05)
    return coming(known, trial, trial.models[trial.chosen], LEADS, days_of, LEVEL)


@pytest.mark.parametrize("name", WORLDS)
def test_intervals_cover_what_they_say(name: str) -> None:
    """Small counts are whole numbers and covered oftener; shocks of the area come in a dozen months at a time.

    Of 50 totals 45 to 48 are held, by the world. Of some worlds 41 are where spreads are a seventh too small or where
    intervals are of 85 %, and all 50 where spreads are two fifths too large or errors are taken for normal ones.
    """
    units, total = coverage(WORLDS[name], 25, 36, 11)
    known = units[~np.isnan(units)]
    assert known.min() >= 0.88
    assert 0.84 <= total <= 0.99
    if not np.isnan(units[2]):
        assert units[2] <= 0.97, "no wider than need be where numbers are large"


def test_intervals_cover_with_a_year_and_a_half_and_with_months_missing() -> None:
    for months, without in ((19, ()), (30, (11, 12, 20))):
        units, total = coverage(World(mean=4.0, shock=0.05), 20, months, 12, without)
        assert np.nanmin(units) >= 0.87
        assert total >= 0.75


def test_a_model_seldom_beats_the_baseline_by_chance_and_mostly_where_it_is_better() -> None:
    generator, wrongly, rightly = np.random.default_rng(14), 0, 0
    for _ in range(40):
        leaping = np.repeat(generator.gamma(0.5, 40, (60, 4)), 12, axis=1)[:, 7:43]
        trial = tried(series(generator.poisson(leaping)), np.ones(60), 1, 0.05)
        wrongly += trial.models[trial.chosen].all_months
        steady = World(mean=3.0, season=0.5).made(generator, 150, 40)
        trial = tried(series(steady), np.ones(150), 1, 0.05)
        rightly += trial.models[trial.chosen].seasonal
    assert wrongly <= 6, "where units leap from year to year, older months help nothing"
    assert rightly >= 30


def test_of_models_that_are_about_as_near_the_simplest_is_taken() -> None:
    error = np.tile(np.array([[9.0], [6.0], [5.0], [9.0], [6.0], [4.99]]), (1, 12)) + np.arange(12) * 0.01
    error[5] += np.tile([0.2, -0.2], 6)
    saved = paired_differences((error[0] - error[1:]) / error[0].mean(), 0.05)
    trial = Trial(tuple(Model), tuple(range(12)), error, (), saved)
    assert trial.best == 5
    assert trial.models[trial.chosen] is Model.SMOOTHED_ALL
    apart = Trial(tuple(Model), tuple(range(12)), error - np.eye(6)[:, 5:] * 2, (), saved)
    assert apart.models[apart.chosen] is Model.SMOOTHED_ALL_SEASONAL


def test_the_trial_is_scored_by_plain_squares_and_only_from_what_was_known() -> None:
    counts = World(mean=3.0).made(np.random.default_rng(15), 40, 20)
    known = series(counts)
    trial = tried(known, np.ones(40), LEADS, 0.05)
    assert trial.models == tuple(models_for(seasonal=False))
    assert trial.scored == tuple(range(13, 20))
    for which, model in enumerate(trial.models):
        for at, place in enumerate(trial.scored):
            errors = []
            for lead in (1, 2):
                before = series(counts[:, : place - lead + 1])
                guess = forecast(before, model, FIRST + place, days_of(FIRST + place))
                errors.append(sum((a - b) ** 2 for a, b in zip(counts[:, place].tolist(), guess.tolist())))
            assert trial.error[which, at] == pytest.approx(sum(errors) / 2)
    assert trial.gain(0) == 0


def test_seasons_are_tried_where_two_years_are_left_before_six_months() -> None:
    counts = World(mean=3.0).made(np.random.default_rng(16), 30, 36)
    assert scored_places(series(counts), 3) == (list(range(26, 36)), True)
    assert scored_places(series(counts[:, :31]), 3)[1] is False
    assert not can_try(series(counts[:, :19]), 3)
    with pytest.raises(AnalysisError, match="20 are needed"):
        scored_places(series(counts[:, :19]), 3)
    with pytest.raises(AnalysisCancelled):
        tried(series(counts), np.ones(30), 1, 0.05, lambda: True)


def test_series_that_never_change_or_hold_nothing_are_told_without_a_fault() -> None:
    for counts in (np.full((8, 24), 3), np.zeros((8, 24), dtype=np.int64), np.eye(8, 24, 20, dtype=np.int64)):
        found = ahead(series(counts))
        assert np.isfinite(found.expected).all()
        assert (found.lower <= found.expected).all()
        assert (found.upper >= found.expected).all()
        assert (found.total_lower <= found.total).all()
        assert (found.total_upper >= found.total).all()


def test_units_that_tie_are_not_drawn_before_one_another() -> None:
    expected = np.array([9.0, 5.0, 5.0, *([1.0] * 96), 0.0])
    found = classes_of(expected, np.ones(100))
    assert found[0] == CLASSES[0]
    assert found[1:3] == [CLASSES[1]] * 2
    assert set(found[3:99]) == {CLASSES[3]}
    assert found[99] == CLASSES[4]
