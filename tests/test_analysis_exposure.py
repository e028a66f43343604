# SPDX-License-Identifier: GPL-2.0-or-later
"""Quiet neighbourhoods, crimes beyond what is at risk, and the exact binomial tail, against independent references."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policeuk_plugin.analysis.at_risk import find_clusters_at_risk
from policeuk_plugin.analysis.binomial_tail import binomial_upper_tail
from policeuk_plugin.analysis.busier import find_busier
from policeuk_plugin.analysis.clusters import VERDICTS, Clusters, Direction, Method, Verdict, find_clusters
from policeuk_plugin.analysis.errors import AnalysisError
from policeuk_plugin.analysis.multiple_testing import benjamini_hochberg
from policeuk_plugin.analysis.neighbours import Windows, cell_windows, windows_of_pairs
from tests.analysis_cases import square_cells

SIDE = 30
WINDOWS = cell_windows(square_cells(SIDE, SIDE))
BLOCK = np.zeros((SIDE, SIDE), dtype=bool)
BLOCK[10:15, 10:15] = True
MIDDLE = np.zeros((SIDE, SIDE), dtype=bool)
MIDDLE[11:14, 11:14] = True


def thrown(times: float, crimes: int, each: float = 1.0, seed: int = 1) -> np.ndarray:
    """Crimes on 30 × 30 cells, a block of 5 × 5 drawing so many times its share; `each` is the weight of all."""
    weights = np.full((SIDE, SIDE), each)
    weights[BLOCK] *= times
    return np.random.default_rng(seed).multinomial(crimes, weights.ravel() / weights.sum())


def is_(found: Clusters, verdict: Verdict) -> np.ndarray:
    return found.is_(verdict).reshape(SIDE, SIDE)


def test_a_planted_hole_is_quiet_and_nothing_else_is() -> None:
    found = find_clusters(thrown(0.05, 9000), WINDOWS, direction=Direction.COLD)
    assert is_(found, Verdict.QUIET)[MIDDLE].all()
    assert is_(found, Verdict.QUIET)[~BLOCK].sum() <= 16, "its rim at most"
    assert set(np.array(VERDICTS)[found.verdict]) == {Verdict.QUIET, Verdict.NOT_QUIET}
    assert np.isnan(found.q).all()
    np.testing.assert_array_equal(found.q_cold, benjamini_hochberg(found.p_cold))


def test_binary_counts_have_the_hypergeometric_tails_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    counts = (np.random.default_rng(2).random(900) < 0.6).astype(int)
    found = find_clusters(counts, WINDOWS, direction=Direction.BOTH)
    exact = stats.hypergeom(900, counts.sum(), found.window_size)
    np.testing.assert_allclose(found.p, exact.sf(found.window_count - 1), rtol=1e-9)
    np.testing.assert_allclose(found.p_cold, exact.cdf(found.window_count), rtol=1e-9)
    np.testing.assert_allclose(found.q_cold, np.minimum(2 * benjamini_hochberg(found.p_cold), 1))


def test_both_directions_share_alpha_by_halves() -> None:
    counts = thrown(4, 9000) + thrown(0.01, 1, seed=3)
    counts.reshape(SIDE, SIDE)[20:26, 20:26] = 0
    hot, cold = (find_clusters(counts, WINDOWS, direction=one) for one in (Direction.HOT, Direction.COLD))
    both = find_clusters(counts, WINDOWS, direction=Direction.BOTH)
    np.testing.assert_array_equal(both.p, hot.p)
    np.testing.assert_array_equal(both.p_cold, cold.p_cold)
    np.testing.assert_allclose(both.q, np.minimum(2 * hot.q, 1))
    halved = find_clusters(counts, WINDOWS, alpha=0.025)
    np.testing.assert_array_equal(both.is_(Verdict.CLUSTER), halved.is_(Verdict.CLUSTER))
    assert both.is_(Verdict.QUIET).any()
    assert both.is_(Verdict.CLUSTER).any()
    assert both.is_(Verdict.NEITHER).any()


def test_quiet_is_not_said_where_an_empty_window_proves_nothing() -> None:
    few = thrown(0, 300)
    found = find_clusters(few, WINDOWS, direction=Direction.COLD)
    assert found.quiet_possible is not None
    assert not found.quiet_possible.any()
    assert set(np.array(VERDICTS)[found.verdict]) == {Verdict.TOO_FEW}


def test_cells_that_the_border_cuts_are_not_quiet_for_want_of_room() -> None:
    share = np.ones((SIDE, SIDE))
    share[:, -3:] = 0.15
    counts = np.random.default_rng(4).multinomial(20000, (share / share.sum()).ravel())
    alike = find_clusters(counts, WINDOWS, direction=Direction.COLD)
    strata = (share.ravel() < 1).astype(int)
    found = find_clusters(counts, WINDOWS, direction=Direction.COLD, strata=strata)
    assert alike.is_(Verdict.QUIET).any(), "which would be wrong"
    assert not found.is_(Verdict.QUIET).any()


@given(
    counts=st.lists(st.integers(0, 4), min_size=7, max_size=7),
    strata=st.lists(st.integers(0, 1), min_size=7, max_size=7),
)
@settings(max_examples=10, deadline=None)
def test_lower_p_is_the_enumeration_of_all_permutations_within_strata(counts: list[int], strata: list[int]) -> None:
    windows = windows_of_pairs(7, np.array([0, 1, 2, 3, 4, 0]), np.array([1, 2, 3, 4, 5, 3]))
    values, groups = np.array(counts), np.array(strata)
    orders = np.array([order for order in permutations(range(7)) if (groups[list(order)] == groups).all()])
    table = np.zeros((7, 7), dtype=int)
    table[np.repeat(np.arange(7), windows.sizes), windows.indices] = 1
    reached = (values[orders] @ table.T <= table @ values).mean(axis=0)
    found = find_clusters(values, windows, strata=groups, direction=Direction.COLD)
    np.testing.assert_allclose(found.p_cold, reached, atol=1e-12)


def test_fractions_are_drawn_for_quiet_ones_too() -> None:
    counts = thrown(0.05, 4000)
    exact = find_clusters(counts, WINDOWS, direction=Direction.COLD)
    drawn = find_clusters(counts + 0.5, WINDOWS, seed=7, direction=Direction.COLD)
    assert drawn.method is Method.DRAWN
    assert exact.p_cold is not None
    spread = np.sqrt(exact.p_cold * (1 - exact.p_cold) / drawn.draws) + 1 / drawn.draws
    told_apart = exact.p_cold < 1
    assert told_apart.sum() >= 895
    assert (np.abs(drawn.p_cold - exact.p_cold) / spread)[told_apart].max() < 5


def test_a_town_is_no_cluster_beyond_its_residents_but_what_is_more_is() -> None:
    residents = np.where(BLOCK, 3000.0, 300.0).ravel()
    generator = np.random.default_rng(5)
    counts = generator.multinomial(6000, residents / residents.sum())
    assert find_clusters(counts, WINDOWS).is_(Verdict.CLUSTER).any()
    assert not find_clusters_at_risk(counts, WINDOWS, residents).is_(Verdict.CLUSTER).any()
    beside = np.zeros((SIDE, SIDE), dtype=bool)
    beside[21:26, 21:26] = True
    weights = np.where(beside.ravel(), 8, 1) * residents
    more = generator.multinomial(6000, weights / weights.sum())
    found = find_clusters_at_risk(more, WINDOWS, residents)
    assert is_(found, Verdict.CLUSTER)[22:25, 22:25].all()
    assert not is_(found, Verdict.CLUSTER)[BLOCK].any()
    np.testing.assert_allclose(found.expected, WINDOWS.sums(residents) * more.sum() / residents.sum())


def test_equal_exposure_is_the_plain_test() -> None:
    counts = thrown(5, 3000)
    plain, at_risk = find_clusters(counts, WINDOWS), find_clusters_at_risk(counts, WINDOWS, np.full(900, 7.5))
    np.testing.assert_allclose(at_risk.p, plain.p, atol=1e-12)
    np.testing.assert_array_equal(at_risk.is_(Verdict.CLUSTER), plain.is_(Verdict.CLUSTER))


def test_where_nothing_is_at_risk_nothing_is_tested() -> None:
    counts, residents = thrown(5, 3000), np.full(900, 10.0)
    residents[:300] = 0
    found = find_clusters_at_risk(counts, WINDOWS, residents, direction=Direction.BOTH)
    assert found.is_(Verdict.NOT_TESTED).tolist() == [True] * 300 + [False] * 600
    for values in (found.p, found.q, found.z, found.p_cold, found.q_cold):
        assert values is not None
        assert np.isnan(values[:300]).all()
        assert not np.isnan(values[300:]).any()
    lower = cell_windows(square_cells(SIDE, 20))
    alone = find_clusters_at_risk(counts[300:], lower, residents[300:], direction=Direction.BOTH)
    np.testing.assert_array_equal(found.p[300:], alone.p)


@pytest.mark.parametrize("exposure", [np.full(900, np.nan), np.full(900, -1.0), np.ones(5)])
def test_what_is_no_exposure_is_refused(exposure: np.ndarray) -> None:
    with pytest.raises(AnalysisError, match="Missing is not zero"):
        find_clusters_at_risk(thrown(1, 100), WINDOWS, exposure)


def test_too_few_units_at_risk_are_refused() -> None:
    with pytest.raises(AnalysisError, match="19 units only"):
        find_clusters_at_risk(thrown(1, 100), WINDOWS, (np.arange(900) < 19).astype(float))


@pytest.mark.parametrize("trials", [1, 206, 4741, 1_000_000])
def test_binomial_tails_are_those_of_scipy(trials: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    generator = np.random.default_rng(trials)
    share = 10 ** generator.uniform(-6, -0.001, 2000)
    least = np.clip(generator.binomial(trials, share) + generator.integers(-5, 30, 2000), 0, trials + 1)
    wanted = stats.binom.sf(least - 1, trials, share)
    seen = wanted > 1e-280
    np.testing.assert_allclose(binomial_upper_tail(least, trials, share)[seen], wanted[seen], rtol=1e-7)
    assert (binomial_upper_tail(least, trials, share)[~seen] <= 1e-279).all()


@given(trials=st.integers(1, 30), least=st.integers(0, 31), share=st.floats(0, 1))
def test_binomial_tail_is_the_sum_of_its_terms(trials: int, least: int, share: float) -> None:
    terms = (math.comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(least, trials + 1))
    (found,) = binomial_upper_tail(np.array([least]), trials, np.array([share]))
    assert found == pytest.approx(sum(terms), rel=1e-9, abs=1e-290)


def test_busier_has_the_binomial_p_of_the_window_and_calls_one_stack() -> None:
    stats = pytest.importorskip("scipy.stats")
    counts = thrown(1, 500)
    counts[465] += 60
    found = find_busier(counts, WINDOWS, np.full(900, 62_500.0))
    wanted = stats.binom.sf(found.window_count - 1, counts.sum(), WINDOWS.sizes / 900)
    np.testing.assert_allclose(found.p, wanted, rtol=1e-9)
    np.testing.assert_array_equal(found.q, benjamini_hochberg(found.p))
    assert found.method is Method.BINOMIAL
    assert found.is_(Verdict.CLUSTER)[465], "one stack is enough: that is what its words warn of"
    alone = Windows(np.arange(901), np.arange(900))
    np.testing.assert_array_equal(np.flatnonzero(find_busier(counts, alone, np.ones(900)).is_(Verdict.CLUSTER)), [465])


def test_busier_refuses_parts_of_crimes() -> None:
    with pytest.raises(AnalysisError, match="Parts of crimes"):
        find_busier(np.full(900, 0.5), WINDOWS, np.ones(900))
