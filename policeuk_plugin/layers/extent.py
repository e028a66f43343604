# SPDX-License-Identifier: GPL-2.0-or-later
"""The part of the map where the places are, not stretched by the few that lie far away."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsRectangle

from offline_cache.reader import reading

_PLACES = "SELECT xmin, ymin FROM idx_place_geom"
_AWAY = 0.02
"""Share of places at each end that may be far away: a force's file holds up to one in a hundred of them."""
_NEAR = 0.2
"""Places less than this part of the width beyond the rest still belong to the main area."""
_MARGIN = 0.04


def main_extent(cache: Path) -> QgsRectangle:
    """The bounding box, in WGS84 degrees, that most places lie in; empty for a cache without places.

    A force's file holds a few places at the other end of the country: a map of all of them shows none.
    """
    with reading(cache) as connection:
        points = connection.execute(_PLACES).fetchall()
    if not points:
        return QgsRectangle()
    west, east = _fences([x for x, _ in points])
    south, north = _fences([y for _, y in points])
    near = [(x, y) for x, y in points if west <= x <= east and south <= y <= north]
    xs, ys = zip(*near)
    box = QgsRectangle(min(xs), min(ys), max(xs), max(ys))
    box.grow(max(box.width(), box.height(), 0.01) * _MARGIN)
    return box


def _fences(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    cut = int(len(ordered) * _AWAY)
    low, high = ordered[cut], ordered[-1 - cut]
    reach = (high - low) * _NEAR
    return low - reach, high + reach
