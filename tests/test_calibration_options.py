# SPDX-License-Identifier: GPL-2.0-or-later
"""On maps without clusters at most one in twenty has any, with every option: 28 of 300 is the 99.9 % bound of that."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from policeuk_plugin.analysis.at_risk import find_clusters_at_risk
from policeuk_plugin.analysis.busier import find_busier
from policeuk_plugin.analysis.clusters import Clusters, Direction, find_clusters
from policeuk_plugin.analysis.grid import CellShape, all_cells, centres, grid_over
from policeuk_plugin.analysis.near_windows import windows_nearest, windows_within
from policeuk_plugin.analysis.neighbours import Windows, cell_windows
from policeuk_plugin.analysis.strata import strata_of_size
from tests.analysis_cases import (
    area_with_holes,
    count_maps,
    few_maps,
    gamma_stacks,
    square_cells,
    town_and_country,
    unequal_units,
)

MAPS, MOST = 300, 28
FEW, OF_FEW = 30, 6  # the 99.9 % bound of 30 maps
SIDE = 52
CELLS = square_cells(SIDE, SIDE)
SQUARES = cell_windows(CELLS)
AT = centres(CELLS)
HEXAGONS = cell_windows(all_cells(grid_over(CellShape.HEXAGON, 100, (0, 0, 4500, 4500))))
KINDS = {
    "squares": SQUARES,
    "holes": cell_windows(area_with_holes()),
    "hexagons": HEXAGONS,
    "distance": windows_within(AT[:, 0], AT[:, 1], 250),
    "nearest": windows_nearest(AT[:, 0], AT[:, 1], 12),
}
Draw = Callable[[np.random.Generator], bool]


def calls_any(found: Clusters) -> bool:
    """Whether any unit is called, in either direction."""
    cold = found.q_cold is not None and bool((found.q_cold <= found.alpha).any())
    return cold or bool((found.q <= found.alpha).any())


def null_of_cells(windows: Windows, direction: Direction, shape: float) -> Draw:
    units = len(windows)

    def draw(generator: np.random.Generator) -> bool:
        return calls_any(find_clusters(gamma_stacks(generator, units, 4000, shape), windows, direction=direction))

    return draw


def hills(generator: np.random.Generator, height: float) -> np.ndarray:
    """Weights of the squares that are alike in places: towns and country, as residents are."""
    width = 4
    bell = np.exp(-0.5 * (np.arange(-3 * width, 3 * width + 1) / width) ** 2)
    field = generator.normal(size=(SIDE + 6 * width,) * 2)
    for axis in (0, 1):
        field = np.apply_along_axis(lambda row: np.convolve(row, bell / np.sqrt((bell**2).sum()), "valid"), axis, field)
    return np.exp(height * field).ravel()


def null_at_risk(height: float, crimes: int, stacks: bool, direction: Direction) -> Draw:
    def draw(generator: np.random.Generator) -> bool:
        at_risk = hills(generator, height)
        weights = at_risk * (generator.gamma(0.3, 1, at_risk.size) if stacks else 1.0)
        counts = generator.multinomial(crimes, weights / weights.sum())
        return calls_any(find_clusters_at_risk(counts, SQUARES, at_risk * 1000, direction=direction))

    return draw


def null_of_types(height: float, crimes: int, others: int) -> Draw:
    """Crimes and others of the same rate, which is high in places."""

    def draw(generator: np.random.Generator) -> bool:
        rate = hills(generator, height)
        some, more = (generator.multinomial(n, rate / rate.sum()) for n in (crimes, others))
        return calls_any(find_clusters_at_risk(some, SQUARES, some + more, direction=Direction.BOTH))

    return draw


@pytest.mark.parametrize("direction", [Direction.COLD, Direction.BOTH])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_few_maps_of_every_unit_kind(kind: str, direction: Direction) -> None:
    assert few_maps(FEW, OF_FEW, 1, null_of_cells(KINDS[kind], direction, 0.5))


def test_few_maps_with_something_at_risk() -> None:
    assert few_maps(FEW, OF_FEW, 2, null_at_risk(1.0, 2000, True, Direction.BOTH))
    assert few_maps(FEW, OF_FEW, 3, null_of_types(1.0, 2000, 2000))


def test_few_maps_of_random_placement() -> None:
    even = np.full(2704, 1 / 2704)
    draw = lambda g: calls_any(find_busier(g.multinomial(206, even), SQUARES, even))  # noqa: E731
    assert few_maps(FEW, OF_FEW, 4, draw)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "direction", "shape"),
    [
        (kind, direction, (0.1, 0.3, 1e6)[(row + column) % 3])
        for row, kind in enumerate(sorted(KINDS))
        for column, direction in enumerate(Direction)
    ],
)
def test_every_unit_kind_and_direction(kind: str, direction: Direction, shape: float) -> None:
    """Each kind with each shape of the stacks, and each direction with each."""
    assert few_maps(MAPS, MOST, 5, null_of_cells(KINDS[kind], direction, shape))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "direction", "by_area"),
    [
        *((unequal_units, Direction.COLD, False), (unequal_units, Direction.BOTH, True)),
        *((town_and_country, Direction.COLD, True), (town_and_country, Direction.BOTH, False)),
    ],
)
def test_units_of_unequal_size(
    make: Callable[[], tuple[Windows, np.ndarray]], direction: Direction, by_area: bool
) -> None:
    windows, areas = make()
    strata = strata_of_size(areas)

    def draw(generator: np.random.Generator) -> bool:
        weights = generator.gamma(0.3, 1, areas.size) * (areas if by_area else 1.0)
        counts = generator.multinomial(4000, weights / weights.sum())
        return calls_any(find_clusters(counts, windows, strata=strata, direction=direction))

    assert few_maps(MAPS, MOST, 6, draw)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("height", "crimes", "stacks"),
    [
        *((0.5, 600, False), (0.5, 2000, True), (0.5, 10_000, False)),
        *((1.0, 600, True), (1.5, 600, False), (1.5, 2000, True)),
    ],
)
def test_crimes_in_proportion_to_what_is_at_risk(height: float, crimes: int, stacks: bool) -> None:
    assert few_maps(MAPS, MOST, 7, null_at_risk(height, crimes, stacks, Direction.HOT))


@pytest.mark.slow
@pytest.mark.parametrize("stacks", [False, True])
def test_both_directions_with_something_at_risk(stacks: bool) -> None:
    assert few_maps(MAPS, MOST, 8, null_at_risk(1.0, 2000, stacks, Direction.BOTH))


@pytest.mark.slow
@pytest.mark.parametrize(("crimes", "others"), [(2000, 2000), (1000, 9000), (9000, 1000)])
def test_crimes_among_those_of_other_types(crimes: int, others: int) -> None:
    assert few_maps(MAPS, MOST, 9, null_of_types(1.0, crimes, others))


@pytest.mark.slow
def test_other_crimes_taken_for_what_is_at_risk_fail() -> None:
    """The reason why those tested are counted with them."""

    def draw(generator: np.random.Generator) -> bool:
        rate = hills(generator, 1.0)
        some, more = (generator.multinomial(2000, rate / rate.sum()) for _ in range(2))
        return calls_any(find_clusters_at_risk(np.where(more > 0, some, 0), SQUARES, more))

    assert count_maps(30, 10, draw) >= 15


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_random_placement_of_every_unit_kind(kind: str) -> None:
    windows = KINDS[kind]
    room = np.random.default_rng(1).uniform(0.1, 1, len(windows))

    def draw(generator: np.random.Generator) -> bool:
        return calls_any(find_busier(generator.multinomial(2000, room / room.sum()), windows, room))

    assert few_maps(MAPS, MOST, 11, draw)


@pytest.mark.slow
def test_stacks_are_busier_than_random_placement_every_time() -> None:
    """What its page warns of."""
    even = np.ones(2704)
    assert count_maps(40, 12, lambda g: calls_any(find_busier(gamma_stacks(g, 2704, 2000, 0.3), SQUARES, even))) == 40


@pytest.mark.slow
def test_a_multinomial_in_proportion_to_what_is_at_risk_fails_on_stacks() -> None:
    """The reason for exchanging units of like exposure instead."""

    def draw(generator: np.random.Generator) -> bool:
        at_risk = hills(generator, 1.0)
        weights = at_risk * generator.gamma(0.3, 1, at_risk.size)
        return calls_any(find_busier(generator.multinomial(2000, weights / weights.sum()), SQUARES, at_risk))

    assert count_maps(30, 13, draw) == 30
