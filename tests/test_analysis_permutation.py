# SPDX-License-Identifier: GPL-2.0-or-later
"""The exact permutation test against enumeration, a million draws and the tool that others use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policeuk_plugin.analysis.conditional import conditional_p
from policeuk_plugin.analysis.errors import AnalysisCancelled
from policeuk_plugin.analysis.getis_ord import gi_star
from policeuk_plugin.analysis.monte_carlo import draw_cells, drawn_upper
from policeuk_plugin.analysis.neighbours import Windows, cell_windows, windows_of_pairs
from policeuk_plugin.analysis.permutation import window_sums
from tests.analysis_cases import gamma_stacks, square_cells, unequal_units

SMALL_MAPS = st.lists(st.integers(0, 6), min_size=2, max_size=11)


@given(counts=SMALL_MAPS, below=st.integers(0, 5))
@settings(max_examples=80, deadline=None)
def test_every_tail_equals_the_enumeration_of_all_subsets(counts: list[int], below: int) -> None:
    sizes = range(1, len(counts) + 1)
    cap = max(sum(counts) - below, 0)
    exact = window_sums(np.array(counts), len(counts), cap)
    for size in sizes:
        drawn = np.array([sum(chosen) for chosen in combinations(counts, size)])
        for total in range(cap + 1):
            pair = np.array([size]), np.array([total])
            tiny = np.finfo(float).tiny  # what cannot happen is not reported as 0
            assert exact.upper(*pair)[0] == pytest.approx(max((drawn >= total).mean(), tiny), rel=1e-12)
            if total < cap:
                assert exact.lower(*pair)[0] == pytest.approx(max((drawn <= total).mean(), tiny), rel=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [0.3, 5.0])
def test_p_lies_within_four_standard_errors_of_a_million_draws(shape: float) -> None:
    generator = np.random.default_rng(11)
    counts = gamma_stacks(generator, 900, 2500, shape)
    windows = cell_windows(square_cells(30, 30))
    sizes, sums = windows.sizes, windows.sums(counts)
    p = window_sums(counts, 9, int(sums.max())).upper(sizes, sums)
    drawn = np.cumsum(counts[_distinct_rows(generator, 900, 9, 1_000_000)], axis=1)
    cells = np.argsort(p)[[0, 3, 20, 100, 400, 800]].tolist() + [0, 29, 15]  # two corners and a side too
    for cell in cells:
        estimate = (drawn[:, sizes[cell] - 1] >= sums[cell]).mean()
        assert abs(estimate - p[cell]) <= 4 * np.sqrt(p[cell] * (1 - p[cell]) / 1e6), (cell, p[cell], estimate)


def _distinct_rows(generator: np.random.Generator, n: int, size: int, rows: int) -> np.ndarray:
    """Draws without replacement the plain way: rows with a repeat are thrown away."""
    kept: list[np.ndarray] = []
    while sum(map(len, kept)) < rows:
        drawn = generator.integers(0, n, (rows // 4, size))
        kept.append(drawn[(np.diff(np.sort(drawn, axis=1), axis=1) > 0).all(axis=1)])
    return np.concatenate(kept)[:rows]


def test_far_tails_keep_their_digits() -> None:
    """Nine lone crimes among 40,000 cells in one window: 1 / C(40000, 9), which an FFT's floor would hide."""
    counts = np.zeros(40_000, dtype=int)
    counts[:9] = 1
    ways = 1.0
    for chosen in range(9):
        ways *= (40_000 - chosen) / (9 - chosen)
    assert window_sums(counts, 9, 9).upper(np.array([9]), np.array([9]))[0] == pytest.approx(1 / ways, rel=1e-12)


def test_large_windows_and_many_distinct_counts_still_sum_to_one() -> None:
    counts = gamma_stacks(np.random.default_rng(1), 2000, 30_000, 0.3)
    exact = window_sums(counts, 80, int(np.sort(counts)[-80:].sum()))
    np.testing.assert_allclose(exact.probability.sum(axis=1), 1, rtol=1e-11)
    mean = exact.probability[80] @ np.arange(exact.cap + 1)
    assert mean == pytest.approx(80 * counts.mean(), rel=1e-10)
    square = exact.probability[80] @ np.arange(exact.cap + 1) ** 2.0
    assert square - mean**2 == pytest.approx(80 * counts.var() * (2000 - 80) / 1999, rel=1e-8)


@given(seed=st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_p_does_not_ask_where_the_other_cells_are(seed: int) -> None:
    generator = np.random.default_rng(seed)
    counts = generator.poisson(1.5, 60)
    one, other = window_sums(counts, 7, 30), window_sums(generator.permutation(counts), 7, 30)
    np.testing.assert_array_equal(one.probability, other.probability)


def test_drawing_agrees_with_counting_for_all_sizes_at_once() -> None:
    counts = gamma_stacks(np.random.default_rng(5), 300, 900, 0.5)
    sizes = np.array([1, 4, 9, 9, 30, 160])
    sums = np.array([9, 20, 40, 60, 120, 500])
    exact = window_sums(counts, 160, 500).upper(sizes, sums)
    drawn = drawn_upper(counts, sizes, sums, 40_000, seed=2)
    assert (np.abs(drawn - exact) <= 4.5 * np.sqrt(exact * (1 - exact) / 40_000) + 1 / 40_000).all()
    np.testing.assert_array_equal(drawn, drawn_upper(counts, sizes, sums, 40_000, seed=2))
    assert (drawn != drawn_upper(counts, sizes, sums, 40_000, seed=3)).any()


@pytest.mark.parametrize(("n", "size"), [(5, 2), (9, 4), (9, 5), (1000, 300), (50, 50)])
def test_draws_hold_distinct_cells_each_as_often_as_the_others_in_every_place(n: int, size: int) -> None:
    generator = np.random.default_rng(8)
    rows = np.concatenate([draw_cells(generator, n, size, 4000) for _ in range(5)])
    assert (np.diff(np.sort(rows, axis=1), axis=1) > 0).all()
    for place in (0, size - 1):
        seen = np.bincount(rows[:, place], minlength=n)
        assert ((seen - len(rows) / n) ** 2 / (len(rows) / n)).sum() < n + 5 * np.sqrt(2 * n)


@given(counts=st.lists(st.integers(0, 5), min_size=3, max_size=8))
@settings(max_examples=40, deadline=None)
def test_the_conditional_p_equals_the_enumeration_of_the_others(counts: list[int]) -> None:
    n = len(counts)
    windows = windows_of_pairs(n, np.arange(n - 1), np.arange(1, n))  # a row of units: 1 or 2 neighbours
    p = conditional_p(np.array(counts), windows)
    for unit in range(n):
        others = counts[:unit] + counts[unit + 1 :]
        around = [counts[i] for i in (unit - 1, unit + 1) if 0 <= i < n]
        drawn = [sum(chosen) >= sum(around) for chosen in combinations(others, len(around))]
        assert p[unit] == pytest.approx(np.mean(drawn), abs=1e-11)


_ESDA = """
import json, sys, warnings
warnings.simplefilter("ignore")
import numpy as np
from esda import G_Local
from libpysal.weights import W
found = []
for given in json.load(sys.stdin):
    weights = W({int(i): near for i, near in given["neighbours"].items()}, silence_warnings=True)
    counts = np.array(given["counts"], dtype=float)
    g = G_Local(counts, weights, transform="B", permutations=9999, star=True, seed=1, n_jobs=1)
    found.append({"z": g.Zs.tolist(), "p": g.p_sim.tolist()})
json.dump(found, sys.stdout)
"""


def esda_python() -> str:
    """Give a Python that has esda (POLICEUK_PEERS_PYTHON, else this one); skip the test where there is none."""
    python = os.environ.get("POLICEUK_PEERS_PYTHON", sys.executable)
    probe = subprocess.run([python, "-c", "import esda, libpysal"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("needs esda and libpysal: name a Python that has them in POLICEUK_PEERS_PYTHON")
    return python


def neighbours(windows: Windows) -> dict[int, list[int]]:
    ends = windows.indptr
    return {i: [int(j) for j in windows.indices[ends[i] : ends[i + 1]] if j != i] for i in range(len(windows))}


@pytest.mark.slow
def test_z_and_the_conditional_p_are_what_esda_finds() -> None:
    """On squares and on irregular units. 2,048 crimes: esda divides by them, and only so do equal sums stay equal."""
    python = esda_python()
    maps = []
    for windows in (cell_windows(square_cells(20, 20)), unequal_units(300, 40)[0]):
        maps.append((gamma_stacks(np.random.default_rng(4), len(windows), 2048, 0.5), windows))
    task = json.dumps([{"neighbours": neighbours(windows), "counts": counts.tolist()} for counts, windows in maps])
    answer = subprocess.run([python, "-c", _ESDA], input=task, capture_output=True, text=True, check=True)
    for (counts, windows), theirs in zip(maps, json.loads(answer.stdout)):
        np.testing.assert_allclose(gi_star(counts, windows), theirs["z"], atol=1e-10)
        p = conditional_p(counts, windows)
        folded = np.minimum(p, 1 - p)  # esda gives the smaller tail, ties in the upper one
        error = np.sqrt(folded * (1 - folded) / 9999) + 1 / 9999
        assert (np.abs(np.array(theirs["p"]) - folded) / error).max() < 4.5


def test_a_long_count_can_be_stopped() -> None:
    answers = iter([False, False, True])
    with pytest.raises(AnalysisCancelled, match="Nothing was made"):
        window_sums(np.arange(50), 9, 300, lambda: next(answers))
    with pytest.raises(AnalysisCancelled):
        drawn_upper(np.arange(50.0), np.array([9]), np.array([300.0]), 10**7, 1, lambda: True)
