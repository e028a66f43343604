# SPDX-License-Identifier: GPL-2.0-or-later
"""What stands on some snap points: their names, and the crimes of a selection there by month and type."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from .chosen_area import choose_lsoas
from .model import Dataset, Month, Selection
from .queries import CRIMES, street_parameters
from .row_limits import RowLimits, limit_rows

_WANTED = "AND c.place IN (SELECT id FROM temp.wanted_place)"
_COUNTS = f"""
    SELECT p.id, substr(f.month_start, 1, 7), t.name, count(*) {CRIMES} {_WANTED}
    GROUP BY p.id, f.month_start, t.name ORDER BY p.id, f.month_start, t.name
"""
_PLACES = """
    SELECT p.id, p.name, k.name, l.code, l.name
    FROM temp.wanted_place w JOIN place p ON p.id = w.id
    JOIN place_kind k ON k.id = p.kind JOIN lsoa l ON l.id = p.lsoa ORDER BY p.id
"""


@dataclass(frozen=True)
class PlaceCount:
    """Crimes of one type and month on a snap point, at least 1."""

    place: int
    month: Month
    crime_type: str
    count: int


@dataclass(frozen=True)
class NamedPlace:
    """A snap point by its row of `place`, as published."""

    place: int
    location: str
    kind: str
    lsoa_code: str
    lsoa_name: str


def place_counts(
    connection: sqlite3.Connection, selection: Selection, places: Iterable[int]
) -> tuple[tuple[NamedPlace, ...], tuple[PlaceCount, ...]]:
    """The snap points of these ids, and what a selection has on them; one without crimes of it has no count.

    Whether months are missing is for the selection's `coverage` to say.
    """
    limit_rows(connection, Dataset.STREET, RowLimits(places=tuple(places)))
    choose_lsoas(connection, selection.area)
    named = tuple(NamedPlace(*row) for row in connection.execute(_PLACES))
    rows = connection.execute(_COUNTS, street_parameters(selection))
    return named, tuple(PlaceCount(place, Month.parse(month), name, count) for place, month, name, count in rows)
