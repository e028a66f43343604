# SPDX-License-Identifier: GPL-2.0-or-later
"""Rings to SpatiaLite's multipolygon BLOB, and the checks that need no geometry library."""

from __future__ import annotations

import math
import struct
import sys
from array import array
from collections.abc import Sequence

from ..errors import BadFile
from ..spatialite import WGS84
from .model import Polygons

Bounds = tuple[float, float, float, float]

_HEAD = struct.Struct("<BBiddddBii")
_POLYGON = struct.Struct("<Bii")
_COUNT = struct.Struct("<i")
_MULTIPOLYGON, _POLYGON_TYPE = 6, 3
# The United Kingdom with its islands, in degrees; ample, because only another CRS or swapped axes are meant.
_WEST, _SOUTH, _EAST, _NORTH = -9.5, 49.0, 3.0, 61.5


class InvalidShape(ValueError):
    """A geometry that cannot be drawn; its area is kept without one."""


def checked_ring(ring: array[float]) -> array[float]:
    """The ring itself; raises `InvalidShape` where it has fewer than four points or is not closed."""
    if len(ring) < 8 or abs(ring[0] - ring[-2]) + abs(ring[1] - ring[-1]) > 0:
        raise InvalidShape
    return ring


def bounds(polygons: Polygons) -> Bounds:
    """West, south, east and north of the outer rings, in the coordinates' own unit."""
    outer = [polygon[0] for polygon in polygons]
    return (
        min(min(ring[0::2]) for ring in outer),
        min(min(ring[1::2]) for ring in outer),
        max(max(ring[0::2]) for ring in outer),
        max(max(ring[1::2]) for ring in outer),
    )


def refuse_elsewhere(polygons: Polygons, where: str) -> None:
    """Raise `BadFile` unless every coordinate is a finite number of degrees in the United Kingdom."""
    for polygon in polygons:
        for ring in polygon:
            if not math.isfinite(sum(ring)):
                raise BadFile(f"{where} has a coordinate that is not a number. Download the file again.")
            xs, ys = ring[0::2], ring[1::2]
            if min(xs) < _WEST or max(xs) > _EAST or min(ys) < _SOUTH or max(ys) > _NORTH:
                raise BadFile(
                    f"{where} lies at {xs[0]:g}, {ys[0]:g}, outside the United Kingdom. Save the file as "
                    "WGS 84 (EPSG:4326), or as British National Grid with its CRS named in it (EPSG:27700)."
                )


def multipolygon_blob(polygons: Polygons, box: Bounds) -> bytes:
    """SpatiaLite BLOB of a multipolygon in WGS84 degrees (BLOB-Geometry of the SpatiaLite cookbook)."""
    parts = [_HEAD.pack(0, 1, WGS84, *box, 0x7C, _MULTIPOLYGON, len(polygons))]
    for polygon in polygons:
        parts.append(_POLYGON.pack(0x69, _POLYGON_TYPE, len(polygon)))
        for ring in polygon:
            parts.append(_COUNT.pack(len(ring) // 2))
            parts.append(_little_endian(ring))
    parts.append(b"\xfe")
    return b"".join(parts)


def _little_endian(ring: array[float]) -> bytes:
    if sys.byteorder == "big":
        ring = ring[:]
        ring.byteswap()
    return ring.tobytes()


def flat_ring(positions: Sequence[Sequence[float]]) -> array[float]:
    """A ring from pairs (or triples, whose height is dropped)."""
    ring = array("d")
    for position in positions:
        ring.append(position[0])
        ring.append(position[1])
    return ring
