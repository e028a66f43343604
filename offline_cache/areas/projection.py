# SPDX-License-Identifier: GPL-2.0-or-later
"""Outlines in British National Grid to WGS84; any other system is refused in a sentence."""

from __future__ import annotations

import enum
import warnings
from array import array
from collections.abc import Callable
from typing import Any, cast

from ..errors import BadFile
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
        f"{file} is in the coordinate reference system {str(code)[:60]}, which is not read here. "
        "Save it as WGS 84 (EPSG:4326) or British National Grid (EPSG:27700)."
    )


def to_wgs84(crs: Crs, file: str) -> Callable[[Polygons], Polygons]:
    """A function that brings polygons to WGS84 degrees: to about 2 m where PROJ has no OSTN15 grid."""
    if crs is Crs.WGS84:
        return lambda polygons: polygons
    transform = _grid_to_wgs84(file)

    def ring_to_wgs84(ring: array[float]) -> array[float]:
        xs, ys = transform(ring[0::2], ring[1::2])
        moved = array("d", bytes(ring.itemsize * len(ring)))
        moved[0::2], moved[1::2] = array("d", xs), array("d", ys)
        return moved

    return lambda polygons: [[ring_to_wgs84(ring) for ring in polygon] for polygon in polygons]


def _grid_to_wgs84(file: str) -> Callable[..., Any]:
    """PROJ's transformation of arrays of eastings and northings; raises `BadFile` where there is no PROJ."""
    try:
        with warnings.catch_warnings():
            # Debian's pyproj warns in a virtual environment, and then finds its data all the same.
            warnings.simplefilter("ignore", UserWarning)
            from pyproj import Transformer
            from pyproj.exceptions import ProjError
    except ImportError as error:
        raise BadFile(
            f"{file} is in British National Grid, and this Python has no pyproj to convert it. "
            "Save it as WGS 84 (EPSG:4326)."
        ) from error
    try:
        made = Transformer.from_crs(Crs.BRITISH_NATIONAL_GRID.value, Crs.WGS84.value, always_xy=True)
    except ProjError as error:
        raise BadFile(
            f"{file} is in British National Grid, which this PROJ cannot convert ({error}). "
            "Save it as WGS 84 (EPSG:4326)."
        ) from error
    return cast("Callable[..., Any]", made.transform)
