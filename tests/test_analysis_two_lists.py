# SPDX-License-Identifier: GPL-2.0-or-later
"""Snap points of two lists taken together: beside links followed one by one, and what that does to a risk density."""

from __future__ import annotations

import numpy as np
import pytest

from policeuk_plugin.analysis.density import raster_over
from policeuk_plugin.analysis.errors import AnalysisCancelled
from policeuk_plugin.analysis.kernels import Kernel
from policeuk_plugin.analysis.risk import Risk, RiskAsked, Sides, risk_surface
from policeuk_plugin.analysis.two_lists import points_together

SIDE = 10_000.0


def followed(x: np.ndarray, y: np.ndarray, first: np.ndarray, second: np.ndarray) -> set[frozenset[int]]:
    """The groups, by looking at every pair and following each link."""
    linked: dict[int, set[int]] = {at: {at} for at in range(x.size)}
    for own, other in ((first & ~second, second), (second & ~first, first)):
        for at in np.flatnonzero(own).tolist():
            among = np.flatnonzero(other)
            nearest = int(among[np.argmin(np.hypot(x[among] - x[at], y[among] - y[at]))])
            linked[at].add(nearest)
            linked[nearest].add(at)
    groups, seen = set(), set()
    for at in range(x.size):
        group, waiting = set(), [at]
        while waiting:
            one = waiting.pop()
            if one not in group:
                group.add(one)
                waiting += linked[one]
        if at not in seen:
            groups.add(frozenset(group))
            seen |= group
    return groups


@pytest.mark.parametrize("seed", range(4))
def test_groups_are_those_of_links_followed_one_by_one(seed: int) -> None:
    generator = np.random.default_rng(seed)
    x, y = generator.uniform(0, SIDE, (2, 300))
    on = generator.integers(0, 4, 300)  # on neither, on one, on the other, on both
    first, second = on % 2 == 1, on >= 2
    group = points_together(x, y, first, second)
    found = {frozenset(np.flatnonzero(group == at).tolist()) for at in range(group.max() + 1)}
    assert found == followed(x, y, first, second)
    assert all(np.flatnonzero(group == group[at]).size == 1 for at in np.flatnonzero(on == 0))


def test_on_one_list_each_point_is_by_itself_and_it_can_be_stopped() -> None:
    x = np.arange(5.0)
    for second in (np.zeros(5, dtype=bool), np.ones(5, dtype=bool)):
        assert points_together(x, x, np.ones(5, dtype=bool), second).tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(AnalysisCancelled):
        points_together(x, x, x < 2, x >= 2, lambda: True)


def redrawn(seed: int, times: float = 1) -> tuple[Sides, Sides]:
    """Crimes at streets, published before on points near these and afterwards on others: as dealt by point, together.

    Within 1,500 m of the middle there are `times` as many afterwards.
    """
    generator = np.random.default_rng(seed)
    street = np.clip(np.vstack([generator.normal(5000, 1000, (800, 2)), generator.uniform(0, SIDE, (500, 2))]), 1, 9998)
    mean = generator.gamma(0.4, 20, len(street))
    middle = np.hypot(*(street - 5000).T) < 1500
    lists = []
    for _ in range(2):
        some = street[generator.random(len(street)) < 0.8]
        lists.append(np.clip(some + generator.normal(0, 30, some.shape), 1, 9998))
    x, y = np.vstack(lists).T
    found = []
    for part, more in ((0, np.ones(len(street))), (1, np.where(middle, times, 1))):
        crimes = generator.poisson(mean * more)
        away = np.hypot(*(street[:, None] - lists[part][None]).transpose(2, 0, 1))
        counts = np.bincount(away.argmin(axis=1), crimes, len(lists[part]))
        found.append(counts)
    base, later = (np.concatenate(one) for one in ((found[0], 0 * found[1]), (0 * found[0], found[1])))
    group = points_together(x, y, base > 0, later > 0)
    return Sides(x, y, later, base, True), Sides(x, y, later, base, True, group)


def surface(sides: Sides, seed: int) -> Risk:
    grid = raster_over((0.0, 0.0, SIDE - 1, SIDE - 1), 250)
    inside = np.ones((grid.rows, grid.columns), dtype=bool)
    return risk_surface(sides, grid, inside, RiskAsked(1000, Kernel.QUARTIC, 5.0, 0.05, 59, seed))


def test_a_redrawing_alone_is_no_change() -> None:
    """8 maps at 5 %: more than 2 called has a probability under 0.006."""
    called = 0
    for seed in range(8):
        run = surface(redrawn(seed)[1], seed)
        assert run.judged.mean() > 0.7
        called += bool((run.more | run.fewer).any())
    assert called <= 2


def test_a_town_that_more_than_doubled_is_found_across_a_redrawing_only_where_points_of_both_lists_are_one() -> None:
    apart, together = (surface(sides, 1) for sides in redrawn(1, 2.5))
    assert not apart.more.any(), "each point by itself has crimes on one side only"
    row, column = np.nonzero(together.more)
    away = np.hypot((column + 0.5) * 250 - 5000, together.grid.rows * 250 - (row + 0.5) * 250 - 5000)
    assert (away < 1500).sum() > 20
    assert away.max() < 3000
    for shown in ("expected", "difference", "relative"):
        np.testing.assert_array_equal(getattr(apart, shown), getattr(together, shown), "what is shown is not moved")
