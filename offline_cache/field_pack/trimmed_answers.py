# SPDX-License-Identifier: GPL-2.0-or-later
"""Neighbourhoods of a pack's ground with their teams, priorities, events and stations; postcodes; what was revised."""

from __future__ import annotations

import sqlite3
from typing import Optional

from ..neighbourhood_ground import forces_of_neighbourhoods, is_neighbourhood
from .copying import copy_rows, keep
from .ground import Box, Ground

_CHOSEN = """
    SELECT a.question FROM neighbourhood_outline o JOIN answer a ON a.id = o.answer
    WHERE o.force || '/' || o.code IN (SELECT value FROM temp.pack_neighbourhood)
"""
_BESIDE = """
    SELECT a.question FROM neighbourhood_outline o
    JOIN idx_neighbourhood_outline_geom r ON r.pkid = o.id JOIN answer a ON a.id = o.answer
    WHERE r.xmax >= ? AND r.xmin <= ? AND r.ymax >= ? AND r.ymin <= ?
"""
_BOUNDARY = "/boundary"
# Questions of a neighbourhood begin with its path, which no other's does.
_ANSWERS = """
    SELECT a.id FROM answer a JOIN temp.pack_path p
      ON a.question = p.value OR substr(a.question, 1, length(p.value) + 1) = p.value || '/'
    UNION SELECT answer FROM neighbourhood WHERE force IN (SELECT value FROM temp.pack_force)
    UNION SELECT answer FROM force_contact WHERE force IN (SELECT value FROM temp.pack_force)
    UNION SELECT answer FROM officer WHERE code = '' AND force IN (SELECT value FROM temp.pack_force)
    UNION SELECT answer FROM service_month
    UNION SELECT answer FROM service_update
"""
_TABLES = (
    *("service_month", "service_update", "force_contact", "force_engagement", "officer", "contact", "neighbourhood"),
    *("neighbourhood_detail", "neighbourhood_link", "neighbourhood_event", "neighbourhood_priority"),
    *("neighbourhood_station", "neighbourhood_outline"),
)
_OF_ANSWERS = "WHERE t.answer IN (SELECT value FROM temp.pack_answer)"
_INDEXES = {
    "idx_neighbourhood_station_geom": """
        WHERE t.pkid IN (SELECT id FROM neighbourhood_station
          WHERE answer IN (SELECT value FROM temp.pack_answer))
    """,
    "idx_neighbourhood_outline_geom": """
        WHERE t.pkid IN (SELECT id FROM neighbourhood_outline
          WHERE answer IN (SELECT value FROM temp.pack_answer))
    """,
}
_POSTCODES = """
    WHERE t.lsoa_2021 IN (SELECT value FROM temp.pack_lsoa_code)
      OR t.lsoa_2011 IN (SELECT value FROM temp.pack_lsoa_code)
      OR t.lsoa_2021 = '' AND t.lsoa_2011 = '' AND t.longitude BETWEEN ? AND ? AND t.latitude BETWEEN ? AND ?
"""
_REVISIONS = """
    WHERE EXISTS (SELECT 1 FROM published_file f WHERE f.id IN (SELECT value FROM temp.pack_file)
      AND f.force = t.force AND f.month_start = t.month_start AND f.dataset = t.dataset)
"""
_NOWHERE = (0.0, 0.0, -1.0, -1.0)


def copy_answers(source: sqlite3.Connection, target: sqlite3.Connection, ground: Ground, box: Optional[Box]) -> None:
    """Copy the answers about the neighbourhoods chosen and those whose boxes meet that of the ground."""
    west, south, east, north = box or _NOWHERE
    keep(source, "pack_neighbourhood", ground.area.codes if ground.area else ())
    outlines = [
        *source.execute(_CHOSEN),
        *source.execute(_BESIDE, (west, east, south, north)),
    ]
    keep(source, "pack_path", {question[: -len(_BOUNDARY)] for (question,) in outlines})
    drawn_by = forces_of_neighbourhoods(ground.area) if ground.area and is_neighbourhood(ground.area) else ()
    keep(source, "pack_force", {*ground.forces, *drawn_by})
    keep(source, "pack_answer", [answer for (answer,) in source.execute(_ANSWERS).fetchall()])
    copy_rows(source, target, "answer", "WHERE t.id IN (SELECT value FROM temp.pack_answer)")
    for table in _TABLES:
        copy_rows(source, target, table, _OF_ANSWERS)
    for table, where in _INDEXES.items():
        copy_rows(source, target, table, where)


def copy_postcodes(source: sqlite3.Connection, target: sqlite3.Connection, ground: Ground, box: Optional[Box]) -> None:
    """Copy the postcodes of the ground's LSOAs; where their file names none, those in its box."""
    west, south, east, north = box or _NOWHERE
    keep(source, "pack_lsoa_code", ground.lsoas)
    copy_rows(source, target, "postcode", _POSTCODES, west, east, south, north)
    copy_rows(source, target, "postcode_source")
    target.execute("DELETE FROM postcode_source WHERE id NOT IN (SELECT source FROM postcode)")


def copy_revisions(source: sqlite3.Connection, target: sqlite3.Connection, files: list[int]) -> None:
    """Copy what is known to have been revised of these files, by their ids in the source."""
    keep(source, "pack_file", files)
    copy_rows(source, target, "revision", _REVISIONS)
