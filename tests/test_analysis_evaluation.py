# SPDX-License-Identifier: GPL-2.0-or-later
"""Hit rate, PAI and PEI against maps worked out by hand; forecasts that may not look ahead; intervals that hold."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest

from policeuk_plugin.analysis.clusters import find_clusters
from policeuk_plugin.analysis.density import quartic_density
from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.evaluation import Forecaster, Tally, best, found, found_evenly, roll
from policeuk_plugin.analysis.forecasts import (
    PlaceSeries,
    UnitSeries,
    by_all_months,
    by_clusters,
    by_kernel,
    by_last_month,
    by_last_year,
    by_persistence,
)
from policeuk_plugin.analysis.judging import judge
from policeuk_plugin.analysis.neighbours import Windows, cell_windows
from policeuk_plugin.analysis.paired_months import paired_differences
from policeuk_plugin.analysis.places import Places
from tests.analysis_cases import square_cells

NINE = np.ones(9)
ALL = (by_last_year, by_all_months, by_last_month, by_persistence, by_clusters)


def tally(hits: float, most: float, crimes: int, share: float) -> Tally:
    """One month, one share."""
    of = np.array([[hits]])
    return Tally(of, of, np.array([[most]]), np.array([crimes]), (share,))


def series(seed: int = 1, months: int = 20) -> UnitSeries:
    """Counts on 12 × 12 squares of 100 m, some busier than others."""
    cells, generator = square_cells(12, 12), np.random.default_rng(seed)
    rate = generator.gamma(0.4, 2, len(cells))
    counts = generator.poisson(rate[:, None], (len(cells), months))
    return UnitSeries(counts, np.full(len(cells), 1e4), cell_windows(cells))


def test_a_map_of_three_by_three_by_hand() -> None:
    """Of 10 crimes 4, 3, 2 and 1 lie on four of nine cells; the forecast takes the cells of 3, then of 0, then of 4."""
    crimes = np.array([4, 3, 2, 1, 0, 0, 0, 0, 0])
    score = np.array([7, 9, 1, 1, 8, 1, 1, 1, 1.0])
    two, three = 2 / 9, 3 / 9
    assert found(score, crimes, NINE, (1 / 9, two, three)) == pytest.approx([3, 3, 7])
    assert best(crimes, NINE, (1 / 9, two, three)) == pytest.approx([4, 7, 9])
    at_two = tally(3, 7, 10, two)
    assert at_two.hit_rate == pytest.approx([0.3])
    assert at_two.pai == pytest.approx([0.3 / (2 / 9)]), "(n/N)/(a/A)"
    assert at_two.pei == pytest.approx([3 / 7]), "1.35 of the 3.15 that were possible"
    assert at_two.pei == pytest.approx(at_two.pai / ((7 / 10) / two))


def test_the_last_cell_counts_in_part() -> None:
    crimes, score = np.array([4, 3, 2, 1, 0, 0, 0, 0, 0]), np.arange(9, 0, -1.0)
    assert found(score, crimes, NINE, (1.5 / 9,)) == pytest.approx([4 + 0.5 * 3])
    area = np.array([1, 1, 4, 1, 1, 1, 1, 1, 1.0])  # 12 in all
    assert found(score, crimes, area, (3 / 12, 0.5, 1.0)) == pytest.approx([4 + 3 + 2 / 4, 4 + 3 + 2, 10])


def test_ties_are_taken_against_the_forecaster() -> None:
    crimes = np.array([0, 0, 6, 0, 3, 0, 0, 0, 0])
    nothing = np.zeros(9)
    assert found(nothing, crimes, NINE, (1 / 9, 7 / 9, 8 / 9, 1)) == pytest.approx([0, 0, 3, 9])
    for order in (crimes, crimes[::-1]):
        assert found_evenly(nothing, order, NINE, (1 / 9, 2 / 9)) == pytest.approx([1, 2]), "what chance gives: PAI 1"
    two_first = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0.0])
    assert found(two_first, crimes, NINE, (1 / 9, 2 / 9, 3 / 9)) == pytest.approx([0, 0, 6])
    drawn = [
        found(two_first + np.random.default_rng(seed).uniform(0, 0.5, 9), crimes, NINE, (2 / 9,))[0]
        for seed in range(4000)
    ]
    assert found_evenly(two_first, crimes, NINE, (2 / 9,))[0] == pytest.approx(np.mean(drawn), abs=0.15)


def test_no_ranking_finds_more_than_the_best() -> None:
    generator = np.random.default_rng(4)
    crimes, area = generator.poisson(1, 7), generator.uniform(0.2, 1, 7)
    for share in (0.3, 0.5):
        budget, most = share * area.sum(), 0.0
        for many in range(8):  # every set of whole units and one more in part
            for taken in combinations(range(7), many):
                left = budget - area[list(taken)].sum()
                if left >= 0:
                    parts = [crimes[at] * min(1, left / area[at]) for at in range(7) if at not in taken]
                    most = max(most, crimes[list(taken)].sum() + max(parts, default=0))
        assert best(crimes, area, (share,))[0] == pytest.approx(most)
        for seed in range(50):
            score = np.random.default_rng(seed).normal(size=7)
            assert found(score, crimes, area, (share,))[0] <= most + 1e-9


def test_a_perfect_forecast_has_a_pei_of_one_and_a_random_one_a_pai_of_one() -> None:
    of = series(months=13)
    perfect = roll(of.counts, of.area, lambda month: of.counts[:, month] / of.area, 12)
    assert perfect.pei == pytest.approx([1, 1, 1])
    generator = np.random.default_rng(2)
    maps = [roll(of.counts, of.area, lambda _: generator.normal(size=144), 12).pai for _ in range(400)]
    mean, doubt = np.mean(maps, axis=0), np.std(maps, axis=0, ddof=1) / 20
    assert (np.abs(mean - 1) < 4 * doubt).all()
    assert (doubt < 0.2).all()


def test_rates_are_of_all_months_together() -> None:
    hits = np.array([[1.0, 2.0], [0.0, 0.0], [3.0, 6.0]])
    of = Tally(hits, hits, np.array([[2.0, 4.0], [0, 0], [3, 6]]), np.array([4, 0, 16]), (0.1, 0.2))
    assert of.hit_rate == pytest.approx([4 / 20, 8 / 20])
    assert of.pei == pytest.approx([4 / 5, 8 / 10])
    nothing = Tally(np.zeros((1, 2)), np.zeros((1, 2)), np.zeros((1, 2)), np.array([0]), (0.1, 0.2))
    assert np.isnan(nothing.hit_rate).all()
    assert np.isnan(nothing.pei).all()


@pytest.mark.parametrize("method", [*ALL, None], ids=lambda method: getattr(method, "__name__", "by_kernel"))
def test_no_forecast_looks_ahead(method: object) -> None:
    of, later = series(), series()
    later.counts[:, 14:] = 99
    for known, changed in zip(*(forecasts(one, method) for one in (of, later))):
        assert np.array_equal(known, changed)


def forecasts(of: UnitSeries, method: object) -> list[np.ndarray]:
    """What a method says of the months up to the fifteenth."""
    made: Forecaster = method(of) if callable(method) else kernel(of)
    return [made(month) for month in range(12, 15)]


def kernel(of: UnitSeries, radius: float = 300) -> Forecaster:
    """Density of places in the middle of the cells."""
    x, y = np.meshgrid(np.arange(12) * 100 + 50.0, np.arange(12) * 100 + 50.0)
    return by_kernel(PlaceSeries(x.ravel(), y.ravel(), of.counts), square_cells(12, 12), radius)


def test_persistence_is_by_density_as_the_others_are_ranked() -> None:
    """One large unit has most crimes every month, small ones have more on as much ground."""
    area = np.concatenate([[4e6], np.full(39, 1e4)])
    counts = np.zeros((40, 14), dtype=np.int64)
    counts[0] = 50
    counts[1:4] = 5
    of = UnitSeries(counts, area, Windows(np.arange(41), np.arange(40)))
    score = by_persistence(of)(13)
    assert np.floor(score[:4]).tolist() == [0, 0, 0, 0], "three tie for two places"
    counts[1] = 7
    counts[2] = 6
    score = by_persistence(UnitSeries(counts, area, of.windows))(13)
    assert np.floor(score[:4]).tolist() == [0, 13, 13, 0]
    assert np.argsort(-score)[:3].tolist() == [1, 2, 3], "then by last year's crimes on as much ground"


def test_rankings_are_what_they_are_called() -> None:
    of = series()
    for month in (12, 17):
        before = of.counts[:, month - 12 : month].sum(axis=1)
        assert by_last_year(of)(month) == pytest.approx(before / 1e4)
        assert by_all_months(of)(month) == pytest.approx(of.counts[:, :month].sum(axis=1) / 1e4)
        assert by_last_month(of)(month) == pytest.approx(of.counts[:, month - 1] / 1e4)
        top = np.zeros(144, dtype=int)
        for one in of.counts[:, :month].T:
            top += one > sorted(one)[-8]  # 5 % of 144 cells are 7
        assert np.array_equal(np.floor(by_persistence(of)(month)), top)
        inside = np.ones((12, 12), dtype=bool)
        x, y = np.meshgrid(np.arange(12) * 100 + 50.0, np.arange(12) * 100 + 50.0)
        grid = square_cells(12, 12).grid
        density = quartic_density(Places(x.ravel(), y.ravel(), before), grid, 300, inside).values
        assert kernel(of)(month) * 1e6 == pytest.approx(density[::-1].ravel())


def test_clusters_rank_as_the_exact_test_does() -> None:
    of = series()
    p = find_clusters(of.counts[:, 5:17].sum(axis=1), of.windows).p
    z, whole = by_clusters(of)(17), of.windows.sizes == 9
    order = np.argsort(-z[whole], kind="stable")
    assert (np.diff(p[whole][order]) >= -1e-15).all()
    even = UnitSeries(np.ones((144, 13), dtype=int), of.area, of.windows)
    assert np.array_equal(by_clusters(even)(12), np.zeros(144)), "nothing stands out, nothing is infinite"


def test_what_is_no_ranking_is_refused() -> None:
    with pytest.raises(AnalysisError, match="Rank all units"):
        found(np.ones(3), np.ones(4), np.ones(4))
    for score, area in ((np.full(4, np.nan), np.ones(4)), (np.ones(4), np.zeros(4)), (np.ones(4), np.full(4, np.inf))):
        with pytest.raises(AnalysisError, match="no score or no area"):
            found(score, np.ones(4), area)
    of = series()
    with pytest.raises(AnalysisError, match="No month is left"):
        roll(of.counts, of.area, by_last_year(of), 20)
    with pytest.raises(AnalysisError, match="smaller than a cell"):
        kernel(of, 50)
    with pytest.raises(AnalysisCancelled):
        roll(of.counts, of.area, by_last_year(of), 12, lambda: True)


def test_judged_against_the_best_of_the_baselines() -> None:
    crimes = np.full(12, 100)
    generator = np.random.default_rng(3)
    worse, baseline = (np.tile([[at, at, at]], (12, 1)) + generator.normal(0, 1, (12, 3)) for at in (14.0, 20.0))
    better, same = baseline + 6 + generator.normal(0, 1, (12, 3)), baseline + generator.normal(0, 1, (12, 3))
    most = np.full((12, 3), 60.0)
    tallies = [Tally(hits, hits, most, crimes) for hits in (worse, same, baseline, better)]
    judged = judge(tallies, [0, 2], 0.05, 1)
    assert judged.baseline.tolist() == [2, 2, 2]
    assert judged.best.tolist() == [3, 3, 3]
    assert judged.beyond.tolist() == [[-1] * 3, [0] * 3, [0] * 3, [1] * 3]
    assert judged.difference[3] == pytest.approx((better - baseline).sum(axis=0) / 1200)
    assert (judged.low[2] == judged.high[2]).all(), "the baseline is itself"
    assert not judge([Tally(t.hits[:5], t.hits[:5], most[:5], crimes[:5]) for t in tallies], [0], 0.05, 1).told
    with pytest.raises(AnalysisError, match="no baseline"):
        judge(tallies, [], 0.05, 1)


@pytest.mark.parametrize(("months", "shift"), [(12, 0.0), (12, 2.0), (6, 1.0), (14, 0.5)])
def test_intervals_hold_together(months: int, shift: float) -> None:
    """All of thirteen 95 % intervals hold in 93 to 97 of 100 worlds; 500 worlds tell that to ± 2.5 (99 %)."""
    generator = np.random.default_rng(7)
    worlds, held = 500, 0
    for _ in range(worlds):
        common = generator.normal(size=months)
        found_ones = paired_differences(shift + 0.6 * common + 0.8 * generator.normal(size=(13, months)))
        held += bool(((found_ones.low <= shift) & (shift <= found_ones.high)).all())
    assert 0.93 - 0.025 <= held / worlds <= 0.97 + 0.025


def test_a_single_interval_is_that_of_t_counted_by_hand() -> None:
    """Six months, 32 ways to flip signs: with alpha 0.05 one way may lie beyond, so the second largest counts."""
    values = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0])
    away = values - values.mean()
    found_t = []
    for way in range(64):
        flipped = away * [1 if way >> at & 1 else -1 for at in range(6)]
        found_t.append(abs(flipped.mean()) / (flipped.std(ddof=1) / math.sqrt(6)))
    reach = sorted(found_t)[::-1][2]  # each way and its mirror
    one = paired_differences(values[None])
    assert (one.flips, one.exact) == (32, True)
    assert one.high[0] - one.mean[0] == pytest.approx(reach * values.std(ddof=1) / math.sqrt(6))


def test_few_months_say_nothing_and_many_are_seeded() -> None:
    generator = np.random.default_rng(1)
    few = paired_differences(generator.normal(5, 1, (3, 5)))
    assert np.isnan(few.low).all()
    assert few.beyond.tolist() == [0, 0, 0]
    values = generator.normal(1, 1, (3, 20))
    one, again, other = (paired_differences(values, seed=seed) for seed in (1, 1, 2))
    assert not one.exact
    assert np.array_equal(one.low, again.low)
    assert not np.array_equal(one.low, other.low)
    assert one.low == pytest.approx(other.low, abs=0.1)
