# SPDX-License-Identifier: GPL-2.0-or-later
"""Which neighbourhood holds a place, by the outlines that were fetched."""

from __future__ import annotations

import sqlite3

from .export.geometry import geojson_geometry
from .inside import holds
from .police_api.neighbourhoods import NeighbourhoodKey

_AT = """
    SELECT o.force, o.code, o.geom FROM idx_neighbourhood_outline_geom r JOIN neighbourhood_outline o ON o.id = r.pkid
    WHERE r.xmin <= ?1 AND r.xmax >= ?1 AND r.ymin <= ?2 AND r.ymax >= ?2
"""


def neighbourhoods_at(
    connection: sqlite3.Connection, longitude: float, latitude: float
) -> tuple[NeighbourhoodKey, ...]:
    """The neighbourhoods whose cached outline holds a point in WGS84 degrees, the smallest first.

    There can be several: forces list parent areas and twins. None where no outline is held there.
    """
    found = []
    for force, code, blob in connection.execute(_AT, (longitude, latitude)):
        polygons = geojson_geometry(blob)["coordinates"]
        if any(holds(polygon, longitude, latitude) for polygon in polygons):
            found.append((sum(_size(polygon[0]) for polygon in polygons), force, code))
    return tuple(NeighbourhoodKey(force, code) for _, force, code in sorted(found))


def _size(ring: list[tuple[float, float]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])))
