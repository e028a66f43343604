# SPDX-License-Identifier: GPL-2.0-or-later
"""Labels on the map of a page: on no other label, inside the picture, off what matters."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from policeuk_plugin.reports.label_places import Placed, place_labels

SIZE = (1500.0, 1050.0)
NONE = np.zeros((0, 2))


def overlap(placed: list[Placed]) -> bool:
    return any(
        math.hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius
        for at, one in enumerate(placed)
        for other in placed[:at]
    )


@given(seed=st.integers(0, 10_000), spread=st.sampled_from([30.0, 80.0, 400.0]))
@settings(max_examples=40, deadline=None)
def test_ten_labels_do_not_overlap_however_near_their_places(seed: int, spread: float) -> None:
    generator = np.random.default_rng(seed)
    places = [generator.normal((750, 500), spread, (1, 2)).clip((0, 0), SIZE) for _ in range(10)]
    placed = place_labels(places, [24.0] * 10, SIZE, NONE)
    assert not overlap(placed)
    for one, points in zip(placed, places):
        assert [one.to_x, one.to_y] in points.tolist()
        assert one.radius <= one.x <= SIZE[0] - one.radius
        assert one.radius <= one.y <= SIZE[1] - one.radius
        assert math.hypot(one.x - one.to_x, one.y - one.to_y) > one.radius


def test_a_label_goes_to_the_free_side() -> None:
    """Squares all around but in the south-west."""
    taken = np.array([(x, y) for x in range(300, 700, 10) for y in range(300, 700, 10) if x > 480 or y < 520])
    (placed,) = place_labels([np.array([[490.0, 510.0]])], [20.0], SIZE, taken.astype(float))
    assert placed.x < 490
    assert placed.y > 510
    assert (np.hypot(taken[:, 0] - placed.x, taken[:, 1] - placed.y) >= placed.radius).all()


def test_the_line_leads_to_the_nearest_end_of_what_is_named() -> None:
    row = np.array([[x, 500.0] for x in range(200, 1200, 20)])
    (placed,) = place_labels([row], [20.0], SIZE, row)
    assert math.hypot(placed.x - placed.to_x, placed.y - placed.to_y) < 100


def test_a_corner_is_no_way_out() -> None:
    (placed,) = place_labels([np.array([[1499.0, 1.0]])], [24.0], SIZE, NONE)
    assert 24 <= placed.x <= 1476
    assert 24 <= placed.y <= 1026
