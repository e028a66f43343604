# SPDX-License-Identifier: GPL-2.0-or-later
"""Windows by distance and by number, against every pair compared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.grid import centres
from policeuk_plugin.analysis.near_windows import windows_nearest, windows_within
from policeuk_plugin.analysis.neighbours import Windows, cell_windows, windows_of_pairs
from tests.analysis_cases import area_with_holes, brute_windows


def same(one: Windows, other: Windows) -> None:
    np.testing.assert_array_equal(one.indptr, other.indptr)
    np.testing.assert_array_equal(one.indices, other.indices)


@given(seed=st.integers(0, 1000), distance=st.floats(1, 3000), units=st.integers(1, 150))
@settings(max_examples=30, deadline=None)
def test_distances_agree_with_every_pair(seed: int, distance: float, units: int) -> None:
    at = np.random.default_rng(seed).uniform(-1000, 1000, (units, 2)).round(1)
    same(windows_within(at[:, 0], at[:, 1], distance), brute_windows(at, distance + 1e-3))


@given(seed=st.integers(0, 1000), neighbours=st.integers(1, 12), even=st.booleans())
@settings(max_examples=30, deadline=None)
def test_the_nearest_agree_with_every_pair_ties_included(seed: int, neighbours: int, even: bool) -> None:
    generator = np.random.default_rng(seed)
    at = generator.integers(0, 12, (60, 2)) * 250.0 if even else generator.uniform(0, 9000, (60, 2))
    away = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    last = np.sort(away, axis=1)[:, neighbours]
    near = away <= last[:, None] + 1e-3
    wanted = Windows(np.concatenate([[0], near.sum(axis=1).cumsum()]), np.nonzero(near)[1])
    same(windows_nearest(at[:, 0], at[:, 1], neighbours), wanted)


def test_the_diagonal_of_a_grid_is_the_queen() -> None:
    cells = area_with_holes()
    x, y = centres(cells).T
    same(windows_within(x, y, 100 * np.sqrt(2)), cell_windows(cells))


def test_eight_nearest_of_a_whole_grid_are_the_queen_inside_and_as_many_at_the_border() -> None:
    x, y = (part.ravel() * 250.0 for part in np.meshgrid(np.arange(20), np.arange(20)))
    sizes = windows_nearest(x, y, 8).sizes.reshape(20, 20)
    assert (sizes[2:-2, 2:-2] == 9).all()
    assert (sizes >= 9).all()


def test_one_far_away_unit_still_has_its_nearest() -> None:
    x = np.concatenate([np.arange(50.0) * 100, [9e6]])
    windows = windows_nearest(x, np.zeros(51), 2)
    assert windows.indices[windows.indptr[50] :].tolist() == [48, 49, 50]


def test_units_that_are_kept_keep_their_neighbours_among_them() -> None:
    windows = windows_of_pairs(5, np.array([0, 1, 2, 3]), np.array([1, 2, 3, 4]))
    kept = windows.among(np.array([0, 1, 4]))
    assert kept.indptr.tolist() == [0, 2, 4, 5]
    assert kept.indices.tolist() == [0, 1, 0, 1, 2]


@pytest.mark.parametrize("distance", [0.0, -5.0, float("nan"), float("inf")])
def test_a_distance_that_is_none_is_refused(distance: float) -> None:
    with pytest.raises(AnalysisError, match="makes no neighbourhood"):
        windows_within(np.arange(5.0), np.arange(5.0), distance)


@pytest.mark.parametrize("neighbours", [0, 5, 900])
def test_neighbours_that_cannot_be_had_are_refused(neighbours: int) -> None:
    with pytest.raises(AnalysisError, match="cannot be had"):
        windows_nearest(np.arange(5.0), np.arange(5.0), neighbours)


def test_too_many_pairs_are_refused_and_it_can_be_stopped() -> None:
    x, y = (part.ravel().astype(float) for part in np.meshgrid(np.arange(150), np.arange(150)))
    with pytest.raises(AnalysisError, match="shorter distance"):
        windows_within(x, y, 100)
    with pytest.raises(AnalysisCancelled):
        windows_nearest(x, y, 8, cancelled=lambda: True)
