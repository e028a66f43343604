# SPDX-License-Identifier: GPL-2.0-or-later
"""Lorenz curves and Gini values made by hand, counted plainly and simulated; random placement on random maps."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from policeuk_plugin.analysis.concentration import (
    generalised_gini,
    gini,
    lorenz_curve,
    share_of_busiest,
    smallest_set,
    tally,
    unbiased,
)
from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.random_placement import expected_generalised_gini, expected_gini, random_placement

TOPS = (0.01, 0.05, 0.1, 0.2)


def plain_gini(counts: list[int]) -> Fraction:
    """Half the mean difference of any two places over their mean, exactly."""
    differences = sum(abs(a - b) for a in counts for b in counts)
    return Fraction(differences, 2 * len(counts) * sum(counts))


def test_a_curve_made_by_hand() -> None:
    of = tally(np.array([1, 6, 0, 3]))
    places, crimes = lorenz_curve(of)
    assert places.tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert crimes.tolist() == pytest.approx([0, 0.6, 0.9, 1, 1])
    assert share_of_busiest(of, 0.25) == pytest.approx(0.6)
    assert share_of_busiest(of, 0.125) == pytest.approx(0.3), "half a place holds half of its crimes"
    assert gini(of) == pytest.approx(float(plain_gini([1, 6, 0, 3])))
    assert gini(of) == pytest.approx(0.5)


@pytest.mark.parametrize("seed", range(10))
def test_gini_is_half_the_mean_difference_over_the_mean(seed: int) -> None:
    counts = np.random.default_rng(seed).negative_binomial(0.5, 0.2, 70)
    of = tally(counts)
    assert gini(of) == pytest.approx(float(plain_gini(counts.tolist())), abs=1e-12)
    area = float(
        np.trapezoid(*lorenz_curve(of)[::-1]) if hasattr(np, "trapezoid") else np.trapz(*lorenz_curve(of)[::-1])
    )
    assert gini(of) == pytest.approx(2 * area - 1, abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([1, 1, 1, 1, 0, 0, 0, 0, 0, 0], 0.0),  # four crimes on ten places cannot lie more evenly
        ([4, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0.75),
        ([2, 2, 0, 0, 0, 0, 0, 0, 0, 0], 0.5),
        ([5, 5, 5, 5], 0.0),
        ([20, 0, 0, 0], 0.75),
    ],
)
def test_the_generalised_gini_by_hand(counts: list[int], expected: float) -> None:
    """As Bernasco & Steenbeek: 0 at the most even that is possible, 1 − 1/m at all on one place."""
    of = tally(np.array(counts))
    value = generalised_gini(of)
    assert value == pytest.approx(expected, abs=1e-12)
    assert unbiased(of, value) == pytest.approx(expected / 0.75, abs=1e-12)


def test_the_generalised_gini_is_the_formula_of_the_paper() -> None:
    """G' = max(1/c, 1/n) (2 Σ i y_i − n − 1) − max(n/c, 1) + 1, with y_i the shares in rising order."""
    for seed in range(10):
        generator = np.random.default_rng(seed)
        counts = np.sort(generator.poisson(generator.gamma(0.3, 2, 80)))
        n, c = counts.size, int(counts.sum())
        paper = max(1 / c, 1 / n) * (2 * (np.arange(1, n + 1) * counts / c).sum() - n - 1) - max(n / c, 1) + 1
        assert generalised_gini(tally(counts)) == pytest.approx(paper, abs=1e-12)


def plain_smallest(counts: list[int], percent: int) -> int:
    """Take the busiest one by one."""
    held, taken = 0, 0
    for count in sorted(counts, reverse=True):
        if 100 * held >= percent * sum(counts):
            break
        held += count
        taken += 1
    return taken


@pytest.mark.parametrize("percent", [1, 20, 50, 80, 95, 100])
def test_the_smallest_set_is_what_taking_the_busiest_one_by_one_gives(percent: int) -> None:
    for seed in range(20):
        counts = np.random.default_rng(seed).negative_binomial(0.5, 0.3, 50)
        found = smallest_set(tally(counts), percent / 100)
        assert found.places == plain_smallest(counts.tolist(), percent)
        assert found.sure == (counts > found.count).sum()
        assert found.tied == (counts == found.count).sum()
        assert 1 <= found.of_tied <= found.tied


def test_without_crimes_there_is_a_sentence() -> None:
    for counts in (np.zeros(5, dtype=int), np.zeros(0, dtype=int)):
        with pytest.raises(AnalysisError, match="no crimes to be concentrated"):
            tally(counts)


@pytest.mark.parametrize(("crimes", "places"), [(1, 3), (4, 3), (5, 2), (3, 5), (6, 2)])
def test_the_expected_gini_is_the_mean_over_every_way_to_place_the_crimes(crimes: int, places: int) -> None:
    ways = list(itertools.product(range(places), repeat=crimes))
    mean = sum(plain_gini([way.count(place) for place in range(places)]) for way in ways) / len(ways)
    assert expected_gini(crimes, places) == pytest.approx(float(mean), abs=1e-12)


@pytest.mark.parametrize(("crimes", "places"), [(300, 1000), (5000, 400), (100_000, 200), (40, 100_000)])
def test_drawn_and_exact_values_agree(crimes: int, places: int) -> None:
    generator = np.random.default_rng(2)
    of = tally(generator.multinomial(crimes, np.full(places, 1 / places)))
    drawn = random_placement(of, TOPS, 0.8, None, 0.05, 1)
    assert drawn.exact == pytest.approx(expected_generalised_gini(crimes, places))
    assert drawn.exact is not None
    assert drawn.generalised.mean == pytest.approx(
        drawn.exact, abs=0.1 * (drawn.generalised.upper - drawn.generalised.lower) + 1e-3
    )


@pytest.mark.parametrize("weighted", [False, True])
def test_of_maps_that_are_random_19_in_20_lie_in_the_range(weighted: bool) -> None:
    """At most 28 of 300 maps outside on either side, the bound of 99.9 % of a true 5 %, for 150 of them 17."""
    generator = np.random.default_rng(8)
    weights = generator.uniform(0.1, 1, 200) if weighted else None
    chances = np.full(200, 1 / 200) if weights is None else weights / weights.sum()
    outside = 0
    for seed in range(150):
        of = tally(generator.multinomial(500, chances))
        drawn = random_placement(of, TOPS, 0.8, weights, 0.05, seed).generalised
        outside += not drawn.lower <= unbiased(of, generalised_gini(of)) <= drawn.upper
    assert outside <= 17


def test_places_of_unequal_size_hold_unequal_shares_by_chance_too() -> None:
    generator = np.random.default_rng(9)
    weights = generator.gamma(0.5, 1, 300)
    of = tally(generator.multinomial(20_000, weights / weights.sum()))
    by_size = random_placement(of, TOPS, 0.8, weights, 0.05, 1)
    alike = random_placement(of, TOPS, 0.8, None, 0.05, 1)
    found = unbiased(of, generalised_gini(of))
    assert by_size.generalised.lower <= found <= by_size.generalised.upper
    assert by_size.exact is None
    assert alike.generalised.upper < 0.2 < found


def test_the_mean_curve_runs_from_corner_to_corner_above_the_diagonal() -> None:
    of = tally(np.random.default_rng(1).poisson(2.0, 500))
    drawn = random_placement(of, TOPS, 0.8, None, 0.05, 1)
    assert (drawn.curve_crimes[0], drawn.curve_crimes[-1]) == (0, pytest.approx(1))
    assert (drawn.curve_crimes >= drawn.curve_places - 1e-9).all()
    assert (np.diff(drawn.curve_crimes) >= -1e-12).all()
    assert drawn.shares[3].mean == pytest.approx(np.interp(0.2, drawn.curve_places, drawn.curve_crimes))


def test_the_same_seed_gives_the_same_and_a_cancel_ends_it() -> None:
    of = tally(np.random.default_rng(1).poisson(2.0, 500))
    one, other = (random_placement(of, TOPS, 0.8, None, 0.05, 4) for _ in range(2))
    assert (one.generalised, one.shares, one.places) == (other.generalised, other.shares, other.places)
    with pytest.raises(AnalysisCancelled):
        random_placement(of, TOPS, 0.8, None, 0.05, 4, lambda: True)
