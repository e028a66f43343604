# SPDX-License-Identifier: GPL-2.0-or-later
"""The records of an area that the user drew, of all three kinds in one form, read without a network."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Optional

from .drawn_areas import DrawnArea, drawn_areas
from .model import Month
from .police_api.kinds import Kind
from .police_api.rings import Ring, poly_text
from .reference import crime_types_by_slug

_WHERE = "r.location, CAST(nullif(r.longitude, '') AS REAL), CAST(nullif(r.latitude, '') AS REAL), a.fetched_at FROM"
_OF = """
    r JOIN drawn_answer d ON d.answer = r.answer JOIN answer a ON a.id = d.answer
    WHERE d.area = ? AND d.month = ? ORDER BY r.id
"""
_OF_CRIME = "SELECT r.category, r.month, '', r.outcome, r.outcome_month, '', '', r.persistent_id,"
_OF_STOP = "SELECT r.kind, NULL, r.moment, r.outcome, NULL, r.object_of_search, r.legislation, '',"
_SELECT = {
    Kind.CRIMES: " ".join((_OF_CRIME, _WHERE, "drawn_crime", _OF)),
    Kind.OUTCOMES: " ".join((_OF_CRIME, _WHERE, "drawn_outcome", _OF)),
    Kind.STOPS: " ".join((_OF_STOP, _WHERE, "drawn_stop", _OF)),
}


@dataclass(frozen=True)
class DrawnRecord:
    """A record as the service had it when it was asked (`fetched_at`, UTC); texts are '' where it said nothing.

    `month` is the one asked for: of the crime, the outcome or the stop; `crime_month` may be years before that of an
    outcome. `category` is a crime type, or the kind of a search. Coordinates are WGS84 degrees of a snap point. The
    service gives no LSOA and no force.
    """

    kind: Kind
    month: Month
    category: str
    crime_month: str
    date: str
    outcome: str
    outcome_month: str
    object_of_search: str
    legislation: str
    crime_id: str
    location: str
    longitude: Optional[float]
    latitude: Optional[float]
    fetched_at: str


def drawn_area_of(connection: sqlite3.Connection, ring: Ring) -> Optional[DrawnArea]:
    """The area that was asked about with this outline (`checked_ring`), None where it never was."""
    poly = poly_text(ring)
    return next((area for area in drawn_areas(connection) if area.poly == poly), None)


def drawn_records(
    connection: sqlite3.Connection, area: int, kinds: Sequence[Kind], months: Sequence[Month]
) -> Iterator[DrawnRecord]:
    """The records of an area, kind by kind and month by month; none of what was never asked for."""
    names = crime_types_by_slug()
    for kind in kinds:
        for month in months:
            for category, crime_month, date, outcome, outcome_month, *rest in connection.execute(
                _SELECT[kind], (area, str(month))
            ):
                yield DrawnRecord(
                    kind,
                    month,
                    names.get(category, category),
                    crime_month or "",
                    date,
                    outcome,
                    outcome_month or "",
                    *rest,
                )
