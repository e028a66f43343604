# SPDX-License-Identifier: GPL-2.0-or-later
"""The part of the map where the places are, not stretched by the few that lie far away."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsRectangle

from offline_cache.reader import reading

_PLACES = "SELECT xmin, ymin FROM idx_place_geom"
_OUTSIDE = 0.02
"""The share of places left out at each end: a force's file holds up to one in a hundred far away."""
_MARGIN = 0.12
"""Put back on each side, as a share of the width: more than leaving out dense edges took away."""


def main_extent(cache: Path) -> QgsRectangle:
    """The bounding box, in WGS84 degrees, that most places lie in; empty for a cache without places.

    A force's file holds a few places at the other end of the country: a map of all of them shows none.
    """
    with reading(cache) as connection:
        points = connection.execute(_PLACES).fetchall()
    if not points:
        return QgsRectangle()
    west, east = _middle([x for x, _ in points])
    south, north = _middle([y for _, y in points])
    return QgsRectangle(west, south, east, north)


def _middle(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    cut = int(len(ordered) * _OUTSIDE)
    low, high = ordered[cut], ordered[-1 - cut]
    margin = max((high - low) * _MARGIN, 0.002)
    return low - margin, high + margin
