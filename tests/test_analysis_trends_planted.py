# SPDX-License-Identifier: GPL-2.0-or-later
"""Trends of whole maps: hardly ever called where chance made them, found with their slope where they were planted."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from policeuk_plugin.analysis.area_trends import Months, Told, Trends, find_trends
from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError


def months_of(years: int, era: int = 0) -> Months:
    """So many whole years from January 2023 on."""
    number = 2023 * 12 + np.arange(12 * years)
    return Months(number, np.full(number.size, era))


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
