# SPDX-License-Identifier: GPL-2.0-or-later
"""Outlines checked, cut and tiled: no record lost, none doubled, also on the seams."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache.errors import CacheError
from offline_cache.police_api.rings import UNIT, Ring, area_of, checked_ring, crosses_itself, poly_text, positions_of
from offline_cache.police_api.tiles import Tile, TooLarge, cut, tiled

Point = tuple[float, float]


def inside(ring: list[Point], x: float, y: float) -> bool:
    """Even-odd, on degrees: written apart from the code under test."""
    found = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
        if (y1 <= y < y2 or y2 <= y < y1) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            found = not found
    return found


def star(seed: int, corners: int) -> list[Point]:
    """An invented outline with many bays, in the sea."""
    dice = random.Random(seed)
    angles = [2 * math.pi * (number + 0.8 * dice.random()) / corners for number in range(corners)]
    far = [dice.uniform(0.005, 0.1) for _ in angles]
    return [(2 + d * math.cos(a), 54.7 + d * math.sin(a)) for a, d in zip(angles, far)]


def degrees(ring: Ring) -> list[Point]:
    return [(x / UNIT, y / UNIT) for x, y in ring]


class Service:
    """Records at points; a question with more than `limit` of them in its outline is too large."""

    def __init__(self, points: list[Point], limit: int, holds: Callable[[list[Point], float, float], bool]) -> None:
        self.points, self.limit, self.holds, self.asked = points, limit, holds, 0

    def ask(self, ring: Ring) -> list[Point]:
        self.asked += 1
        # What is sent, not what is meant: six decimals.
        sent = positions_of(poly_text(ring))
        found = [point for point in self.points if self.holds(sent, *point)]
        if len(found) > self.limit:
            raise TooLarge
        return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 40), st.integers(12, 60))  # fewer may lie in one smallest tile
def test_tiles_give_every_record_as_often_as_it_is_there(seed: int, corners: int, limit: int) -> None:
    ring = checked_ring(star(seed, corners))
    dice = random.Random(seed)
    points = [(round(2 + dice.uniform(-0.1, 0.1), 6), round(54.7 + dice.uniform(-0.1, 0.1), 6)) for _ in range(300)]
    points += dice.sample(points, 30)  # incidents that look alike
    service = Service(points, limit, inside)
    got = tiled(ring, service.ask, lambda point: point)
    assert Counter(got) == Counter(point for point in points if inside(degrees(ring), *point))


def touches(ring: list[Point], x: float, y: float) -> bool:
    """As `inside` for rectangles, but what lies on a side is inside too: both neighbours of a seam answer it."""
    xs, ys = [corner[0] for corner in ring], [corner[1] for corner in ring]
    return min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys)


def outside_of_sides(ring: list[Point], x: float, y: float) -> bool:
    """As `inside` for rectangles, but what lies on a side is outside: no neighbour of a seam answers it."""
    xs, ys = [corner[0] for corner in ring], [corner[1] for corner in ring]
    return min(xs) < x < max(xs) and min(ys) < y < max(ys)


@pytest.mark.parametrize("holds", [touches, outside_of_sides])
def test_records_planted_on_the_seams_are_neither_lost_nor_doubled(
    holds: Callable[[list[Point], float, float], bool],
) -> None:
    ring = checked_ring([(2.0, 54.6), (2.2, 54.6), (2.2, 54.8), (2.0, 54.8)])
    first = Tile().quarters(ring)[0]
    assert first.east is not None
    assert first.north is not None
    x, y = first.east / UNIT, first.north / UNIT
    near = (-1e-5, -1e-6, -1e-7, 0.0, 1e-7, 1e-6, 1e-5)
    planted = [(x + dx, y + dy) for dx in near for dy in near]
    planted += [(x + dx, 54.65) for dx in near] + [(2.05, y + dy) for dy in near]
    service = Service([*planted, *planted[:5]], 60, holds)
    got = tiled(ring, service.ask, lambda point: point)
    assert Counter(got) == Counter([*planted, *planted[:5]])
    assert service.asked > 5


def test_an_area_that_is_not_too_large_is_one_question_with_all_of_its_answer() -> None:
    ring = checked_ring([(2.0, 54.6), (2.2, 54.6), (2.2, 54.8)])
    points = [(2.1, 54.65), (2.2, 54.7), (2.0, 54.6)]
    service = Service(points, 3, touches)
    assert tiled(ring, service.ask, lambda point: point) == points
    assert service.asked == 1


def test_what_is_too_large_at_one_place_ends_in_a_sentence_after_a_while() -> None:
    ring = checked_ring([(2.0, 54.6), (2.2, 54.6), (2.2, 54.8), (2.0, 54.8)])
    service = Service([(2.1234, 54.7654)] * 50, 20, touches)
    with pytest.raises(TooLarge, match="Draw a smaller area"):
        tiled(ring, service.ask, lambda point: point)
    assert service.asked < 50


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 60))
def test_a_cut_keeps_the_area_and_every_point_on_its_side(seed: int, corners: int) -> None:
    ring = checked_ring(star(seed, corners))
    dice = random.Random(seed)
    for axis, middle in ((0, 2.0), (1, 54.7)):
        line = round((middle + dice.uniform(-0.09, 0.09)) * UNIT / 10) * 10 + 5
        above, below = cut(ring, axis, line, True), cut(ring, axis, line, False)
        whole = abs(area_of(ring))
        round_it = sum(math.dist(a, b) for a, b in zip(ring, (*ring[1:], ring[0])))
        rounding = 50 * round_it  # corners of a cut are whole units; a sharp angle makes more of that
        assert abs(sum(abs(area_of(part)) for part in (*above, *below)) - whole) <= 1e-4 * whole + rounding
        assert not any(crosses_itself(part) for part in (*above, *below))
        assert all(vertex[axis] >= line for part in above for vertex in part)
        assert all(vertex[axis] <= line for part in below for vertex in part)


def test_each_point_is_of_one_quarter_of_any_tile() -> None:
    ring = checked_ring(star(1, 9))
    whole = Tile()
    quarters = whole.quarters(ring)
    deeper = quarters[0].quarters(quarters[0].parts(ring)[0])
    edges = [tile.east for tile in quarters] + [tile.north for tile in (*quarters, *deeper)]
    lines = [edge / UNIT for edge in edges if edge is not None]
    for x in (1.9, 2.0, *lines):
        for y in (54.0, 54.7, *lines):
            assert sum(tile.holds(x, y) for tile in quarters) == 1
            assert sum(tile.holds(x, y) for tile in deeper) == quarters[0].holds(x, y)


def test_the_outline_is_sent_latitude_first_with_six_decimals() -> None:
    ring = checked_ring(
        [(-0.4212345678, 51.8812345678), (-0.3, 51.9), (0.0000004, 51.95), (-0.4212345678, 51.8812345678)]
    )
    assert poly_text(ring) == "51.881235,-0.421235:51.900000,-0.300000:51.950000,0.000000"
    assert checked_ring(positions_of(poly_text(ring))) == ring


@pytest.mark.parametrize(
    ("positions", "sentence"),
    [
        ([(2.0, 54.6), (2.1, 54.7)], "encloses nothing"),
        ([(2.0, 54.6), (2.0, 54.6), (2.1, 54.7), (2.0, 54.6)], "encloses nothing"),
        ([(2.0, 54.6), (2.1, 54.7), (2.2, 54.8)], "encloses nothing"),
        ([(2.0, 54.6), (2.2, 54.8), (2.2, 54.6), (2.0, 54.8)], "crosses or touches itself"),
        ([(2.0, 54.6), (2.2, 54.6), (2.2, 54.8), (2.1, 54.6), (2.0, 54.8)], "crosses or touches itself"),
        ([(2.0, 54.6), (2.2, 54.6), (2.3, 54.6), (2.2, 54.6), (2.2, 54.8)], "crosses or touches itself"),
        ([(54.6, 2.0), (54.6, 2.2), (54.8, 2.2)], "swapped"),
        ([(2.35, 48.85), (12.0, 48.86), (2.36, 48.9)], "outside the United Kingdom"),
        ([(2.0, math.nan), (2.2, 54.6), (2.2, 54.8)], "latitude and a longitude"),
        ([(2.0 + 1e-6 * n, 54.6 + (n % 2) * 1e-3) for n in range(5001)], "Simplify"),
    ],
)
def test_an_outline_that_would_be_misread_is_refused(positions: list[Point], sentence: str) -> None:
    with pytest.raises(CacheError, match=sentence):
        checked_ring(positions)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=4, max_size=9, unique=True))
def test_crossing_is_found_as_by_looking_at_all_pairs(corners: list[tuple[int, int]]) -> None:
    shapely_geometry = pytest.importorskip("shapely.geometry")
    valid = shapely_geometry.LinearRing([*corners, corners[0]]).is_simple
    assert crosses_itself(corners) is not valid
