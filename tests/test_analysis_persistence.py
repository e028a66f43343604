# SPDX-License-Identifier: GPL-2.0-or-later
"""Ranks month by month against plain loops, scipy and simulation; chance and halves on maps without any pattern."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from policeuk_plugin.analysis.errors import AnalysisCancelled
from policeuk_plugin.analysis.persistence import OFTEN, Often, chance_of_top, months_at_least, persistence
from policeuk_plugin.analysis.rank_stability import agreement, rank_stability
from policeuk_plugin.analysis.ranking import in_top, mean_ranks, places_of_top, places_taken, rank_from_most, spearman

stats = pytest.importorskip("scipy.stats")


def in_every_order(counts: list[int], places: int) -> list[bool]:
    """Whether a unit is among the first places however equals are put in order, with a crime at all; plainly."""
    found = [True] * len(counts)
    for order in itertools.permutations(range(len(counts))):
        ranked = sorted(order, key=lambda unit: -counts[unit])
        for unit in range(len(counts)):
            found[unit] &= unit in ranked[:places] and counts[unit] > 0
    return found


@pytest.mark.parametrize("seed", range(12))
def test_in_the_top_is_who_is_there_in_every_order_of_equals(seed: int) -> None:
    generator = np.random.default_rng(seed)
    counts = generator.integers(0, 4, 6)
    for places in range(1, 7):
        expected = in_every_order(counts.tolist(), places)
        assert in_top(counts, places).tolist() == expected
        if counts.any():
            assert places_taken(counts, places) == places_taken(counts[counts > 0], places) == sum(expected)


@pytest.mark.parametrize(
    ("counts", "places", "expected"),
    [
        ([5, 3, 3, 1], 1, [True, False, False, False]),
        ([5, 3, 3, 1], 2, [True, False, False, False]),
        ([5, 3, 3, 1], 3, [True, True, True, False]),
        ([2, 2, 2, 2], 2, [False] * 4),
        ([2, 2, 2, 2], 4, [True] * 4),
        ([0, 0, 0, 0], 4, [False] * 4),
        ([1, 0, 0, 0], 2, [True, False, False, False]),
    ],
)
def test_who_ties_for_the_last_places_is_out(counts: list[int], places: int, expected: list[bool]) -> None:
    assert in_top(np.array(counts), places).tolist() == expected


@pytest.mark.parametrize(
    ("units", "percent", "places"),
    [(417, 5, 20), (100, 1, 1), (20, 1, 1), (400, 0.5, 2), (300, 1, 3), (20_000, 5, 1000)],
)
def test_the_top_is_rounded_down_and_one_at_least(units: int, percent: float, places: int) -> None:
    assert places_of_top(units, percent) == places


def test_months_are_counted_as_a_plain_loop_counts_them() -> None:
    generator = np.random.default_rng(4)
    counts = generator.poisson(generator.gamma(0.4, 3, 60)[:, None] * np.ones(25))
    found = persistence(counts, 5)
    assert found.places == 3
    for unit in range(60):
        months = [
            month
            for month in range(25)
            if counts[unit, month] > 0 and sum(counts[:, month] >= counts[unit, month]) <= 3
        ]
        assert found.months[unit] == len(months)
        assert found.first[unit] == sum(month < 12 for month in months)
        assert found.second[unit] == sum(month > 12 for month in months), "of 25 months the middle one is in no half"
        assert found.rank[unit] == 1 + sum(counts.sum(axis=1) > counts[unit].sum())
    assert found.held == 25
    assert (found.taken <= 3).all()


def test_the_order_of_the_units_changes_nothing() -> None:
    generator = np.random.default_rng(5)
    counts = generator.integers(0, 3, (200, 24))
    order = generator.permutation(200)
    assert np.array_equal(persistence(counts, 5).months[order], persistence(counts[order], 5).months)


def test_classes_begin_at_their_bounds() -> None:
    top = np.zeros((40, 24), dtype=int)
    for unit, months in enumerate((18, 17, 12, 11, 6, 5, 1, 0)):
        top[unit, :months] = 9
    found = persistence(top, 20)
    expected = [
        Often.NEARLY_ALWAYS,
        Often.MOST_MONTHS,
        Often.MOST_MONTHS,
        Often.SOME_MONTHS,
        Often.SOME_MONTHS,
        Often.SELDOM,
        Often.SELDOM,
        Often.NEVER,
    ]
    assert [OFTEN[at] for at in found.often[:8].tolist()] == expected


def test_months_that_chance_gives_are_those_of_an_independent_simulation() -> None:
    totals, units, places = np.array([300, 500, 40, 0, 900]), 200, 10
    chance = chance_of_top(totals, units, places, 0.05, 1)
    generator = np.random.default_rng(99)
    months = 0.0
    for total in totals.tolist():
        for _ in range(400):
            counts = generator.multinomial(total, np.full(units, 1 / units)).tolist()
            months += sum(
                c > 0 and sum(o >= c for o in counts) <= places for c in set(counts) for _ in range(counts.count(c))
            )
    assert chance.months == pytest.approx(months / 400 / units, rel=0.05)
    assert chance.shares[3] == 0
    assert (chance.shares <= places / units).all()


def test_sparse_and_dense_drawing_agree() -> None:
    sparse, dense = (chance_of_top(np.full(24, total), 4000, 200, 0.05, 1) for total in (999, 1001))
    assert sparse.months == pytest.approx(dense.months, rel=0.05)


def test_the_number_of_months_has_the_distribution_of_scipy() -> None:
    expected = stats.binom.sf(np.arange(-1, 36), 36, 0.05)
    assert months_at_least(np.full(36, 0.05)) == pytest.approx(expected, abs=1e-13)
    mixed = months_at_least(np.array([0.5, 0.2]))
    assert mixed == pytest.approx([1, 0.6, 0.1])


def test_on_maps_where_all_are_alike_hardly_one_in_twenty_has_a_unit_beyond_chance() -> None:
    """At most 28 of 300, the bound of 99.9 % of a true 5 %."""
    generator = np.random.default_rng(7)
    beyond = 0
    totals = np.full(24, 400)
    most = chance_of_top(totals, 150, 7, 0.05, 1).most
    for _ in range(300):
        counts = np.stack([generator.multinomial(400, np.full(150, 1 / 150)) for _ in range(24)], axis=1)
        beyond += bool((persistence(counts, 5).months >= most).any())
    assert beyond <= 28


def test_where_nothing_is_rare_enough_no_number_of_months_is_beyond_chance() -> None:
    assert chance_of_top(np.full(1, 100), 500, 25, 0.05, 1).most == 2


def test_ranks_and_correlation_are_those_of_scipy() -> None:
    generator = np.random.default_rng(3)
    for _ in range(20):
        one, other = generator.integers(0, 5, 50), generator.integers(0, 5, 50)
        assert mean_ranks(one) == pytest.approx(stats.rankdata(one))
        assert mean_ranks(one * 10_000 - 7) == pytest.approx(stats.rankdata(one)), (
            "sorted, as they are too large to count"
        )
        assert spearman(one, other) == pytest.approx(stats.spearmanr(one, other).statistic)
        assert rank_from_most(one).tolist() == stats.rankdata(-one, method="min").tolist()
    assert spearman(np.array([1, 1, 1]), np.array([1, 2, 3])) is None
    assert spearman(np.array([1]), np.array([2])) is None


def test_halves_agree_wholly_or_not_at_all() -> None:
    one = np.array([9, 7, 5, 3, 1, 0])
    same = agreement(one, one, 2)
    assert (same.rho, same.kept) == (pytest.approx(1), 1.0)
    turned = agreement(one, np.array([0, 1, 3, 5, 7, 9]), 2)
    assert (turned.rho, turned.kept) == (pytest.approx(-1), 0.0)
    assert agreement(np.zeros(6, dtype=int), one, 2).kept is None


def test_where_nothing_changes_the_halves_are_within_what_nothing_changed_gives() -> None:
    """The range of 100 draws holds 95 % of them: of 150 maps at least 130 (a true 93 % gives fewer once in 1,000)."""
    generator = np.random.default_rng(11)
    rates = generator.gamma(0.5, 2, 150)
    within = kept = 0
    for seed in range(150):
        found = rank_stability(generator.poisson(rates[:, None] * np.ones(24)), 7, 0.05, seed)
        assert found.same_rho is not None
        assert found.same_kept is not None
        assert found.found.rho is not None
        assert found.found.kept is not None
        within += found.same_rho.lower <= found.found.rho <= found.same_rho.upper
        kept += found.same_kept.lower <= found.found.kept <= found.same_kept.upper
    assert within >= 130
    assert kept >= 130


def test_places_that_change_are_below_what_nothing_changed_gives_and_those_alike_are_told() -> None:
    generator = np.random.default_rng(12)
    rates = generator.gamma(0.5, 4, 300)
    moved = np.concatenate([generator.poisson(r[:, None] * np.ones(12)) for r in (rates, rates[::-1])], axis=1)
    found = rank_stability(moved, 15, 0.05, 1)
    assert found.same_kept is not None
    assert found.found.kept is not None
    assert found.found.kept < found.same_kept.lower
    alike = rank_stability(generator.poisson(3.0, (300, 24)), 15, 0.05, 1)
    assert alike.alike_kept is not None
    assert alike.found.kept is not None
    assert alike.alike_kept.lower <= alike.found.kept <= alike.alike_kept.upper
    assert alike.alike_rho is not None
    assert abs(alike.alike_rho.mean) < 0.1


def test_the_same_seed_gives_the_same_and_a_cancel_ends_it() -> None:
    counts = np.random.default_rng(1).poisson(1.0, (100, 24))
    assert rank_stability(counts, 5, 0.05, 3) == rank_stability(counts, 5, 0.05, 3)
    with pytest.raises(AnalysisCancelled):
        rank_stability(counts, 5, 0.05, 3, lambda: True)
    with pytest.raises(AnalysisCancelled):
        chance_of_top(counts.sum(axis=0), 100, 5, 0.05, 3, lambda: True)
