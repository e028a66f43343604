# SPDX-License-Identifier: GPL-2.0-or-later
"""Density is the kernel's exact sum, and adds up to the number of crimes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policeuk_plugin.analysis.density import Density, quartic_density, raster_over
from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.grid import CellShape, grid_over
from policeuk_plugin.analysis.places import Places

SEEDS = st.integers(0, 10_000)


def random_places(seed: int, many: int = 30) -> Places:
    generator = np.random.default_rng(seed)
    x, y = generator.uniform(0, 2000, (2, many))
    return Places(x + 500_000, y + 200_000, generator.integers(1, 40, many))


def brute(places: Places, density: Density) -> np.ndarray:
    """Every place with every cell, one formula."""
    size, (rows, columns) = density.grid.size, density.values.shape
    x = density.left + (np.arange(columns) + 0.5) * size
    y = density.top - (np.arange(rows) + 0.5) * size
    away = (x[None, :, None] - places.x) ** 2 + (y[:, None, None] - places.y) ** 2
    kernel = np.where(away < density.radius**2, (1 - away / density.radius**2) ** 2, 0)
    return kernel @ places.count * 3 / (math.pi * density.radius**2) * 1e6


@given(seed=SEEDS, cell=st.sampled_from([37.0, 100.0, 250.0]), times=st.sampled_from([1.0, 1.5, 2.0, 5.3]))
@settings(max_examples=40, deadline=None)
def test_it_is_the_exact_sum_also_where_the_raster_cuts_the_kernels_off(seed: int, cell: float, times: float) -> None:
    places = random_places(seed)
    grid = raster_over((500_300, 200_200, 501_500, 201_100), cell)
    density = quartic_density(places, grid, cell * times)
    wanted = brute(places, density)
    np.testing.assert_allclose(density.values, wanted, rtol=1e-9, atol=1e-12 * wanted.max())


def test_many_places_are_the_same_sum() -> None:
    """More than are worked on at once, and many in one cell."""
    places = random_places(1, 20_000)
    density = quartic_density(places, raster_over((500_000, 200_000, 502_000, 202_000), 100), 300)
    np.testing.assert_allclose(density.values, brute(places, density), rtol=1e-11)


@given(seed=SEEDS, times=st.sampled_from([(3, 0.01), (6, 0.001), (12, 0.0002)]))
@settings(max_examples=30, deadline=None)
def test_the_raster_adds_up_to_the_number_of_crimes(seed: int, times: tuple[int, float]) -> None:
    places, (cells, tolerance) = random_places(seed), times
    grid = raster_over((500_000, 200_000, 502_000, 202_000), 50, radius=50.0 * cells)
    density = quartic_density(places, grid, 50.0 * cells)
    assert density.values.sum() * 0.05**2 == pytest.approx(places.count.sum(), rel=tolerance)
    assert (density.crimes, density.lost) == (places.count.sum(), 0)


def test_one_peak_is_three_over_pi_h_squared() -> None:
    place = Places(np.array([1050.0]), np.array([2050.0]), np.array([1]))
    density = quartic_density(place, raster_over((0, 0, 3000, 3000), 100), 500)
    assert density.values.max() == pytest.approx(3 / (math.pi * 0.5**2), rel=1e-12)
    row, column = np.unravel_index(np.argmax(density.values), density.values.shape)
    assert (density.left + (column + 0.5) * 100, density.top - (row + 0.5) * 100) == (1050, 2050)


@given(seed=SEEDS, share=st.floats(0.1, 0.9), times=st.sampled_from([1.0, 1.7, 4.0, 10.0]))
@settings(max_examples=30, deadline=None)
def test_inside_a_study_area_it_adds_up_to_the_crimes_there_exactly(seed: int, share: float, times: float) -> None:
    generator = np.random.default_rng(seed)
    grid = raster_over((500_000, 200_000, 501_999, 201_999), 100)
    inside = generator.random((20, 20)) < share
    inside[5, 5] = True
    places = random_places(seed, 60)
    row, column = ((202_000 - places.y) // 100).astype(int), ((places.x - 500_000) // 100).astype(int)
    kept = inside[row, column]
    places = Places(places.x[kept], places.y[kept], places.count[kept])
    density = quartic_density(places, grid, 100 * times, inside)
    np.testing.assert_array_equal(np.isnan(density.values), ~inside)
    assert np.nansum(density.values) * 0.01 == pytest.approx(places.count.sum(), rel=1e-9)
    assert density.lost == 0


def test_even_crimes_stay_even_up_to_the_border() -> None:
    """Without the correction the border cells would hold about half."""
    at = np.arange(25, 3000, 50.0)
    x, y = (line.ravel() for line in np.meshgrid(at, at))
    places = Places(x, y, np.ones(x.size, dtype=int))
    grid = raster_over((0, 0, 2999, 2999), 50)
    whole = quartic_density(places, grid, 500).values
    corrected = quartic_density(places, grid, 500, np.ones(whole.shape, dtype=bool)).values
    assert whole[30, 0] < 0.6 * whole[30, 30]
    assert abs(corrected[30] / 400 - 1).max() < 0.3
    assert abs(corrected[30] / 400 - 1).max() < abs(whole[30] / 400 - 1).max()


def test_crimes_that_reach_no_cell_are_said_to_be_lost() -> None:
    places = Places(np.array([50.0, 90_000.0, np.nan]), np.array([50.0, 50.0, np.nan]), np.array([3, 4, 5]))
    grid = raster_over((0, 0, 999, 999), 100)
    for inside in (None, np.ones((10, 10), dtype=bool)):
        density = quartic_density(places, grid, 300, inside)
        assert (density.crimes, density.lost) == (3, 9) if inside is not None else density.lost == 9


def test_no_places_make_an_empty_raster() -> None:
    none = Places(np.zeros(0), np.zeros(0), np.zeros(0, dtype=int))
    assert not quartic_density(none, raster_over((0, 0, 999, 999), 100), 300).values.any()


def test_edges_of_the_raster_are_multiples_of_its_cell() -> None:
    grid = raster_over((500_123, 200_321, 500_777, 200_999), 50, radius=500)
    density = quartic_density(random_places(1), grid, 500)
    assert (density.left, density.top) == (499_600, 201_500)
    assert density.values.shape == (grid.rows, grid.columns)


@pytest.mark.parametrize("radius", [99.0, 0.0, -5.0, math.nan])
def test_a_radius_smaller_than_a_cell_is_refused(radius: float) -> None:
    with pytest.raises(AnalysisError, match="smaller than a cell of 100 m"):
        quartic_density(random_places(1), raster_over((0, 0, 999, 999), 100), radius)


def test_a_mask_of_another_raster_and_hexagons_are_refused() -> None:
    with pytest.raises(AnalysisError, match="another raster"):
        quartic_density(random_places(1), raster_over((0, 0, 999, 999), 100), 300, np.ones((3, 3), dtype=bool))
    with pytest.raises(AnalysisError):
        quartic_density(random_places(1), grid_over(CellShape.HEXAGON, 100, (0, 0, 999, 999)), 300)


def test_it_can_be_stopped() -> None:
    with pytest.raises(AnalysisCancelled):
        quartic_density(
            random_places(1), raster_over((500_000, 200_000, 502_000, 202_000), 100), 300, cancelled=lambda: True
        )
