# SPDX-License-Identifier: GPL-2.0-or-later
"""Outlines, look-ups, names, figures and reference data around a pack's ground, into the trimmed cache.

Outlines come of the LSOAs and of what lies beside them; look-ups and figures of all LSOAs around, and only of areas
that lie wholly in these: what a pack says of a ward or CSP is never of a part of it.
"""

from __future__ import annotations

import sqlite3
from typing import Optional

from .copying import copy_rows, keep
from .ground import Box, Ground

_WHOLLY_WITHIN = """
    SELECT in_kind, in_edition, in_code FROM area_in_area WHERE kind = 'lsoa'
    GROUP BY in_kind, in_edition, in_code HAVING max(code NOT IN (SELECT value FROM temp.pack_around)) = 0
"""
_BOX_OF_LSOAS = """
    SELECT min(r.xmin), min(r.ymin), max(r.xmax), max(r.ymax) FROM area a JOIN idx_area_geom r ON r.pkid = a.id
    WHERE a.kind = 'lsoa' AND a.code IN (SELECT value FROM temp.pack_lsoa_code)
"""
_BOX_OF_NEIGHBOURHOODS = """
    SELECT min(r.xmin), min(r.ymin), max(r.xmax), max(r.ymax)
    FROM neighbourhood_outline o JOIN idx_neighbourhood_outline_geom r ON r.pkid = o.id
    WHERE o.force || '/' || o.code IN (SELECT value FROM temp.pack_neighbourhood)
"""
_BOX_OF_PLACES = "SELECT min(xmin), min(ymin), max(xmax), max(ymax) FROM idx_place_geom"
_NEAR = """
    WHERE t.kind = 'lsoa' AND t.code IN (SELECT value FROM temp.pack_outlined) OR t.id IN (
      SELECT pkid FROM idx_area_geom WHERE xmax >= ? AND xmin <= ? AND ymax >= ? AND ymin <= ?)
"""
_OF_LSOAS_AROUND = """
    WHERE t.kind = 'lsoa' AND t.code IN (SELECT value FROM temp.pack_around)
      AND t.in_kind || t.in_edition || t.in_code IN (SELECT value FROM temp.pack_whole)
"""
_OF_DISTRICTS = """
    WHERE t.kind = 'district' AND 'district' || t.edition || t.code IN (SELECT value FROM temp.pack_whole)
"""
_KNOWN = "WHERE t.code IN (SELECT value FROM temp.pack_known)"
_NAMED = f"{_KNOWN} OR t.kind IN ('district', 'csp', 'pfa')"
_PEERS = "WHERE t.area IN (SELECT value FROM temp.pack_known)"
_MEASURED = """
    WHERE t.id IN (SELECT measure FROM area_attribute WHERE code IN (SELECT value FROM temp.pack_known))
"""
_OFFICIAL = """
    WHERE t.code IN (SELECT value FROM temp.pack_known)
      OR t.code IN (SELECT peer FROM peer WHERE area IN (SELECT value FROM temp.pack_known))
"""
_UNUSED_SOURCES = """
    DELETE FROM area_source WHERE id NOT IN (
      SELECT source FROM area UNION SELECT source FROM area_in_area UNION SELECT source FROM area_figure
      UNION SELECT source FROM lsoa_exact_fit UNION SELECT source FROM area_measure
      UNION SELECT source FROM area_attribute UNION SELECT source FROM area_class UNION SELECT source FROM peer_list
      UNION SELECT source FROM official_count)
"""
_TOTALS = """
    UPDATE area_source SET detail = detail || ' in the whole file'
    WHERE content = 'figures' AND entries > (SELECT count(*) FROM area_figure f WHERE f.source = area_source.id)
"""
_INDEX = "WHERE t.pkid IN (SELECT value FROM temp.pack_area)"


def copy_areas(source: sqlite3.Connection, target: sqlite3.Connection, ground: Ground) -> Optional[Box]:
    """Copy what is known of the ground and around it; the box of the ground, None where nothing tells it."""
    keep(source, "pack_around", ground.around)
    whole = source.execute(_WHOLLY_WITHIN).fetchall()
    keep(source, "pack_whole", {f"{kind}{edition}{code}" for kind, edition, code in whole})
    keep(source, "pack_known", ground.around.union(code for _, _, code in whole))
    copy_rows(source, target, "area_source")
    copy_rows(source, target, "area_in_area", _OF_LSOAS_AROUND)
    copy_rows(source, target, "area_in_area", _OF_DISTRICTS)
    copy_rows(source, target, "area_name", _NAMED)
    copy_rows(source, target, "area_figure", _KNOWN)
    copy_rows(source, target, "lsoa_exact_fit")  # whole: a code that it lacks is said not to be an LSOA's
    box = _box(source, ground)
    _copy_outlines(source, target, ground, box)
    _copy_reference(source, target)
    target.execute(_UNUSED_SOURCES)
    target.execute(_TOTALS)
    return box


def _box(source: sqlite3.Connection, ground: Ground) -> Optional[Box]:
    keep(source, "pack_lsoa_code", ground.lsoas)
    keep(source, "pack_neighbourhood", ground.area.codes if ground.area else ())
    boxes = [source.execute(sql).fetchone() for sql in (_BOX_OF_LSOAS, _BOX_OF_NEIGHBOURHOODS)]
    known = [box for box in boxes if box[0] is not None]
    if not known and ground.codes is None:
        known = [box for box in [source.execute(_BOX_OF_PLACES).fetchone()] if box[0] is not None]
    if not known:
        return None
    west, south, east, north = zip(*known)
    return min(west), min(south), max(east), max(north)


def _copy_outlines(source: sqlite3.Connection, target: sqlite3.Connection, ground: Ground, box: Optional[Box]) -> None:
    keep(source, "pack_outlined", ground.around if ground.coast else ground.lsoas)
    west, south, east, north = box or (0.0, 0.0, -1.0, -1.0)
    copy_rows(source, target, "area", _NEAR, west, east, south, north)
    keep(source, "pack_area", [area for (area,) in target.execute("SELECT id FROM area")])
    copy_rows(source, target, "idx_area_geom", _INDEX)


def _copy_reference(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    copy_rows(source, target, "area_measure", _MEASURED)
    copy_rows(source, target, "area_attribute", _KNOWN)
    copy_rows(source, target, "area_class", _KNOWN)
    copy_rows(source, target, "peer_list")
    copy_rows(source, target, "peer", _PEERS)
    copy_rows(source, target, "official_count", _OFFICIAL)
