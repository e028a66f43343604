# SPDX-License-Identifier: GPL-2.0-or-later
"""Local Moran's I and its exact tests against esda, enumeration and maps made by chance."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from policeuk_plugin.analysis.conditional import conditional_tails
from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.local_moran import (
    Associations,
    Kind,
    find_associations,
    local_moran,
    neighbours_only,
)
from policeuk_plugin.analysis.neighbours import Windows, cell_windows, windows_of_pairs
from tests.analysis_cases import area_with_holes, columbus, few_maps, gamma_stacks, square_cells, unequal_units

_ESDA = """
import json, sys
import numpy as np
from esda.moran import Moran_Local
from libpysal.weights import W
found = []
for given in json.load(sys.stdin):
    weights = W({int(k): v for k, v in given["neighbours"].items()}, silence_warnings=True)
    values = np.array(given["values"], dtype=float)
    m = Moran_Local(values, weights, transformation="r", permutations=9999, seed=1, n_jobs=1)
    found.append({"I": m.Is.tolist(), "q": m.q.tolist(), "p": m.p_sim.tolist()})
json.dump(found, sys.stdout)
"""


def esda_finds(maps: list[tuple[np.ndarray, Windows]]) -> list[dict[str, list[float]]]:
    """What esda finds on each map; skips the test where no Python has it."""
    python = os.environ.get("POLICEUK_PEERS_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import esda, libpysal"], capture_output=True, check=False).returncode:
        pytest.skip("needs esda and libpysal: name a Python that has them in POLICEUK_PEERS_PYTHON")
    task = [{"neighbours": others(windows), "values": values.tolist()} for values, windows in maps]
    done = subprocess.run([python, "-c", _ESDA], input=json.dumps(task), capture_output=True, text=True, check=True)
    answer: list[dict[str, list[float]]] = json.loads(done.stdout)
    return answer


def others(windows: Windows) -> dict[int, list[int]]:
    """The neighbours of each unit."""
    ends = windows.indptr
    return {i: [int(j) for j in windows.indices[ends[i] : ends[i + 1]] if j != i] for i in range(len(windows))}


@pytest.mark.slow
def test_moran_quadrants_and_conditional_p_are_those_of_esda() -> None:
    """Of large counts: esda divides by their spread, so that equal sums of small ones are not equal to it."""
    maps = []
    for windows in (cell_windows(square_cells(14, 14)), unequal_units(200, 40)[0]):
        maps.append((gamma_stacks(np.random.default_rng(4), len(windows), 200 * len(windows), 0.5), windows))
    quadrant = {(1, 1): 1, (-1, 1): 2, (-1, -1): 3, (1, -1): 4}
    for (counts, windows), theirs in zip(maps, esda_finds(maps)):
        found = find_associations(counts, windows)
        np.testing.assert_allclose(found.moran, theirs["I"], atol=1e-9)
        mine = [quadrant.get(key) for key in zip(found.own_high.tolist(), near_of_mean(counts, windows))]
        assert all(one in (None, other) for one, other in zip(mine, theirs["q"]))
        assert found.p_conditional is not None
        p = found.p_conditional
        error = np.sqrt(p * (1 - p) / 9999) + 1 / 9999
        assert (np.abs(np.array(theirs["p"]) - p) / error).max() < 4.5


def near_of_mean(counts: np.ndarray, windows: Windows) -> list[int]:
    """Whether the mean of the neighbours is above that of the map, as esda's quadrants have it."""
    mean = counts.mean()
    near = [np.mean(counts[mine]) - mean for mine in others(windows).values()]
    return [0 if abs(one) < 1e-9 else int(np.sign(one)) for one in near]


@pytest.mark.slow
def test_moran_of_columbus_is_that_of_esda(shared: Path) -> None:
    values, windows = columbus(shared / "methods" / "oracles")
    (theirs,) = esda_finds([(values, windows)])
    np.testing.assert_allclose(local_moran(values, windows), theirs["I"], atol=1e-9)


def test_moran_by_hand_and_of_units_alone() -> None:
    windows = windows_of_pairs(4, np.array([0, 1]), np.array([1, 2]))
    values = np.array([3.0, 1.0, 1.0, 3.0])  # z is 1, −1, −1, 1
    assert local_moran(values, windows).tolist() == pytest.approx([-3 / 4, 0, 3 / 4, 0])
    assert np.isnan(local_moran(np.full(4, 7), windows)).all()
    kept = neighbours_only(windows)
    assert [kept.indices[a:b].tolist() for a, b in zip(kept.indptr, kept.indptr[1:])] == [[1], [0, 2], [1], [3]]


def test_tails_of_the_neighbours_are_those_of_all_choices() -> None:
    counts = np.array([0, 4, 1, 1, 7, 2, 0])
    windows = windows_of_pairs(7, np.array([0, 0, 1, 3, 4]), np.array([1, 2, 2, 4, 5]))
    upper, lower = conditional_tails(counts, windows)
    for unit, near in others(windows).items():
        rest = [counts[j] for j in range(7) if j != unit]
        sums = np.array([sum(chosen) for chosen in combinations(rest, len(near))])
        seen = counts[near].sum() if near else 0
        assert (upper[unit], lower[unit]) == pytest.approx((np.mean(sums >= seen), np.mean(sums <= seen)))


def planted() -> tuple[np.ndarray, Windows]:
    """A map of 24 × 24 with about 20 crimes a cell: a busy block with an empty cell, a quiet one with one stack."""
    counts = np.random.default_rng(5).poisson(20, (24, 24))
    counts[3:7, 3:7] = 45
    counts[5, 5] = 0
    counts[14:19, 14:19] = 4
    counts[16, 16] = 90
    return counts.ravel(), cell_windows(square_cells(24, 24))


def test_blocks_and_outliers_that_were_planted_are_told_apart() -> None:
    found = find_associations(*planted())
    kinds = np.array([[one.value for one in Kind]])[0][found.kind].reshape(24, 24)
    assert (kinds[3:7, 3:7] == Kind.HIGH_HIGH.value).sum() >= 10
    assert kinds[5, 5] == Kind.LOW_HIGH.value
    assert kinds[16, 16] == Kind.HIGH_LOW.value
    assert (kinds[14:19, 14:19] == Kind.LOW_LOW.value).sum() >= 8
    assert (kinds[10:, :10] == Kind.NOT_TOLD.value).all()


def test_one_enormous_stack_is_no_cluster_and_its_neighbours_are_not_called_for_it() -> None:
    counts = np.random.default_rng(6).poisson(20, 900)
    counts[435] = 5000
    found = find_associations(counts, cell_windows(square_cells(30, 30)))
    assert not found.is_(Kind.HIGH_HIGH)[435]
    assert not found.is_(Kind.LOW_HIGH).any()  # about one in nine draws of eight neighbours holds it


def test_units_of_unequal_size_are_held_against_what_is_expected_of_them() -> None:
    windows, area = unequal_units(400, 60)
    counts = np.random.default_rng(7).poisson(30 * area / area.mean())
    counts[area == 0] = 0
    assert not called(find_associations(counts, windows, size=area)).any()
    low = np.argsort(-area)[:3]
    counts[low] = 0
    found = find_associations(counts, windows, size=area)
    assert (found.own_high[low] == -1).all()
    assert found.strata > 1
    none = np.concatenate([area[:-5], np.zeros(5)])
    assert find_associations(counts, windows, size=none).is_(Kind.NOT_TESTED).sum() == (none == 0).sum()


def called(found: Associations) -> np.ndarray:
    """Units called in any way, (n,)."""
    return ~(found.is_(Kind.NOT_TOLD) | found.is_(Kind.TOO_FEW) | found.is_(Kind.NOT_TESTED))


def null_maps(null: str) -> Callable[[np.random.Generator], bool]:
    """Whether any unit is called on a map by chance."""
    windows = cell_windows(area_with_holes() if null == "holes" else square_cells(30, 30))
    n = len(windows)

    def calls_any(generator: np.random.Generator) -> bool:
        if null in ("even", "holes"):
            counts = generator.multinomial(20 * n, np.full(n, 1 / n))
        else:
            counts = gamma_stacks(generator, n, 20 * n, 0.3)
        return bool(called(find_associations(counts, windows)).any())

    return calls_any


@pytest.mark.parametrize("null", ["even", "stacks", "holes"])
def test_maps_by_chance_are_hardly_ever_called(null: str) -> None:
    assert few_maps(20, 5, 8, null_maps(null))


@pytest.mark.slow
@pytest.mark.parametrize("null", ["even", "stacks", "holes"])
def test_three_hundred_maps_by_chance(null: str) -> None:
    assert few_maps(300, 28, 9, null_maps(null))


def test_odd_input_is_said_and_never_judged() -> None:
    windows = cell_windows(square_cells(6, 6))
    flat = find_associations(np.full(36, 5), windows)
    assert (flat.p == 1).all()
    assert not called(flat).any()
    few = np.zeros(36, dtype=int)
    few[0] = 3
    assert find_associations(few, windows).is_(Kind.TOO_FEW).all()
    half = np.full((9, 9), 10.5)
    half[2:5, 2:5] = 60.5
    fractions = find_associations(half.ravel(), cell_windows(square_cells(9, 9)), seed=3)
    assert fractions.draws > 0
    assert fractions.p_conditional is None
    assert fractions.is_(Kind.HIGH_HIGH).sum() > 3
    with pytest.raises(AnalysisError, match="missing or below zero"):
        find_associations(np.full(36, -1), windows)
    with pytest.raises(AnalysisCancelled):
        find_associations(*planted(), cancelled=lambda: True)
