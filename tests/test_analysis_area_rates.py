# SPDX-License-Identifier: GPL-2.0-or-later
"""Limits, standardised rates, funnels, empirical Bayes and location quotients: published vectors, slow references."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest

from policeuk_plugin.analysis.direct_rate import direct_rates
from policeuk_plugin.analysis.empirical_bayes import smoothed, variance_of_rates
from policeuk_plugin.analysis.errors import AnalysisError
from policeuk_plugin.analysis.funnel import funnel
from policeuk_plugin.analysis.location_quotient import location_quotients
from policeuk_plugin.analysis.poisson_limits import byar_limits, exact_limits, ukhsa_limits
from policeuk_plugin.analysis.quantiles import (
    chi_square_quantile,
    gamma_quantile,
    normal_quantile,
    t_quantile,
    t_two_sided,
)
from policeuk_plugin.analysis.rate_ratio import rate_ratio, same_rate_p
from policeuk_plugin.analysis.standardised_ratio import standardised_ratios
from tests.sids import SIDS

SHARES = np.array([1e-6, 0.001, 0.025, 0.05, 0.3, 0.5, 0.7, 0.95, 0.975, 0.999, 1 - 1e-6])


@pytest.mark.parametrize("shape", [0.01, 0.3, 1, 1.5, 10, 333.3, 5000, 200_000])
def test_gamma_and_chi_square_quantiles_are_scipys(shape: float) -> None:
    stats = pytest.importorskip("scipy.stats")
    wanted = stats.gamma.ppf(SHARES, shape)
    np.testing.assert_allclose(gamma_quantile(SHARES, np.array(shape)), wanted, rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(chi_square_quantile(SHARES, np.array(2 * shape)), 2 * wanted, rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize("freedom", [1, 2, 3, 5, 12, 30, 200, 10_000])
def test_quantiles_and_tails_of_t_are_scipys(freedom: int) -> None:
    """By scipy's distribution function: its quantile of t is right to 1e-8 only."""
    stats = pytest.importorskip("scipy.stats")
    for share in SHARES[SHARES != 0.5].tolist():
        t = t_quantile(share, freedom)
        assert math.copysign(1, t) == math.copysign(1, share - 0.5)
        assert stats.t.cdf(-abs(t), freedom) == pytest.approx(min(share, 1 - share), rel=1e-9)
        assert t_two_sided(t, freedom) == pytest.approx(2 * min(share, 1 - share), rel=1e-9)
    assert t_quantile(0.5, freedom) == pytest.approx(0, abs=1e-15)
    assert t_quantile(0.975, 12) == pytest.approx(2.1788128, abs=1e-7)
    assert normal_quantile(0.975) == pytest.approx(1.959963984540054, abs=1e-14)


def test_the_ends_of_distributions() -> None:
    assert gamma_quantile(np.array([0.0, 1.0]), np.array(3.0)).tolist() == [0, math.inf]
    assert gamma_quantile(0.5, np.empty(0)).size == 0


def test_limits_of_counts_are_the_published_ones() -> None:
    """Tests of PHEindicatormethods."""
    lower, upper = byar_limits(np.array([65, 1045]))
    assert lower == pytest.approx([50.163188, 982.593202], abs=5e-7)
    assert upper == pytest.approx([82.849139, 1110.331213], abs=5e-7)
    assert [float(one) for one in byar_limits(np.array(10), 0.998)] == pytest.approx([2.916318, 24.193725], abs=5e-7)
    lower, upper = exact_limits(np.array([5, 1, 0]))
    assert lower == pytest.approx([1.623486, 0.025318, 0], abs=5e-7)
    assert upper == pytest.approx([11.668332, 5.571643, -math.log(0.025)], abs=5e-7)
    for count in (0, 9, 10):
        wanted = exact_limits(np.array(count)) if count < 10 else byar_limits(np.array(count))
        assert [float(one) for one in ukhsa_limits(np.array(count))] == [float(one) for one in wanted]
    assert byar_limits(np.array(0))[0] == 0


def test_standardised_ratios_are_the_published_ones() -> None:
    found = standardised_ratios(np.array([895.0, 9, 3, 0]), np.array([835.883561, 835.883561, 0, 2]))
    assert found.ratio[:2] == pytest.approx([1.070723, 0.010767], abs=5e-7)
    assert found.lower[:2] == pytest.approx([1.001715, 0.004923], abs=5e-7)
    assert found.upper[:2] == pytest.approx([1.143233, 0.020439], abs=5e-7)
    assert np.isnan([found.ratio[2], found.lower[2], found.upper[2]]).all()
    assert (found.ratio[3], found.lower[3]) == (0, 0)


WEIGHTS = np.array([5000.0, 5500, 6000, 4000, 1500])
EVENTS = np.array([[12.0, 30, 41, 8, 3], [100, 250, 900, 77, 160], [0, 4, 3, 2, 2], [0, 4, 3, 1, 1]])
EXPOSURE = np.array(
    [[4100.0, 5200, 6900, 3100, 800], [21000, 16000, 44000, 30500, 9000], [900, 1200, 300, 650, 410], [9, 9, 9, 9, 9]]
)


@pytest.mark.parametrize(
    ("confidence", "lower", "upper"),
    [
        (0.95, (35.810186, 115.698580, 16.375307), (54.695158, 129.325889, 88.839128)),
        (0.998, (31.404279, 111.964626, 5.988563), (60.966054, 133.401899, 119.271246)),
    ],
)
def test_directly_standardised_rates_are_ukhsas(
    confidence: float, lower: tuple[float, ...], upper: tuple[float, ...]
) -> None:
    """A table of ours through UKHSA's own PHStatsMethods 0.1.16; nine events in all are withheld."""
    found = direct_rates(EVENTS, EXPOSURE, WEIGHTS, 10_000, confidence)
    assert found.rate[:3] == pytest.approx([44.529396, 122.381511, 44.526409], abs=5e-7)
    assert found.lower[:3] == pytest.approx(lower, abs=5e-7)
    assert found.upper[:3] == pytest.approx(upper, abs=5e-7)
    assert np.isnan([found.rate[3], found.error[3], found.lower[3], found.upper[3]]).all()


@pytest.mark.parametrize(
    ("events", "rate", "lower", "upper"),
    [(804, 859.209759, 799.116093, 922.525388), (895, 10430.247991, 9717.709068, 11178.940915)],
)
def test_dobsons_published_limits_lie_as_byars_do(events: int, rate: float, lower: float, upper: float) -> None:
    """Of tables that are not at hand rate and limits are: two strata of as many events, and as unsure, give them."""
    low, _ = byar_limits(np.array(events))
    variance = ((rate - lower) / (events - float(low))) ** 2 * events
    first, second = events // 2, events - events // 2
    spare = math.sqrt(max(0.0, (variance - rate**2 / events) * events / (first * second)))
    each = (rate / events + spare * second / events, rate / events - spare * first / events)
    exposure = np.array([[1 / each[0], 1 / each[1]]])
    found = direct_rates(np.array([[first, second]]), exposure, np.array([1.0, 1.0]), 2)
    assert (found.rate[0], found.error[0]) == pytest.approx((rate, math.sqrt(variance)))
    assert (found.lower[0], found.upper[0]) == pytest.approx((lower, upper), abs=2e-4)


def test_a_stratum_without_people_in_an_area_leaves_it_without_a_rate() -> None:
    exposure = EXPOSURE.copy()
    exposure[0, 4] = 0
    assert np.isnan(direct_rates(EVENTS, exposure, WEIGHTS).rate[0])
    weights = WEIGHTS.copy()
    weights[4] = 0
    assert np.isfinite(direct_rates(EVENTS, exposure, weights).rate[0])
    same = direct_rates(EVENTS[:1], EXPOSURE[:1], EXPOSURE[0], 1)
    assert same.rate[0] == pytest.approx(EVENTS[0].sum() / EXPOSURE[0].sum())


OBSERVED, EXPECTED = np.array([100.0, 150, 180, 80, 120, 225]), np.array([108.0, 112, 165, 95, 100, 220])


def test_the_funnel_is_that_of_the_specification() -> None:
    found = funnel(OBSERVED, EXPECTED)
    assert found.z == pytest.approx([-0.7846, 3.3289, 1.1424, -1.6050, 1.9089, 0.3352], abs=5e-5)
    assert (found.phi, found.tau2) == (pytest.approx(2.32718, abs=5e-6), pytest.approx(0.00343978, abs=5e-9))
    assert found.adjusted_z == pytest.approx([-0.4976, 2.0883, 0.6317, -1.0567, 1.2384, 0.1670], abs=5e-5)
    assert found.p == pytest.approx([math.erfc(abs(z) / math.sqrt(2)) for z in found.adjusted_z])


def test_limits_of_the_funnel_are_where_the_adjusted_z_is_their_quantile() -> None:
    """Squared back: an area on a limit has just that z, with τ² and, by chance alone, exactly."""
    found = funnel(OBSERVED, EXPECTED)
    sizes = np.array([4.0, 30.0, 2000.0])
    for confidence in (0.95, 0.998):
        for sign, limit in zip((-1, 1), found.limits(sizes, confidence)):
            z = (np.sqrt(limit) - 1) / np.sqrt(0.25 / sizes + found.tau2)
            held = limit > 0
            assert z[held] == pytest.approx(sign * normal_quantile(0.5 + confidence / 2))
    stats = pytest.importorskip("scipy.stats")
    lower, upper = found.poisson_limits(sizes)
    assert lower == pytest.approx(stats.chi2.ppf(0.025, 2 * sizes) / 2 / sizes)
    assert upper == pytest.approx(stats.chi2.ppf(0.975, 2 * sizes + 2) / 2 / sizes)


def test_areas_of_one_rate_are_alike_and_few_crimes_are_not_low() -> None:
    """Poisson counts of one rate: τ² near 0 and few p below .05; with one or two crimes expected none is nothing."""
    random = np.random.default_rng(6)
    expected = random.uniform(20, 2000, 400)
    found = funnel(random.poisson(expected), expected)
    assert found.phi < 1.1
    assert found.tau2 < 0.001
    assert 0.02 < (found.p < 0.05).mean() < 0.08
    small = random.uniform(0.5, 3, 2000)
    found = funnel(random.poisson(small), small)
    assert (found.p < 0.05).mean() < 0.08
    assert (found.limits(small)[0] == 0).all()
    assert (found.poisson_limits(small)[0] == 0).all()
    stats = pytest.importorskip("scipy.stats")
    count = np.round(found.ratio * small)
    middle = stats.poisson.cdf(count, small) - stats.poisson.pmf(count, small) / 2
    assert (found.p >= 2 * np.minimum(middle, 1 - middle) - 1e-9).all()


def test_a_funnel_needs_five_areas_with_something_expected() -> None:
    with pytest.raises(AnalysisError, match="here there are 4"):
        funnel(OBSERVED[:4], EXPECTED[:4])
    with pytest.raises(AnalysisError, match="Leave it out"):
        funnel(OBSERVED, np.array([108.0, 112, 165, 95, 100, 0]))


def test_empirical_bayes_is_esdas_on_the_counties_of_north_carolina() -> None:
    """667 deaths of 329,962 births, 1974 to 1978; the first five as esda's test has them."""
    deaths, births = np.array(SIDS, dtype=float).T
    assert (deaths.sum(), births.sum()) == (667, 329_962)
    wanted = [0.0016973, 0.0017054, 0.0017731, 0.0020129, 0.0035349]
    assert smoothed(deaths, births)[:5] == pytest.approx(wanted, abs=5e-8)


def test_the_variance_of_rates_is_cut_at_zero() -> None:
    """Equal rates spread less than chance would have them; esda goes below 0 there, spdep does not."""
    count, people = np.full(9, 10.0), np.full(9, 1000.0)
    assert variance_of_rates(count, people) == 0
    assert smoothed(count, people).tolist() == [0.01] * 9


def test_the_location_quotient_is_that_of_ons_figures() -> None:
    """Shoplifting in Bath and North East Somerset, year ending June 2025."""
    found = location_quotients(np.array([2335.0]), np.array([15974.0]), 17914, 170_002)
    assert found.quotient[0] == pytest.approx(1.38719, abs=5e-6)
    assert found.lower[0] < 1.38719 < found.upper[0]
    assert found.expected[0] == pytest.approx(15974 * 17914 / 170_002)


def test_few_crimes_have_no_quotient_and_none_of_many_has_one() -> None:
    found = location_quotients(np.array([1.0, 0, 100, 0]), np.array([20.0, 400, 1000, 0]), 100, 1000)
    assert np.isnan([found.quotient[0], found.quotient[3], found.lower[0], found.upper[3]]).all()
    assert (found.quotient[1], found.lower[1]) == (0, 0)
    assert 0 < found.upper[1] < 0.2
    assert (found.quotient[2], found.lower[2], found.upper[2]) == (1, 1, 1)
    nothing = location_quotients(np.array([0.0]), np.array([5.0]), 0, 50)
    assert np.isnan(nothing.quotient[0])


@pytest.mark.parametrize(
    ("area", "share", "region", "rest"), [(100, 0.1, 5000, 0.1), (60, 0.3, 2000, 0.1), (300, 0.05, 600, 0.05)]
)
def test_the_interval_of_a_quotient_covers(area: int, share: float, region: int, rest: float) -> None:
    """Also where the area is half of its region, which is in both numbers."""
    random = np.random.default_rng(area)
    own, others = random.binomial(area, share, 1500), random.binomial(region - area, rest, 1500)
    true = share / ((area * share + (region - area) * rest) / region)
    held = [
        (found.lower[0] <= true <= found.upper[0])
        for one, other in zip(own.tolist(), others.tolist())
        for found in [location_quotients(np.array([one]), np.array([area]), one + other, region)]
        if np.isfinite(found.quotient[0])
    ]
    assert 0.93 <= np.mean(held) <= 0.98


def test_the_p_of_two_rates_is_the_exact_one_and_agrees_with_their_interval() -> None:
    assert same_rate_p(25, 1, 16, 1) == pytest.approx(0.2110, abs=5e-5)
    assert (same_rate_p(0, 1, 0, 1), same_rate_p(5, 0, 3, 1)) == (1, 1)
    stats = pytest.importorskip("scipy.stats")
    for events in range(13):
        for others in range(0, 40, 3):
            p = same_rate_p(events, 300.0, others, 500.0)
            found = rate_ratio(events, 300.0, others, 500.0)
            if found is None:
                continue
            tails = stats.binom.cdf(events, events + others, 0.375), stats.binom.sf(events - 1, events + others, 0.375)
            assert p == pytest.approx(min(1, 2 * min(tails)), rel=1e-9)
            assert (p < 0.05) == (found.beyond_chance != 0)


def test_nothing_here_needs_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    assert exact_limits(np.array([5]))[0] == pytest.approx([1.623486], abs=5e-7)
    assert funnel(OBSERVED, EXPECTED).poisson_limits(np.array([10.0]))[1] > 1
