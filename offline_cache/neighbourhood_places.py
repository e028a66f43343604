# SPDX-License-Identifier: GPL-2.0-or-later
"""Which neighbourhood holds a place, and which snap points a neighbourhood holds, by the outlines that were fetched."""

from __future__ import annotations

import sqlite3

from .errors import CacheError
from .export.geometry import box, geojson_geometry
from .inside import Bands, holds
from .neighbourhoods import neighbourhood
from .police_api.neighbourhoods import NeighbourhoodKey
from .spatialite import point_of_blob

_AT = """
    SELECT o.force, o.code, o.geom FROM idx_neighbourhood_outline_geom r JOIN neighbourhood_outline o ON o.id = r.pkid
    WHERE r.xmin <= ?1 AND r.xmax >= ?1 AND r.ymin <= ?2 AND r.ymax >= ?2
"""
_WITHIN = """
    SELECT p.id, p.geom FROM idx_place_geom r JOIN place p ON p.id = r.pkid
    WHERE r.xmax >= ? AND r.xmin <= ? AND r.ymax >= ? AND r.ymin <= ? ORDER BY p.id
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


def snap_points_in(connection: sqlite3.Connection, key: NeighbourhoodKey) -> tuple[int, ...]:
    """Rows of `place` that lie in the cached outline of a neighbourhood.

    Raises `CacheError` where it is not held or has no outline. The outline is of the day it was fetched, and a crime
    near it may have its snap point on the other side.
    """
    held = neighbourhood(connection, key)
    if held.outline is None:
        raise CacheError(f"The force gives no outline of {key.force} {key.code}, so what lies in it is not known.")
    west, south, east, north = box(held.outline)
    polygons = [Bands(polygon) for polygon in geojson_geometry(held.outline)["coordinates"]]
    return tuple(
        place
        for place, blob in connection.execute(_WITHIN, (west, east, south, north))
        if any(polygon.hold(*point_of_blob(blob)) for polygon in polygons)
    )


def _size(ring: list[tuple[float, float]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])))
