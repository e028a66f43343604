# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a polygon holds a point."""

from __future__ import annotations

from collections.abc import Sequence

Rings = Sequence[Sequence[Sequence[float]]]
_SIDES_A_BAND = 4
_MOST_BANDS = 4096


def holds(polygon: Rings, x: float, y: float) -> bool:
    """Whether a polygon with holes holds a point, by counting sides east of it; rings are closed."""
    inside = False
    for ring in polygon:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
    return inside


class Bands:
    """A polygon with holes that is asked for many points: its sides lie in bands from south to north.

    Gives what `holds` gives, for a few sides a point in place of all.
    """

    def __init__(self, polygon: Rings) -> None:
        sides = [(*a, *b) for ring in polygon for a, b in zip(ring, ring[1:])]
        self._south = min((min(side[1], side[3]) for side in sides), default=0.0)
        north = max((max(side[1], side[3]) for side in sides), default=0.0)
        number = max(1, min(_MOST_BANDS, len(sides) // _SIDES_A_BAND))
        self._height = (north - self._south) / number or 1.0
        self._sides: list[list[tuple[float, ...]]] = [[] for _ in range(number)]
        for side in sides:
            low, high = sorted((self._band(side[1]), self._band(side[3])))
            for band in range(low, high + 1):
                self._sides[band].append(side)

    def hold(self, x: float, y: float) -> bool:
        """Whether it holds a point."""
        inside = False
        for x1, y1, x2, y2 in self._sides[self._band(y)]:
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
        return inside

    def _band(self, y: float) -> int:
        return max(0, min(int((y - self._south) / self._height), len(self._sides) - 1))
