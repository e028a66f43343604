# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers as an analyst uses them: the whole set added, drawn and panned, through time, areas coloured; memory."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

from . import data
from .hotspot_speed import AREAS
from .measure import Figure, run

_ROWS = 500_000


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is an empty folder. The GeoPackage twin has the same features, written by `export`."""
    street, many = work / "street", work / "many"
    data.street_files(street)
    total = data.shifted_copies(street, many, _ROWS)
    three_years, large, twin = work / "small.sqlite", work / "large.sqlite", work / "twin.gpkg"
    _cache(three_years, "import", str(data.archive()))
    _cache(three_years, "import", str(data.year_before(work / "before")))
    _cache(three_years, "areas", "import", *map(str, AREAS))
    _cache(large, "import", str(many))
    _twin(large, work / "all.gpkg", twin)
    out = work / "result.json"
    script = Path(__file__).with_name("use_in_qgis.py")
    done = run([sys.executable, str(script), str(three_years), str(large), str(twin), str(runs), str(out)])
    return _figures(json.loads(out.read_text(encoding="utf-8")), total, done.memory)


def _twin(cache: Path, exported: Path, twin: Path) -> None:
    """The crimes with a place, which is what the layer of the cache has, and an index on their months."""
    _cache(cache, "export", "--layer", "crimes", "--format", "gpkg", str(exported))
    placed = "SELECT * FROM crimes WHERE geom IS NOT NULL"
    run(["ogr2ogr", "-f", "GPKG", "-nln", "crimes", "-sql", placed, str(twin), str(exported)])
    with contextlib.closing(sqlite3.connect(twin)) as connection:
        connection.execute("CREATE INDEX crimes_month ON crimes (month)")


def _cache(cache: Path, *words: str) -> None:
    run([sys.executable, "-m", "offline_cache", "--cache", str(cache), *words])


def _figures(result: dict[str, Any], total: int, memory: int) -> list[Figure]:
    added, area_map, frames = result["set"], result["area map"], result["frames"]
    lines = [
        Figure(f"{result['layers']} layers of 36 months added", f"{added:.2f} s elapsed", "under 3 s", added < 3),
        Figure(f"map of {result['areas']} LSOAs", f"{area_map:.2f} s elapsed", "under 1 s", area_map < 1),
    ]
    for name, (ours, twin, features) in result["drawing"].items():
        value = f"{ours / twin:.2f} ({ours * 1000:.0f} ms elapsed, {features:,} features)"
        lines.append(Figure(f"{name} of {total:,}, times a GeoPackage", value, "at most 1.0", ours <= twin))
    for name, seconds in frames.items():
        lines.append(Figure(f"a frame of {name}, {total:,}", f"{seconds:.2f} s elapsed", "under 0.7 s", seconds < 0.7))
    lines.append(Figure("memory of QGIS with all of this", f"{memory / 1e6:.0f} MB", "under 1 GB", memory < 1e9))
    return lines
