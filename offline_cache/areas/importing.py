# SPDX-License-Identifier: GPL-2.0-or-later
"""Bring files of areas into the cache, each in one transaction."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from pathlib import Path

from ..errors import BadFile, Cancelled, reason
from ..importing import Progress, never, silent
from ..model import ChangeKind
from ..store import OfflineCache
from .containers import AreaFile, Format, Unpacked, find_area_files, unpack
from .describing import Description, describe
from .geojson import read_geojson
from .geopackage import read_geopackage
from .model import (
    AreaChange,
    AreaContent,
    AreaKind,
    AreaSet,
    AreasReport,
    Contents,
    LookUp,
    Outline,
    Outlines,
)
from .polygons import refuse_elsewhere
from .projection import to_wgs84
from .tables import read_table
from .writing import HELD, forget_empty_sources, write_contents


def import_areas(
    cache: OfflineCache,
    paths: Sequence[Path],
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] = never,
) -> AreasReport:
    """Import outlines, look-ups and figures of areas (GeoJSON, GeoPackage, CSV; also .gz and .zip).

    What a file is, its columns say. Each file is written wholly or not at all. What it covers replaces
    what is held of the same kind and edition, code by code; a file that is held as it is changes nothing.
    Raises `BadFile` for the first file that cannot be used (those before it stay), `Cancelled`, `BadCache`.
    """
    files = [file for path in paths for file in find_area_files(Path(path))]
    changes: list[AreaChange] = []

    def stop_if_cancelled() -> None:
        if cancelled():
            raise Cancelled(
                f"Stopped: {len(changes)} of {len(files)} files of areas are in the cache, each whole. "
                "Import again to go on."
            )

    for file in files:
        progress(Progress(len(changes), len(files), file.name))
        stop_if_cancelled()
        changes.append(import_file(cache, file, stop_if_cancelled))
    cache.settle()
    progress(Progress(len(files), len(files), ""))
    return AreasReport(tuple(changes))


def import_file(cache: OfflineCache, file: AreaFile, tick: Callable[[], None]) -> AreaChange:
    """Import one file in one transaction; `tick` is called often and may raise to stop. Raises as `import_areas`.

    `cache.settle()` is the caller's.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            unpacked = unpack(file, Path(folder))
            contents = _read(unpacked, file.name, tick)
    except OSError as error:
        raise BadFile(f"{file.name} cannot be unpacked ({reason(error)}). Check the temporary folder.") from error
    return _write(cache, file.name, unpacked.crc, contents)


def _read(unpacked: Unpacked, name: str, tick: Callable[[], None]) -> Contents:
    if unpacked.format is Format.CSV:
        return read_table(unpacked.data, name)
    if unpacked.format is Format.GEOJSON:
        outlines, crs = read_geojson(unpacked.data, name, tick)
    else:
        outlines, crs = read_geopackage(unpacked.path, name, tick)
    convert = to_wgs84(crs, name)
    seen: set[str] = set()
    placed = []
    for outline in outlines.outlines:
        tick()
        if outline.code in seen:
            raise BadFile(f"{name} holds {outline.code} twice. Merge its parts into one feature, or download it again.")
        seen.add(outline.code)
        polygons = convert(outline.polygons) if outline.polygons else None
        if polygons:
            refuse_elsewhere(polygons, f"{outline.code} in {name}")
        placed.append(Outline(outline.code, outline.name, polygons))
    return Outlines(outlines.areas, placed)


def _write(cache: OfflineCache, name: str, crc: int, contents: Contents) -> AreaChange:
    """Write the contents in one transaction, unless they are held as they are."""
    described = describe(contents)
    kind = ChangeKind.UNCHANGED
    if not _held(cache.connection, crc, described.content, contents.areas):
        with cache.transaction() as connection:
            source = _new_source(connection, name, crc, contents.areas, described)
            written, replaced = write_contents(connection, contents, source)
            connection.execute("UPDATE area_source SET entries = ? WHERE id = ?", (written, source))
            forget_empty_sources(connection)
        kind = ChangeKind.REVISED if replaced else ChangeKind.ADDED
    notes = described.notes + _unconnected(cache.connection, contents)
    return AreaChange(
        source=name,
        content=described.content,
        areas=contents.areas,
        detail=described.detail,
        kind=kind,
        rows=described.areas,
        without_outline=described.without_outline,
        notes=notes,
    )


def _held(connection: sqlite3.Connection, crc: int, content: AreaContent, areas: AreaSet) -> bool:
    """Whether the same file is in the cache, and no newer one has replaced any of its rows."""
    sources = connection.execute(
        "SELECT id, entries FROM area_source WHERE crc = ? AND content = ? AND kind = ? AND edition = ?",
        (crc, content.value, areas.kind.value, areas.edition),
    ).fetchall()
    return any(connection.execute(HELD[content], (source,)).fetchone()[0] == entries for source, entries in sources)


def _new_source(connection: sqlite3.Connection, name: str, crc: int, areas: AreaSet, described: Description) -> int:
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    cursor = connection.execute(
        "INSERT INTO area_source (content, kind, edition, detail, source, crc, entries, licence, imported_at)"
        " VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)",
        (
            *(described.content.value, areas.kind.value, areas.edition, described.detail),
            *(name, crc, described.licence, now),
        ),
    )
    return int(cursor.lastrowid or 0)


def _unconnected(connection: sqlite3.Connection, contents: Contents) -> tuple[str, ...]:
    """A note where a look-up of districts has no look-up of LSOAs that leads to its districts."""
    if not isinstance(contents, LookUp) or contents.areas.kind is not AreaKind.DISTRICT:
        return ()
    led_to = connection.execute(
        "SELECT 1 FROM area_in_area WHERE kind = 'lsoa' AND in_kind = 'district' AND in_edition = ? LIMIT 1",
        (contents.areas.edition,),
    ).fetchone()
    return () if led_to else (f"It is of use once a look-up from LSOAs to {contents.areas} is imported.",)
