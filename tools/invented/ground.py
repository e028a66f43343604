# SPDX-License-Identifier: GPL-2.0-or-later
"""Metres around the middle of the invented town, and their longitudes and latitudes in the North Sea."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]

CENTRE_LONGITUDE = 2.0
CENTRE_LATITUDE = 54.72
METRES_PER_DEGREE_LATITUDE = 111_320.0
METRES_PER_DEGREE_LONGITUDE = METRES_PER_DEGREE_LATITUDE * math.cos(math.radians(CENTRE_LATITUDE))


def to_degrees(point: Point) -> Point:
    """Metres east and north of the centre to (longitude, latitude), WGS84, 6 decimals as published."""
    return (
        round(CENTRE_LONGITUDE + point[0] / METRES_PER_DEGREE_LONGITUDE, 6),
        round(CENTRE_LATITUDE + point[1] / METRES_PER_DEGREE_LATITUDE, 6),
    )


def shore_radius(angle: float) -> float:
    """Metres from the centre to the edge of the town in the direction `angle` (radians, from east)."""
    return 2500.0 * (1.0 + 0.16 * math.cos(2 * angle - 0.5) + 0.09 * math.sin(3 * angle + 0.8))


def polar(radius: float, angle: float) -> Point:
    """The point `radius` metres from the centre in the direction `angle` (radians, from east)."""
    return (radius * math.cos(angle), radius * math.sin(angle))


def contains(ring: Sequence[Point], point: Point) -> bool:
    """True if the point lies inside the closed ring (even-odd rule, any units)."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
            inside = not inside
    return inside


def along(line: Sequence[Point], step: float, start: float) -> list[Point]:
    """Points every `step` metres of a line of metres, the first `start` metres in."""
    found: list[Point] = []
    due = start
    for (ax, ay), (bx, by) in zip(line, line[1:]):
        length = math.hypot(bx - ax, by - ay)
        while due < length:
            share = due / length
            found.append((ax + (bx - ax) * share, ay + (by - ay) * share))
            due += step
        due -= length
    return found
