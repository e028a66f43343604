# SPDX-License-Identifier: GPL-2.0-or-later
"""Geometries of the cache (SpatiaLite BLOBs of points and multipolygons) in the forms of other formats.

BLOB-Geometry of the SpatiaLite cookbook, little-endian as the cache writes it: 38 bytes of header with the
bounding box, a mark, then the coordinates almost as well-known binary (WKB) has them. Bytes that are no such
geometry raise `struct.error`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

Box = tuple[float, float, float, float]
"""West, south, east, north in WGS84 degrees."""

_BOX, _TYPE, _COUNT = struct.Struct("<4d"), struct.Struct("<i"), struct.Struct("<I")
_TYPE_AT, _BODY = 39, 43
_POINT, _MULTIPOLYGON = 1, 6
_POINT_BYTES = 60
# GeoPackage 1.2, clause 2.1.3: little-endian, WGS84, without and with an envelope.
_PACKAGE_POINT = b"GP\0\1" + struct.pack("<i", 4326)
_PACKAGE_BOX = struct.Struct("<2sBBi4d")
# 1 cm: what RFC 7946 (section 11.2) recommends, and one digit more.
_DECIMALS = 7


def box(blob: bytes) -> Box:
    """The bounding box that the BLOB carries."""
    return _BOX.unpack_from(blob, 6)


def package_blob(blob: bytes) -> bytes:
    """The geometry as a GeoPackage stores it."""
    if _type(blob) == _POINT:
        return _PACKAGE_POINT + b"\1" + blob[_TYPE_AT:-1]
    west, south, east, north = box(blob)
    head = _PACKAGE_BOX.pack(b"GP", 0, 3, 4326, west, east, south, north)
    parts = [head, b"\1", blob[_TYPE_AT : _BODY + 4]]
    for start, end in _polygons(blob):
        parts += (b"\1", blob[start + 1 : end])
    return b"".join(parts)


def geojson_geometry(blob: bytes) -> dict[str, Any]:
    """The geometry as RFC 7946 has it: longitude first, outer rings anticlockwise, holes clockwise."""
    if _type(blob) == _POINT:
        x, y = struct.unpack_from("<2d", blob, _BODY)
        return {"type": "Point", "coordinates": [round(x, _DECIMALS), round(y, _DECIMALS)]}
    polygons = [list(_oriented(blob, start)) for start, _ in _polygons(blob)]
    return {"type": "MultiPolygon", "coordinates": polygons}


def _type(blob: bytes) -> int:
    kind: int = _TYPE.unpack_from(blob, _TYPE_AT)[0]
    whole = len(blob) == _POINT_BYTES if kind == _POINT else kind == _MULTIPOLYGON
    if not whole or blob[:2] != b"\0\1" or blob[-1:] != b"\xfe":
        raise struct.error("no point or multipolygon as the cache writes them")
    return kind


def _polygons(blob: bytes) -> Iterator[tuple[int, int]]:
    """Where each polygon's mark stands, and where the polygon ends."""
    start = _BODY + 4
    for _ in range(_COUNT.unpack_from(blob, _BODY)[0]):
        end = start + 9
        for _ in range(_COUNT.unpack_from(blob, start + 5)[0]):
            end += 4 + 16 * _COUNT.unpack_from(blob, end)[0]
        yield start, end
        start = end


def _oriented(blob: bytes, start: int) -> Iterator[list[tuple[float, float]]]:
    at = start + 9
    for number in range(_COUNT.unpack_from(blob, start + 5)[0]):
        points = _COUNT.unpack_from(blob, at)[0]
        numbers = struct.unpack_from(f"<{2 * points}d", blob, at + 4)
        ring = [(round(x, _DECIMALS), round(y, _DECIMALS)) for x, y in zip(numbers[::2], numbers[1::2])]
        at += 4 + 16 * points
        anticlockwise = _twice_area(ring) > 0
        yield ring if anticlockwise == (number == 0) else ring[::-1]


def _twice_area(ring: list[tuple[float, float]]) -> float:
    """Twice the signed area in square degrees: positive where the ring runs anticlockwise."""
    x, y = ring[0]
    return sum((a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y) for a, b in zip(ring, ring[1:]))
