# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:riskdensity` across July 2022, from when on the service places crimes on another list of snap points."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.algorithm_runs import box, in_metres, polygon_layer
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.plugin_caches import make_cache
from tests.sample_factory import archive_zip, member, street_csv, street_row
from tests.square_crimes import SIDE, SOUTH, STEP_X, STEP_Y, WEST
from tests.test_risk_density import risk

MOVED = 0.0005
"""Degrees, some 30 m, between a snap point of the first list and that of the second."""


def published(counts: np.ndarray, east: float) -> list[dict[str, str]]:
    """A row a crime of `counts` (SIDE, SIDE), on snap points that stand `east` degrees from the middle."""
    rows = []
    for (x, y), count in np.ndenumerate(counts):
        at = {"longitude": f"{WEST + STEP_X * (x + 0.5) + east:.6f}", "latitude": f"{SOUTH + STEP_Y * (y + 0.5):.6f}"}
        rows += [street_row(**at, lsoa_code="", lsoa_name="")] * int(count)
    return rows


def test_a_block_that_rose_is_found_though_no_snap_point_has_crimes_of_both_periods(tmp_path: Path) -> None:
    generator, mean = np.random.default_rng(2), np.full((SIDE, SIDE), 15.0)
    before = generator.poisson(mean)
    mean[4:9, 4:9] *= 3
    later = generator.poisson(mean)
    files = {
        member("2022-05", "dorset"): street_csv("2022-05", "dorset", published(before, 0)),
        member("2023-05", "dorset"): street_csv("2023-05", "dorset", published(later, MOVED)),
    }
    cache = make_cache(tmp_path / "made.sqlite", archive_zip(tmp_path / "made.zip", files))
    ground = polygon_layer([box(WEST, SOUTH, SIDE * STEP_X, SIDE * STEP_Y)], "EPSG:4326")
    asked = {"CACHE": str(cache), "STUDY_AREA": ground, "FROM": "2023-05", "TO": "2023-05", "BEFORE_FROM": "2022-05"}
    page = tmp_path / "risk.html"
    given = {**asked, "BEFORE_TO": "2022-05", "BANDWIDTH": 1500, "CELL_SIZE": 500, "REPORT": str(page)}
    results, _, areas = risk(tmp_path, given)
    assert (results["CRIMES"], results["BASE"]) == (later.sum(), before.sum())
    assert (results["REDRAWN"], results["MORE"], results["FEWER"]) == (1, 1, 0)
    (more,) = (area for area in areas if area["kind"] == "more")
    around = polygon_layer([box(WEST + 3 * STEP_X, SOUTH + 3 * STEP_Y, 7 * STEP_X, 7 * STEP_Y)], "EPSG:4326")
    block = next(around.getFeatures()).geometry()
    block.transform(in_metres())
    assert more.geometry().area() > 3e6
    assert more.geometry().intersection(block).area() > 0.9 * more.geometry().area()
    assert "dealt as one" in page.read_text(encoding="utf-8")
