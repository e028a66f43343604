# SPDX-License-Identifier: GPL-2.0-or-later
"""Published coordinates to positions in WGS84 degrees, refused where they cannot be in the United Kingdom."""

from __future__ import annotations

import re
from typing import Optional

from .errors import shown
from .national_grid import to_wgs84

Position = tuple[float, float]
"""(longitude, latitude) in WGS84 degrees."""

_DEGREES = re.compile(r"-?\d{1,3}(\.\d+)?\Z", re.ASCII)
_METRES = re.compile(r"\d{1,7}(\.\d+)?\Z", re.ASCII)

# Generous bounds of the United Kingdom and its seas, which the invented sample lies in.
_WEST, _EAST, _SOUTH, _NORTH = -11.0, 4.0, 48.0, 63.0


def in_united_kingdom(longitude: float, latitude: float) -> bool:
    """Whether a position in WGS84 degrees lies within generous bounds of the United Kingdom and its seas."""
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
    if in_united_kingdom(x, y):
        return x, y
    if in_united_kingdom(y, x):
        raise ValueError(f"longitude {longitude} and latitude {latitude} are swapped. Download the file again.")
    raise ValueError(
        f"longitude {longitude}, latitude {latitude} lie outside the United Kingdom. Download the file again."
    )


def grid_of(force: str) -> str:
    """The grid that the files of 2012 of a force are in: British National Grid, Irish Grid for Northern Ireland."""
    return "EPSG:29903" if force == "northern-ireland" else "EPSG:27700"


def grid_positions(pairs: list[tuple[str, str]], force: str, file: str) -> list[Optional[Position]]:
    """Positions of (easting, northing) texts in metres, as `file` of 2012 gave them; None for blank or 0,0.

    Raises `ValueError` with (index of the pair, half a sentence) for the first pair that is no such place.
    """
    metres: list[Optional[Position]] = []
    for number, (easting, northing) in enumerate(pairs):
        if not _METRES.match(easting or "0") or not _METRES.match(northing or "0"):
            raise ValueError(number, f"{shown(easting)}, {shown(northing)} are not metres. Download the file again.")
        x, y = float(easting or 0), float(northing or 0)
        if bool(easting) != bool(northing) or bool(x) != bool(y):
            raise ValueError(
                number, f"of {shown(easting)}, {shown(northing)} one is blank or 0. Download the file again."
            )
        metres.append((x, y) if x else None)
    transform = to_wgs84(grid_of(force), file)
    positions: list[Optional[Position]] = []
    for number, pair in enumerate(metres):
        where = transform(*pair) if pair else None
        if where and not in_united_kingdom(*where):
            easting, northing = pairs[number]
            raise ValueError(
                number,
                f"easting {easting}, northing {northing} lie outside the United Kingdom. Download it again.",
            )
        positions.append(where)
    return positions
