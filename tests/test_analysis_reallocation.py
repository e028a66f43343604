# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes put elsewhere within catchments: as often as the shares say, and verdicts counted as they come."""

from __future__ import annotations

import numpy as np
import pytest

from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.reallocation import OUTSIDE, Catchments, rerun


def catchments() -> Catchments:
    """Point 0 wholly in unit 2; point 1 a tenth in 0, the rest in 1; point 2 in three thirds, one of them outside."""
    return Catchments(
        np.array([0, 1, 1, 2, 2, 2]), np.array([2, 0, 1, OUTSIDE, 0, 2]), np.array([1, 0.1, 0.9, 1 / 3, 1 / 3, 1 / 3])
    )


def test_units_are_drawn_as_often_as_their_shares_say() -> None:
    point = np.repeat([0, 1, 2], 30_000)
    unit = catchments().drawn(point, np.random.default_rng(1))
    found = [np.bincount(unit[point == one] + 1, minlength=4) / 30_000 for one in range(3)]
    np.testing.assert_array_equal(found[0], [0, 0, 0, 1])
    np.testing.assert_allclose(found[1], [0, 0.1, 0.9, 0], atol=0.006)
    np.testing.assert_allclose(found[2], [1 / 3, 1 / 3, 0, 1 / 3], atol=0.01)


def test_verdicts_are_kept_as_often_as_plain_drawing_says() -> None:
    """A unit is called from 2 crimes on: of 3 crimes on point 1 unit 1 keeps 2 or more with 0.9³ + 3 · 0.9² · 0.1."""
    published = np.array([[0], [3], [1]])
    point, month = np.array([1, 1, 1, 0]), np.zeros(4, dtype=int)
    kept = rerun(catchments(), point, month, (3, 1), published, lambda counts: (counts[:, 0] >= 2).astype(int), 4000, 1)
    np.testing.assert_array_equal(kept.verdict, [0, 1, 0])
    both = 0.9**3 + 3 * 0.9**2 * 0.1
    assert kept.kept[1] == kept.called[1] == pytest.approx(both, abs=0.01)
    assert kept.called[0] == pytest.approx(1 - both, abs=0.01)
    assert kept.kept[0] == pytest.approx(both, abs=0.01)
    assert kept.kept[2] == 1
    assert set(kept.calls.tolist()) == {1}


def test_months_and_numbers_of_crimes_stay() -> None:
    seen = []

    def judge(counts: np.ndarray) -> np.ndarray:
        seen.append(counts.copy())
        return np.zeros(3, dtype=int)

    point, month = np.array([0, 1, 1, 1, 0]), np.array([0, 0, 1, 1, 1])
    published = np.array([[0, 0], [1, 2], [1, 1]])
    rerun(catchments(), point, month, (3, 2), published, judge, 50, 7)
    assert all((counts.sum(axis=0) == [2, 3]).all() and (counts[2] == [1, 1]).all() for counts in seen)
    assert len({counts.tobytes() for counts in seen}) > 3
    first = seen[:]
    seen.clear()
    rerun(catchments(), point, month, (3, 2), published, judge, 50, 7)
    assert all((one == other).all() for one, other in zip(first, seen))


def test_what_does_not_add_up_is_refused_and_it_can_be_stopped() -> None:
    with pytest.raises(AnalysisError, match="do not add up"):
        Catchments(np.array([0, 0]), np.array([0, 1]), np.array([0.5, 0.4]))
    point = np.zeros(3, dtype=int)
    with pytest.raises(AnalysisCancelled):
        rerun(catchments(), point, point, (3, 1), np.zeros((3, 1)), lambda counts: counts[:, 0], 5, 1, lambda: True)
