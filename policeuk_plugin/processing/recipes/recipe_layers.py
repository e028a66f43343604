# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers that a recipe may read: plain files of a few formats, which lead to no other file and to no address.

GDAL tells formats by what is in a file, not by its name: a file called .geojson that describes a virtual layer, or
whose CRS is an address, would be followed. So names and contents are looked at before QGIS opens anything.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from offline_cache.errors import BAD_PATH, CacheError, reason, shown

from ...text import tr

_GPKG_AT, _GPKG_MARKS = 68, (b"GPKG", b"GP10", b"GP11")
_SHAPE, _FLATGEOBUF = b"\x00\x00\x27\x0a", b"fgb\x03fgb"
_LARGEST_JSON = 64 * 2**20
_GEOJSON = frozenset({"FeatureCollection", "Feature", "GeometryCollection", "Polygon", "MultiPolygon", "Point"})
_GEOJSON_CRS = re.compile(r"(urn:ogc:def:crs:|EPSG:)[\w:.]+", re.IGNORECASE)
_LAYER = re.compile(r"layername=[^|]+")
_LEADING = "SELECT type, sql FROM sqlite_master WHERE type = 'view' OR sql LIKE 'CREATE VIRTUAL%'"
_RTREE = re.compile(r'CREATE VIRTUAL TABLE\s+("[^"]*"|\w+)\s+USING\s+rtree\s*\(.*', re.IGNORECASE | re.DOTALL)
_CRS = re.compile(r"[A-Za-z]\w*:\w+|[A-Z_]+CR?S\s*\[.*\]", re.DOTALL)
_CRS_LEADS = re.compile(r"grid_?s|parameterfile|https?:|\.gsb|\.tif", re.IGNORECASE)


def check_layer(path: Path, rest: str) -> None:
    """Raise `CacheError` for a file that no recipe may read, or that is no layer; `rest` is what follows its name."""
    check = _CHECKS.get(path.suffix.lower())
    if check is None:
        raise _refused(path, tr("it is no GeoPackage, GeoJSON, shapefile or FlatGeobuf"))
    if rest and not _LAYER.fullmatch(rest):
        raise _refused(path, tr("more than the name of a layer follows its name"))
    try:
        why = check(path)
    except BAD_PATH as error:
        raise _refused(path, reason(error)) from error
    if why:
        raise _refused(path, why)


def check_crs(text: str) -> None:
    """Raise `CacheError` for a CRS that is neither a code of an authority nor WKT, or names other files."""
    if not _CRS.fullmatch(text.strip()) or _CRS_LEADS.search(text):
        raise CacheError(
            tr("The recipe names the CRS {crs}, which no recipe may. Give the code of one, such as EPSG:27700.").format(
                crs=shown(text[:60])
            )
        )


def _refused(path: Path, why: str) -> CacheError:
    return CacheError(
        tr(
            "The recipe reads {file}, which no recipe may: {why}. Save the layer as a GeoPackage, or give it as a "
            "parameter."
        ).format(file=shown(path.name), why=why)
    )


def _geopackage(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(_GPKG_AT + 4)
    if not head.startswith(b"SQLite format 3\0") or head[_GPKG_AT:] not in _GPKG_MARKS:
        return tr("it is called a GeoPackage and is none")
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as connection:
            found = connection.execute(_LEADING).fetchall()
    except sqlite3.Error:
        return tr("it is damaged")
    if all(kind == "table" and _RTREE.fullmatch(str(sql)) for kind, sql in found):
        return ""
    return tr("it has views or virtual tables, which may lead elsewhere")


def _geojson(path: Path) -> str:
    if path.stat().st_size > _LARGEST_JSON:
        return tr("it is larger than {n} MB").format(n=_LARGEST_JSON // 2**20)
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_members)
    except _Leading:
        return tr("its CRS is an address")
    except (ValueError, RecursionError):
        return tr("it is called GeoJSON and is none")
    if not isinstance(data, dict) or str(data.get("type")) not in _GEOJSON:
        return tr("it is called GeoJSON and is none")
    return ""


class _Leading(Exception):
    """A CRS that is not named by a code."""


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the file; raises `_Leading` for a CRS, wherever it stands, that GDAL would have to look up."""
    for name, value in pairs:
        if name.casefold() == "crs" and isinstance(value, dict):
            properties = value.get("properties")
            called = properties.get("name") if isinstance(properties, dict) else None
            if value.get("type") != "name" or not isinstance(called, str) or not _GEOJSON_CRS.fullmatch(called):
                raise _Leading
    return dict(pairs)


def _begins(mark: bytes, why: str) -> Callable[[Path], str]:
    def check(path: Path) -> str:
        with path.open("rb") as stream:
            return "" if stream.read(len(mark)) == mark else why

    return check


_CHECKS: dict[str, Callable[[Path], str]] = {
    ".gpkg": _geopackage,
    ".geojson": _geojson,
    ".json": _geojson,
    ".shp": _begins(_SHAPE, "it is called a shapefile and is none"),
    ".fgb": _begins(_FLATGEOBUF, "it is called FlatGeobuf and is none"),
}
