# SPDX-License-Identifier: GPL-2.0-or-later
"""The exact test of a cube of units and months: beside plain dealing out, and on cubes where nothing is to be found."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from policeuk_plugin.analysis import space_time
from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.getis_ord import gi_star
from policeuk_plugin.analysis.neighbours import Windows, cell_windows
from policeuk_plugin.analysis.space_time import JudgedCube, capped, judged_cube, steps_taken
from tests.analysis_cases import count_maps, few_maps, square_cells
from tests.emerging_cases import (
    LARGER,
    MONTHS,
    SEASON,
    SQUARES,
    Null,
    even,
    stacks_that_move,
    stacks_that_stay,
    unequal_ground,
)

SMALL = cell_windows(square_cells(3, 2))


def judged(counts: np.ndarray, together: int = 2, alpha: float = 0.9) -> JudgedCube:
    """A cube of whole cells of 3 × 2."""
    return judged_cube(counts, steps_taken(range(counts.shape[1]), together), SMALL, np.ones(6), alpha)


@pytest.mark.parametrize("leading", [0, 2])
def test_p_is_that_of_dealing_out_whole_units_in_every_way(monkeypatch: pytest.MonkeyPatch, leading: int) -> None:
    """All 720 orders of the six units, each with its months; p above half of alpha may be smaller, never greater.

    Also where the fullest units count for no more than the next.
    """
    monkeypatch.setattr(space_time, "A_THOUSAND", 6 // leading if leading else 7)
    counts = np.random.default_rng(1).poisson(1.5, (6, 4))
    found = judged(counts)
    for step in range(4):
        months = [step - 1, step] if step else [step]
        taken = counts[:, months].sum(axis=1)
        taken = np.minimum(taken, sorted(taken)[-1 - leading])
        own = [sum(taken[j] for j in window_of(i)) for i in range(6)]
        dealt = np.array(
            [
                [sum(taken[order[j]] for j in window_of(i)) for i in range(6)]
                for order in itertools.permutations(range(6))
            ]
        )
        assert found.count[:, step].tolist() == [counts[window_of(i)][:, months].sum() for i in range(6)]
        upper, lower = (dealt >= own).mean(axis=0), (dealt <= own).mean(axis=0)
        small = upper <= 0.45
        assert found.p[small, step] == pytest.approx(upper[small])
        assert (found.p[:, step] <= upper + 1e-12).all()
        assert found.p_cold[:, step] == pytest.approx(lower)


def window_of(unit: int) -> list[int]:
    """The units of a window."""
    return SMALL.indices[SMALL.indptr[unit] : SMALL.indptr[unit + 1]].tolist()


def test_the_rate_is_held_over_the_whole_cube_half_on_each_side() -> None:
    counts, windows, size = stacks_that_stay(0.3, 1000, np.ones(MONTHS))(np.random.default_rng(2))
    counts[SQUARES.indices[SQUARES.indptr[465] : SQUARES.indptr[466]], 6:] += 12
    found = judged_cube(counts, steps_taken(range(MONTHS), 2), windows, size)
    assert found.hot[465, 6:].all()
    assert not found.hot[465, :6].any()
    p = np.sort(found.p.ravel())
    ranks = np.arange(1, p.size + 1)
    largest = p[p <= 0.025 * ranks / p.size].max()
    assert np.array_equal(found.q <= 0.05, found.p <= largest)
    assert (found.hot <= (found.q <= 0.05)).all()


def test_share_and_expected_are_plain_sums() -> None:
    counts = np.random.default_rng(3).poisson(2.0, (6, 4))
    counts[:, 2] = 0
    found = judged(counts, together=1)
    assert np.isnan(found.share[:, 2]).all()
    for i, step in itertools.product(range(6), (0, 1, 3)):
        window = window_of(i)
        assert found.share[i, step] == pytest.approx(counts[window, step].sum() / counts[:, step].sum())
        assert found.expected[i, step] == pytest.approx(counts[:, step].sum() * len(window) / 6)


def test_the_fullest_in_a_thousand_count_for_no_more_than_the_next() -> None:
    assert capped(np.array([9, 1, 5, 0])).tolist() == [9, 1, 5, 0]
    counts = np.arange(2000)
    assert capped(counts).tolist() == [*range(1998), 1997, 1997]
    assert capped(np.zeros(1000, dtype=np.int64)).max() == 0


def test_a_burst_on_one_point_ends_no_hotspot_elsewhere() -> None:
    """Counted in full, the burst would be in a draw too often for anything smaller to be called in that month."""
    windows = cell_windows(square_cells(40, 40))
    mean = np.full((40, 40), 1.0)
    mean[20:23, 20:23] = 12
    counts = np.random.default_rng(7).poisson(mean.ravel()[:, None], (1600, 12))
    counts[100, 6:] = 500
    taken, middle = steps_taken(range(12), 2), 21 * 40 + 21
    found = judged_cube(counts, taken, windows, np.ones(1600))
    assert found.hot[middle].all()
    assert not found.hot[100].any()
    assert found.count[100, 6:].min() >= 500, "what is shown is what was counted"


@pytest.mark.parametrize(
    ("places", "together", "expected"),
    [
        ([0, 1, 2], 1, [[0], [1], [2]]),
        ([0, 1, 2], 2, [[0], [0, 1], [1, 2]]),
        ([0, 1, 3, 4], 2, [[0], [0, 1], [2], [2, 3]]),  # the third month is missing: the fourth stands alone
        ([0, 1, 3, 4], 3, [[0], [0, 1], [1, 2], [2, 3]]),
        ([24270, 24271, 24273], 12, [[0], [0, 1], [0, 1, 2]]),
    ],
)
def test_a_missing_month_is_no_step_and_nothing_takes_its_place(
    places: list[int], together: int, expected: list[list[int]]
) -> None:
    assert steps_taken(places, together) == expected


def test_one_stack_alone_is_never_hot_and_months_without_crimes_are_nothing() -> None:
    counts = np.zeros((900, 12), dtype=np.int64)
    counts[465] = 50
    counts[:, 5] = 0
    found = judged_cube(counts, steps_taken(range(12), 1), SQUARES, np.ones(900))
    assert not found.hot.any()
    assert not found.cold.any()
    assert not found.could_be_hot[:, 5].any()


def test_all_units_alike_are_neither_hot_nor_cold() -> None:
    found = judged_cube(np.full((900, 12), 3), steps_taken(range(12), 2), SQUARES, np.ones(900))
    assert not (found.hot | found.cold).any()


def test_a_quiet_quarter_of_the_map_is_cold() -> None:
    mean = np.full((30, 30), 6.0)
    mean[:8, :8] = 0.3
    counts = np.random.default_rng(4).poisson(mean.ravel()[:, None], (900, 12))
    found = judged_cube(counts, steps_taken(range(12), 2), SQUARES, np.ones(900))
    inside = np.zeros((30, 30), dtype=bool)
    inside[1:7, 1:7] = True
    assert found.cold[inside.ravel()].all()
    assert not found.hot[inside.ravel()].any()


def test_what_cannot_be_tested_is_refused() -> None:
    taken = steps_taken(range(12), 2)
    with pytest.raises(AnalysisError, match="below zero"):
        judged_cube(np.full((900, 12), -1), taken, SQUARES, np.ones(900))
    with pytest.raises(AnalysisError, match="300,000 units are too many to test in 36 months"):
        judged_cube(np.zeros((300_000, 36), dtype=np.int8), taken, SQUARES, np.ones(300_000))
    everything = Windows(np.arange(901) * 900, np.tile(np.arange(900), 900))
    with pytest.raises(AnalysisError, match="cannot be tested exactly"):
        judged_cube(np.random.default_rng(5).poisson(3, (900, 12)), taken, everything, np.ones(900))
    with pytest.raises(AnalysisCancelled):
        judged_cube(np.ones((900, 12), dtype=np.int64), taken, SQUARES, np.ones(900), cancelled=lambda: True)


def calls_any(null: Null, generator: np.random.Generator) -> bool:
    """Whether anything is hot or cold in a cube made by chance."""
    counts, windows, size = null(generator)
    found = judged_cube(counts, steps_taken(range(MONTHS), 2), windows, size)
    return bool((found.hot | found.cold).any())


NULLS = {
    "even": even,
    "stacks that stay": stacks_that_stay(0.3, 1000, np.ones(MONTHS)),
    "very unequal stacks": stacks_that_stay(0.1, 1000, np.ones(MONTHS)),
    "few crimes": stacks_that_stay(0.3, 100, np.ones(MONTHS)),
    "seasons": stacks_that_stay(0.3, 1000, SEASON),
    "stacks that move": stacks_that_move,
    "stacks on a larger map": stacks_that_stay(0.3, 2000, np.ones(MONTHS), LARGER),
    "very unequal stacks on a larger map": stacks_that_stay(0.1, 2000, np.ones(MONTHS), LARGER),
}
"""On the larger map the fullest units count for no more than the next."""


@pytest.mark.parametrize("null", ["even", "stacks that stay"])
def test_cubes_made_by_chance_in_short(null: str) -> None:
    """9 of 60 is the 99.9 % bound of one in twenty."""
    assert few_maps(60, 9, 1, lambda generator: calls_any(NULLS[null], generator))


@pytest.mark.slow
@pytest.mark.parametrize("null", NULLS)
def test_cubes_made_by_chance(null: str) -> None:
    """28 of 300 is the 99.9 % bound of one in twenty."""
    assert few_maps(300, 28, 1, lambda generator: calls_any(NULLS[null], generator))


@pytest.mark.slow
def test_cubes_of_unequal_units_made_by_chance() -> None:
    assert few_maps(60, 9, 1, lambda generator: calls_any(unequal_ground, generator))


def test_what_other_tools_do_fails_this_test() -> None:
    """z of Gi*, month by month, beyond 4.5, which is more than Bonferroni over the cube asks: hotspots on any map."""
    taken = steps_taken(range(MONTHS), 2)

    def any_hot(generator: np.random.Generator) -> bool:
        counts, windows, _ = NULLS["stacks that stay"](generator)
        sums = np.stack([counts[:, list(steps)].sum(axis=1) for steps in taken[1:]], axis=1)
        z = np.stack([gi_star(sums[:, step], windows) for step in range(sums.shape[1])], axis=1)
        return bool((z > 4.5).any())  # beyond Bonferroni over the cube

    assert count_maps(10, 6, any_hot) >= 9
