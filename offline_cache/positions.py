# SPDX-License-Identifier: GPL-2.0-or-later
"""Published coordinates to positions in WGS84 degrees, refused where they cannot be in the United Kingdom."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import Optional, cast

from .errors import BadFile, shown

Position = tuple[float, float]
"""(longitude, latitude) in WGS84 degrees."""

_DEGREES = re.compile(r"-?\d{1,3}(\.\d+)?\Z", re.ASCII)
_METRES = re.compile(r"\d{1,7}(\.\d+)?\Z", re.ASCII)

# Generous bounds of the United Kingdom and its seas, which the invented sample lies in.
_WEST, _EAST, _SOUTH, _NORTH = -11.0, 4.0, 48.0, 63.0


def _inside(longitude: float, latitude: float) -> bool:
    return _WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH


def position(longitude: str, latitude: str) -> Optional[Position]:
    """The position of a published pair of coordinates; None for a blank pair and for 0,0 (service B.5).

    Raises `ValueError` with half a sentence for the user where the pair is no place of the United Kingdom.
    """
    if not longitude and not latitude:
        return None
    if not (_DEGREES.match(longitude) and _DEGREES.match(latitude)):
        raise ValueError(
            f"{shown(longitude)}, {shown(latitude)} are not coordinates in degrees. Download the file again."
        )
    x, y = float(longitude), float(latitude)
    if x == 0 and y == 0:
        return None
    if _inside(x, y):
        return x, y
    if _inside(y, x):
        raise ValueError(f"longitude {longitude} and latitude {latitude} are swapped. Download the file again.")
    raise ValueError(
        f"longitude {longitude}, latitude {latitude} lie outside the United Kingdom. Download the file again."
    )


def grid_of(force: str) -> str:
    """The grid that the files of 2012 of a force are in: British National Grid, Irish Grid for Northern Ireland."""
    return "EPSG:29903" if force == "northern-ireland" else "EPSG:27700"


def grid_positions(pairs: list[tuple[str, str]], force: str) -> list[Optional[Position]]:
    """Positions of (easting, northing) texts in metres, as files of 2012 gave them; None for blank or 0,0.

    Raises `ValueError` with (index of the pair, half a sentence) for the first pair that is no such place.
    """
    metres: list[Optional[Position]] = []
    for number, (easting, northing) in enumerate(pairs):
        if not _METRES.match(easting or "0") or not _METRES.match(northing or "0"):
            raise ValueError(number, f"{shown(easting)}, {shown(northing)} are not metres. Download the file again.")
        x, y = float(easting or 0), float(northing or 0)
        metres.append((x, y) if x or y else None)
    transform = _to_wgs84(grid_of(force))
    positions: list[Optional[Position]] = []
    for number, pair in enumerate(metres):
        where = transform(*pair) if pair else None
        if where and not _inside(*where):
            easting, northing = pairs[number]
            raise ValueError(
                number,
                f"easting {easting}, northing {northing} lie outside the United Kingdom. Download it again.",
            )
        positions.append(where)
    return positions


def _to_wgs84(grid: str) -> Callable[[float, float], Position]:
    try:
        with warnings.catch_warnings():
            # Debian's pyproj warns in a virtual environment, and then finds its data all the same.
            warnings.simplefilter("ignore")
            from pyproj import Transformer
    except ImportError as error:
        raise BadFile(
            "This file is in grid metres, as of 2012, and this Python has no pyproj to convert them. "
            "Use the Python of QGIS."
        ) from error
    return cast("Callable[[float, float], Position]", Transformer.from_crs(grid, "EPSG:4326", always_xy=True).transform)
