# SPDX-License-Identifier: GPL-2.0-or-later
"""Postcodes that the cache holds, without a network."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any, Optional

from ..export.geometry import geojson_geometry
from ..inside import holds
from .model import ONLINE, Postcode
from .text import beginning_of, compact, postcode_of, spaced

_COLUMNS = """
    SELECT p.code, p.longitude, p.latitude, p.lsoa_2011, p.lsoa_2021, p.ended, s.source, s.licence, s.day
    FROM postcode p JOIN postcode_source s ON s.id = p.source
"""
_ONE = f"{_COLUMNS} WHERE p.code = ?"
_STARTING = f"{_COLUMNS} WHERE p.code >= ?1 AND p.code < ?1 || '~' ORDER BY p.code LIMIT ?2"
_AT = """
    SELECT a.code, a.geom FROM idx_area_geom r JOIN area a ON a.id = r.pkid
    WHERE a.kind = 'lsoa' AND a.edition = ?3 AND r.xmin <= ?1 AND r.xmax >= ?1 AND r.ymin <= ?2 AND r.ymax >= ?2
"""


def find_postcode(connection: sqlite3.Connection, text: str) -> Optional[Postcode]:
    """The postcode as the cache holds it; None where it does not, or where `text` is no postcode.

    Where its source names no LSOA (Code-Point Open), they are those whose cached outlines hold it.
    """
    postcode = postcode_of(text)
    row = connection.execute(_ONE, (compact(postcode),)).fetchone() if postcode else None
    return _with_lsoas(connection, _made(row)) if row else None


def postcodes_starting(connection: sqlite3.Connection, text: str, limit: int) -> tuple[Postcode, ...]:
    """The first postcodes that begin as `text`, in their order, with the LSOAs that their source names.

    A space in `text` is taken as meant: `LU1 2` does not find LU12 3AB. None where no postcode begins so.
    """
    typed = beginning_of(text)
    if typed is None:
        return ()
    found = [
        _made(row) for row in connection.execute(_STARTING, (compact(typed), 8 * limit if " " in typed else limit))
    ]
    return tuple(each for each in found if " " not in typed or each.text.startswith(typed))[:limit]


def _made(row: tuple[Any, ...]) -> Postcode:
    return Postcode(spaced(row[0]), *row[1:])


def _with_lsoas(connection: sqlite3.Connection, postcode: Postcode) -> Postcode:
    # Of a postcode in use postcodes.io knows: one without an LSOA is in Scotland, Northern Ireland or on an island.
    told = postcode.lsoas or (postcode.source == ONLINE and not postcode.ended)
    if told or postcode.longitude is None or postcode.latitude is None:
        return postcode
    old, new = (_lsoa_at(connection, *postcode.place, edition) for edition in (2011, 2021))
    return replace(postcode, lsoa_2011=old, lsoa_2021=new)


def _lsoa_at(connection: sqlite3.Connection, longitude: float, latitude: float, edition: int) -> str:
    for code, blob in connection.execute(_AT, (longitude, latitude, edition)):
        if any(holds(polygon, longitude, latitude) for polygon in geojson_geometry(blob)["coordinates"]):
            return str(code)
    return ""
