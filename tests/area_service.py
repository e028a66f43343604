# SPDX-License-Identifier: GPL-2.0-or-later
"""An invented country of square LSOAs in two forces' areas, as layers of the stand-in and as files on disk."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.area_factory import square
from tests.service import layers as stand_in
from tests.service.layers import Layer
from tests.service.sample_layers import (
    DISTRICTS,
    EXACT_FIT,
    ITEMS,
    LAD_TO_PFA_2024,
    LSOA_2011,
    LSOA_2021,
    LSOA_TO_WARD,
    POLICE_AREAS,
    WARDS,
)

COLUMNS, ROWS, SIZE = 14, 3, 0.02
WEST, SOUTH = -0.5, 52.0
BORDER = 4  # columns of Bedfordshire; the others are Cambridgeshire's
BEDFORDSHIRE, CAMBRIDGESHIRE = "E23000026", "E23000023"
# An LSOA of 2011 that has been split by the border, and what it became.
SPLIT = ("E01900001", "E01000101", "E01000005")
_BOXES = """
    SELECT a.kind, a.edition, a.code, r.xmin, r.xmax, r.ymin, r.ymax FROM area a JOIN idx_area_geom r ON r.pkid = a.id
"""
_TABLES = ("area_in_area", "area_name", "area_figure", "lsoa_exact_fit")


def code(column: int, row: int) -> str:
    """The LSOA in a column, from west to east, and a row."""
    return f"E01000{row}{column + 1:02d}"


def codes(columns: Iterable[int]) -> set[str]:
    """The LSOAs of 2021 in some columns."""
    return {code(column, row) for column in columns for row in range(ROWS)}


def layers() -> list[Layer]:
    """All layers of the country."""
    every = [(column, row) for column in range(COLUMNS) for row in range(ROWS)]
    districts = ("E06000055", "W06000001", "S12000005")
    return [
        _drawn(LSOA_2021, [(_named("LSOA21", code(*at)), _shape(*at)) for at in every]),
        _drawn(LSOA_2011, [(_named("LSOA11", old), _shape(*at)) for old, at in _of_2011(every)]),
        _drawn(POLICE_AREAS, [(_police_area(west), _half(west)) for west in (True, False)]),
        _drawn(DISTRICTS, [(_named("LAD24", district), _half(True)) for district in districts]),
        _drawn(WARDS, [(_named("WD24", f"E0500000{number}"), _half(True)) for number in (1, 2)]),
        _table(LSOA_TO_WARD, [_look_up(*at) for at in every]),
        _table(LAD_TO_PFA_2024, [_district(west) for west in (True, False)]),
        _table(EXACT_FIT, _exact_fit(every)),
    ]


def _drawn(service: str, rows: list[tuple[dict[str, str], dict[str, Any]]]) -> Layer:
    return stand_in.made_layer(service, rows, ITEMS.get(service, ""))


def _table(service: str, rows: list[dict[str, str]]) -> Layer:
    return stand_in.made_layer(service, [(row, None) for row in rows], ITEMS.get(service, ""), "ObjectId")


def _named(column: str, area: str) -> dict[str, str]:
    return {f"{column}CD": area, f"{column}NM": f"O'Name of {area}, größer"}


def _shape(column: int, row: int) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [_ring(WEST + column * SIZE, SOUTH + row * SIZE, SIZE)]}


def _ring(west: float, south: float, size: float) -> list[list[float]]:
    """A square as ONS writes coordinates: to seven decimals."""
    return [[round(degrees, 7) for degrees in position] for position in square(west, south, size)]


def _half(west: bool) -> dict[str, Any]:
    """A shape of two parts, one with a hole."""
    at = WEST if west else WEST + BORDER * SIZE
    rings = [_ring(at, SOUTH, 0.04), _ring(at + 0.01, SOUTH + 0.01, 0.01)[::-1]]
    return {"type": "MultiPolygon", "coordinates": [rings, [_ring(at, SOUTH + 0.1, 0.01)]]}


def _of_2011(every: list[tuple[int, int]]) -> list[tuple[str, tuple[int, int]]]:
    kept = [(code(*at), at) for at in every if code(*at) not in SPLIT]
    return [*kept, (SPLIT[0], (BORDER - 1, 1))]


def _exact_fit(every: list[tuple[int, int]]) -> list[dict[str, str]]:
    pairs = [(code(*at), code(*at), "U") for at in every if code(*at) not in SPLIT]
    pairs += [(SPLIT[0], new, "S") for new in SPLIT[1:]]
    return [{"LSOA11CD": old, "LSOA21CD": new, "CHGIND": change, "LAD22CD": "E06000055"} for old, new, change in pairs]


def _look_up(column: int, row: int) -> dict[str, str]:
    west = column < BORDER
    district = _district(west)
    return {
        "LSOA21CD": code(column, row),
        "LSOA21NM": "not asked for",
        "WD24CD": "E05000001" if west else "E05000002",
        "WD24NM": "West Ward" if west else "East Ward",
        "LAD24CD": district["LAD24CD"],
        "LAD24NM": district["LAD24NM"],
    }


def _district(west: bool) -> dict[str, str]:
    number = 55 if west else 31
    return {
        "LAD24CD": f"E060000{number}",
        "LAD24NM": "Bedford" if west else "Peterborough",
        "CSP24CD": f"E220000{number}",
        "CSP24NM": "Bedford" if west else "Peterborough",
        **_police_area(west),
    }


def _police_area(west: bool) -> dict[str, str]:
    area, name = (BEDFORDSHIRE, "Bedfordshire") if west else (CAMBRIDGESHIRE, "Cambridgeshire")
    return {"PFA24CD": area, "PFA24NM": name}


def written(layer: Layer, folder: Path, wanted: set[str] | None = None) -> Path:
    """A layer's features (those with codes in `wanted`) as a file for `areas import`, written by other means."""
    features = [
        feature
        for feature in layer.features
        if wanted is None or any(value in wanted for value in feature["properties"].values())
    ]
    if layer.geometry_type is None:
        path = folder / f"{layer.service}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(features[0]["properties"]))
            writer.writeheader()
            writer.writerows(feature["properties"] for feature in features)
        return path
    path = folder / f"{layer.service}.geojson"
    whole = {"type": "FeatureCollection", "features": [{"type": "Feature", **feature} for feature in features]}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def tables(cache: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of areas, without the numbers of their sources and of their own."""
    with closing(sqlite3.connect(cache)) as connection:
        found = {"area": connection.execute("SELECT kind, edition, code, name, geom FROM area").fetchall()}
        found["boxes"] = connection.execute(_BOXES).fetchall()
        for table in _TABLES:
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "source"]
            found[table] = connection.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def drawn(cache: Path, kind: str = "lsoa", edition: int = 2021) -> set[str]:
    """The codes of the outlines held."""
    with closing(sqlite3.connect(cache)) as connection:
        rows = connection.execute("SELECT code FROM area WHERE kind = ? AND edition = ?", (kind, edition)).fetchall()
    assert len({area for (area,) in rows}) == len(rows)
    return {area for (area,) in rows}
