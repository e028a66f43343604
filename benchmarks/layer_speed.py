# SPDX-License-Identifier: GPL-2.0-or-later
"""Opening, fetching and drawing crimes in QGIS: the cache's views beside a flat SpatiaLite table of the same rows."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

from . import data
from .import_speed import union_vrt
from .measure import Figure, run

_ROWS = 500_000


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is an empty folder."""
    street, many = work / "street", work / "many"
    rows = data.street_files(street)
    total = data.shifted_copies(street, many, _ROWS)
    small, large, flat = work / "small.sqlite", work / "large.sqlite", work / "flat.sqlite"
    _import(street, small)
    _import(many, large)
    spatialite = ["-f", "SQLite", "-dsco", "SPATIALITE=YES", "-lco", "SPATIAL_INDEX=YES", "-gt", "unlimited"]
    placed = ["-where", "Longitude <> ''"]  # the layer of the cache has the crimes with a place
    vrt = union_vrt(many, work / "many.vrt")
    run(["ogr2ogr", *spatialite, "-a_srs", "EPSG:4326", "-nln", "crime", *placed, str(flat), str(vrt)])
    with contextlib.closing(sqlite3.connect(flat)) as connection:
        connection.execute("CREATE INDEX crime_month ON crime (month)")
    script = Path(__file__).with_name("in_qgis.py")
    out = work / "result.json"
    run([sys.executable, str(script), str(small), str(large), str(flat), str(runs), str(out)])
    return _figures(json.loads(out.read_text(encoding="utf-8")), rows, total)


def _import(folder: Path, cache: Path) -> None:
    run([sys.executable, "-m", "offline_cache", "--cache", str(cache), "import", str(folder)])


def _figures(result: dict[str, Any], rows: int, total: int) -> list[Figure]:
    opened = result["open"]
    lines = [Figure(f"layer of {rows:,} crimes, valid after", f"{opened:.2f} s elapsed", "under 0.5 s", opened < 0.5)]
    for name, (ours, same, other, features) in result["cases"].items():
        value = (
            f"{ours / same:.2f} by OGR, {ours / other:.2f} by the spatialite provider "
            f"({ours * 1000:.0f} ms, {features:,} features)"
        )
        lines.append(Figure(f"{name} of {total:,}, times a flat table", value, "at most 1.3", ours / same <= 1.3))
    return lines
