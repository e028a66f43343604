# SPDX-License-Identifier: GPL-2.0-or-later
"""Grids stand on multiples of the cell size, every point is in one cell, and neighbours are who is near."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policeuk_plugin.analysis.errors import AnalysisError
from policeuk_plugin.analysis.grid import (
    CellShape,
    all_cells,
    cell_of,
    cells_inside,
    centres,
    grid_over,
    polygons,
    shifted_by_half,
)
from policeuk_plugin.analysis.neighbours import cell_windows, windows_of_pairs
from tests.analysis_cases import area_with_holes, brute_windows

SHAPES = pytest.mark.parametrize("shape", list(CellShape))
SIZES = st.sampled_from([1.0, 30.0, 100.0, 250.0, 333.3])
# On corners, on edges and anywhere: in twelfths of a cell.
TWELFTHS = st.lists(st.tuples(st.integers(-90, 90), st.integers(-90, 90)), min_size=1, max_size=40)


@SHAPES
@given(size=SIZES, twelfths=TWELFTHS)
@settings(max_examples=60, deadline=None)
def test_every_point_is_in_exactly_one_cell_and_that_one_holds_it(
    shape: CellShape, size: float, twelfths: list[tuple[int, int]]
) -> None:
    x, y = (np.array(twelfths) * size / 12 + 500_000).T
    cells = all_cells(grid_over(shape, size, (x.min(), y.min(), x.max(), y.max())))
    found = cell_of(cells, x, y)
    assert (found >= 0).all(), "also those on the last row and column of the extent"
    away = np.hypot(centres(cells)[:, 0, None] - x, centres(cells)[:, 1, None] - y)
    if shape is CellShape.HEXAGON:
        np.testing.assert_allclose(away[found, np.arange(x.size)], away.min(axis=0), atol=1e-9 * size)
    else:
        corner = np.floor(np.column_stack([x, y]) / size) * size
        np.testing.assert_allclose(centres(cells)[found], corner + size / 2, atol=1e-6)


@SHAPES
def test_a_shared_edge_belongs_to_one_side_only(shape: CellShape) -> None:
    cells = all_cells(grid_over(shape, 100, (0, 0, 1000, 1000)))
    edges = polygons(cells)
    middles = ((edges[:, :-1] + edges[:, 1:]) / 2).reshape(-1, 2)
    middles = middles[((middles > 200) & (middles < 800)).all(axis=1)]
    _, times = np.unique(np.round(middles, 6), axis=0, return_counts=True)
    assert set(times) == {2}, "each edge inside is one edge of two cells"
    found = cell_of(cells, *middles.T)
    assert found.min() >= 0
    counted = np.bincount(found, minlength=len(cells))
    assert counted.sum() == len(middles)
    if shape is CellShape.SQUARE:  # left and lower edges are the cell's own, each listed by two cells
        inner = ((centres(cells) > 300) & (centres(cells) < 700)).all(axis=1)
        assert set(counted[inner]) == {4}


@SHAPES
@given(
    west=st.floats(-1e6, 1e6), south=st.floats(-1e6, 1e6), across=st.floats(0, 2000), up=st.floats(0, 2000), size=SIZES
)
@settings(max_examples=60, deadline=None)
def test_cells_do_not_move_with_the_extent(
    shape: CellShape, west: float, south: float, across: float, up: float, size: float
) -> None:
    size = size * 10
    at = centres(all_cells(grid_over(shape, size, (west, south, west + across, south + up))))
    steps = at / size if shape is CellShape.SQUARE else at / [size / 2, size * math.sqrt(3) / 2]
    whole = steps - 0.5 if shape is CellShape.SQUARE else steps
    np.testing.assert_allclose(whole, np.round(whole), atol=1e-5)


@SHAPES
def test_the_cells_cover_their_extent_without_gap_or_overlap(shape: CellShape) -> None:
    extent = (123.4, -456.7, 2345.6, 1789.0)
    cells = all_cells(grid_over(shape, 100, extent))
    rings = polygons(cells)
    assert rings.shape == (len(cells), 5 if shape is CellShape.SQUARE else 7, 2)
    np.testing.assert_array_equal(rings[:, 0], rings[:, -1])
    x, y = rings[..., 0] - rings[:, :1, 0], rings[..., 1] - rings[:, :1, 1]
    area = (x[:, :-1] * y[:, 1:] - x[:, 1:] * y[:, :-1]).sum(axis=1) / 2
    np.testing.assert_allclose(area, cells.grid.cell_area, rtol=1e-9)  # positive: anticlockwise
    points = np.random.default_rng(1).uniform(extent[:2], extent[2:], (5000, 2))
    assert (cell_of(cells, *points.T) >= 0).all()
    np.testing.assert_allclose(rings[:, :-1].mean(axis=1), centres(cells), atol=1e-6)


@SHAPES
def test_neighbours_are_those_whose_centres_are_near(shape: CellShape) -> None:
    holes = area_with_holes()
    grid = grid_over(shape, 100, (0, 0, 2900, 2900), (30.0, 50.0))
    share = np.random.default_rng(2).random(grid.cells) - 0.3
    for cells in (cells_inside(grid, share), holes if shape is CellShape.SQUARE else all_cells(grid)):
        windows, near = (
            cell_windows(cells),
            brute_windows(centres(cells), 100 * (1.42 if shape is CellShape.SQUARE else 1.01)),
        )
        np.testing.assert_array_equal(windows.indptr, near.indptr)
        np.testing.assert_array_equal(windows.indices, near.indices)


@SHAPES
def test_a_whole_window_has_nine_squares_or_seven_hexagons(shape: CellShape) -> None:
    sizes = cell_windows(all_cells(grid_over(shape, 250, (0, 0, 5000, 5000)))).sizes
    assert sizes.max() == (9 if shape is CellShape.SQUARE else 7)


def test_a_share_of_nothing_is_outside_the_study_area() -> None:
    grid = grid_over(CellShape.SQUARE, 100, (0, 0, 299, 99))
    cells = cells_inside(grid, np.array([0.0, 0.001, 1.0]))
    assert cells.lattice.tolist() == [1, 2]
    assert cell_of(cells, np.array([50, 150, 250, 350, -1, np.nan, 1e300]), np.full(7, 50.0)).tolist() == [
        -1,
        0,
        1,
        -1,
        -1,
        -1,
        -1,
    ]


@SHAPES
def test_shifted_grids_lie_half_a_cell_off_and_still_cover(shape: CellShape) -> None:
    extent = (1000.0, 2000.0, 3000.0, 4000.0)
    grids = shifted_by_half(grid_over(shape, 200, extent), extent)
    assert [grid.shift for grid in grids] == [(0, 0), (100, 0), (0, 100), (100, 100)]
    points = np.random.default_rng(1).uniform(1000, 2000, (500, 2)) + [0, 1000]
    for grid in grids:
        assert (cell_of(all_cells(grid), *points.T) >= 0).all()


@pytest.mark.parametrize(
    ("size", "extent", "words"),
    [
        (1, (500_000, 200_000, 540_000, 240_000), "1,600,080,001 cells"),
        (250, (0, 0, 655_000, 1_300_000), "would make 13,6"),
        (250, (0, -49_000_000, 500_000, 200_000), "would make"),  # a point on null island
        (1e-300, (0, 0, 1, 1), "would make"),
        (1e-300, (5, 5, 5, 5), "would make"),
        (0, (0, 0, 1, 1), "above zero"),
        (-5, (0, 0, 1, 1), "above zero"),
        (math.nan, (0, 0, 1, 1), "above zero"),
        (100, (0, 0, math.inf, 1), "no extent"),
        (100, (5, 0, 1, 1), "no extent"),
    ],
)
@SHAPES
def test_absurd_grids_are_refused_in_a_sentence(
    shape: CellShape, size: float, extent: tuple[float, float, float, float], words: str
) -> None:
    with pytest.raises(AnalysisError, match=words.replace("(", r"\(")) as caught:
        grid_over(shape, size, extent)
    assert str(caught.value).endswith(".")


def test_a_study_area_without_cells_is_refused() -> None:
    grid = grid_over(CellShape.SQUARE, 100, (0, 0, 299, 99))
    with pytest.raises(AnalysisError, match="No cell lies in the study area"):
        cells_inside(grid, np.zeros(3))
    with pytest.raises(AnalysisError, match="3 cells, but 2 shares"):
        cells_inside(grid, np.ones(2))


def test_pairs_of_polygons_become_symmetric_windows_with_self() -> None:
    windows = windows_of_pairs(4, np.array([0, 1, 2, 2]), np.array([1, 0, 1, 2]))
    assert windows.indptr.tolist() == [0, 2, 5, 7, 8]
    assert windows.indices.tolist() == [0, 1, 0, 1, 2, 1, 2, 3]
    with pytest.raises(AnalysisError, match="not in the layer"):
        windows_of_pairs(2, np.array([0]), np.array([2]))
