# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache with crimes in the middle of squares, as many by month as a test says, and the squares as units."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tests.algorithm_runs import box, polygon_layer
from tests.plugin_caches import make_cache
from tests.sample_factory import archive_zip, member, street_csv, street_row

SIDE, STEP_X, STEP_Y = 20, 0.01, 0.006
WEST, SOUTH = 2.0, 54.7


def months_from(count: int) -> list[str]:
    """So many months from January 2024 on."""
    return [f"{2024 + at // 12}-{at % 12 + 1:02d}" for at in range(count)]


def written(folder: Path, counts: np.ndarray, left_out: tuple[int, ...] = ()) -> dict[str, Any]:
    """A cache with so many crimes in the middle of each square by month, and the squares as units."""
    files = {}
    for at, month in enumerate(months_from(counts.shape[2])):
        if at not in left_out:
            files[member(month, "dorset")] = street_csv(month, "dorset", rows_of(counts[:, :, at]))
    cache = make_cache(folder / "made.sqlite", archive_zip(folder / "made.zip", files))
    squares = [
        box(WEST + STEP_X * x, SOUTH + STEP_Y * y, STEP_X, STEP_Y) for x in range(SIDE) for y in range(SIDE)
    ]  # fmt: skip
    study = polygon_layer([box(WEST, SOUTH, SIDE * STEP_X, SIDE * STEP_Y)], "EPSG:4326")
    return {
        "CACHE": str(cache),
        "STUDY_AREA": study,
        "UNITS": "layer",
        "UNIT_LAYER": polygon_layer(squares, "EPSG:4326"),
    }


def rows_of(counts: np.ndarray) -> list[dict[str, str]]:
    """A row a crime, on the middle of its square."""
    rows = []
    for (x, y), count in np.ndenumerate(counts):
        at = {
            "longitude": f"{WEST + STEP_X * (x + 0.5):.6f}",
            "latitude": f"{SOUTH + STEP_Y * (y + 0.5):.6f}",
            "lsoa_code": "",
            "lsoa_name": "",
        }
        rows += [street_row(**at)] * int(count)
    return rows
