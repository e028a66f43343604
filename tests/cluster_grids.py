# SPDX-License-Identifier: GPL-2.0-or-later
"""Grids of counts as layers, and units as maps."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.algorithm_runs import box, point_layer, polygon_layer

VEHICLES, BURGLARY = "Vehicle crime", "Burglary"
STUDY = box(500_000, 200_000, 7500)
SIDE = 30


def grid_of(counts: np.ndarray) -> dict[str, Any]:
    """Parameters for points in the middle of 30 × 30 squares of 250 m, with these counts."""
    at = [(500_125 + 250 * (i % SIDE), 200_125 + 250 * (i // SIDE)) for i in np.flatnonzero(counts)]
    points = point_layer(at, counts=[float(n) for n in counts[counts > 0]])
    return {"INPUT": points, "COUNT_FIELD": "n", "STUDY_AREA": polygon_layer([STUDY])}


def as_map(units: list[dict[str, Any]], field: str) -> np.ndarray:
    """A field of the squares by row and column."""
    found = np.empty((SIDE, SIDE), dtype=object)
    for unit in units:
        column, row = (int(part) for part in unit["id"].split("_"))
        found[row - 800, column - 2000] = unit[field]
    return found
