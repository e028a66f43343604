# SPDX-License-Identifier: GPL-2.0-or-later
"""A force with a million invented crimes: as many snap points, months and LSOAs as a large real one has."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .import_speed import union_vrt

CRIMES, PLACES, MONTHS, LSOAS = 1_000_000, 60_000, 36, 30
"""LSOAs: along each side of a square."""
TYPES = {"Violence and sexual offences": 0.75, "Burglary": 0.1875, "Drugs": 0.0625}
"""The share of each: with those before it left out, a quarter and a sixteenth of the crimes remain."""
WEST, SOUTH, WIDE, HIGH = -1.0, 51.9, 0.65, 0.4
"""Degrees: about 44 km each way."""
KM2 = 1984.0
FIRST = (2022, 8)
_NAME = "Bench 0 Police"
_HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
_LOOKUP = (
    "lsoa21_code", "lsoa21_name", "ward24_code", "ward24_name", "ltla24_code", "ltla24_name", "csp24_code",
    "csp24_name", "pfa24_code", "pfa24_name", "via_lad18",
)  # fmt: skip


@dataclass(frozen=True)
class Force:
    """Its cache, its outlines, its crimes as a layer of points, and two squares of 4 km: areas of an intervention."""

    cache: Path
    outlines: Path
    points: Path
    treated: Path
    control: Path


def make(work: Path, lsoas: int = LSOAS, types: Mapping[str, float] = TYPES) -> Force:
    """Write all of it into `work`, an empty folder; half a minute. `lsoas` along each side, `types` with shares."""
    generator = np.random.default_rng(1)
    longitude = np.round(WEST + WIDE * generator.uniform(0, 1, PLACES), 6)
    latitude = np.round(SOUTH + HIGH * generator.uniform(0, 1, PLACES), 6)
    column = ((longitude - WEST) / WIDE * lsoas).astype(int).clip(0, lsoas - 1)
    row = ((latitude - SOUTH) / HIGH * lsoas).astype(int).clip(0, lsoas - 1)
    weights = generator.gamma(0.5, 1, PLACES)
    street = work / "street"
    street.mkdir()
    codes = [_code(at) for at in (row * lsoas + column).tolist()]
    places = list(zip(longitude.tolist(), latitude.tolist(), codes))
    for month in _months():
        drawn = generator.choice(PLACES, -(-CRIMES // MONTHS), p=weights / weights.sum()).tolist()
        kinds = generator.choice(list(types), -(-CRIMES // MONTHS), p=list(types.values())).tolist()
        ids = [generator.bytes(32).hex() for _ in drawn]
        rows = ([i, month, _NAME, _NAME, *_place(places[at]), kind, "", ""] for i, at, kind in zip(ids, drawn, kinds))
        _write(street / f"{month}-bench-0-street.csv", _HEADER, rows)
    names = ("million.sqlite", "lsoa.geojson", "points.gpkg", "treated.geojson", "control.geojson")
    force = Force(*(work / name for name in names))
    _areas(work, lsoas)
    tool = [sys.executable, "-m", "offline_cache", "--cache", str(force.cache)]
    _quietly([*tool, "import", str(street)])
    _quietly([*tool, "areas", "import", str(force.outlines), str(work / "lookup.csv")])
    _points(street, force.points)
    for path, east in ((force.treated, 0.2), (force.control, 0.7)):
        path.write_text(_geojson([({"id": 1}, (WEST + WIDE * east, SOUTH + HIGH / 2, 0.06, 0.04))]), encoding="utf-8")
    return force


def squares(target: Path, size: int) -> Path:
    """A layer of squares of `size` metres over all of it, in EPSG:27700."""
    target.unlink(missing_ok=True)
    west, south, east, north = 468_900, 218_600, 513_000, 262_000
    across, up = (east - west) // size, (north - south) // size
    made = (
        "WITH RECURSIVE "
        f"c(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM c WHERE x + 1 < {across}), "
        f"r(y) AS (SELECT 0 UNION ALL SELECT y + 1 FROM r WHERE y + 1 < {up}) "
        f"SELECT x * {up} + y AS n, BuildMBR({west} + x * {size}, {south} + y * {size}, "
        f"{west} + (x + 1) * {size}, {south} + (y + 1) * {size}, 27700) AS geometry FROM c, r"
    )
    _quietly(
        ["ogr2ogr", "-f", "GPKG", str(target), ":memory:", "-dialect", "SQLite", "-sql", made, "-nln", "squares"]
        + ["-nlt", "POLYGON", "-a_srs", "EPSG:27700"]
    )
    return target


def _months() -> list[str]:
    numbers = range(FIRST[0] * 12 + FIRST[1] - 1, FIRST[0] * 12 + FIRST[1] - 1 + MONTHS)
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers]


def _code(at: int) -> str:
    return f"E0199{at + 1:04d}"


def _place(place: tuple[float, float, str]) -> list[str]:
    longitude, latitude, code = place
    return [f"{longitude:.6f}", f"{latitude:.6f}", "On or near Bench Street", code, f"Bench {code[-4:]}"]


def _areas(work: Path, lsoas: int) -> None:
    """LSOAs as squares, all in one partnership."""
    wide, high = WIDE / lsoas, HIGH / lsoas
    squares, lookup = [], []
    for at in range(lsoas * lsoas):
        row, column = divmod(at, lsoas)
        code, name = _code(at), f"Bench {at + 1:04d}"
        squares.append(({"LSOA21CD": code, "LSOA21NM": name}, (WEST + column * wide, SOUTH + row * high, wide, high)))
        ward = f"E0599{row + 1:04d}"
        lookup.append([code, name, ward, f"Ward {row + 1}", "E07990009", "Bench", "E22990009", "Bench", "E23990009"])
    (work / "lsoa.geojson").write_text(_geojson(squares), encoding="utf-8")
    _write(work / "lookup.csv", _LOOKUP, ([*one, "Bench", "False"] for one in lookup))


def _geojson(squares: list[tuple[dict[str, object], tuple[float, float, float, float]]]) -> str:
    features = []
    for properties, (west, south, wide, high) in squares:
        east, north = west + wide, south + high
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        shape = {"type": "Polygon", "coordinates": [[[round(x, 7), round(y, 7)] for x, y in ring]]}
        features.append({"type": "Feature", "properties": properties, "geometry": shape})
    return json.dumps({"type": "FeatureCollection", "features": features})


def _points(street: Path, target: Path) -> None:
    """The rows as a layer, one feature each."""
    union = union_vrt(street, street.with_suffix(".vrt"))
    _quietly(["ogr2ogr", "-f", "GPKG", str(target), str(union), "-nln", "points", "-select", "Month"])


def _write(path: Path, header: tuple[str, ...], rows: object) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)  # type: ignore[arg-type]


def _quietly(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}")
