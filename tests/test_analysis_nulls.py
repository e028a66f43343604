# SPDX-License-Identifier: GPL-2.0-or-later
"""Maps made by chance hold what they should hold, and the binomial bound is the binomial's."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from policeuk_plugin.analysis.errors import AnalysisCancelled, AnalysisError
from policeuk_plugin.analysis.nulls import (
    NullMaps,
    dealt,
    most_by_chance,
    moved_stacks,
    stacked,
    taken,
    thrown,
    try_maps,
)


def generator() -> np.random.Generator:
    """A generator that always starts alike."""
    return np.random.default_rng(5)


def test_every_null_keeps_the_number_of_crimes() -> None:
    weights, counts = np.array([1.0, 2, 3, 0]), np.array([4, 0, 7, 1])
    unit, count = np.array([0, 0, 1, 2, -1]), np.array([5, 1, 2, 3, 9])
    for draw in range(20):
        g = np.random.default_rng(draw)
        assert thrown(g, 50, weights).sum() == stacked(g, 50, weights, 0.1).sum() == 50
        assert thrown(g, 50, weights)[3] == stacked(g, 50, weights, 0.3)[3] == 0
        assert sorted(dealt(g, counts, np.zeros(4))) == sorted(counts)
        moved = moved_stacks(g, unit, count, 4)
        assert moved.sum() == 11, "what lies in no unit is not dealt"
        assert moved[3] == 0
        pool = np.array([3, 0, 9, 2])
        assert taken(g, 6, pool).sum() == 6
        assert (taken(g, 6, pool) <= pool).all()


def test_counts_stay_in_their_strata() -> None:
    counts, strata = np.arange(12), np.array([0, 1, 2] * 4)
    new = dealt(generator(), counts, strata)
    assert any(new != counts)
    for stratum in range(3):
        assert sorted(new[strata == stratum]) == sorted(counts[strata == stratum])


def test_thrown_crimes_follow_their_weights_and_stacks_are_more_unequal() -> None:
    weights = np.array([1.0, 3.0])
    g = generator()
    assert np.mean([thrown(g, 100, weights)[1] for _ in range(400)]) == pytest.approx(75, abs=1)
    even = np.ones(500)
    spread = [np.mean([draw(g).var() for _ in range(40)]) for draw in (
        lambda g: thrown(g, 1000, even), lambda g: stacked(g, 1000, even, 0.3), lambda g: stacked(g, 1000, even, 0.1)
    )]  # fmt: skip
    assert spread[0] < 3 < spread[1] < spread[2], "the variance of counts: Poisson, then stacks"


@pytest.mark.parametrize("maps", [20, 50, 300])
def test_the_bound_is_that_of_the_binomial(maps: int) -> None:
    chances = [comb(maps, k) * 0.05**k * 0.95 ** (maps - k) for k in range(maps + 1)]
    expected = next(k for k in range(maps + 1) if sum(chances[: k + 1]) >= 0.999)
    assert most_by_chance(maps, 0.05) == expected
    assert most_by_chance(300, 0.05) == 28
    assert most_by_chance(5000, 0.5) > 2500


def test_maps_are_told_counted_and_can_be_stopped() -> None:
    told: list[int] = []
    found = try_maps(30, (1, 2), lambda g: g.integers(0, 3, 4), lambda m: int(m[0]), told=told.append)
    again = try_maps(30, (1, 2), lambda g: g.integers(0, 3, 4), lambda m: int(m[0]))
    other = try_maps(30, (1, 3), lambda g: g.integers(0, 3, 4), lambda m: int(m[0]))
    assert told == list(range(1, 31))
    assert found.called.tolist() == again.called.tolist() != other.called.tolist()
    with pytest.raises(AnalysisCancelled):
        try_maps(30, (1,), lambda g: g.integers(0, 3, 4), lambda m: 0, lambda: True)
    with pytest.raises(AnalysisError, match="At least one map"):
        try_maps(0, (1,), lambda g: g.integers(0, 3, 4), lambda m: 0)


def test_the_numbers_of_null_maps() -> None:
    found = NullMaps(np.array([0, 0, 3, 1]))
    assert (found.maps, found.with_any, found.mean, found.least, found.most) == (4, 2, 1.0, 0, 3)
    assert [found.as_many_as(n) for n in (0, 1, 2, 4)] == [4, 2, 1, 0]
