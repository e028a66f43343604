# SPDX-License-Identifier: GPL-2.0-or-later
"""Shares, their difference, the range of peers' shares, limits of counts: published vectors and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from policeuk_plugin.analysis.control_limits import process_limits
from policeuk_plugin.analysis.fisher_exact import fisher_exact
from policeuk_plugin.analysis.peer_range import TooFewPeers, Verdict
from policeuk_plugin.analysis.predicted_count import predicted_part
from policeuk_plugin.analysis.proportion import Share, difference, wilson
from policeuk_plugin.analysis.share_range import share_range
from policeuk_plugin.analysis.u_limits import u_limits


def share(count: int, of: int) -> Share:
    """Give a share of some."""
    found = wilson(count, of)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("count", "of", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_that_of_newcombe_1998(count: int, of: int, lower: float, upper: float) -> None:
    found = share(count, of)
    assert (found.share, found.count, found.of) == (count / of, count, of)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=5e-5)
    mirrored = share(of - count, of)
    assert (1 - mirrored.upper, 1 - mirrored.lower) == pytest.approx((found.lower, found.upper))


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [((3, 4), (1, 4), 0.485714), ((1, 9), (11, 13), 0.001548), ((1, 2), (500, 7800), 0.124313), ((0, 0), (1, 2), 1.0)],
)
def test_the_exact_test_is_that_of_fisher(one: tuple[int, int], other: tuple[int, int], p: float) -> None:
    assert fisher_exact(*one, *other) == pytest.approx(p, abs=1e-6)
    assert fisher_exact(*other, *one) == pytest.approx(p, abs=1e-6)


def test_a_share_of_none_is_not_zero() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("one", "other", "lower", "upper", "beyond"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339, 1),
        ((48, 80), (56, 70), -0.3339, -0.0524, -1),
        ((9, 10), (3, 10), 0.1705, 0.8090, 1),
        ((5, 56), (0, 29), -0.0381, 0.1926, 0),
        ((10, 10), (0, 20), 0.6791, 1.0, 1),
    ],
)
def test_differences_are_those_of_newcombe_1998(
    one: tuple[int, int], other: tuple[int, int], lower: float, upper: float, beyond: int
) -> None:
    found = difference(share(*one), share(*other))
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=5e-5)
    assert found.value == pytest.approx(one[0] / one[1] - other[0] / other[1])
    assert found.beyond_chance == beyond


@pytest.mark.parametrize(
    ("crimes", "middle", "tau", "least", "most"),
    [
        (500, -2.2, 0.3, 0.93, 0.97),
        (3000, 0.0, 0.5, 0.93, 0.975),
        (60, -0.8, 0.5, 0.93, 0.975),
        (60, -2.9, 0.4, 0.93, 0.99),
        (15, -2.9, 0.3, 0.94, 1.0),
        (60, 2.9, 0.4, 0.93, 0.99),
    ],
)
def test_the_range_of_shares_covers_what_it_says(
    crimes: float, middle: float, tau: float, least: float, most: float
) -> None:
    """Also of few crimes of which few are resolved, where none is nothing unusual."""
    draw = np.random.default_rng(7)
    inside = 0
    for _ in range(1000):
        ofs = np.maximum(1, np.round(crimes * np.exp(draw.normal(0, 0.5, 15)))).astype(int)
        counts = draw.binomial(ofs, 1 / (1 + np.exp(-draw.normal(middle, tau, 15))))
        found = share_range(int(counts[0]), int(ofs[0]), counts[1:], ofs[1:])
        inside += found.verdict is Verdict.SIMILAR
        assert (found.lower <= found.share <= found.upper) == (found.verdict is Verdict.SIMILAR)
        assert 0 <= found.lower < found.upper <= 1
    assert least <= inside / 1000 <= most


def test_parts_of_a_number_are_those_of_slow_integration() -> None:
    """Mid-P of binomial counts of log-t odds by scipy's quadrature; what is turned round is the same."""
    stats, integrate = pytest.importorskip("scipy.stats"), pytest.importorskip("scipy.integrate")
    count, of = np.array([0.0, 3, 40, 57, 900]), np.array([12.0, 60, 200, 60, 1000])
    middle, spread = np.array([-3.0, -2.2, -1.0, 2.2, 1.5]), np.array([0.5, 0.2, 0.8, 0.2, 0.1])
    freedom = np.array([3.0, 5, 12, 5, 18])

    def slowly(row: int, x: float) -> float:
        def part(t: float) -> float:
            share = 1 / (1 + math.exp(-(middle[row] + spread[row] * t)))
            chance = stats.binom.cdf(x - 1, of[row], share) + stats.binom.pmf(x, of[row], share) / 2
            return float(stats.t.pdf(t, freedom[row]) * chance)

        return float(integrate.quad(part, -40, 40, points=[0], limit=400)[0])

    found = predicted_part(count, of, middle, spread, freedom)
    for row in range(5):
        assert found.below[row] == pytest.approx(slowly(row, count[row]), abs=2e-4)
        for limit, target in ((found.lower[row], 0.025), (found.upper[row], 0.975)):
            low, high = slowly(row, math.floor(limit)), slowly(row, math.floor(limit) + 1)
            between = low + (limit - math.floor(limit)) * (high - low)
            assert between == pytest.approx(target, abs=2e-4) if 0 < limit < of[row] else limit in (0, of[row])
    turned = predicted_part(of - count, of, -middle, spread, freedom)
    assert turned.below == pytest.approx(1 - found.below)
    assert (turned.lower, turned.upper) == (pytest.approx(of - found.upper), pytest.approx(of - found.lower))
    many = predicted_part(np.array([4000.0]), np.array([1e6]), np.array([-6.0]), np.array([2.0]), np.array([3.0]))
    assert 1 < many.lower[0] < 2479 < many.upper[0] < 1e6


def test_the_means_of_shares_are_plain() -> None:
    counts, ofs = np.array([10, 20, 30, 40, 50]), np.array([100, 100, 100, 100, 1000])
    found = share_range(30, 100, counts, ofs)
    assert found.mean == pytest.approx((0.1 + 0.2 + 0.3 + 0.4 + 0.05) / 5)
    assert found.weighted == pytest.approx(150 / 1400)
    assert found.peer_shares == pytest.approx(counts / ofs)
    assert share_range(0, 100, counts, ofs).lower >= 0
    assert share_range(100, 100, counts, ofs).verdict is Verdict.HIGHER


def test_few_peers_have_no_range() -> None:
    with pytest.raises(TooFewPeers):
        share_range(3, 10, np.array([1, 2, 3, 4]), np.full(4, 10))


def test_limits_of_equal_periods_are_those_of_individuals() -> None:
    counts = [31.0, 44, 28, 39, 51, 36, None, 42, 33, 47, 30, 38, 41, 29]
    found, other = u_limits(counts, [8.0] * 14), process_limits([None if c is None else c / 8 for c in counts])
    assert found is not None
    assert other is not None
    assert found.mean == pytest.approx(other.mean)
    assert found.upper == pytest.approx([other.upper] * 14, rel=1e-3), "2.66 is 3 / 1.128, rounded"
    assert found.lower == pytest.approx([other.lower] * 14, rel=1e-2)
    assert found.beyond(0, found.upper[0]) == 0
    assert (found.beyond(0, found.upper[0] + 0.01), found.beyond(0, found.lower[0] - 0.01)) == (1, -1)


def test_limits_follow_the_length_of_a_period() -> None:
    exposure = [90.0, 91, 92, 92] * 4
    counts = [4.0 * of for of in exposure]
    counts[3] += 40
    found = u_limits(counts, exposure)
    assert found is not None
    mean = sum(counts) / sum(exposure)
    z = [(count / of - mean) / math.sqrt(mean / of) for count, of in zip(counts, exposure)]
    spread = sum(abs(b - a) for a, b in zip(z, z[1:])) / 15 / 1.128
    assert (found.mean, found.spread, found.periods) == (pytest.approx(mean), pytest.approx(spread), 16)
    for at, of in enumerate(exposure):
        assert found.upper[at] == pytest.approx(mean + 3 * spread * math.sqrt(mean / of))


def test_the_spread_of_plain_chance_is_about_one() -> None:
    counts = [float(count) for count in np.random.default_rng(5).poisson(200, 400)]
    found = u_limits(counts, [1.0] * 400)
    assert found is not None
    assert found.spread == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("counts", [[5.0] * 11, [0.0] * 20, [5.0, None] * 12])
def test_too_little_has_no_limits(counts: list[float]) -> None:
    assert u_limits(counts, [1.0] * len(counts)) is None
