# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes are collapsed to places and counted into cells without loss."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policeuk_plugin.analysis.errors import AnalysisError
from policeuk_plugin.analysis.places import collapse, count_into_cells
from policeuk_plugin.analysis.stability import grids_agreeing

POINTS = st.lists(st.tuples(st.sampled_from([-0.0, 0.0, 1.5, 2.0]), st.integers(0, 2), st.integers(0, 9)), max_size=30)


@given(points=POINTS)
def test_places_are_the_distinct_points_with_all_crimes(points: list[tuple[float, int, int]]) -> None:
    wanted: Counter[tuple[float, float]] = Counter()
    for x, y, count in points:
        wanted[x, y] += count
    places = collapse(
        *np.array([p[:2] for p in points], dtype=float).reshape(-1, 2).T, np.array([p[2] for p in points], dtype=int)
    )
    assert dict(zip(zip(places.x.tolist(), places.y.tolist()), places.count.tolist())) == dict(wanted)
    assert places.count.dtype == np.int64


def test_crimes_without_a_place_are_kept_and_counted_as_outside() -> None:
    places = collapse(np.array([np.nan, np.nan, 5.0]), np.array([np.nan, np.nan, 5.0]))
    assert places.count.tolist() == [1, 1, 1]
    counts = count_into_cells(np.array([0, -1, -1]), places.count, 2)
    assert (counts.count.tolist(), counts.outside) == ([1, 0], 2)


def test_cells_know_how_many_places_carry_them() -> None:
    counts = count_into_cells(np.array([0, 0, 0, 2, -1]), np.array([6, 2, 0, 3, 7]), 3)
    assert counts.count.tolist() == [8, 0, 3]
    assert counts.places.tolist() == [2, 0, 1]
    np.testing.assert_array_equal(counts.largest_place_share, [0.75, np.nan, 1.0])
    assert counts.outside == 7


def test_a_count_field_of_whole_floats_stays_whole_and_fractions_stay_fractions() -> None:
    assert collapse(np.zeros(2), np.zeros(2), np.array([2.0, 3.0])).count.tolist() == [5]
    assert collapse(np.zeros(2), np.zeros(2), np.array([2.0, 3.0])).count.dtype == np.int64
    assert collapse(np.zeros(2), np.zeros(2), np.array([0.5, 0.25])).count.tolist() == [0.75]


@pytest.mark.parametrize(("count", "words"), [([1.0, np.nan], "empty is not zero"), ([1, -1], "below zero")])
def test_bad_counts_are_refused(count: list[float], words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        collapse(np.zeros(2), np.zeros(2), np.array(count))


def test_a_cluster_holds_in_as_many_grids_as_keep_half_its_crimes() -> None:
    cell, count = np.array([0, 0, 1, -1]), np.array([3, 1, 2, 9])
    in_cluster = np.array([[1, 1, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0], [0, 0, 1, 0]], dtype=bool)
    assert grids_agreeing(cell, count, in_cluster, 3).tolist() == [2, 2, 0]
