# SPDX-License-Identifier: GPL-2.0-or-later
"""A small country for reference data: six LSOAs, three districts, four CSPs, two forces; and files about them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Union

from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.reader import reading
from offline_cache.reference_data.attributes import attributes_of, shown_attributes_of
from offline_cache.reference_data.importing import import_reference
from offline_cache.store import OfflineCache
from tests.area_factory import table, written

LSOAS = tuple(f"E0100000{number}" for number in range(1, 7))
NORTH, SOUTH, WEST = "E07000004", "E07000005", "W06000001"
"""Districts; the south holds two CSPs, each of one LSOA."""
CSPS = ("E22000001", "E22000002", "E22000003", "W14000001")
FORCES = ("E23000026", "W15000001")
LOOK_UP = table(
    "LSOA21CD,LSOA21NM,LAD24CD,LAD24NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM",
    [LSOAS[0], "North 1", NORTH, "North & Moor", CSPS[0], "North & Moor", FORCES[0], "Bedfordshire"],
    [LSOAS[1], "North 2", NORTH, "North & Moor", CSPS[0], "North & Moor", FORCES[0], "Bedfordshire"],
    [LSOAS[2], "South 1", SOUTH, "South, City of", CSPS[1], "South A", FORCES[0], "Bedfordshire"],
    [LSOAS[3], "South 2", SOUTH, "South, City of", CSPS[2], "South B", FORCES[0], "Bedfordshire"],
    [LSOAS[4], "West 1", WEST, "West", CSPS[3], "West", FORCES[1], "North Wales"],
    [LSOAS[5], "West 2", WEST, "West", CSPS[3], "West", FORCES[1], "North Wales"],
)
FIGURES = table(
    "LSOA21CD,total_residents,total_households",
    *[[code, 1000 * number, 100 * number] for number, code in enumerate(LSOAS, 1)],
)
OF_CSPS = AreaSet(AreaKind.CSP, 2024)
OF_LSOAS = AreaSet(AreaKind.LSOA, 2021)

Text = Union[str, bytes]


def imported(cache: Path, folder: Path, files: Mapping[str, Text]) -> list[str]:
    """Import files of reference data, by name and content, into a cache; give the lines that are said."""
    paths = [written(folder / name, text) for name, text in files.items()]
    with OfflineCache(cache) as opened:
        return import_reference(opened, paths).lines()


def country(cache: Path, folder: Path, **files: Text) -> Path:
    """Make a cache of the country; keywords are more files, by name without ending."""
    imported(cache, folder, {"look-up.csv": LOOK_UP, "figures.csv": FIGURES})
    imported(cache, folder, {f"{name}.csv": text for name, text in files.items()})
    return cache


def values(cache: Path, areas: AreaSet, measure: str) -> dict[str, float]:
    """A measure by area, of areas of which it is known."""
    with reading(cache) as connection:
        found = shown_attributes_of(connection, areas, [measure])
    return {code: float(value) for code, (value,) in zip(found.codes, found.values) if value == value}


def matched(cache: Path, areas: AreaSet, *measures: str) -> tuple[str, ...]:
    """The names of the measures that areas would be matched by."""
    with reading(cache) as connection:
        return tuple(measure.name for measure in attributes_of(connection, areas, measures).measures)
