# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache with residents, outlines in metres and scattered points for tests of clusters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.algorithm_runs import shapely_outlines
from tests.plugin_caches import made_once


@pytest.fixture(name="cache", scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> str:
    """Give a cache of the sample with outlines, look-up and residents."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    return str(made_once(tmp_path_factory, "residents", sample_zip, areas=areas))


@pytest.fixture(name="outlines", scope="module")
def outlines(sample_folder: Path) -> dict[str, Any]:
    """Give the sample's LSOAs as shapely polygons in metres."""
    return shapely_outlines(sample_folder / "sample_lsoa_2021.geojson")


def scattered(count: int = 400) -> list[tuple[float, float]]:
    """Points, always the same, 60 of them in a square of 700 m."""
    generator = np.random.default_rng(5)
    points = generator.uniform((400000, 300000), (405000, 305000), (count, 2))
    points[:60] = generator.uniform((402000, 302000), (402700, 302700), (60, 2))
    return [(float(x), float(y)) for x, y in points]
