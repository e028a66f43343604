# SPDX-License-Identifier: GPL-2.0-or-later
"""Verdicts: what is called a cluster, what an edge, what is too little to say anything, and how much is found."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policeuk_plugin.analysis.clusters import VERDICTS, Clusters, Method, Verdict, find_clusters
from policeuk_plugin.analysis.detectable import binomial_upper, too_few
from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.grid import CellShape, all_cells, grid_over
from policeuk_plugin.analysis.monte_carlo import smallest_callable
from policeuk_plugin.analysis.multiple_testing import benjamini_hochberg
from policeuk_plugin.analysis.neighbours import cell_windows, windows_of_pairs
from tests.analysis_cases import area_with_holes, gamma_stacks, square_cells, unequal_units

SIDE = 30
WINDOWS = cell_windows(square_cells(SIDE, SIDE))


def planted(times: float, crimes: int = 2000, seed: int = 1) -> np.ndarray:
    """Crimes thrown on 30 × 30 cells, a block of 3 × 3 in the middle drawing so many times its share."""
    weights = np.ones((SIDE, SIDE))
    weights[14:17, 14:17] = times
    return np.random.default_rng(seed).multinomial(crimes, weights.ravel() / weights.sum())


def words(found: Clusters) -> list[str]:
    return [VERDICTS[code].value for code in found.verdict]


def test_the_verdicts_have_the_promised_words() -> None:
    hot = ["cluster", "edge", "not a cluster", "too few crimes"]
    assert [v.value for v in VERDICTS] == [*hot, "quiet", "not quiet", "neither", "not tested"]


def test_a_planted_block_is_a_cluster_and_its_empty_rim_an_edge() -> None:
    counts = planted(60)
    counts.reshape(SIDE, SIDE)[13, 13:18] = 0  # a row of empty cells on its side
    found = find_clusters(counts, WINDOWS)
    map_of = np.array(words(found)).reshape(SIDE, SIDE)
    assert (map_of[14:17, 14:17] == "cluster").all()
    assert (map_of[13, 13:18] == "edge").all()
    assert found.method is Method.EXACT
    assert (found.draws, found.smallest) == (0, 1)
    np.testing.assert_array_equal(found.q, benjamini_hochberg(found.p))


def test_verdicts_follow_from_q_counts_and_windows() -> None:
    generator = np.random.default_rng(3)
    windows, _ = unequal_units(400, 40)
    counts = gamma_stacks(generator, len(windows), 4000, 0.5)
    counts[np.argsort(counts)[::2]] = 0
    middle = windows.indices[windows.indptr[50] : windows.indptr[51]]
    counts[middle[:-1]] += 60
    found = find_clusters(counts, windows, alpha=0.1)
    called = found.q <= 0.1
    assert called.any()
    for unit, word in enumerate(words(found)):
        window = windows.indices[windows.indptr[unit] : windows.indptr[unit + 1]]
        if called[unit] and counts[unit] and (counts[window] > 0).sum() > 1:
            assert word == "cluster"
        elif not counts[unit] and any(
            called[j] and unit in windows.indices[windows.indptr[j] : windows.indptr[j + 1]] for j in window
        ):
            assert word == "edge"
        else:
            assert word in ("not a cluster", "too few crimes")


def test_window_counts_and_expectations_are_plain_sums() -> None:
    counts = planted(1)
    found = find_clusters(counts, WINDOWS)
    padded = np.pad(counts.reshape(SIDE, SIDE), 1)
    sums = sum(padded[i : i + SIDE, j : j + SIDE] for i in range(3) for j in range(3))
    np.testing.assert_array_equal(found.window_count, np.asarray(sums).ravel())
    np.testing.assert_allclose(found.expected, found.window_size * 2000 / 900)


@pytest.mark.parametrize("each", [1, 7])
def test_equal_counts_have_no_z_and_no_cluster(each: int) -> None:
    found = find_clusters(np.full(900, each), WINDOWS)
    assert np.isnan(found.z).all()
    assert (found.p == pytest.approx(1)) and (found.q == pytest.approx(1))  # noqa: PT018
    assert set(words(found)) == {"not a cluster"}


def test_one_enormous_stack_is_never_a_cluster() -> None:
    counts = np.zeros(900, dtype=int)
    counts[465] = 100_000
    found = find_clusters(counts, WINDOWS)
    assert found.p.min() == pytest.approx(9 / 900)
    assert set(words(found)) == {"not a cluster"}
    # Not even where other clusters ease the threshold so far that its nine windows pass it.
    counts.reshape(SIDE, SIDE)[2:13, :22] = 50
    found = find_clusters(counts, WINDOWS)
    around = np.zeros((SIDE, SIDE), dtype=bool)
    around[14:17, 14:17] = True
    assert (found.q[around.ravel()] <= 0.05).all()
    assert set(np.array(words(found))[around.ravel()]) == {"not a cluster"}
    assert found.is_(Verdict.CLUSTER).sum() > 180


def test_no_crimes_and_few_crimes_are_too_few_to_say() -> None:
    assert set(words(find_clusters(np.zeros(900, dtype=int), WINDOWS))) == {"too few crimes"}
    few = np.zeros(900, dtype=int)
    few[::90] = 1
    assert set(words(find_clusters(few, WINDOWS))) == {"too few crimes"}


def test_too_few_depends_on_crimes_and_cell_size_only() -> None:
    sizes, level = np.array([4, 6, 9]), 0.05 / 2715
    assert too_few(206, sizes * 206 / 2715, level).tolist() == [True, True, True]
    assert too_few(2472, sizes * 2472 / 2715, level).tolist() == [False, False, False]
    enough = [next(n for n in range(20, 4000) if not too_few(n, np.array([s * n / 2715]), level)[0]) for s in sizes]
    expected = np.array(enough) * sizes / 2715
    assert ((expected > 0.5) & (expected < 1.5)).all(), "an expected count of about one"


@given(trials=st.integers(1, 40), share=st.floats(0.01, 0.5), least=st.integers(0, 40))
def test_binomial_tail_is_the_sum_of_its_terms(trials: int, share: float, least: int) -> None:
    least = min(least, trials)
    terms = (math.comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(least, trials + 1))
    if least > trials * share:
        assert binomial_upper(least, trials, share) == pytest.approx(sum(terms), rel=1e-8)


@pytest.mark.parametrize("turn", range(8))
def test_a_turned_or_mirrored_map_has_the_same_verdicts(turn: int) -> None:
    counts = planted(12).reshape(SIDE, SIDE)

    def turned(values: np.ndarray) -> np.ndarray:
        values = np.rot90(values, turn % 4)
        return values[::-1] if turn >= 4 else values

    before, after = find_clusters(counts.ravel(), WINDOWS), find_clusters(turned(counts).ravel(), WINDOWS)
    np.testing.assert_array_equal(after.verdict.reshape(SIDE, SIDE), turned(before.verdict.reshape(SIDE, SIDE)))
    np.testing.assert_array_equal(after.p.reshape(SIDE, SIDE), turned(before.p.reshape(SIDE, SIDE)))


@given(seed=st.integers(0, 100))
@settings(max_examples=10, deadline=None)
def test_names_of_units_do_not_matter(seed: int) -> None:
    generator = np.random.default_rng(seed)
    units, chance = 80, 0.05
    left, right = np.nonzero(np.triu(generator.random((units, units)) < chance, 1))
    counts, named = generator.poisson(2, units), generator.permutation(units)
    before = find_clusters(counts, windows_of_pairs(units, left, right))
    renamed = np.empty_like(counts)
    renamed[named] = counts
    after = find_clusters(renamed, windows_of_pairs(units, named[left], named[right]))
    np.testing.assert_array_equal(after.p[named], before.p)
    np.testing.assert_array_equal(after.verdict[named], before.verdict)


def test_hexagons_and_a_holed_study_area_are_tested_with_their_own_windows() -> None:
    hexagons = all_cells(grid_over(CellShape.HEXAGON, 100, (0, 0, 3000, 3000)))
    for windows in (cell_windows(hexagons), cell_windows(area_with_holes())):
        counts = np.random.default_rng(1).poisson(1.0, len(windows))
        middle = int(np.argmax(windows.sizes))
        counts[windows.indices[windows.indptr[middle] : windows.indptr[middle + 1]]] += 8
        assert VERDICTS[find_clusters(counts, windows).verdict[middle]] is Verdict.CLUSTER


def test_fractions_are_tested_by_drawing_and_say_so() -> None:
    counts = planted(30)
    exact, drawn = find_clusters(counts, WINDOWS), find_clusters(counts + 0.5, WINDOWS, seed=7)
    assert (drawn.method, drawn.draws) == (Method.DRAWN, 360_000)  # 20 m / α
    assert drawn.smallest == 1
    away = np.abs(drawn.p - exact.p) / (np.sqrt(exact.p * (1 - exact.p) / drawn.draws) + 1 / drawn.draws)
    assert away.max() < 5
    assert (drawn.is_(Verdict.CLUSTER) == (exact.q <= 0.05)).mean() > 0.995
    np.testing.assert_array_equal(drawn.p, find_clusters(counts + 0.5, WINDOWS, seed=7).p)
    assert smallest_callable(40_000, 9_999, 0.05) == 80


def test_windows_too_large_to_count_are_drawn() -> None:
    units = 1200
    hub = windows_of_pairs(units, np.zeros(units - 2, dtype=int), np.arange(1, units - 1))
    counts = np.random.default_rng(2).poisson(3, units)
    found = find_clusters(counts, hub)
    assert found.method is Method.DRAWN
    assert found.window_size[0] == units - 1
    assert not found.is_(Verdict.CLUSTER).any()


def test_one_window_that_is_the_whole_map_says_nothing() -> None:
    found = find_clusters(np.array([5, 90, 1]), windows_of_pairs(3, np.array([0, 0, 1]), np.array([1, 2, 2])))
    assert found.p.tolist() == pytest.approx([1, 1, 1])
    assert np.isnan(found.z).all()
    assert not found.is_(Verdict.CLUSTER).any()


@pytest.mark.parametrize(
    ("counts", "alpha", "words"),
    [
        (np.full(900, np.nan), 0.05, "Missing is not zero"),
        (np.full(900, -1), 0.05, "below zero"),
        (np.ones(5), 0.05, "do not fit"),
        (np.ones(900), 0.0, "between 0 and 1"),
        (np.ones(900), 5.0, "between 0 and 1"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(counts: np.ndarray, alpha: float, words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        find_clusters(counts, WINDOWS, alpha)


def test_the_user_can_stop_it() -> None:
    with pytest.raises(AnalysisCancelled):
        find_clusters(planted(2), WINDOWS, cancelled=lambda: True)


@pytest.mark.slow
def test_the_stronger_the_planted_block_the_more_of_it_is_found() -> None:
    """Power curve over 40 maps each: 2,000 crimes on 900 cells, a block of nine cells."""
    block = np.zeros((SIDE, SIDE), dtype=bool)
    block[14:17, 14:17] = True
    found = [
        np.mean(
            [
                find_clusters(planted(times, seed=seed), WINDOWS).is_(Verdict.CLUSTER)[block.ravel()].mean()
                for seed in range(40)
            ]
        )
        for times in (1, 2, 3, 4, 6, 8)
    ]
    assert found == sorted(found)
    assert found[0] < 0.01
    assert found[-1] > 0.95
