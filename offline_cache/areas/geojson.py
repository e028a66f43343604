# SPDX-License-Identifier: GPL-2.0-or-later
"""GeoJSON of outlines, read feature by feature: its coordinates are never all Python objects at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Optional

from ..errors import BadFile, reason, shown
from .fields import AreaColumns, checked_code, outline_columns, storable
from .model import Outline, Outlines, Polygons
from .polygons import InvalidShape, checked_ring, flat_ring
from .projection import Crs, crs_of_epsg

_SPACE = re.compile(r"[ \t\n\r]*")
_EPSG = re.compile(r"(?:urn:(?:ogc|x-ogc):def:crs:)?EPSG:(?:[\d.]*:)?(\d+)\Z", re.IGNORECASE)
_CRS84 = re.compile(r"(?:urn:ogc:def:crs:)?OGC:(?:1\.3:|:)?CRS84\Z", re.IGNORECASE)


def read_geojson(data: bytes, file: str, tick: Callable[[], None]) -> tuple[Outlines, Crs]:
    """The outlines of a FeatureCollection in its own coordinates, and their system; raises `BadFile`.

    `tick` is called for every feature and may raise to stop.
    """
    text = _text(data, file)
    rest: dict[str, Any] = {}
    columns: Optional[AreaColumns] = None
    header: list[str] = []
    outlines: list[Outline] = []
    for feature in _features(text, rest, file):
        tick()
        properties, geometry = _parts(feature, file, len(outlines) + 1)
        if columns is None:
            header = list(properties)
            columns = outline_columns(header, file)
        where = f"Feature {len(outlines) + 1} of {file}"
        code = checked_code(properties.get(header[columns.code]), where)
        name = properties.get(header[columns.name]) if columns.name is not None else None
        outlines.append(Outline(code, storable(name or code), _polygons(geometry, f"{where} ({code})")))
    if rest.get("type") != "FeatureCollection" or columns is None:
        raise BadFile(f"{file} is no GeoJSON FeatureCollection with outlines. Download the boundaries as GeoJSON.")
    return Outlines(columns.areas, outlines), _crs(rest.get("crs"), file)


def read_polygons(data: bytes, file: str) -> tuple[list[Polygons], Crs]:
    """The polygons of a FeatureCollection, a feature or a geometry, whatever its columns; raises `BadFile`."""
    rest: dict[str, Any] = {}
    geometries = [
        feature.get("geometry") if isinstance(feature, dict) else None
        for feature in _features(_text(data, file), rest, file)
    ]
    if rest.get("type") == "Feature":
        geometries = [rest.get("geometry")]
    elif rest.get("type") != "FeatureCollection":
        geometries = [rest]
    drawn = [_polygons(geometry, f"Feature {number} of {file}") for number, geometry in enumerate(geometries, start=1)]
    return [polygons for polygons in drawn if polygons], _crs(rest.get("crs"), file)


def _text(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{file} is not written in UTF-8. Save it as GeoJSON again, in UTF-8.") from error


def _features(text: str, rest: dict[str, Any], file: str) -> Iterator[Any]:
    """Each member of `features`; the other members of the top object are put in `rest`."""
    try:
        for key, value in _members(text):
            if key == "features":
                yield value
            else:
                rest[key] = value
    except (ValueError, IndexError, RecursionError) as error:
        raise BadFile(f"{file} is not whole JSON ({reason(error)}). Download it again.") from error


def _members(text: str) -> Iterator[tuple[Any, Any]]:
    scan = json.JSONDecoder().raw_decode
    at = _expect(text, 0, "{")
    while text[at] != "}":
        key, at = scan(text, at)
        at = _expect(text, at, ":")
        if key == "features" and text[at] == "[":
            at = _expect(text, at, "[")
            while text[at] != "]":
                value, at = scan(text, at)
                yield key, value
                at = _next(text, at, "]")
            at += 1
        else:
            value, at = scan(text, at)
            yield key, value
        at = _next(text, at, "}")
    if _skip(text, at + 1) != len(text):
        raise ValueError("text after the end")


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _expect(text: str, at: int, sign: str) -> int:
    at = _skip(text, at)
    if text[at] != sign:
        raise ValueError(f"no {sign} at character {at}")
    return _skip(text, at + 1)


def _next(text: str, at: int, end: str) -> int:
    """Position of the member after a comma, or of the end."""
    at = _skip(text, at)
    return at if text[at] == end else _expect(text, at, ",")


def _parts(feature: Any, file: str, number: int) -> tuple[dict[str, Any], Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise BadFile(f"Feature {number} of {file} has no properties. Download the boundaries as GeoJSON again.")
    return properties, feature.get("geometry")


def _polygons(geometry: Any, where: str) -> Optional[Polygons]:
    """The polygons of a geometry, None where none can be drawn; raises `BadFile` for points and lines."""
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise BadFile(f"{where} is {shown(str(kind))}, not a polygon. Download the boundaries, not points or lines.")
    coordinates = geometry.get("coordinates")
    if not coordinates:
        return None
    try:
        return [
            [checked_ring(flat_ring(ring)) for ring in polygon]
            for polygon in (coordinates if kind == "MultiPolygon" else [coordinates])
            if polygon
        ] or None
    except InvalidShape:
        return None
    except (TypeError, IndexError, KeyError, OverflowError) as error:
        raise BadFile(f"{where} has a coordinate that is not a number. Download the file again.") from error


def _crs(member: Any, file: str) -> Crs:
    """The system that the old `crs` member names; without it GeoJSON is WGS84 (RFC 7946)."""
    if member is None:
        return Crs.WGS84
    try:
        name = str(member["properties"]["name"])
    except (TypeError, KeyError):
        name = str(member)
    match = _EPSG.match(name)
    if match:
        return crs_of_epsg(int(match[1]), file)
    return Crs.WGS84 if _CRS84.match(name) else crs_of_epsg(name, file)
