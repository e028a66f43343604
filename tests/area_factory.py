# SPDX-License-Identifier: GPL-2.0-or-later
"""Small files of areas as bytes, for tests: GeoJSON, GeoPackage (well-known binary by shapely), CSV."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

Ring = list[list[float]]


def square(west: float = -0.5, south: float = 52.0, size: float = 0.01) -> Ring:
    """Give a closed square ring."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: str, rings: Any, kind: str = "Polygon", column: str = "LSOA21") -> dict[str, Any]:
    """Give a feature with code and name; without rings, one whose geometry is null."""
    geometry = None if rings is None else {"type": kind, "coordinates": rings}
    properties = {"FID": 1, f"{column}CD": code, f"{column}NM": f"Name of {code}"}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(features: Sequence[Mapping[str, Any]], **members: Any) -> str:
    """Give a FeatureCollection; more members, such as `crs`, stand after the features."""
    return json.dumps({"type": "FeatureCollection", "name": "made", "features": features, **members})


def crs(name: str) -> dict[str, Any]:
    """Give the old `crs` member."""
    return {"type": "name", "properties": {"name": name}}


def table(header: str, *rows: Iterable[object]) -> str:
    """Give a CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue()


def written(path: Path, content: str | bytes) -> Path:
    """Write a file and give its path."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def gzipped(content: str) -> bytes:
    """Give the content as gzip."""
    return gzip.compress(content.encode())


def zipped(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def gpkg_blob(wkb: bytes, srs: int = 4326, flags: int = 1) -> bytes:
    """Give a GeoPackage geometry without envelope."""
    return b"GP" + struct.pack("<BBi", 0, flags, srs) + wkb


def geopackage(
    path: Path,
    rows: Sequence[tuple[Optional[str], Optional[str], Optional[bytes]]],
    srs: tuple[str, int] = ("EPSG", 4326),
    columns: tuple[str, str] = ("lsoa21_code", "lsoa21_name"),
    layer: str = 'odd "layer" name',
) -> Path:
    """Write a GeoPackage of one layer: (code, name, geometry BLOB)."""
    connection = sqlite3.connect(path)
    quoted = '"' + layer.replace('"', '""') + '"'
    connection.executescript(f"""
        CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT,
          organization_coordsys_id INTEGER, definition TEXT);
        CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
          srs_id INTEGER, z INTEGER, m INTEGER);
        CREATE TABLE {quoted} (fid INTEGER PRIMARY KEY, "the geom" BLOB, {columns[0]} TEXT, {columns[1]} TEXT);
    """)
    connection.execute("INSERT INTO gpkg_spatial_ref_sys VALUES ('made', ?, ?, ?, '')", (srs[1], *srs))
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'the geom', 'GEOMETRY', ?, 0, 0)", (layer, srs[1]))
    connection.executemany(f'INSERT INTO {quoted} ({columns[0]}, {columns[1]}, "the geom") VALUES (?, ?, ?)', rows)
    connection.commit()
    connection.close()
    return path
