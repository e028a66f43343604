# SPDX-License-Identifier: GPL-2.0-or-later
"""Points, lines and areas of field notes: WKB (OGC 06-103r4, 8.2), 2-D, WGS84, longitude first, little-endian."""

from __future__ import annotations

import enum
import math
import struct
from collections.abc import Sequence

from ..errors import CacheError

Place = tuple[float, float]
"""Longitude and latitude in degrees."""
MOST_PLACES = 20_000
"""Places of a line or area; a finger on a screen draws a few hundred."""

_HEAD, _COUNT = struct.Struct("<BI"), struct.Struct("<I")


class Shape(enum.Enum):
    """What a note is drawn as; the value is the name of its table."""

    POINT = "note_point"
    LINE = "note_line"
    AREA = "note_area"

    @property
    def wkb_type(self) -> int:
        """The number of WKB."""
        return {Shape.POINT: 1, Shape.LINE: 2, Shape.AREA: 3}[self]


def point(longitude: float, latitude: float) -> bytes:
    """The WKB of a point."""
    return _HEAD.pack(1, 1) + struct.pack("<2d", longitude, latitude)


def line(places: Sequence[Place]) -> bytes:
    """The WKB of a line through the places."""
    return _HEAD.pack(1, 2) + _ring(places)


def area(*rings: Sequence[Place]) -> bytes:
    """The WKB of an area: its outline, then its holes; a ring that is open is closed."""
    closed = [ring if ring[0] == ring[-1] else [*ring, ring[0]] for ring in map(list, rings)]
    return _HEAD.pack(1, 3) + _COUNT.pack(len(closed)) + b"".join(map(_ring, closed))


def places_of(shape: Shape, wkb: bytes) -> tuple[tuple[Place, ...], ...]:
    """The places of each part (one of a point or line, rings of an area); raises `struct.error` for other bytes."""
    order, kind = _HEAD.unpack_from(wkb)
    if order != 1 or kind != shape.wkb_type:
        raise struct.error("another kind of geometry")
    at, parts = _HEAD.size, 1
    if shape is Shape.POINT:
        found: list[tuple[Place, ...]] = [(struct.unpack_from("<2d", wkb, at),)]
        at += 16
    else:
        if shape is Shape.AREA:
            (parts,) = _COUNT.unpack_from(wkb, at)
            at += 4
        found = []
        for _ in range(min(parts, len(wkb))):
            ring, at = _ring_at(wkb, at)
            found.append(ring)
    if at != len(wkb):
        raise struct.error("bytes after the geometry")
    return tuple(found)


def check_geometry(shape: Shape, wkb: bytes) -> None:
    """Raise `CacheError` unless the bytes are a geometry of this shape on the earth that can be drawn."""
    try:
        parts = places_of(shape, wkb)
    except struct.error as error:
        raise CacheError("The place of the note is damaged. Draw it again.") from error
    places = [place for part in parts for place in part]
    if len(places) > MOST_PLACES:
        raise CacheError(
            f"The drawing has {len(places):,} corners, and at most {MOST_PLACES:,} can be kept. Draw it simpler."
        )
    if not all(math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90 for x, y in places):
        raise CacheError("The place of the note is not on the map. Draw it again.")
    if shape is Shape.LINE and len(set(places)) < 2:
        raise CacheError("A line needs two places at least. Draw it again, or take a point.")
    if shape is Shape.AREA and not (parts and all(len(set(ring)) >= 3 and ring[0] == ring[-1] for ring in parts)):
        raise CacheError("An area needs three corners at least. Draw it again, or take a point.")


def box(shape: Shape, wkb: bytes) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees."""
    xs, ys = zip(*(place for part in places_of(shape, wkb) for place in part))
    return min(xs), min(ys), max(xs), max(ys)


def _ring(places: Sequence[Place]) -> bytes:
    return _COUNT.pack(len(places)) + struct.pack(f"<{2 * len(places)}d", *(v for place in places for v in place))


def _ring_at(wkb: bytes, at: int) -> tuple[tuple[Place, ...], int]:
    (count,) = _COUNT.unpack_from(wkb, at)
    end = at + 4 + 16 * count
    if end > len(wkb):
        raise struct.error("cut")
    numbers = struct.unpack_from(f"<{2 * count}d", wkb, at + 4)
    return tuple(zip(numbers[::2], numbers[1::2])), end
