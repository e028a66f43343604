# SPDX-License-Identifier: GPL-2.0-or-later
"""Is the cache whole? Every promise of the schema, checked against the rows themselves."""

from __future__ import annotations

import sqlite3

from .answer_tables import LAYERS, PLAIN, SPATIAL, for_each
from .errors import BadCache
from .ledger import published_files
from .row_tables import ROW_TABLES, for_each_dataset

# Each returns one row for each fault, whose first column names it.
_ROW_CHECKS = {
    "rows of a file that are not where the ledger says": for_each_dataset("""
        SELECT f.force || ' ' || substr(f.month_start, 1, 7) FROM published_file f
        WHERE f.dataset = '$dataset' AND f.last_row - f.first_row + 1 <>
          (SELECT count(*) FROM $table r WHERE r.id BETWEEN f.first_row AND f.last_row AND r.file = f.id)
    """),
    "rows that belong to no file": for_each_dataset("""
        SELECT r.file FROM $table r LEFT JOIN published_file f
          ON f.id = r.file AND r.id BETWEEN f.first_row AND f.last_row AND f.dataset = '$dataset'
        WHERE f.id IS NULL LIMIT 5
    """),
    "rows without a place that the ledger does not count": for_each_dataset("""
        SELECT f.force || ' ' || substr(f.month_start, 1, 7) FROM published_file f
        WHERE f.dataset = '$dataset' AND f.scope IS NULL AND f.unplaced_rows <> (
          SELECT count(*) FROM $table r JOIN place p ON p.id = r.place
          WHERE r.id BETWEEN f.first_row AND f.last_row AND p.geom IS NULL)
    """),
    "rows without an LSOA that the ledger does not count": for_each_dataset("""
        SELECT f.force || ' ' || substr(f.month_start, 1, 7) FROM published_file f
        WHERE f.dataset = '$dataset' AND f.scope IS NULL AND f.no_lsoa_rows <> (
          SELECT count(*) FROM $table r JOIN place p ON p.id = r.place JOIN lsoa l ON l.id = p.lsoa
          WHERE r.id BETWEEN f.first_row AND f.last_row AND p.geom IS NOT NULL AND l.code = '')
    """),
    "files of which more or fewer rows are held than were published": for_each_dataset("""
        SELECT f.force || ' ' || substr(f.month_start, 1, 7) FROM published_file f
        WHERE f.dataset = '$dataset' AND CASE WHEN f.scope IS NULL
          THEN f.last_row - f.first_row + 1 <> f.published_rows
          ELSE f.last_row - f.first_row + 1 + f.no_lsoa_rows > f.published_rows
            OR f.unplaced_rows + f.no_lsoa_rows > f.published_rows END
    """),
    "rows in slices of other LSOAs": for_each_dataset("""
        SELECT r.id FROM published_file f
        JOIN $table r ON r.id BETWEEN f.first_row AND f.last_row
        JOIN place p ON p.id = r.place
        JOIN lsoa l ON l.id = p.lsoa
        WHERE f.dataset = '$dataset' AND f.scope IS NOT NULL AND instr(f.scope, '"' || l.code || '"') = 0 LIMIT 5
    """),
    "rows whose place is not there": for_each_dataset("""
        SELECT r.id FROM $table r LEFT JOIN place p ON p.id = r.place WHERE p.id IS NULL LIMIT 5
    """),
}
_CHECKS = {
    **{
        f"{ROW_TABLES[dataset].name} {fault}": sql
        for fault, statements in _ROW_CHECKS.items()
        for dataset, sql in statements.items()
    },
    "slices of stops, which carry no LSOA": """
        SELECT force || ' ' || substr(month_start, 1, 7) FROM published_file
        WHERE dataset = 'stop-and-search' AND scope IS NOT NULL LIMIT 5
    """,
    "crimes without their type or outcome": """
        SELECT c.id FROM crime c LEFT JOIN crime_type t ON t.id = c.type LEFT JOIN outcome_type o ON o.id = c.outcome
        WHERE t.id IS NULL OR o.id IS NULL LIMIT 5
    """,
    # The index holds single precision, 4e-6 degrees at these latitudes.
    "places that the spatial index lacks or has elsewhere": """
        SELECT p.id FROM place p LEFT JOIN idx_place_geom r ON r.pkid = p.id
        WHERE (p.geom IS NULL) <> (r.pkid IS NULL)
          OR abs(r.xmin - p.longitude) > 1e-5 OR abs(r.xmax - p.longitude) > 1e-5
          OR abs(r.ymin - p.latitude) > 1e-5 OR abs(r.ymax - p.latitude) > 1e-5
        LIMIT 5
    """,
    "spatial index entries without their place": """
        SELECT r.pkid FROM idx_place_geom r LEFT JOIN place p ON p.id = r.pkid WHERE p.id IS NULL LIMIT 5
    """,
    "areas that the spatial index lacks": """
        SELECT a.id FROM area a LEFT JOIN idx_area_geom r ON r.pkid = a.id
        WHERE (a.geom IS NULL) <> (r.pkid IS NULL) LIMIT 5
    """,
    **{
        f"{table} rows that the spatial index lacks, or has for another": sql
        for table, sql in for_each(
            LAYERS,
            """
            SELECT t.id FROM $table t LEFT JOIN idx_${table}_geom r ON r.pkid = t.id
            WHERE (t.geom IS NULL) <> (r.pkid IS NULL)
            UNION SELECT r.pkid FROM idx_${table}_geom r LEFT JOIN $table t ON t.id = r.pkid WHERE t.id IS NULL LIMIT 5
            """,
        ).items()
    },
    **{
        f"{table} rows that are of no answer": sql
        for table, sql in for_each(
            (*SPATIAL, *PLAIN),
            "SELECT t.answer FROM $table t LEFT JOIN answer a ON a.id = t.answer WHERE a.id IS NULL LIMIT 5",
        ).items()
    },
}


def faults(connection: sqlite3.Connection) -> list[str]:
    """Sentences about what is wrong with the cache; empty when it is whole."""
    found = [f"SQLite: {message}" for (message,) in connection.execute("PRAGMA integrity_check(5)") if message != "ok"]
    try:
        published_files(connection)
    except BadCache as error:
        return [*found, str(error)]
    for name, sql in _CHECKS.items():
        rows = connection.execute(sql).fetchall()
        if rows:
            found.append(f"There are {name}: {', '.join(str(row[0]) for row in rows[:5])}.")
    return found
