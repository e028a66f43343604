# SPDX-License-Identifier: GPL-2.0-or-later
"""Stops and searches to snap points with counts by object and outcome."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass

from .chosen_area import choose_lsoas
from .model import Selection
from .stop_tables import STOPS, stop_parameters

# As files of crimes call the same point; names that differ in case only are one.
_NAME = """
    (SELECT group_concat(name, ' / ') FROM (SELECT max(q.name) AS name FROM place q
      WHERE q.longitude = p.longitude AND q.latitude = p.latitude AND q.name <> '' GROUP BY lower(q.name) LIMIT 2))
"""
_PLACE = "p.id, CAST(p.longitude AS REAL), CAST(p.latitude AS REAL)"
_NAMES = f"SELECT DISTINCT {_PLACE}, {_NAME} {STOPS} AND p.geom IS NOT NULL ORDER BY p.id"
_WORDS = {
    column: f"SELECT s.place, v.name, count(*) {joined} AND p.geom IS NOT NULL GROUP BY s.place, v.name"
    for column, joined in (
        (column, STOPS.replace("WHERE", f"JOIN stop_value v ON v.id = s.{column} WHERE", 1))
        for column in ("object_of_search", "outcome")
    )
}
_BLANK = {"object_of_search": "Not given", "outcome": "Not recorded"}


@dataclass(frozen=True)
class StopPlace:
    """A snap point (WGS84 degrees) with its stops, by published object and outcome, most first.

    `location` is '' where no file of crimes names the point.
    """

    place: int
    longitude: float
    latitude: float
    location: str
    objects: dict[str, int]
    outcomes: dict[str, int]

    @property
    def stops(self) -> int:
        """Stops and searches published there."""
        return sum(self.objects.values())


def stop_places(connection: sqlite3.Connection, selection: Selection) -> list[StopPlace]:
    """The snap points of the stops of a selection, by their number; those without a place are on none."""
    choose_lsoas(connection, selection.area)
    parameters = stop_parameters(selection)
    words: dict[str, dict[int, Counter[str]]] = {column: {} for column in _WORDS}
    for column, sql in _WORDS.items():
        for place, value, number in connection.execute(sql, parameters):
            words[column].setdefault(place, Counter())[value or _BLANK[column]] += number
    return [
        StopPlace(place, longitude, latitude, name or "", *(_ordered(words[column][place]) for column in _WORDS))
        for place, longitude, latitude, name in connection.execute(_NAMES, parameters)
    ]


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
