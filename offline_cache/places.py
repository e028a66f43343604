# SPDX-License-Identifier: GPL-2.0-or-later
"""The numbers of snap points, LSOAs and words in the cache: found, or made, once a file."""

from __future__ import annotations

import sqlite3
from typing import Optional

from .csv_files import PublishedPlace
from .reference import place_kind
from .spatialite import point_blob, strip

# One entry of the book takes about 0.5 kB: it is begun anew before it outgrows 50 MB.
_MOST_REMEMBERED = 100_000
_FIND = "SELECT id FROM place WHERE longitude = ? AND latitude = ? AND name = ? AND lsoa = ? AND grid = ?"


class PlaceBook:
    """Ids of places, remembered between the files of one force, which share most of them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._places: dict[str, int] = {}
        self._has_all = False
        self._lsoas: dict[tuple[str, str], int] = {}
        self._kinds: dict[str, int] = {}

    def forget(self) -> None:
        """Begin anew: what was remembered may have been rolled back, or changed by another program."""
        self._places.clear()
        self._has_all = False
        self._lsoas.clear()
        self._kinds.clear()

    def ids(self, places: list[PublishedPlace]) -> list[int]:
        """Ids of `places`, in their order; new ones are written with their geometry and index entry."""
        if len(self._places) > _MOST_REMEMBERED:
            self.forget()
        known = self._places
        new = [place for place in places if place.text not in known]
        if new:
            if not self._has_all:
                self._find(new)
            self._insert([place for place in new if place.text not in known])
        return [known[place.text] for place in places]

    def _find(self, places: list[PublishedPlace]) -> None:
        if not self._connection.execute("SELECT 1 FROM place LIMIT 1").fetchone():
            self._has_all = True
            return
        for place in places:
            lsoa = self._lsoa(place.lsoa_code, place.lsoa_name)
            key = (place.longitude, place.latitude, place.name, lsoa, place.grid)
            row = self._connection.execute(_FIND, key).fetchone()
            if row:
                self._places[place.text] = row[0]

    def _insert(self, places: list[PublishedPlace]) -> None:
        places.sort(key=lambda place: strip(*place.position) if place.position else (0, 0.0))
        first = self._connection.execute("SELECT coalesce(max(id), 0) + 1 FROM place").fetchone()[0]
        words = [(self._lsoa(place.lsoa_code, place.lsoa_name), self._kind(place_kind(place.name))) for place in places]
        rows = (
            (number, place.longitude, place.latitude, place.grid, place.name, lsoa, kind, _blob(place))
            for number, (place, (lsoa, kind)) in enumerate(zip(places, words), first)
        )
        boxes = ((number, *place.position) for number, place in enumerate(places, first) if place.position)
        self._connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._connection.executemany("INSERT INTO idx_place_geom VALUES (?1, ?2, ?2, ?3, ?3)", boxes)
        self._places.update((place.text, number) for number, place in enumerate(places, first))

    def _lsoa(self, code: str, name: str) -> int:
        key = (code, name)
        if key not in self._lsoas:
            self._connection.execute("INSERT OR IGNORE INTO lsoa (code, name) VALUES (?, ?)", key)
            row = self._connection.execute("SELECT id FROM lsoa WHERE code = ? AND name = ?", key)
            self._lsoas[key] = row.fetchone()[0]
        return self._lsoas[key]

    def _kind(self, name: str) -> int:
        if name not in self._kinds:
            self._connection.execute("INSERT OR IGNORE INTO place_kind (name) VALUES (?)", (name,))
            row = self._connection.execute("SELECT id FROM place_kind WHERE name = ?", (name,))
            self._kinds[name] = row.fetchone()[0]
        return self._kinds[name]


def _blob(place: PublishedPlace) -> Optional[bytes]:
    return point_blob(*place.position) if place.position else None
