# SPDX-License-Identifier: GPL-2.0-or-later
"""Units of uneven size, few and full of crimes: their size alone makes no cluster, and a real one is still found."""

from __future__ import annotations

import math

import numpy as np
import pytest
from qgis.core import QgsVectorLayer

from tests.algorithm_runs import box, point_layer, polygon_layer, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture

EAST, NORTH, RADIUS = 405_000.0, 305_000.0, 3_800.0
ROUND = ",".join(
    f"{EAST + RADIUS * math.cos(at):.1f} {NORTH + RADIUS * math.sin(at):.1f}"
    for at in [*np.linspace(0, 2 * math.pi, 60)[:-1], 0.0]
)
BOUND = 1
"""Maps of five with any cluster: two of five or more would be rarer than 1 in 40, were it one in twenty."""


def thrown(seed: int, crimes: int, corner: float = 0.0) -> list[tuple[float, float]]:
    """Points anywhere in a square round the study area; of `corner`, as a share, all in 800 m of it."""
    generator = np.random.default_rng(seed)
    points = generator.uniform((EAST - 4000, NORTH - 4000), (EAST + 4000, NORTH + 4000), (crimes, 2))
    some = int(corner * crimes)
    points[:some] = generator.uniform((EAST - 400, NORTH - 400), (EAST + 400, NORTH + 400), (some, 2))
    return [(float(x), float(y)) for x, y in points]


def made_of(layer: QgsVectorLayer, **parameters: object) -> int:
    """Units that are called clusters."""
    given = {"INPUT": layer, "OUTPUT": "memory:", **parameters}
    return int(run("crimeclusters", given)[0]["CLUSTERS"])


@pytest.mark.parametrize(
    ("crimes", "cells"),
    [(5000, {"CELL_SIZE": 1000}), (20000, {"CELL_SIZE": 1000, "UNITS": "hexagon"}), (20000, {"CELL_SIZE": 500})],
    ids=["squares", "hexagons", "smaller squares"],
)
def test_cells_that_the_border_cuts_make_no_cluster_of_the_others(crimes: int, cells: dict[str, object]) -> None:
    area = polygon_layer([f"POLYGON(({ROUND}))"])
    found = [made_of(point_layer(thrown(seed, crimes)), STUDY_AREA=area, **cells) for seed in range(5)]
    assert sum(units > 0 for units in found) <= BOUND, found


@pytest.mark.parametrize("width", [1000, 1500], ids=["side by side", "on one another"])
def test_polygons_with_more_ground_of_their_own_make_no_cluster(width: int) -> None:
    """On one another, each crime counts in the first: those on the rim of the layer have more ground than others."""
    corners = [(EAST - 3000 + 1000 * i, NORTH - 3000 + 1000 * j) for i in range(6) for j in range(6)]
    units = polygon_layer([box(x, y, width) for x, y in corners])
    found = [made_of(point_layer(thrown(seed, 5000)), UNITS="layer", UNIT_LAYER=units) for seed in range(5)]
    assert sum(one > 0 for one in found) <= BOUND, found


def test_a_real_cluster_among_cut_cells_is_found() -> None:
    area = polygon_layer([f"POLYGON(({ROUND}))"])
    assert made_of(point_layer(thrown(1, 5000, corner=0.2)), STUDY_AREA=area, CELL_SIZE=400) >= 4
