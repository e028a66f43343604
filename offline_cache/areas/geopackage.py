# SPDX-License-Identifier: GPL-2.0-or-later
"""GeoPackage of outlines, read with sqlite3 alone (OGC 12-128r18: header and WKB of its geometries)."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import sys
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Optional

from ..errors import BadFile, reason
from .fields import AreaColumns, area_columns, checked_code, outline_columns
from .model import Outline, Outlines, Polygons
from .polygons import InvalidShape, checked_ring
from .projection import Crs, crs_of_epsg

# As views these could go on for ever.
_METADATA = """
    SELECT count(*) FROM sqlite_master
    WHERE lower(name) IN ('gpkg_geometry_columns', 'gpkg_spatial_ref_sys')
      AND type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
"""
_LAYERS = """
    SELECT g.table_name, g.column_name, s.organization, s.organization_coordsys_id
    FROM gpkg_geometry_columns g
    JOIN sqlite_master m ON m.type = 'table' AND m.name = g.table_name
    LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
"""
_ROWS = "SELECT {code}, {name}, {geometry} FROM {table}"
_GEOMETRIES = "SELECT {geometry} FROM {table}"
_ENVELOPES = (0, 32, 48, 48, 64)
_EMPTY, _EXTENDED = 0x10, 0x20
_POLYGON, _MULTIPOLYGON = 3, 6


def read_geopackage(path: Path, file: str, tick: Callable[[], None]) -> tuple[Outlines, Crs]:
    """The outlines of the one layer of areas in its own coordinates, and their system; raises `BadFile`.

    `tick` is called for every feature and may raise to stop.
    """
    with _opened(path, file) as connection:
        layers = _layers(connection, file)
        found = [layer for layer in layers if area_columns(_header(connection, layer[0]))]
        if len(found) > 1:
            raise BadFile(
                f"{file} holds {len(found)} layers of areas. Save the one that you want to a file of its own."
            )
        table, geometry, crs = _drawn_in((found or layers)[0], file)
        header = _header(connection, table)
        columns = outline_columns(header, file)
        outlines = list(_outlines(connection, (table, geometry), header, columns, file, tick))
    if not outlines:
        raise BadFile(f"{file} holds no outline. Download the boundaries again.")
    return Outlines(columns.areas, outlines), crs


def read_polygons(path: Path, file: str) -> tuple[list[Polygons], Crs]:
    """The polygons of the one layer there is, whatever its columns; raises `BadFile`."""
    with _opened(path, file) as connection:
        layers = _layers(connection, file)
        if len(layers) > 1:
            raise BadFile(f"{file} holds {len(layers)} layers. Save the one that you want to a file of its own.")
        table, geometry, crs = _drawn_in(layers[0], file)
        rows = connection.execute(_GEOMETRIES.format(geometry=_quoted(geometry), table=_quoted(table)))
        drawn = [polygons_of(blob, f"Feature {number} of {file}") for number, (blob,) in enumerate(rows, start=1)]
    return [polygons for polygons in drawn if polygons], crs


@contextlib.contextmanager
def _opened(path: Path, file: str) -> Iterator[sqlite3.Connection]:
    for side in ("-wal", "-journal"):
        left = path.with_name(path.name + side)
        if left.exists() and left.stat().st_size:
            raise BadFile(f"{file} is open in another program, or was not closed properly. Close it there first.")
    try:
        # Immutable: in WAL mode SQLite would leave files beside the user's, or need the right to.
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            yield connection
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise BadFile(f"{file} is no whole GeoPackage ({reason(error)}). Download it again.") from error


_Layer = tuple[str, object, object, object]
"""Table, column of geometries, organisation and number of the coordinate reference system."""


def _layers(connection: sqlite3.Connection, file: str) -> list[_Layer]:
    if connection.execute(_METADATA).fetchone()[0] != 2:
        raise BadFile(f"{file} has no tables of layers and their coordinates, as a GeoPackage does. Download it again.")
    layers: list[_Layer] = connection.execute(_LAYERS).fetchall()
    if not layers:
        raise BadFile(f"{file} holds no layer with geometries. Download the boundaries as GeoPackage.")
    return layers


def _drawn_in(layer: _Layer, file: str) -> tuple[str, str, Crs]:
    table, geometry, organisation, number = layer
    if not isinstance(geometry, str):
        raise BadFile(f"{file} does not say which column holds its outlines. Download the boundaries again.")
    return table, geometry, crs_of_epsg(number if str(organisation).upper() == "EPSG" else organisation, file)


def _header(connection: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def _outlines(
    connection: sqlite3.Connection,
    layer: tuple[str, str],
    header: list[str],
    columns: AreaColumns,
    file: str,
    tick: Callable[[], None],
) -> Iterator[Outline]:
    table, geometry = layer
    code_column = header[columns.code]
    query = _ROWS.format(
        code=_quoted(code_column),
        name=_quoted(header[columns.name] if columns.name is not None else code_column),
        geometry=_quoted(geometry),
        table=_quoted(table),
    )
    for number, (code, name, blob) in enumerate(connection.execute(query), start=1):
        tick()
        where = f"Feature {number} of {file}"
        code = checked_code(code, where)
        yield Outline(code, str(name or code), polygons_of(blob, f"{where} ({code})"))


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def polygons_of(blob: object, where: str) -> Optional[Polygons]:
    """The polygons of a GeoPackage geometry, None where none can be drawn; `BadFile` for points and lines."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8 or blob[3] & _EXTENDED:
        raise BadFile(f"{where} has a geometry that is not a GeoPackage's. Download the file again.")
    flags = blob[3]
    envelope = flags >> 1 & 7
    if flags & _EMPTY or envelope >= len(_ENVELOPES):
        return None
    try:
        return _Wkb(blob, 8 + _ENVELOPES[envelope], where).polygons() or None
    except (InvalidShape, struct.error, IndexError):
        return None


class _Wkb:
    """A reader of well-known binary (OGC 06-103r4) that moves along its bytes."""

    def __init__(self, blob: bytes, at: int, where: str) -> None:
        self.blob, self.at, self.where = blob, at, where

    def polygons(self) -> Polygons:
        kind, dimensions, order = self._head()
        if kind == _POLYGON:
            return [polygon for polygon in [self._polygon(dimensions, order)] if polygon]
        if kind != _MULTIPOLYGON:
            raise BadFile(f"{self.where} is not a polygon. Download the boundaries, not points or lines.")
        polygons = []
        for _ in range(self._integer(order)):
            kind, dimensions, order = self._head()
            if kind != _POLYGON:
                raise InvalidShape
            polygon = self._polygon(dimensions, order)
            if polygon:
                polygons.append(polygon)
        return polygons

    def _head(self) -> tuple[int, int, str]:
        order = "<" if self.blob[self.at] else ">"
        self.at += 1
        code = self._integer(order)
        kind, extra = code % 1000, code // 1000
        if extra > 3:
            raise InvalidShape
        return kind, 2 + (extra > 0) + (extra > 2), order

    def _integer(self, order: str) -> int:
        (value,) = struct.unpack_from(f"{order}I", self.blob, self.at)
        self.at += 4
        return int(value)

    def _polygon(self, dimensions: int, order: str) -> list[array[float]]:
        return [checked_ring(self._ring(dimensions, order)) for _ in range(self._integer(order))]

    def _ring(self, dimensions: int, order: str) -> array[float]:
        end = self._integer(order) * dimensions * 8 + self.at
        if end > len(self.blob):
            raise InvalidShape
        values = array("d", self.blob[self.at : end])
        self.at = end
        if (order == "<") != (sys.byteorder == "little"):
            values.byteswap()
        if dimensions == 2:
            return values
        ring = array("d", bytes(16 * (len(values) // dimensions)))
        ring[0::2], ring[1::2] = values[0::dimensions], values[1::dimensions]
        return ring
