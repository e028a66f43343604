# SPDX-License-Identifier: GPL-2.0-or-later
"""Street files to a queryable cache, beside ogr2ogr to SpatiaLite and beside csv.reader merely reading them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from . import data
from .measure import Figure, Run, cpu, in_turn, ratio

_READ = """
import csv, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.csv")):
    with path.open(newline="", encoding="utf-8") as stream:
        for row in csv.reader(stream):
            pass
"""


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is an empty folder."""
    folder = work / "street"
    rows = data.street_files(folder)
    cache, peer = work / "cache.sqlite", work / "peer.sqlite"
    vrt = union_vrt(folder, work / "street.vrt")

    def ours() -> Sequence[str]:
        _remove(cache)
        return [sys.executable, "-m", "offline_cache", "--cache", str(cache), "import", str(folder)]

    def theirs() -> Sequence[str]:
        _remove(peer)
        spatialite = ["-f", "SQLite", "-dsco", "SPATIALITE=YES", "-lco", "SPATIAL_INDEX=YES", "-gt", "unlimited"]
        return ["ogr2ogr", *spatialite, "-a_srs", "EPSG:4326", "-nln", "crime", str(peer), str(vrt)]

    def reader() -> Sequence[str]:
        return [sys.executable, "-c", _READ, str(folder)]

    results = in_turn({"ours": ours, "ogr2ogr": theirs, "csv.reader": reader}, runs)
    size = cache.stat().st_size / rows
    return [*_speed(results, rows), _memory(work, results["ours"]), _size(size, peer.stat().st_size / rows)]


def _speed(results: dict[str, list[Run]], rows: int) -> list[Figure]:
    ours, ogr, reader = results["ours"], results["ogr2ogr"], results["csv.reader"]
    faster = ratio(ogr, ours)
    slower = ratio(ours, reader)
    seconds = f"{rows:,} rows: {cpu(ours):.2f} s against"
    return [
        Figure(
            "import, times as fast as ogr2ogr", f"{faster:.1f} ({seconds} {cpu(ogr):.2f} s)", "at least 3", faster >= 3
        ),
        Figure(
            "import, times csv.reader", f"{slower:.1f} ({seconds} {cpu(reader):.2f} s)", "at most 2.5", slower <= 2.5
        ),
    ]


def _memory(work: Path, few: list[Run]) -> Figure:
    """Peak memory with one set of files beside that with four times as many."""
    from .measure import run

    many = work / "many"
    data.shifted_copies(work / "street", many, 4 * sum(1 for _ in (work / "street").glob("*.csv")) * 5000)
    cache = work / "many.sqlite"
    _remove(cache)
    peak = run([sys.executable, "-m", "offline_cache", "--cache", str(cache), "import", str(many)]).memory / 1e6
    once = max(one.memory for one in few) / 1e6
    files = len(list(many.glob("*.csv")))
    return Figure(
        "import, peak memory", f"{once:.0f} MB; {peak:.0f} MB for {files} files", "flat, under 300 MB", peak < 300
    )


def _size(ours: float, theirs: float) -> Figure:
    value = f"{ours:.0f} bytes a row ({theirs:.0f} of ogr2ogr)"
    return Figure("cache, bytes a street row", value, "at most 90", ours <= 90)


def union_vrt(folder: Path, vrt: Path) -> Path:
    """One layer of all files, so that ogr2ogr needs one process and one transaction: its best case."""
    layers = "\n".join(
        f'<OGRVRTLayer name="{path.stem}"><SrcDataSource>{path}</SrcDataSource><GeometryType>wkbPoint</GeometryType>'
        '<LayerSRS>EPSG:4326</LayerSRS><GeometryField encoding="PointFromColumns" '
        'x="Longitude" y="Latitude"/></OGRVRTLayer>'
        for path in sorted(folder.glob("*.csv"))
    )
    text = f'<OGRVRTDataSource><OGRVRTUnionLayer name="crime">\n{layers}\n</OGRVRTUnionLayer></OGRVRTDataSource>'
    vrt.write_text(text, encoding="utf-8")
    return vrt


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
