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

from policeuk_plugin.analysis.area_trends import Months, jumps
from policeuk_plugin.analysis.cusum import cusum
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
