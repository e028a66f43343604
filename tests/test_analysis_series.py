# SPDX-License-Identifier: GPL-2.0-or-later
"""Natural process limits and the ratio of two rates, against published examples and hand computation."""

from __future__ import annotations

import numpy as np
import pytest

from policeuk_plugin.analysis.control_limits import count_limits, few_end, process_limits
from policeuk_plugin.analysis.rate_ratio import rate_ratio

# Viscosity of aircraft primer paint, Montgomery, Introduction to Statistical Quality Control, section 6.4:
# printed there are mean 33.52, mean moving range 0.48, limits 34.80 and 32.24.
VISCOSITY = [33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84]


def test_limits_are_those_of_the_textbook() -> None:
    found = process_limits(VISCOSITY)
    assert found is not None
    assert found.mean == pytest.approx(33.5233, abs=5e-5)
    assert found.mean_range == pytest.approx(0.4807, abs=5e-5)
    assert (round(found.lower, 2), round(found.upper, 2)) == (32.24, 34.80)
    assert (found.months, found.ranges) == (15, 14)


def test_a_missing_month_breaks_the_moving_range() -> None:
    # By hand: two runs, 10 12 10 12 10 12 and 100 102 100 102 100 102. Ten ranges of 2 and none over the gap, where
    # 88 would be. Mean 56; limits 56 +/- 2.66 * 2.
    values = [10.0, 12, 10, 12, 10, 12, None, 100, 102, 100, 102, 100, 102]
    found = process_limits(values)
    assert found is not None
    assert (found.mean, found.mean_range, found.ranges, found.months) == (56, 2, 10, 12)
    assert found.lower == pytest.approx(50.68)
    assert found.upper == pytest.approx(61.32)
    assert [found.beyond(value) for value in (50.6, 50.7, 56, 61.3, 61.4)] == [-1, 0, 0, 0, 1]


def test_counts_have_no_limit_below_zero() -> None:
    found = process_limits([0.0, 9] * 6)
    assert found is not None
    assert found.lower == 0
    assert found.upper == pytest.approx(4.5 + 2.66 * 9)
    assert found.beyond(0) == 0


@pytest.mark.parametrize(
    "values", [[], [5.0] * 11, [5.0] * 11 + [None] * 9, [1.0, None] * 12, [1.0, 2.0, None] * 4 + [None, 1.0] * 4]
)
def test_too_little_has_no_limits(values: list[float]) -> None:
    assert process_limits(values) is None


def test_the_ratio_is_that_of_r() -> None:
    # The example of R's help on poisson.test: c(11, 6+8+7), c(800, 1083+1050+878).
    found = rate_ratio(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
    assert found is not None
    assert found.ratio == pytest.approx(1.971488, abs=5e-7)
    assert found.lower == pytest.approx(0.8584264, abs=5e-8)
    assert found.upper == pytest.approx(4.2772659, abs=5e-8)
    assert found.beyond_chance == 0


def test_the_ratio_turned_round_is_one_over_it() -> None:
    one, other = rate_ratio(330, 2.5, 200, 2.0), rate_ratio(200, 2.0, 330, 2.5)
    assert one is not None
    assert other is not None
    assert one.lower == pytest.approx(1 / (other.upper or 0))
    assert one.beyond_chance == 1
    assert other.beyond_chance == -1


def test_no_events_on_a_side() -> None:
    assert rate_ratio(0, 1, 0, 1) is None
    none, only = rate_ratio(0, 10, 5, 10), rate_ratio(5, 10, 0, 10)
    assert none is not None
    assert only is not None
    # Of 5 none in the first: p below 1 - 0.025 ** (1 / 5), by hand.
    p = 1 - 0.025 ** (1 / 5)
    assert (none.ratio, none.lower) == (0, 0)
    assert none.upper == pytest.approx(p / (1 - p))
    assert (only.ratio, only.upper) == (None, None)
    assert only.lower == pytest.approx((1 - p) / p)


def test_the_interval_is_clopper_and_pearsons() -> None:
    beta = pytest.importorskip("scipy.stats").beta
    for events, others in ((1, 1), (7, 3), (2310, 2401), (120_000, 130_000), (1, 40_000)):
        found = rate_ratio(events, 1, others, 1)
        low, high = beta.ppf(0.025, events, others + 1), beta.ppf(0.975, events + 1, others)
        assert found is not None
        assert found.lower == pytest.approx(low / (1 - low), rel=1e-8)
        assert found.upper == pytest.approx(high / (1 - high), rel=1e-8)


@pytest.mark.parametrize("mean", [0.004, 0.1, 0.9, 1.0, 2.5, 5.0])
def test_the_end_of_few_crimes_is_scipys(mean: float) -> None:
    stats = pytest.importorskip("scipy.stats")
    assert few_end(mean) == stats.poisson.ppf(0.99, mean)


@pytest.mark.parametrize("mean", [0.03, 0.1, 0.3, 1.0, 4.0, 7.0])
def test_of_few_crimes_no_more_than_one_month_in_100_is_called(mean: float) -> None:
    """The chart of moving ranges alone calls up to 8 in 100, and every month with a crime where there are fewest."""
    series = np.random.default_rng(7).poisson(mean, (500, 36))
    called = 0
    for row in series.tolist():
        found = count_limits(row)
        assert found is not None
        called += sum(found.beyond(count) != 0 for count in row)
    assert called / series.size <= 0.01


def test_a_month_that_stands_out_of_few_crimes_is_called() -> None:
    months = [0.0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 6, 0, 0, 1]
    found = count_limits(months)
    assert found is not None
    assert [found.beyond(one) for one in (0, 1, 6)] == [0, 0, 1]


def test_of_many_crimes_the_limits_are_those_of_moving_ranges() -> None:
    assert few_end(5.1) == few_end(0.0) == 0.0
    months = [310.0, 352, 298, 330, 361, 305, 340, 322, 288, 347, 315, 333]
    assert count_limits(months) == process_limits(months)
    assert count_limits([None] * 20) is None
    assert count_limits([0.0] * 12) == process_limits([0.0] * 12)
