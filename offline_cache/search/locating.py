# SPDX-License-Identifier: GPL-2.0-or-later
"""Where something is that has no outline of its own: by what lies in it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Optional

from ..areas.lookups import lsoa_areas
from ..areas.model import AreaKind
from ..chosen_area import read_area
from ..errors import CacheError
from ..neighbourhood_ground import is_neighbourhood
from ..reference import forces_by_police_area
from .model import Found, FoundKind

Box = tuple[float, float, float, float]
_OUTLINES = """
    SELECT min(r.xmin), min(r.ymin), max(r.xmax), max(r.ymax)
    FROM temp.searched s JOIN area a ON a.kind = 'lsoa' AND a.edition = ? AND a.code = s.code
    JOIN idx_area_geom r ON r.pkid = a.id
"""
_POINTS = """
    SELECT min(CAST(p.longitude AS REAL)), min(CAST(p.latitude AS REAL)),
      max(CAST(p.longitude AS REAL)), max(CAST(p.latitude AS REAL))
    FROM place p JOIN lsoa l ON l.id = p.lsoa
    WHERE p.geom IS NOT NULL AND l.code IN (SELECT code FROM temp.searched)
"""
_TABLE = ("CREATE TEMP TABLE IF NOT EXISTS searched (code TEXT PRIMARY KEY)", "DELETE FROM temp.searched")


def located(connection: sqlite3.Connection, found: Found) -> Found:
    """The same with position and extent, by the outlines of its LSOAs, else by its snap points; None where neither is.

    What has a position is left as it is. Too slow for each of a list of results.
    """
    if found.position is not None:
        return found
    box = _box(connection, _codes(connection, found))
    if box is None:
        return found
    return replace(found, position=((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), extent=box)


def _codes(connection: sqlite3.Connection, found: Found) -> frozenset[str]:
    """The LSOAs of it; none where the cache cannot tell."""
    try:
        if found.kind is FoundKind.FORCE:
            areas = [code for code, slug in forces_by_police_area().items() if slug == found.code]
            return lsoa_areas(connection, AreaKind.PFA).codes_in(2021, areas)
        area = read_area(connection, found.area).area if found.area else None
        if area is None or is_neighbourhood(area):
            return frozenset()  # a neighbourhood has an outline of its own
        if area.kind == AreaKind.LSOA.value:
            return frozenset(area.codes)
        return lsoa_areas(connection, AreaKind(area.kind)).codes_in(2021, area.codes)
    except CacheError:
        return frozenset()


def _box(connection: sqlite3.Connection, codes: frozenset[str]) -> Optional[Box]:
    for statement in _TABLE:
        connection.execute(statement)
    connection.executemany("INSERT INTO temp.searched VALUES (?)", [(code,) for code in codes])
    for edition in (2021, 2011):
        box = connection.execute(_OUTLINES, (edition,)).fetchone()
        if box[0] is not None:
            return _made(box)
    box = connection.execute(_POINTS).fetchone()
    return _made(box) if box[0] is not None else None


def _made(row: tuple[float, float, float, float]) -> Box:
    west, south, east, north = row
    return west, south, east, north
