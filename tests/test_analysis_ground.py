# SPDX-License-Identifier: GPL-2.0-or-later
"""The ground on and between snap points: what belongs to it, and that the cluster test holds on it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policeuk_plugin.analysis.clusters import find_clusters
from policeuk_plugin.analysis.errors import AnalysisCancelled
from policeuk_plugin.analysis.grid import CellShape, Grid, cell_of, chosen_cells
from policeuk_plugin.analysis.ground import REACH, SQUARE, Ground, known_ground
from policeuk_plugin.analysis.neighbours import cell_windows
from tests.analysis_cases import count_maps, few_maps

NOBODY = np.zeros((0, 2))
Points = tuple[np.ndarray, np.ndarray, np.ndarray]


def ground_of(points: list[tuple[float, float]], others: np.ndarray = NOBODY, count: int = 1) -> Ground:
    x, y = np.array(points, dtype=float).T
    return known_ground(x, y, np.full(x.size, count), others)


def squares(ground: Ground) -> set[tuple[int, int]]:
    found = list(zip(ground.columns.tolist(), ground.rows.tolist()))
    assert len(set(found)) == len(found)
    return set(found)


def closed(points: np.ndarray) -> set[tuple[int, int]]:
    """Square by square from the definition: dilate by `REACH`, erode by it, and the squares of the points."""
    own = {(int(column), int(row)) for column, row in np.floor(points / SQUARE)}
    west, south = np.floor(points.min(axis=0) / SQUARE).astype(int) - 12
    east, north = np.floor(points.max(axis=0) / SQUARE).astype(int) + 13
    block = [(column, row) for column in range(west, east) for row in range(south, north)]
    middle = (np.array(block) + 0.5) * SQUARE
    near = (np.hypot(*(middle[:, None] - points).transpose(2, 0, 1)) <= REACH).any(axis=1)
    beyond = middle[~near]
    inner = ~(np.hypot(*(middle[:, None] - beyond).transpose(2, 0, 1)) <= REACH).any(axis=1)
    return own | {square for square, stays in zip(block, inner.tolist()) if stays}


@given(seed=st.integers(0, 10_000), many=st.integers(1, 25), spread=st.sampled_from([300.0, 2500.0]))
@settings(max_examples=15, deadline=None)
def test_it_is_the_closing_of_the_points(seed: int, many: int, spread: float) -> None:
    points = np.random.default_rng(seed).normal((500_000, 300_000), spread, (many, 2))
    assert squares(ground_of([(x, y) for x, y in points], count=1)) == closed(points)


def test_a_gap_is_filled_and_a_field_is_not() -> None:
    """Two rows of houses 1,500 m apart, and two 2,600 m apart."""
    for apart, between in ((1500, True), (2600, False)):
        rows = [(500_000.0 + 100 * i, 300_125.0 + apart * j) for i in range(60) for j in (0, 1)]
        middle = (int(503_000 // SQUARE), int((300_125 + apart / 2) // SQUARE))
        assert (middle in squares(ground_of(rows))) is between


def test_strays_are_left_out_as_long_as_they_are_few_together() -> None:
    town = [(500_000.0 + 200 * i, 300_000.0 + 200 * j) for i in range(20) for j in range(20)]
    strays = [(560_000.0 + 9000 * i, 300_000.0) for i in range(6)]
    ground = ground_of([*town, *strays])
    assert ground.left_out == 4, "with a fifth they would hold more than one in a hundred"
    assert len({at for at in squares(ground) if at[0] > 2200}) == 2
    hamlets = [(560_000.0 + 9000 * i, 300_000.0) for i in range(60)]
    assert ground_of([*town, *hamlets]).left_out == 4


def test_what_lies_nearer_to_points_of_others_is_theirs() -> None:
    ours = [(500_000.0 + 200 * i, 300_000.0 + 200 * j) for i in range(10) for j in range(10)]
    theirs = np.array([(x + 2500.0, y) for x, y in ours])
    alone, beside = squares(ground_of(ours)), squares(ground_of(ours, theirs))
    assert beside <= alone
    own = {(int(x // SQUARE), int(y // SQUARE)) for x, y in ours}
    points = np.array(ours)
    for column, row in beside - own:
        middle = (np.array([column, row]) + 0.5) * SQUARE
        assert np.hypot(*(points - middle).T).min() <= np.hypot(*(theirs - middle).T).min()


def test_it_can_be_stopped() -> None:
    with pytest.raises(AnalysisCancelled):
        known_ground(np.array([5e5]), np.array([3e5]), np.array([1]), NOBODY, lambda: True)


def calls_any(x: np.ndarray, y: np.ndarray, held: np.ndarray, tested: np.ndarray) -> bool:
    """Whether `tested` crimes on points cluster in the ground of those `held`."""
    ground = known_ground(x, y, held, NOBODY)
    assert ground.left_out < 0.01 * held.sum()
    west, south = int(ground.columns.min()), int(ground.rows.min())
    grid = Grid(CellShape.SQUARE, SQUARE, west, south, int(np.ptp(ground.columns)) + 1, int(np.ptp(ground.rows)) + 1)
    cells = chosen_cells(grid, np.sort((ground.rows - south) * grid.columns + ground.columns - west))
    cell = cell_of(cells, x, y)
    counts = np.bincount(cell[cell >= 0], tested[cell >= 0], len(cells)).astype(np.int64)
    return bool((find_clusters(counts, cell_windows(cells)).q <= 0.05).any())


def disc(generator: np.random.Generator, many: int, radius: float) -> tuple[np.ndarray, np.ndarray]:
    turn, away = generator.uniform(0, 2 * np.pi, many), radius * np.sqrt(generator.random(many))
    return 500_000 + away * np.cos(turn), 300_000 + away * np.sin(turn)


def scattered(many: int, radius: float) -> Callable[[np.random.Generator], Points]:
    return lambda generator: (*disc(generator, many, radius), np.ones(many, dtype=np.int64))


def stacked(many: int, crimes: int, radius: float) -> Callable[[np.random.Generator], Points]:
    def draw(generator: np.random.Generator) -> Points:
        weights = generator.gamma(0.1, 1, many)
        return (*disc(generator, many, radius), generator.multinomial(crimes, weights / weights.sum()))

    return draw


def all_of(generator: np.random.Generator, held: np.ndarray) -> np.ndarray:
    return held


def a_tenth(generator: np.random.Generator, held: np.ndarray) -> np.ndarray:
    """One crime type of all that is held, which the ground is made from."""
    return generator.binomial(held, 0.1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("draw", "choose"),
    [
        (scattered(206, 10_000), all_of),
        (scattered(2000, 10_000), a_tenth),
        (scattered(5000, 4_000), all_of),
        (stacked(1000, 10_000, 8_000), a_tenth),
    ],
    ids=["few points", "a type of many", "a dense town", "unequal stacks"],
)
def test_at_most_one_in_twenty_null_maps_has_a_cluster(
    draw: Callable[[np.random.Generator], Points],
    choose: Callable[[np.random.Generator, np.ndarray], np.ndarray],
) -> None:
    """28 of 300 is the 99.9 % bound of that; the crimes themselves decide what ground there is."""

    def called(generator: np.random.Generator) -> bool:
        x, y, held = draw(generator)
        return calls_any(x, y, held, choose(generator, held))

    assert few_maps(300, 28, 8, called)


@pytest.mark.slow
def test_with_a_rim_of_a_kilometre_it_would_fail() -> None:
    """So the test above can fail, and leaving the rim out has a reason."""

    def called(generator: np.random.Generator) -> bool:
        x, y, held = scattered(5000, 4_000)(generator)
        turn = np.linspace(0, 2 * np.pi, 400)
        rim = [5_000 * np.cos(turn) + 500_000, 5_000 * np.sin(turn) + 300_000]
        east, north = np.concatenate([x, rim[0]]), np.concatenate([y, rim[1]])
        none = np.zeros(turn.size, dtype=np.int64)
        return calls_any(east, north, np.concatenate([held, none + 1]), np.concatenate([held, none]))

    assert count_maps(40, 8, called) >= 25
