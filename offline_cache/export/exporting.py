# SPDX-License-Identifier: GPL-2.0-or-later
"""Export: check what is asked for, write it beside its place, and put it there when it is whole."""

from __future__ import annotations

import os
import sqlite3
import struct
from pathlib import Path

from ..chosen_area import choose_lsoas
from ..errors import BadCache, CacheError, sqlite_sentences
from ..model import Selection
from ..neighbourhood_ground import is_neighbourhood
from ..reader import refuse_changed
from .about import about
from .choices import ExportFormat, ExportLayer
from .csv_format import write_csv
from .features import features
from .geojson import write_geojson
from .geopackage import write_geopackage
from .published import published_table
from .target import check_target
from .whole_file import replaced_when_whole


def export(
    connection: sqlite3.Connection,
    selection: Selection,
    layer: ExportLayer,
    file_format: ExportFormat,
    out: Path,
) -> int:
    """Write the rows of `selection` to the file `out`; returns how many rows were written.

    CSV holds the service's own columns and values; GeoJSON and GeoPackage are in WGS84 degrees (EPSG:4326),
    and have the rows without a place too, without geometry. A file that was there stays until the new one
    is whole. Raises `CacheError` where a limit means nothing to the layer, the cache holds nothing of the
    selection, or `out` cannot be written or is of another kind.
    """
    _refuse_limits(selection, layer)
    choose_lsoas(connection, selection.area)
    cache = file_of(connection)
    check_target(out, layer, file_format, cache)
    try:
        with sqlite_sentences(cache), replaced_when_whole(out) as part:
            written = _write(connection, selection, layer, file_format, part)
            refuse_changed(connection)
            return written
    except struct.error as error:
        raise BadCache(
            f"The cache {cache} holds a damaged geometry. Import the published files and areas into a new cache."
        ) from error


def file_of(connection: sqlite3.Connection) -> Path:
    """The file that a connection reads."""
    connection.text_factory = os.fsdecode  # a path need not be UTF-8
    try:
        return Path(connection.execute("PRAGMA database_list").fetchone()[2])
    finally:
        connection.text_factory = str


def _write(
    connection: sqlite3.Connection,
    selection: Selection,
    layer: ExportLayer,
    file_format: ExportFormat,
    path: Path,
) -> int:
    if file_format is ExportFormat.CSV:
        return write_csv(path, published_table(connection, selection, layer))
    table, text = features(connection, selection, layer), about(connection, selection, layer)
    write = write_geojson if file_format is ExportFormat.GEOJSON else write_geopackage
    return write(path, table, text)


def _refuse_limits(selection: Selection, layer: ExportLayer) -> None:
    if layer is ExportLayer.AREAS and selection != Selection():
        raise CacheError("Areas have no month, force or crime type. Leave these limits out.")
    if layer is ExportLayer.STOPS and selection.area and not is_neighbourhood(selection.area):
        raise CacheError(
            "Stops are published without an LSOA, so none is known to lie in an area. Leave --area out, or name a "
            "neighbourhood."
        )
    if not layer.has_crime_types and (selection.crime_types or not selection.with_asb):
        raise CacheError(
            f"The {layer.value} that are published name no crime type. Leave the type out, or export crimes."
        )
