# SPDX-License-Identifier: GPL-2.0-or-later
"""SpatiaLite's bytes and statistics, written without mod_spatialite, which macOS builds cannot load."""

from __future__ import annotations

import sqlite3
import struct

from .answer_tables import LAYERS, for_each

WGS84 = 4326

_POINT = struct.Struct("<BBiddddBiddB")


def point_blob(x: float, y: float) -> bytes:
    """SpatiaLite BLOB of a point in WGS84 degrees (BLOB-Geometry of the SpatiaLite cookbook)."""
    return _POINT.pack(0, 1, WGS84, x, y, x, y, 0x7C, 1, x, y, 0xFE)


def point_of_blob(blob: bytes) -> tuple[float, float]:
    """The point that `point_blob` packed; raises `struct.error` for other bytes."""
    values = _POINT.unpack(blob)
    return values[9], values[10]


def strip(x: float, y: float) -> tuple[int, float]:
    """Sort key that walks WGS84 points in strips of 0.05 degrees: an R-tree filled in this order is tighter."""
    return int(x * 20), y


# Readers take row count and extent of a layer from here: without them opening it scans the layer.
# A new view works without a line here, only slower.
_POINT_VIEWS = ("crime_points", "outcome_points", "stop_points", "crime_places", "points_of_interest", "stop_places")
_COUNTED_VIEWS = ("counted_places", "crime_places_by_month", "crime_places_rolling")
_VIEWS = (*_POINT_VIEWS, *_COUNTED_VIEWS, "neighbourhood_areas", "neighbourhoods", "police_stations")
_ROW_COUNT = {
    **dict.fromkeys(
        _POINT_VIEWS[:3],
        # A slice holds no row without a place.
        "SELECT coalesce(sum(last_row - first_row + 1 - CASE WHEN scope IS NULL THEN unplaced_rows ELSE 0 END), 0)"
        " FROM published_file WHERE dataset = ?",
    ),
    **dict.fromkeys(
        ("crime_places", "counted_places"),
        "SELECT count(*) FROM idx_place_geom r WHERE EXISTS (SELECT 1 FROM crime c WHERE c.place = r.pkid)",
    ),
    # Through time: no more than this in any set of types; to count them exactly takes seconds.
    **dict.fromkeys(_COUNTED_VIEWS[1:], "SELECT count(*) FROM crime"),
    "points_of_interest": """
        SELECT count(*) FROM place p JOIN place_kind k ON k.id = p.kind
        WHERE p.geom IS NOT NULL AND k.name NOT IN ('Street', 'No location', 'Unnamed')
          AND EXISTS (SELECT 1 FROM crime c WHERE c.place = p.id)
    """,
    "stop_places": "SELECT count(*) FROM idx_place_geom r WHERE EXISTS (SELECT 1 FROM stop s WHERE s.place = r.pkid)",
    "place": "SELECT count(*) FROM place",
    "area": "SELECT count(*) FROM area",
    **for_each(LAYERS, "SELECT count(*) FROM $table"),
    **dict.fromkeys(
        ("neighbourhood_areas", "neighbourhoods"), "SELECT count(*) FROM neighbourhood_outline WHERE geom IS NOT NULL"
    ),
    "police_stations": "SELECT count(*) FROM police_stations",
}
_PARAMETERS = {"crime_points": ("street",), "outcome_points": ("outcomes",), "stop_points": ("stop-and-search",)}
_EXTENT = {
    "place": "SELECT min(xmin), min(ymin), max(xmax), max(ymax) FROM idx_place_geom",
    "area": "SELECT min(xmin), min(ymin), max(xmax), max(ymax) FROM idx_area_geom",
    **for_each(LAYERS, "SELECT min(xmin), min(ymin), max(xmax), max(ymax) FROM idx_${table}_geom"),
}
_EXTENT["neighbourhood_areas"] = _EXTENT["neighbourhoods"] = _EXTENT["neighbourhood_outline"]
_EXTENT["police_stations"] = _EXTENT["neighbourhood_station"]
# The area views of the schema, by kind and edition (None: all of them).
_AREA_VIEWS = {
    "area_lsoa_2011": ("lsoa", 2011),
    "area_lsoa_2021": ("lsoa", 2021),
    "area_ward": ("ward", None),
    "area_district": ("district", None),
    "area_csp": ("csp", None),
    "area_pfa": ("pfa", None),
}
_AREA_STATISTICS = """
    SELECT count(*), min(r.xmin), min(r.ymin), max(r.xmax), max(r.ymax)
    FROM area a LEFT JOIN idx_area_geom r ON r.pkid = a.id
    WHERE a.kind = ? AND a.edition = coalesce(?, a.edition)
"""
_INSERT_VIEW = "INSERT INTO views_geometry_columns_statistics VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def has_statistics(connection: sqlite3.Connection) -> bool:
    """Whether the layer statistics are there: they are not while, or after, an import was stopped half-way."""
    return connection.execute("SELECT 1 FROM views_geometry_columns_statistics LIMIT 1").fetchone() is not None


def forget_statistics(connection: sqlite3.Connection) -> None:
    """Drop the layer statistics, in the transaction that makes them wrong: a reader then scans, slow but right."""
    connection.execute("DELETE FROM views_geometry_columns_statistics")
    connection.execute("DELETE FROM geometry_columns_statistics")


def write_statistics(connection: sqlite3.Connection) -> None:
    """Write row count and extent (WGS84 degrees) of every layer: UpdateLayerStatistics() will not do it for views."""
    now = connection.execute("SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')").fetchone()[0]
    extents = {table: connection.execute(sql).fetchone() for table, sql in _EXTENT.items()}
    forget_statistics(connection)
    for name, sql in _ROW_COUNT.items():
        rows = connection.execute(sql, _PARAMETERS.get(name, ())).fetchone()[0]
        values = (name, "geom", now, rows, *extents.get(name, extents["place"]))
        if name in _VIEWS:
            connection.execute(_INSERT_VIEW, values)
        else:
            connection.execute("INSERT INTO geometry_columns_statistics VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    for name, parameters in _AREA_VIEWS.items():
        statistics = connection.execute(_AREA_STATISTICS, parameters).fetchone()
        connection.execute(_INSERT_VIEW, (name, "geom", now, *statistics))
