# SPDX-License-Identifier: GPL-2.0-or-later
"""Outlines in British National Grid to WGS84; any other system is refused in a sentence."""

from __future__ import annotations

import enum
from array import array
from collections.abc import Callable

from ..errors import BadFile, shown
from ..national_grid import to_wgs84 as grid_to_wgs84
from .model import Polygons


class Crs(enum.Enum):
    """The coordinate reference systems that area files may have, by EPSG code; x (longitude) first."""

    WGS84 = 4326
    BRITISH_NATIONAL_GRID = 27700


def crs_of_epsg(code: object, file: str) -> Crs:
    """The system with this EPSG code; raises `BadFile` for one that is not read here."""
    for crs in Crs:
        if code == crs.value:
            return crs
    raise BadFile(
        f"{file} is in the coordinate reference system {shown(str(code))}, which is not read here. "
        "Save it as WGS 84 (EPSG:4326) or British National Grid (EPSG:27700)."
    )


def to_wgs84(crs: Crs, file: str) -> Callable[[Polygons], Polygons]:
    """A function that brings polygons to WGS84 degrees: to about 2 m where PROJ has no OSTN15 grid."""
    if crs is Crs.WGS84:
        return lambda polygons: polygons
    transform = grid_to_wgs84(f"EPSG:{crs.value}", file)

    def ring_to_wgs84(ring: array[float]) -> array[float]:
        xs, ys = transform(ring[0::2], ring[1::2])
        moved = array("d", bytes(ring.itemsize * len(ring)))
        moved[0::2], moved[1::2] = array("d", xs), array("d", ys)
        return moved

    return lambda polygons: [[ring_to_wgs84(ring) for ring in polygon] for polygon in polygons]
