# SPDX-License-Identifier: GPL-2.0-or-later
"""A trimmed cache in the state in which readers leave it as it is, byte for byte.

SpatiaLite 5 writes a line for each view that has none in `views_geometry_columns_auth` when QGIS opens a layer, and
works the statistics of an empty layer out anew that has no extent; OGR does so of a table that has no line in
`geometry_columns_time`. Any of this would make a pack on a disk that can be written differ from its manifest at the
first look. An empty layer gets the extent of the places.
"""

from __future__ import annotations

import sqlite3

from ..replacement import INDEX_OF_PLACES
from ..spatialite import write_statistics

_VIEWS = """
    INSERT OR IGNORE INTO views_geometry_columns_auth SELECT view_name, view_geometry, 0 FROM views_geometry_columns
"""
_TABLES = """
    INSERT OR IGNORE INTO geometry_columns_time (f_table_name, f_geometry_column)
    SELECT f_table_name, f_geometry_column FROM geometry_columns
"""
_EXTENT = "SELECT min(xmin), min(ymin), max(xmax), max(ymax) FROM idx_place_geom"
_EMPTY = (
    """
    UPDATE views_geometry_columns_statistics
    SET extent_min_x = ?, extent_min_y = ?, extent_max_x = ?, extent_max_y = ? WHERE extent_min_x IS NULL
    """,
    """
    UPDATE geometry_columns_statistics
    SET extent_min_x = ?, extent_min_y = ?, extent_max_x = ?, extent_max_y = ? WHERE extent_min_x IS NULL
    """,
)


def settle_for_good(connection: sqlite3.Connection) -> None:
    """Index, statistics, and what readers would add, at the end of the transaction that fills the cache."""
    connection.execute(INDEX_OF_PLACES)
    write_statistics(connection)
    extent = connection.execute(_EXTENT).fetchone()
    for statement in _EMPTY:
        connection.execute(statement, extent)
    connection.execute(_VIEWS)
    connection.execute(_TABLES)
    connection.execute("PRAGMA analysis_limit = 1000")
    connection.execute("ANALYZE")
