# SPDX-License-Identifier: GPL-2.0-or-later
"""What is planted in the shipped sample can be counted: clusters, a step, seasons."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from tests.sample_factory import Row
from tests.sample_rows import Sample, every
from tests.sample_rows import sample as _sample  # noqa: F401 - a fixture


def metres(row: Row, latitude: float, longitude: float) -> float:
    """Distance of a placed row from a point of the town."""
    north = (float(row["Latitude"]) - latitude) * 111_320.0
    east = (float(row["Longitude"]) - longitude) * 111_320.0 * math.cos(math.radians(54.72))
    return math.hypot(north, east)


@pytest.mark.parametrize(
    ("crime_type", "latitude", "longitude"),
    [("Vehicle crime", 54.725401, 2.026997), ("Burglary", 54.711992, 1.975125)],
)
def test_planted_cluster_is_there(sample: Sample, crime_type: str, latitude: float, longitude: float) -> None:
    placed = [row for row in every(sample.street) if row["LSOA code"]]
    near = [row for row in placed if metres(row, latitude, longitude) <= 330]
    here, everywhere = (Counter(row["Crime type"] for row in rows) for rows in (near, placed))
    assert here[crime_type] / everywhere[crime_type] > 0.15
    assert here["Public order"] / everywhere["Public order"] < 0.06
    assert len({(row["Longitude"], row["Latitude"]) for row in near}) > 10


def test_planted_step_is_there(sample: Sample) -> None:
    for month, rows in sample.street.items():
        here = [r for r in rows if (r["Latitude"], r["Longitude"]) == ("54.703706", "1.978079")]
        count = sum(row["Crime type"] == "Shoplifting" for row in here)
        assert {row["Location"] for row in here} == {"On or near Supermarket"}
        assert 13 <= count <= 18 if month >= "2025-11" else 1 <= count <= 4


def test_bicycle_theft_is_of_the_summer_and_burglary_of_the_winter(sample: Sample) -> None:
    def ratio(crime_type: str) -> float:
        months = [row["Month"][5:] for row in every(sample.street) if row["Crime type"] == crime_type]
        summer = sum(month in {"06", "07", "08", "09"} for month in months) / 8  # months held
        winter = sum(month in {"11", "12", "01", "02"} for month in months) / 7  # 2025-02 is missing
        return summer / winter

    assert ratio("Bicycle theft") > 1.2
    assert ratio("Burglary") < 0.9
