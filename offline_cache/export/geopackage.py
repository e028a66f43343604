# SPDX-License-Identifier: GPL-2.0-or-later
"""GeoPackage 1.2 with its spatial index, written with sqlite3 alone."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Optional

from .about import About
from .features import FeatureTable
from .geometry import Box, box, package_blob
from .rows import Row, query

_APPLICATION_ID = 0x47504B47  # "GPKG"
_VERSION = 10200


def write_geopackage(path: Path, table: FeatureTable, about: About) -> int:
    """Write the features to the empty file `path`; returns how many. Rows without a place have NULL geometry.

    Raises `OSError` where the file cannot be written; an error in reading the cache passes through.
    """
    layer = table.layer.value
    with contextlib.closing(sqlite3.connect(str(path), isolation_level=None)) as connection:
        with _as_disk_errors():
            _create(connection, table)
        insert = " ".join(("INSERT INTO", layer, "VALUES (?, ?", ", ?" * len(table.columns), ")"))
        index = " ".join(("INSERT INTO", f"rtree_{layer}_geom", "VALUES (?1, ?2, ?4, ?3, ?5)"))
        written, extent = 0, None
        for rows in table.batches:
            boxes = [(row[0], *box(row[1])) for row in rows if row[1]]
            with _as_disk_errors():
                connection.executemany(insert, map(_packed, rows))
                connection.executemany(index, boxes)
            written += len(rows)
            extent = _grown(extent, [entry[1:] for entry in boxes])
        with _as_disk_errors():
            _finish(connection, table, about, extent)
    return written


@contextlib.contextmanager
def _as_disk_errors() -> Iterator[None]:
    """What goes wrong here is the disk's doing, and is told like that of every other format."""
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(errno.ENOSPC if "full" in str(error) else errno.EIO, str(error)) from error


def _create(connection: sqlite3.Connection, table: FeatureTable) -> None:
    # The file is thrown away unless it becomes whole: it needs no journal.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {_VERSION}")
    columns = "".join(f', "{column.name}" {column.type}' for column in table.columns)
    connection.executescript(query("geopackage").replace("{layer}", table.layer.value))
    connection.execute(
        f"CREATE TABLE {table.layer.value}"
        f" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {table.geometry_type}{columns})"
    )
    connection.execute("BEGIN")


def _finish(connection: sqlite3.Connection, table: FeatureTable, about: About, extent: Optional[Box]) -> None:
    layer = table.layer.value
    connection.execute(
        "INSERT INTO gpkg_contents"
        " (table_name, data_type, identifier, description, min_x, min_y, max_x, max_y, srs_id)"
        " VALUES (?, 'features', ?, ?, ?, ?, ?, ?, 4326)",
        (layer, about.title, about.text, *(extent or (None,) * 4)),
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)", (layer, table.geometry_type)
    )
    connection.execute("COMMIT")
    connection.executescript(query("geopackage_triggers").replace("{layer}", layer))


def _packed(row: Row) -> Row:
    fid, blob, *values = row
    return (fid, package_blob(blob) if blob else None, *values)


def _grown(extent: Optional[Box], boxes: list[Box]) -> Optional[Box]:
    boxes = [*boxes, extent] if extent else boxes
    if not boxes:
        return None
    west, south, east, north = zip(*boxes)
    return min(west), min(south), max(east), max(north)
