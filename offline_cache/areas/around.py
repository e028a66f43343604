# SPDX-License-Identifier: GPL-2.0-or-later
"""Which areas lie near others, by their rectangles in a grid of about a kilometre: coarse, quick, without shapely."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Optional

from ..sources.ons import Box

# Cells of 0.01 degrees: 1.1 km from south to north, 0.6 to 0.7 km from west to east in England and Wales.
_CELLS_A_DEGREE = 100
_KM_A_DEGREE = 111.2
_DRAWN_CELLS = 4_000_000


def box_of(geometry: Optional[Mapping[str, Any]]) -> Optional[Box]:
    """The rectangle around a GeoJSON geometry, None for none or an empty one."""
    points = list(_points(geometry.get("coordinates") if geometry else None))
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    if not isinstance(coordinates, list) or not coordinates:
        return
    if isinstance(coordinates[0], (int, float)) and len(coordinates) > 1:
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _points(part)


def widened(boxes: Iterable[Box], kilometres: float) -> Box:
    """The rectangle around all of `boxes`, wider by some kilometres on each side."""
    boxes = list(boxes)
    south, north = min(box.south for box in boxes), max(box.north for box in boxes)
    up, across = _degrees(kilometres, (south + north) / 2)
    return Box(
        min(box.west for box in boxes) - across,
        south - up,
        max(box.east for box in boxes) + across,
        north + up,
    )


class Near:
    """The cells within some kilometres of rectangles: it is asked whether another rectangle touches one of them."""

    def __init__(self, boxes: Iterable[Box], kilometres: float) -> None:
        self._cells: set[tuple[int, int]] = set()
        for box in boxes:
            self._cells.update(_cells(widened([box], kilometres)))

    def touches(self, box: Box) -> bool:
        """Whether the rectangle is near: within the distance, or at most a cell's width more."""
        return any(cell in self._cells for cell in _cells(box))


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    west, south, east, north = (math.floor(degrees * _CELLS_A_DEGREE) for degrees in box)
    if (east - west + 1) * (north - south + 1) > _DRAWN_CELLS:
        return  # no area of Britain is so large: it is left out
    for x in range(west, east + 1):
        for y in range(south, north + 1):
            yield x, y


def _degrees(kilometres: float, latitude: float) -> tuple[float, float]:
    """The distance in degrees of latitude and of longitude."""
    up = kilometres / _KM_A_DEGREE
    return up, up / max(math.cos(math.radians(latitude)), 0.1)
