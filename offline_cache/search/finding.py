# SPDX-License-Identifier: GPL-2.0-or-later
"""The search itself: names and codes through the index, postcodes through their table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Optional

from ..postcodes.finding import find_postcode, postcodes_starting
from ..postcodes.model import Postcode
from .entries import Entry
from .folding import LONGEST, folded
from .haystack import EXACT, PREFIX
from .index import Index, index_of, place_name
from .model import Found, FoundKind

_SHORTEST = 2
_POSTCODES = 8
_PLACE = """
    SELECT p.name, CAST(p.longitude AS REAL), CAST(p.latitude AS REAL), l.code, l.name
    FROM place p JOIN lsoa l ON l.id = p.lsoa WHERE p.id = ?
"""
_BOX = """
    SELECT r.xmin, r.ymin, r.xmax, r.ymax FROM area a JOIN idx_area_geom r ON r.pkid = a.id
    WHERE a.kind = ? AND a.edition = ? AND a.code = ?
"""
_NEIGHBOURHOOD = """
    SELECT r.xmin, r.ymin, r.xmax, r.ymax FROM neighbourhood_outline o
    JOIN idx_neighbourhood_outline_geom r ON r.pkid = o.id WHERE o.force = ? AND o.code = ?
"""


def search(connection: sqlite3.Connection, text: str, limit: int = 20) -> tuple[Found, ...]:
    """What the cache holds by that name, code or postcode, best first: exact, beginning so, with these words.

    Case, accents and punctuation make no difference; of several words each may be cut short, and one may be of where
    it is (`high street luton`). Nothing for fewer than two letters. The first call after a change of the cache reads
    all names.
    """
    query = folded(text[:LONGEST])
    if len(query) < _SHORTEST:
        return ()
    index = index_of(connection)
    ranked: list[tuple[int, Found]] = []
    for rank, line in index.names.find(query, limit):
        ranked.append((rank, _of_entry(connection, index, index.entries[line])))
    exact = find_postcode(connection, text)
    if exact is not None:
        ranked.append((EXACT - 1, found_postcode(connection, exact)))
    else:
        ranked += [
            (PREFIX, _of_postcode(index, postcode)) for postcode in postcodes_starting(connection, text, _POSTCODES)
        ]
    in_places = index.places.find(query, limit)
    ranked += sorted(
        ((rank, _of_place(connection, index.place_ids[line])) for rank, line in in_places),
        key=lambda pair: (pair[0], pair[1].name, pair[1].detail),
    )
    ranked.sort(key=lambda pair: pair[0])
    return tuple(found for _, found in ranked[:limit])


def found_postcode(connection: sqlite3.Connection, postcode: Postcode) -> Found:
    """A postcode as a search would find it, such as one that postcodes.io has just told."""
    return _of_postcode(index_of(connection), postcode)


def _of_postcode(index: Index, postcode: Postcode) -> Found:
    known = [code for code in postcode.lsoas if code in index.lsoa_names]
    names = dict.fromkeys(index.lsoa_names.get(code, code) for code in known or postcode.lsoas)
    parts = [" and ".join(names)]
    if postcode.lsoas and not known:
        parts.append("an LSOA of which the cache holds nothing")
    if postcode.ended:
        parts.append("ended" if postcode.ended == "ended" else f"ended {postcode.ended}")
    if postcode.longitude is None or postcode.latitude is None:
        parts.append("without a place")
    position = None if postcode.longitude is None or postcode.latitude is None else postcode.place
    area = f"lsoa:{','.join(known)}" if known else None
    detail = ", ".join(part for part in parts if part)
    return Found(FoundKind.POSTCODE, postcode.text, "", area, position, None, detail, postcode.licence)


def _of_entry(connection: sqlite3.Connection, index: Index, entry: Entry) -> Found:
    extent = _extent(connection, index, entry)
    position = ((extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2) if extent else None
    return Found(entry.kind, entry.name, entry.code, entry.text or None, position, extent, entry.more)


def _extent(connection: sqlite3.Connection, index: Index, entry: Entry) -> Optional[tuple[float, float, float, float]]:
    if entry.kind is FoundKind.NEIGHBOURHOOD:
        return connection.execute(_NEIGHBOURHOOD, entry.code.split(" ", 1)).fetchone()  # type: ignore[no-any-return]
    boxes: Iterable[tuple[float, float, float, float]] = (
        box
        for edition in index.editions.get(entry.kind.value, ())
        for box in connection.execute(_BOX, (entry.kind.value, edition, entry.code))
    )
    return next(iter(boxes), None)


def _of_place(connection: sqlite3.Connection, place: int) -> Found:
    name, longitude, latitude, code, lsoa = connection.execute(_PLACE, (place,)).fetchone()
    area = f"lsoa:{code}" if code else None
    return Found(FoundKind.PLACE, place_name(name), "", area, (longitude, latitude), None, lsoa or code)
