# SPDX-License-Identifier: GPL-2.0-or-later
"""The outline of an area to ask for, from a GeoJSON file such as QGIS saves: one polygon without holes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .errors import BadFile, reason, shown

_LARGEST = 20 * 1024 * 1024
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")


def read_outline(path: Path) -> list[tuple[float, float]]:
    """The ring of the one polygon in the file at `path`, as (longitude, latitude) in WGS84 degrees.

    Raises `BadFile` for anything else: other systems, holes, several polygons, no JSON.
    """
    value = _json(path)
    _refuse_other_system(value, path)
    polygons = [polygon for geometry in _geometries(value, 0) for polygon in _polygons(geometry, path)]
    if len(polygons) != 1:
        raise BadFile(f"{path.name} holds {len(polygons)} polygons. Save the one that is meant as GeoJSON.")
    rings = polygons[0]
    if not isinstance(rings, list) or len(rings) != 1:
        raise BadFile(f"The polygon in {path.name} has holes or no ring. The service takes one ring without holes.")
    try:
        return [(_number(corner[0]), _number(corner[1])) for corner in rings[0]]
    except (TypeError, IndexError, KeyError, ValueError, OverflowError) as error:
        raise BadFile(f"{path.name} has a corner that is not two numbers. Save it as GeoJSON again.") from error


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadFile(f"{path.name} is too large for the outline of one area. Simplify it.")
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadFile(f"{path} cannot be read ({reason(error)}). Check the file and its folder.") from error
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{path.name} is no GeoJSON ({reason(error)}). Save the polygon as GeoJSON, in WGS84.") from error


def _refuse_other_system(value: Any, path: Path) -> None:
    member = value.get("crs") if isinstance(value, dict) else None
    if member is not None and not any(name in str(member) for name in _WGS84):
        raise BadFile(f"{path.name} is not in WGS84. Save the polygon as GeoJSON in EPSG:4326.")


def _geometries(value: Any, depth: int) -> list[dict[str, Any]]:
    """The geometries in a GeoJSON object; nothing in what is none."""
    if not isinstance(value, dict) or depth > 3:
        return []
    kind = value.get("type")
    if kind == "FeatureCollection" and isinstance(value.get("features"), list):
        return [geometry for feature in value["features"] for geometry in _geometries(feature, depth + 1)]
    if kind == "Feature":
        return _geometries(value.get("geometry"), depth + 1)
    return [value]


def _polygons(geometry: dict[str, Any], path: Path) -> list[Any]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        return [coordinates]
    if kind == "MultiPolygon" and isinstance(coordinates, list):
        return coordinates
    raise BadFile(f"{path.name} holds {shown(str(kind))}, not a polygon. Save the polygon as GeoJSON.")


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError
    return float(value)
