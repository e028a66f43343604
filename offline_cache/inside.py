# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a polygon holds a point."""

from __future__ import annotations

from collections.abc import Sequence


def holds(polygon: Sequence[Sequence[Sequence[float]]], x: float, y: float) -> bool:
    """Whether a polygon with holes holds a point, by counting sides east of it; rings are closed."""
    inside = False
    for ring in polygon:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
    return inside
