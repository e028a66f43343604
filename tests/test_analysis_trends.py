# SPDX-License-Identifier: GPL-2.0-or-later
"""Seasonal Mann-Kendall, Sen's slope, cumulative sums, seasons, charts: other tools, brute force and printed tables."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from typing import Optional

import numpy as np
import pytest

from policeuk_plugin.analysis.area_trends import Months, Told, Trends, find_trends, jumps
from policeuk_plugin.analysis.cusum import cusum
from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.mann_kendall import exact_p, s_chances, seasonal_kendall
from policeuk_plugin.analysis.seasonality import friedman, seasonality
from policeuk_plugin.analysis.sen_slope import seasonal_sen_slope
from policeuk_plugin.analysis.serial import lag_one, longer, shared_lag_one
from policeuk_plugin.analysis.u_limits import u_limits
from policeuk_plugin.analysis.unit_charts import LEAST_MEAN, unit_charts

MONTGOMERY = (
    9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40, 10.08,
    9.37, 10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52,
)  # fmt: skip
"""Introduction to Statistical Quality Control, table 9.1."""
PEERS = (
    "import json, sys, numpy as np, pymannkendall as mk\n"
    "found = []\n"
    "for row in np.array(json.load(sys.stdin)):\n"
    "    one, slope = mk.seasonal_test(row, period=12), mk.seasonal_sens_slope(row, period=12)\n"
    "    found.append([float(one.s), float(one.var_s), float(one.z), float(one.p), float(slope.slope)])\n"
    "print(json.dumps(found))\n"
)


def months_of(years: int, era: int = 0) -> Months:
    """So many whole years from January 2023 on."""
    number = 2023 * 12 + np.arange(12 * years)
    return Months(number, np.full(number.size, era))


def sign_sum(values: tuple[float, ...]) -> int:
    """S of one group, plainly."""
    return int(sum(np.sign(b - a) for a, b in itertools.combinations(values, 2)))


@pytest.fixture(scope="session", name="peers")
def python_with_pymannkendall() -> str:
    """Give a Python that has pymannkendall (POLICEUK_PEERS_PYTHON, else this one); skip where there is none."""
    python = os.environ.get("POLICEUK_PEERS_PYTHON", sys.executable)
    there = subprocess.run([python, "-c", "import pymannkendall"], capture_output=True, check=False)
    if there.returncode:
        pytest.skip("needs pymannkendall: name a Python that has it in POLICEUK_PEERS_PYTHON")
    return python


def test_seasonal_kendall_is_that_of_pymannkendall_with_ties(peers: str) -> None:
    generator = np.random.default_rng(4)
    series = np.vstack([generator.poisson(mean, (15, 48)) for mean in (0.3, 2, 30)])
    series = series[(series != series[:, :1]).any(axis=1)]
    text = subprocess.run(
        [peers, "-c", PEERS], input=json.dumps(series.tolist()), capture_output=True, check=True, text=True
    ).stdout
    theirs = np.array(json.loads(text)).T
    group = np.arange(48) % 12
    found = seasonal_kendall(series, group)
    slope = seasonal_sen_slope(series, group, np.arange(48) / 12, found.variance).slope
    for mine, other in zip((found.s, found.variance, found.z, found.normal_p, slope), theirs):
        np.testing.assert_allclose(mine, other, rtol=1e-9, atol=1e-12)


def test_seasonal_kendall_by_hand() -> None:
    # Two seasons of three years: 1, 2, 2 has S = 2 and variance (3·2·11 − 2·1·9) / 18; 5, 4, 3 has S = −3 and 66 / 18.
    found = seasonal_kendall(np.array([[1, 5, 2, 4, 2, 3]]), np.array([0, 1, 0, 1, 0, 1]))
    assert found.s.tolist() == [2 - 3]
    assert found.pairs.tolist() == [2 + 3]
    assert found.variance[0] == pytest.approx((66 - 18) / 18 + 66 / 18)
    assert found.z.tolist() == [0.0]  # one nearer to 0
    assert found.tau[0] == pytest.approx(-1 / 5)


@pytest.mark.parametrize("groups", [((1, 1, 2), (0, 3, 0)), ((4, 4, 4), (1, 2, 3)), ((1, 2, 2, 7), (5, 1, 3, 3))])
def test_exact_p_is_that_of_all_orders(groups: tuple[tuple[int, ...], ...]) -> None:
    every = [sum(map(sign_sum, one)) for one in itertools.product(*map(itertools.permutations, groups))]
    values = np.array([sum(groups, ())])
    group = np.repeat(np.arange(len(groups)), [len(one) for one in groups])
    mine = seasonal_kendall(values, group)
    assert mine.s[0] == sum(map(sign_sum, groups))
    assert exact_p(mine)[0] == pytest.approx(np.mean(np.abs(every) >= abs(mine.s[0])))
    assert np.var(every) == pytest.approx(mine.variance[0])


def test_exact_p_is_kendalls_of_scipy_and_its_chances_add_up() -> None:
    stats = pytest.importorskip("scipy.stats")
    generator = np.random.default_rng(5)
    for size in (4, 7, 10):
        values = generator.permutation(size)
        mine = exact_p(seasonal_kendall(values[None, :], np.zeros(size, dtype=int)))[0]
        assert mine == pytest.approx(stats.kendalltau(range(size), values, method="exact").pvalue)
    for ties in ((1, 1, 1), (2, 1), (3,), (4, 3, 2, 1)):
        assert s_chances(ties).sum() == pytest.approx(1)
        np.testing.assert_allclose(s_chances(ties), s_chances(ties)[::-1])


def test_more_than_ten_years_are_judged_by_the_normal_distribution() -> None:
    values = np.random.default_rng(6).poisson(5, (20, 12 * 12))
    found = seasonal_kendall(values, np.arange(144) % 12)
    assert found.kinds is None
    np.testing.assert_allclose(exact_p(found), found.normal_p)


def test_sens_slope_and_interval_are_those_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    values = np.random.default_rng(7).poisson(6, (12, 15)).astype(float)
    one = np.zeros(15, dtype=int)
    found = seasonal_kendall(values, one)
    mine = seasonal_sen_slope(values, one, np.arange(15.0), found.variance)
    for at, row in enumerate(values):
        theirs = stats.theilslopes(row, np.arange(15), 0.95)
        assert (mine.slope[at], mine.lower[at], mine.upper[at]) == pytest.approx(
            (theirs[0], theirs[2], theirs[3]), abs=1e-12
        )


def test_cusum_of_montgomerys_table() -> None:
    found = cusum(np.array([MONTGOMERY]), 10.0)
    assert found.upper[0, 28] == pytest.approx(5.28)
    assert (found.upper[0, :28] <= 5).all()
    assert (found.side[0], found.since[0]) == (1, 22)  # seven observations up to the 29th: it began with the 23rd
    mirrored = cusum(20 - np.array([MONTGOMERY]), 10.0)
    assert (mirrored.side[0], mirrored.since[0]) == (-1, 22)
    over = cusum(np.array([[8.0, 8.0, 8.0, -9.0, -9.0, -9.0, 0.0]]))
    assert over.upper[0, 2] == 22.5
    assert over.side[0] == -1  # what came back to 0 is over


def test_friedman_is_that_of_scipy_with_ties() -> None:
    stats = pytest.importorskip("scipy.stats")
    generator = np.random.default_rng(8)
    for top in (3, 50):
        table = generator.integers(0, top, (4, 12))
        statistic, p = friedman(table)
        theirs = stats.friedmanchisquare(*table.T)
        assert (statistic, p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert friedman(np.ones((3, 12))) == (0.0, 1.0)


def test_seasons_are_found_beside_a_trend_and_told_from_chance() -> None:
    days = np.tile([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], 3)
    number = months_of(3).number
    season = 1 + 0.3 * np.cos(2 * np.pi * np.arange(36) / 12)
    exact = days * season * (10 + 0.2 * np.arange(36))
    found = seasonality(exact, number, days)
    assert found is not None
    assert found.p is not None
    assert found.shown(0.001)
    np.testing.assert_allclose(found.index, season[:12], atol=0.06)
    generator = np.random.default_rng(9)
    called = sum(
        bool(one and one.shown(0.05))
        for one in (seasonality(generator.poisson(10 * days), number, days) for _ in range(200))
    )
    assert called <= 20
    gap = np.delete(np.arange(36), 18)
    held = seasonality(exact[gap], number[gap], days[gap])
    assert held is not None
    assert held.p is None
    assert held.years == 2
    assert seasonality(exact[:23], number[:23], days[:23]) is None
    assert seasonality(np.zeros(36), number, days) is None


def test_charts_of_many_units_are_laneys_of_each() -> None:
    generator = np.random.default_rng(10)
    number = np.delete(months_of(3).number, [7, 20, 21])
    exposure = generator.uniform(25, 35, number.size)
    counts = generator.poisson(generator.uniform(3, 30, (30, 1)), (30, number.size))
    counts[3, -8:] += 25
    found = unit_charts(counts, number, exposure)
    span = number[-1] - number[0] + 1
    at = number - number[0]
    for unit in range(30):
        series: list[Optional[float]] = [None] * span
        of = np.ones(span)
        for place, count, long in zip(at.tolist(), counts[unit].tolist(), exposure.tolist()):
            series[place], of[place] = count, long
        # Months that are not held have no exposure in the mean.
        limits = u_limits(series, of.tolist())
        assert limits is not None
        assert found.spread[unit] == pytest.approx(limits.spread)
        plain = [
            limits.beyond(place, float(counts[unit, month] / of[place])) for month, place in enumerate(at.tolist())
        ]
        assert found.beyond[unit].tolist() == plain
    assert (found.side[3], found.since[3]) == (1, number.size - 8)
    rare = unit_charts(np.zeros((2, 36), dtype=int) + [[0], [1]], months_of(3).number, np.ones(36))
    assert not rare.charted.any()
    assert LEAST_MEAN == 2
    assert rare.since.tolist() == [-1, -1]


def test_dependence_on_the_month_before_is_that_of_plain_correlation() -> None:
    generator = np.random.default_rng(11)
    values = generator.normal(size=(3, 36))
    number, group = months_of(3).number, months_of(3).group
    mine = lag_one(values, group, number)
    for at, row in enumerate(values):
        design = np.column_stack([(group[:, None] == np.arange(12)).astype(float), number - number.mean()])
        left = row - design @ np.linalg.lstsq(design, row, rcond=None)[0]
        assert mine[at] == pytest.approx((left[1:] * left[:-1]).mean() / (left**2).mean())
    assert np.isnan(lag_one(np.ones((1, 36)), group, number)).all()
    assert longer(np.array([0.5, -0.5])).tolist() == pytest.approx([3**0.5, 1.0])
    wandering = np.cumsum(generator.normal(size=(40, 60)), axis=1)
    shared = shared_lag_one(lag_one(wandering, months_of(5).group, months_of(5).number), 60)
    assert (shared > 0.4).all()
    assert (shared <= 0.9).all()
    assert shared_lag_one(np.array([np.nan, np.nan]), 36).tolist() == [0, 0]


def null_maps(maps: int, kind: str, seed: int) -> int:
    """Maps of 200 units through three years without a trend on which any is called."""
    generator, found = np.random.default_rng(seed), 0
    season = 1 + 0.4 * np.sin(2 * np.pi * np.arange(36) / 12)
    for _ in range(maps):
        usual = np.asarray(generator.gamma(2, 5, (200, 1)) * season)
        if kind == "bursts":
            usual = usual * generator.gamma(2, 0.5, (200, 36))
        if kind == "wandering":
            noise = generator.normal(size=(200, 36))
            for month in range(1, 36):
                noise[:, month] = 0.3 * noise[:, month - 1] + np.sqrt(1 - 0.09) * noise[:, month]
            usual = 3 * usual * np.exp(0.3 * noise)
        trends = find_trends([generator.poisson(usual)], months_of(3))[0]
        found += bool((trends.q <= 0.05).any())
    return found


@pytest.mark.parametrize("kind", ["even", "bursts", "wandering"])
def test_maps_without_a_trend_are_hardly_ever_called(kind: str) -> None:
    assert null_maps(40, kind, 12) <= 7  # the 99.9% bound of a true 5%


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["even", "bursts", "wandering"])
def test_three_hundred_maps_without_a_trend(kind: str) -> None:
    assert null_maps(300, kind, 13) <= 28


def trends_of(counts: np.ndarray, months: Months) -> Trends:
    """One family."""
    return find_trends([counts], months)[0]


def test_trends_that_were_planted_are_found_with_their_slope() -> None:
    generator = np.random.default_rng(14)
    rising = np.linspace(40, 80, 36)
    counts = generator.poisson(np.vstack([[rising], [rising[::-1]], np.full((38, 36), 60)]))
    found = trends_of(counts, months_of(3))
    assert [found.is_(told).sum() for told in Told] == [1, 1, 38, 0]
    assert found.is_(Told.RISING)[0]
    assert found.is_(Told.FALLING)[1]
    assert found.lower[0] < 40 / 35 * 12 < found.upper[0]
    assert found.slope[0] == pytest.approx(40 / 35 * 12, rel=0.35)
    assert (found.early[0], found.late[0]) == (counts[0, :12].sum(), counts[0, -12:].sum())
    assert found.ratio[0] == pytest.approx(found.late[0] / found.early[0])


def test_a_step_between_two_eras_is_no_trend() -> None:
    generator = np.random.default_rng(15)
    level = np.where(np.arange(72) < 36, 20, 60)
    counts = generator.poisson(level, (30, 72))
    both = months_of(6)
    assert trends_of(counts, both).is_(Told.RISING).sum() > 25
    apart = Months(both.number, (np.arange(72) >= 36).astype(int))
    assert trends_of(counts, apart).is_(Told.RISING).sum() == 0


def test_first_and_last_year_are_of_one_era() -> None:
    """Rising on both sides of a fall: by both together it would be said to rise and shown to shrink."""
    counts = np.array([[(120 if at < 36 else 20) + at % 36 for at in range(72)]])
    whole = months_of(6)
    apart = Months(whole.number, (np.arange(72) >= 36).astype(int))
    found = trends_of(counts, apart)
    assert found.is_(Told.RISING)[0]
    assert (found.early[0], found.late[0]) == (counts[0, 36:48].sum(), counts[0, 60:].sum())
    short = Months(whole.number, (np.arange(72) >= 60).astype(int))
    assert trends_of(counts, short).late[0] == counts[0, 48:60].sum(), "a year by itself is no first and last"


def test_months_that_are_missing_are_compared_with_nothing() -> None:
    generator = np.random.default_rng(16)
    whole = months_of(3)
    counts = generator.poisson(20, (5, 36))
    kept = np.delete(np.arange(36), [4, 17, 18, 30])
    mine = trends_of(counts[:, kept], Months(whole.number[kept], whole.era[kept]))
    for unit in range(5):
        plain = sum(
            int(np.sign(counts[unit, b] - counts[unit, a]))
            for a, b in itertools.combinations(kept.tolist(), 2)
            if (b - a) % 12 == 0
        )
        assert mine.s[unit] == plain


def test_few_crimes_and_few_months_are_said_not_judged() -> None:
    generator = np.random.default_rng(17)
    counts = generator.poisson(np.array([[0.2], [60.0]]), (2, 36))
    assert trends_of(np.vstack([counts, np.zeros((1, 36), dtype=int)]), months_of(3)).told.tolist() == [3, 2, 3]
    # Of two years each month is compared with one other: in a thousand units nothing can be told.
    assert trends_of(generator.poisson(50, (1000, 24)), months_of(2)).is_(Told.TOO_FEW).all()
    few = Months(months_of(2).number[:21], np.zeros(21, dtype=int))
    with pytest.raises(AnalysisError, match="Only 9 calendar months"):
        find_trends([counts[:, :21]], few)


def test_constant_series_have_no_trend_and_more_tests_need_more() -> None:
    flat = trends_of(np.full((30, 36), 40), months_of(3))
    assert (flat.p == 1).all()
    assert (flat.slope == 0).all()
    assert not flat.is_(Told.RISING).any()
    generator = np.random.default_rng(18)
    counts = generator.poisson(np.linspace(15, 28, 36), (10, 36))
    alone, among = find_trends([counts], months_of(3))[0], find_trends([counts], months_of(3), untested=5000)[0]
    assert (among.q >= alone.q).all()
    assert (among.q > alone.q).any()
    assert (among.p == alone.p).all()


def test_a_stop_ends_it() -> None:
    with pytest.raises(AnalysisCancelled):
        find_trends([np.ones((5, 36), dtype=int)], months_of(3), cancelled=lambda: True)


def test_jumps_of_a_whole_area_stand_out_and_gaps_do_not() -> None:
    rates: list[Optional[float]] = [100 + (at % 3) for at in range(36)]
    assert jumps(rates) == []
    for at in range(20, 36):
        rates[at] = 160 + (at % 3)
    assert jumps(rates) == [20]
    missing = [*rates[:20], None, *rates[21:]]
    assert jumps(missing) == []
    passing = [*rates[:22], *(100.0 + (at % 3) for at in range(22, 36))]
    assert jumps(passing) == []  # what comes back is no other level
    assert jumps([1.0, None, 3.0]) == []
    rounded = [25.0 + 4e-15 * (at % 12 == 3) - 7e-15 * (at > 20) for at in range(36)]
    assert jumps(rounded) == [], "a series that never changes has no step but rounding"
    generator = np.random.default_rng(19)
    series = [generator.poisson(200, 36).astype(float).tolist() for _ in range(400)]
    assert sum(bool(jumps(one)) for one in series) <= 8
