# SPDX-License-Identifier: GPL-2.0-or-later
"""The caption of a map says how many crimes lie beyond its edge."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsLayoutItemMap,
    QgsProject,
    QgsRectangle,
)

from policeuk_plugin.reports.frame import crimes_outside, outside_line
from policeuk_plugin.reports.layout import MapPage, frame_of, make_layout
from tests.plugin_caches import make_cache, published_rows
from tests.sample_factory import street_csv, street_row


@pytest.mark.parametrize("extent", [QgsRectangle(0, 0, 10, 40), QgsRectangle(5, 5, 305, 15)])
def test_the_frame_is_that_of_the_map(extent: QgsRectangle) -> None:
    project = QgsProject()
    layout = make_layout(project, MapPage("one", "", "", "", (), extent))
    (shown,) = (item for item in layout.items() if isinstance(item, QgsLayoutItemMap))
    assert shown.extent().toString(6) == frame_of(extent).toString(6)


def test_crimes_outside_are_counted(sample_cache: Path, sample_zip: Path) -> None:
    """Against the published rows, in degrees."""
    placed = [row for _, row in published_rows(sample_zip, "street") if row["Longitude"]]
    west = sorted(float(row["Longitude"]) for row in placed)[len(placed) // 3] + 1e-5
    beyond = sum(float(row["Longitude"]) < west for row in placed)
    assert 0 < beyond < len(placed)
    degrees, none = QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateTransformContext()
    assert crimes_outside(sample_cache, QgsRectangle(west, -90, 180, 90), degrees, none) == beyond


def test_a_crime_at_the_other_end_of_the_country_is_told(tmp_path: Path) -> None:
    path = tmp_path / "2026-04-dorset-street.csv"
    rows = [street_row(), street_row(), street_row(longitude="-1.500000", latitude="54.900000")]
    path.write_bytes(street_csv("2026-04", "dorset", rows))
    cache = make_cache(tmp_path / "small.sqlite", path)
    grid, none = QgsCoordinateReferenceSystem("EPSG:27700"), QgsCoordinateTransformContext()
    everything = QgsRectangle(-200_000, -200_000, 1_000_000, 1_400_000)
    assert crimes_outside(cache, everything, grid, none) == 0
    north = QgsRectangle(400_000, 540_000, 450_000, 600_000)
    assert outside_line(crimes_outside(cache, north, grid, none)) == "Outside the frame of this map: 2 crimes."
    assert outside_line(0) == ""
