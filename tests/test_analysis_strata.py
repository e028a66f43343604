# SPDX-License-Identifier: GPL-2.0-or-later
"""Units of like size are exchanged with each other only."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policeuk_plugin.analysis.at_risk import find_clusters_at_risk
from policeuk_plugin.analysis.clusters import Direction, Method, Verdict, find_clusters
from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.grid import CellShape, all_cells, grid_over
from policeuk_plugin.analysis.neighbours import cell_windows, windows_of_pairs
from policeuk_plugin.analysis.permutation import window_sums
from policeuk_plugin.analysis.strata import permuted_upper, strata_of_size, stratified_upper
from tests.analysis_cases import gamma_stacks, town_and_country


@given(
    counts=st.lists(st.integers(0, 5), min_size=7, max_size=7),
    strata=st.lists(st.integers(0, 2), min_size=7, max_size=7),
)
@settings(max_examples=15, deadline=None)
def test_p_equals_the_enumeration_of_all_permutations_within_strata(counts: list[int], strata: list[int]) -> None:
    windows = windows_of_pairs(7, np.array([0, 1, 2, 3, 4, 0]), np.array([1, 2, 3, 4, 5, 3]))
    values, groups = np.array(counts), np.array(strata)
    orders = np.array([order for order in permutations(range(7)) if (groups[list(order)] == groups).all()])
    windowed = np.zeros((7, 7), dtype=int)
    windowed[np.repeat(np.arange(7), windows.sizes), windows.indices] = 1
    reached = (values[orders] @ windowed.T >= windowed @ values).mean(axis=0)
    np.testing.assert_allclose(stratified_upper(values, windows, groups), reached, atol=1e-12)


def test_one_stratum_is_the_plain_test() -> None:
    windows, areas = town_and_country(300, 60)
    counts = gamma_stacks(np.random.default_rng(1), areas.size, 900, 0.4)
    sums = windows.sums(counts)
    plain = window_sums(counts, int(windows.sizes.max()), int(sums.max())).upper(windows.sizes, sums)
    np.testing.assert_allclose(stratified_upper(counts, windows, np.zeros(areas.size, dtype=int)), plain, atol=1e-13)


def test_drawing_within_strata_agrees_with_counting() -> None:
    windows, areas = town_and_country(200, 40)
    strata = strata_of_size(areas, 40)
    assert strata.max() >= 2
    counts = gamma_stacks(np.random.default_rng(1), areas.size, 900, 0.4)
    exact, drawn = stratified_upper(counts, windows, strata), permuted_upper(counts + 0.0, windows, strata, 9999, 3)
    assert (np.abs(exact - drawn) <= 4.5 * np.sqrt(exact * (1 - exact) / 9999) + 2e-4).all()


@given(
    sizes=st.lists(st.sampled_from([0.0, 1.0, 1.1, 2.0, 5.0, 70.0]), min_size=1, max_size=60), least=st.integers(1, 20)
)
def test_strata_hold_enough_units_and_never_part_equals(sizes: list[float], least: int) -> None:
    strata = strata_of_size(np.array(sizes), least)
    held = np.bincount(strata)
    assert held.min() >= min(least, len(sizes))
    for size in set(sizes):
        assert len({int(k) for k, s in zip(strata, sizes) if s == size}) == 1
    assert [k for _, k in sorted(zip(sizes, strata), reverse=True)] == sorted(strata)


def test_alike_units_are_one_stratum() -> None:
    assert set(strata_of_size(np.full(1000, 62_500.0))) == {0}
    assert set(strata_of_size(np.linspace(0.81, 1, 1000))) == {0}


def test_a_real_cluster_among_unequal_units_is_found_and_the_result_says_how() -> None:
    windows, areas = town_and_country()
    strata = strata_of_size(areas)
    counts = np.random.default_rng(1).multinomial(2000, areas / areas.sum())
    middle = int(np.argsort(areas)[300])
    counts[windows.indices[windows.indptr[middle] : windows.indptr[middle + 1]]] += 12
    found = find_clusters(counts, windows, strata=strata)
    assert (found.method, found.strata) == (Method.EXACT, strata.max() + 1)
    assert found.is_(Verdict.CLUSTER)[middle]
    means = [counts[strata == k].mean() for k in strata]
    np.testing.assert_allclose(found.expected, windows.sums(np.array(means)))


def test_units_without_size_are_refused_and_it_can_be_stopped() -> None:
    with pytest.raises(AnalysisError, match="no size"):
        strata_of_size(np.array([1.0, np.nan]))
    windows, areas = town_and_country(300, 60)
    for values in (np.ones(areas.size, dtype=int), np.full(areas.size, 0.5)):
        with pytest.raises(AnalysisCancelled):
            find_clusters(values, windows, strata=strata_of_size(areas), cancelled=lambda: True)


@pytest.mark.parametrize("crimes", [300, 3000, 30000])
@pytest.mark.parametrize("shape", [0.1, 0.3, 3.0])
def test_verdicts_are_the_same_where_only_those_are_worked_out(crimes: int, shape: float) -> None:
    generator = np.random.default_rng(crimes)
    windows = cell_windows(all_cells(grid_over(CellShape.SQUARE, 1, (0, 0, 39.5, 29.5))))
    ground = np.where(windows.sizes < 9, generator.uniform(0.05, 1, len(windows)), 1.0)
    weights = generator.gamma(shape, 1, ground.size) * ground
    counts = generator.multinomial(crimes, weights / weights.sum())
    counts[[5, 6, 45, 46]] += crimes // 20  # at the rim, where most windows are made up differently
    for direction in Direction:
        whole = find_clusters_at_risk(counts, windows, ground, direction=direction)
        quick = find_clusters_at_risk(counts, windows, ground, direction=direction, enough=0.05)
        np.testing.assert_array_equal(quick.verdict, whole.verdict)
        assert quick.threshold == whole.threshold
        told = ~(whole.p > 0.05)
        np.testing.assert_array_equal(quick.p[told], whole.p[told])
        assert (quick.p[~told] <= whole.p[~told] + 1e-9).all()
        assert (quick.p[~told] > 0.05).all()
