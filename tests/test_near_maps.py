# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts of a map from near: two different parts where there are two."""

from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle

from policeuk_plugin.processing.units.near_maps import near_maps
from policeuk_plugin.reports.result_map import Label, MapPicture

TOWN = [(10_000, 10_000), (10_300, 10_100), (10_600, 9_900), (10_200, 10_400)]
EDGE, ELSEWHERE = (10_400, 11_800), (30_000, 35_000)


def parts(places: list[tuple[int, int]], width: float = 250) -> list[str]:
    """Give what is said under each part of a map of 40 km."""
    area = QgsRectangle(0, 0, 40_000, 40_000)
    labels = [Label(str(at), [place]) for at, place in enumerate(places, 1)]
    picture = MapPicture([], area, QgsCoordinateReferenceSystem("EPSG:27700"), labels)
    return [detail.text for detail in near_maps(picture, [width] * len(places))]


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ([*TOWN, EDGE, ELSEWHERE], ["1, 2, 3 and 4 from near", "6 from near"]),
        ([*TOWN, EDGE], ["1, 2, 3 and 4 from near", "4 and 5 from near"]),
        (TOWN, ["1, 2, 3 and 4 from near"]),
    ],
)
def test_the_second_part_is_another_one_where_there_is_one(places: list[tuple[int, int]], said: list[str]) -> None:
    assert parts(places) == said


def test_what_is_wide_is_seen_on_the_map_itself() -> None:
    assert parts(TOWN, width=5_000) == []
