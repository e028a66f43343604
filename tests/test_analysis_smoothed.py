# SPDX-License-Identifier: GPL-2.0-or-later
"""Smoothed rates: the published formula, intervals of the gamma distribution, and what cannot be smoothed."""

from __future__ import annotations

import numpy as np
import pytest

from policeuk_plugin.analysis.errors import AnalysisError
from policeuk_plugin.analysis.smoothed_rates import least_variance_without_one, smooth_rates

COUNT = np.array([0, 1, 4, 12, 30, 2, 9, 80], dtype=float)
PEOPLE = np.array([900, 1100, 1500, 1600, 1800, 800, 1700, 4000], dtype=float)


def test_marshalls_formula_and_the_gamma_interval() -> None:
    stats = pytest.importorskip("scipy.stats")
    found = smooth_rates(COUNT, PEOPLE)
    b = COUNT.sum() / PEOPLE.sum()
    s2 = (PEOPLE * (COUNT / PEOPLE - b) ** 2).sum() / PEOPLE.sum()
    a = s2 - b / PEOPLE.mean()
    assert found.mean == pytest.approx(b)
    assert found.variance == pytest.approx(a)
    assert found.smoothed == pytest.approx(b + a * (COUNT / PEOPLE - b) / (a + b / PEOPLE))
    assert found.own * found.rate + (1 - found.own) * b == pytest.approx(found.smoothed)
    for tail, limit in ((0.025, found.lower), (0.975, found.upper)):
        assert limit == pytest.approx(stats.gamma.ppf(tail, b * b / a + COUNT, scale=1 / (b / a + PEOPLE)), rel=1e-8)


def test_areas_that_differ_no_more_than_chance_all_have_the_rate_of_all() -> None:
    found = smooth_rates(np.full(6, 10.0), np.full(6, 1000.0))
    assert found.variance == 0
    assert found.smoothed.tolist() == found.lower.tolist() == found.upper.tolist() == [0.01] * 6
    assert not found.own.any()


def test_too_few_areas_are_refused() -> None:
    with pytest.raises(AnalysisError, match="Only 4 areas have a rate"):
        smooth_rates(COUNT[:4], PEOPLE[:4])


def test_the_interval_holds_the_true_rate_about_as_often_as_it_says() -> None:
    generator = np.random.default_rng(3)
    people = generator.integers(1000, 2500, 4000).astype(float)
    true = generator.gamma(4.0, 0.01 / 4.0, 4000)
    found = smooth_rates(generator.poisson(true * people).astype(float), people)
    inside = ((found.lower <= true) & (true <= found.upper)).mean()
    assert 0.935 < inside < 0.965


def test_one_busy_area_that_decides_how_much_is_smoothed_is_found() -> None:
    count = np.array([5, 4, 6, 5, 300, 4, 5, 6], dtype=float)
    people = np.full(8, 1500.0)
    at, without = least_variance_without_one(count, people)
    assert at == 4
    assert without == smooth_rates(np.delete(count, 4), np.delete(people, 4)).variance == 0
    assert smooth_rates(count, people).own.min() > 0.99
