# SPDX-License-Identifier: GPL-2.0-or-later
"""The outline of a neighbourhood as it came to one that can be drawn and counted in."""

from __future__ import annotations

import enum
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from ..areas.polygons import Bounds, bounds, multipolygon_blob
from ..positions import Position
from .rings import crosses_itself

if TYPE_CHECKING:
    from ..areas.model import Polygons

_FINE = 10**10  # the service sends ten decimals and more


class Shape(enum.Enum):
    """How an outline stands in the cache."""

    AS_RECEIVED = "as received"
    MADE_VALID = "made valid"
    NOT_VALID = "not valid"


@dataclass(frozen=True)
class Outline:
    """SpatiaLite's BLOB (multipolygon, WGS84) with its bounds; both None where nothing is enclosed."""

    shape: Shape
    blob: Optional[bytes]
    box: Optional[Bounds]


def outline_of(ring: Sequence[Position]) -> Outline:
    """The outline of a ring, closed or not; mended where it crosses itself and shapely is there to do it."""
    corners = [corner for corner, before in zip(ring, [None, *ring]) if corner != before]
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < 3:
        return Outline(Shape.NOT_VALID if corners else Shape.AS_RECEIVED, None, None)
    received: Polygons = [[_flat([*corners, corners[0]])]]
    if not crosses_itself([(round(x * _FINE), round(y * _FINE)) for x, y in corners]):
        return _outline(Shape.AS_RECEIVED, received)
    mended = _made_valid(corners)
    if mended is None:
        return _outline(Shape.NOT_VALID, received)
    return _outline(Shape.MADE_VALID, mended) if mended else Outline(Shape.NOT_VALID, None, None)


def ring_text(ring: Sequence[Position]) -> str:
    """A ring as it was received: `lat,lng:lat,lng`."""
    return ":".join(f"{latitude!r},{longitude!r}" for longitude, latitude in ring)


def _outline(shape: Shape, polygons: Polygons) -> Outline:
    box = bounds(polygons)
    return Outline(shape, multipolygon_blob(polygons, box), box)


def _made_valid(corners: Sequence[Position]) -> Optional[Polygons]:
    """The polygons that the corners enclose, empty where none; None where shapely is not there."""
    try:
        from shapely.geometry import Polygon
        from shapely.validation import make_valid
    except (ImportError, OSError):  # OSError: shapely without its GEOS
        return None
    return [
        [_flat(polygon.exterior.coords), *(_flat(hole.coords) for hole in polygon.interiors)]
        for polygon in _polygons(make_valid(Polygon(corners)))
    ]


def _polygons(geometry: Any) -> list[Any]:
    """The polygons in a geometry, which may be a collection with lines."""
    if geometry.geom_type == "Polygon":
        return [] if geometry.is_empty else [geometry]
    return [polygon for part in getattr(geometry, "geoms", ()) for polygon in _polygons(part)]


def _flat(positions: Sequence[Position]) -> array[float]:
    return array("d", [number for position in positions for number in position[:2]])
