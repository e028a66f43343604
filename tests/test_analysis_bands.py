# SPDX-License-Identifier: GPL-2.0-or-later
"""The five bands against scipy's gamma and Poisson functions, and against published vectors."""

from __future__ import annotations

import numpy as np
import pytest

from policeuk_plugin.analysis.bands import Band, bands
from policeuk_plugin.analysis.empirical_bayes import smoothed, variance_of_rates
from policeuk_plugin.analysis.incomplete_gamma import gamma_p

scipy_stats = pytest.importorskip("scipy.stats")
NAMES = list(Band)

EXACT = ((5, 0.025, 1.623486, 11.668332), (1, 0.025, 0.025318, 5.571643))
"""Count, tail, lower and upper exact limit: tests of PHEindicatormethods."""


def test_distribution_function_is_scipys() -> None:
    """Over shapes from 0.01 to 200,000, near the mean and far from it."""
    shape = np.repeat([0.01, 0.5, 1, 3.7, 60, 2500, 200_000.0], 7)
    x = shape * np.tile([0.01, 0.3, 0.8, 1.0, 1.02, 1.6, 5.0], 7)
    assert gamma_p(shape, x) == pytest.approx(scipy_stats.gamma.cdf(x, shape), abs=2e-10)


@pytest.mark.parametrize(("count", "tail", "lower", "upper"), EXACT)
def test_few_areas_have_exact_poisson_limits(count: int, tail: float, lower: float, upper: float) -> None:
    """At a published limit the chance that decides is just the published tail."""
    assert gamma_p(np.array([count + 1.0]), np.array([upper]))[0] == pytest.approx(1 - tail, abs=1e-6)
    assert gamma_p(np.array([float(count)]), np.array([lower]))[0] == pytest.approx(tail, abs=1e-6)


def test_marshalls_rates_are_the_mean_of_the_gamma_distribution() -> None:
    """The smoothed rate is the mean of the gamma distribution that the bands judge by, and lies between."""
    count, time = np.array([3, 0, 12, 7, 30, 2]), np.array([900.0, 400, 1100, 2500, 1500, 80])
    mean = count.sum() / time.sum()
    variance = variance_of_rates(count.astype(float), time)
    plain = (time * (count / time - mean) ** 2).sum() / time.sum() - mean / time.mean()
    assert variance == pytest.approx(plain)
    expected = (mean**2 / variance + count) / (mean / variance + time)
    assert smoothed(count, time) == pytest.approx(expected)


def test_average_is_left_only_where_the_interval_says_so() -> None:
    """Bands by scipy's own quantiles, ratios within 0.8 to 1.25 always average."""
    random = np.random.default_rng(5)
    time = random.uniform(300, 4000, 400)
    true = random.gamma(4, 0.02, 400)
    count = random.poisson(true * time)
    found = bands(count, time)
    mean = count.sum() / time.sum()
    variance = variance_of_rates(count.astype(float), time)
    shape, rate = mean**2 / variance + count, mean / variance + time
    lower, upper = (scipy_stats.gamma.ppf(tail, shape) / rate / mean for tail in (0.025, 0.975))
    ratio = count / time / mean
    expected = []
    for low, high, of in zip(lower, upper, ratio):
        if of < 0.8 and high <= 0.8:
            expected.append(Band.LOW if of < 0.5 else Band.BELOW)
        elif of > 1.25 and low >= 1.25:
            expected.append(Band.HIGH if of > 2 else Band.ABOVE)
        else:
            expected.append(Band.AVERAGE)
    assert [NAMES[band] for band in found.band] == expected
    assert len(set(expected)) == 5
    assert (ratio[found.band == 2] < 0.5).any() or (ratio[found.band == 2] > 1.25).any()


def test_areas_that_differ_by_chance_are_average() -> None:
    """Poisson counts of one rate: no band but the average, where plain ratios would make all five."""
    random = np.random.default_rng(11)
    time = np.full(300, 50.0)
    count = random.poisson(0.05 * time)
    found = bands(count, time)
    assert (found.band == 2).mean() > 0.97
    assert (found.ratio > 2).any()
    assert (found.ratio < 0.5).any()


def test_a_few_areas_are_judged_alone() -> None:
    """Three districts: exact Poisson limits, by scipy."""
    count, time = np.array([900, 400, 3]), np.array([10_000.0, 10_000, 60])
    found = bands(count, time)
    mean = count.sum() / time.sum()
    assert not found.shrunk
    assert found.not_above[0] == pytest.approx(scipy_stats.poisson.sf(899, 1.25 * mean * 10_000))
    assert found.not_below[1] == pytest.approx(scipy_stats.poisson.cdf(400, 0.8 * mean * 10_000))
    assert [NAMES[band] for band in found.band] == [Band.ABOVE, Band.BELOW, Band.AVERAGE]


def test_no_crime_at_all_is_average_everywhere() -> None:
    """0 of 0 expected says nothing."""
    assert (bands(np.zeros(7, dtype=int), np.ones(7)).band == 2).all()
