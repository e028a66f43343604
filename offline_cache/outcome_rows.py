# SPDX-License-Identifier: GPL-2.0-or-later
"""Outcomes that have a place, row by row, with what is known of their crimes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional

from .chosen_area import choose_lsoas
from .errors import CacheError
from .model import Dataset, Month, Selection
from .outcome_joins import Join, OutcomeJoins, month_of
from .queries import IN_AREA, SELECTED, file_parameters

_PLACED = """
    SELECT c.id, f.force, substr(f.month_start, 1, 7), o.name, o.outcome_group, p.name, k.name, p.id, l.code, l.name,
      f.lsoa_edition, CASE typeof(c.crime_id) WHEN 'blob' THEN lower(hex(c.crime_id)) ELSE c.crime_id END,
      CAST(p.longitude AS REAL), CAST(p.latitude AS REAL)
    FROM published_file f
    JOIN outcome c ON c.file = f.id AND c.id BETWEEN f.first_row AND f.last_row
    CROSS JOIN place p ON p.id = +c.place AND p.geom IS NOT NULL
    LEFT JOIN place_kind k ON k.id = p.kind
    LEFT JOIN lsoa l ON l.id = p.lsoa
    LEFT JOIN outcome_type o ON o.id = c.outcome
    WHERE"""
_ROWS = " ".join((_PLACED, SELECTED, "AND", IN_AREA, "ORDER BY c.id"))


@dataclass(frozen=True)
class OutcomeRow:
    """An outcome with a place; coordinates are WGS84 degrees of its snap point, texts '' where none are published.

    `crime_month` and `crime_type` are those of its crime, None and '' where `join` says why they are not known.
    """

    force: str
    month: Month
    outcome: str
    outcome_group: str
    location: str
    place_kind: str
    place: int
    lsoa_code: str
    lsoa_name: str
    lsoa_edition: Optional[int]
    crime_id: str
    longitude: float
    latitude: float
    crime_month: Optional[Month]
    crime_type: str
    join: Join


def outcome_rows(connection: sqlite3.Connection, selection: Selection, joins: OutcomeJoins) -> Iterator[OutcomeRow]:
    """The rows of a selection that have a place, in published order; `joins` are those of the same selection.

    Raises `CacheError` where the cache was changed after they were joined.
    """
    choose_lsoas(connection, selection.area)
    parameters = {**file_parameters(selection, Dataset.OUTCOMES), "chosen": int(selection.area is not None)}
    types = dict(connection.execute("SELECT id, name FROM crime_type"))
    rows = zip(joins.row.tolist(), joins.crime_month.tolist(), joins.crime_type.tolist(), joins.join.tolist())
    known = {row: (month, kind, join) for row, month, kind, join in rows}
    for row, force, month, *values, x, y in connection.execute(_ROWS, parameters):
        outcome, group, location, place_kind, place, code, name, edition, crime = values
        if row not in known:
            raise CacheError("Another program changed the cache meanwhile. Run it again.")
        crime_month, kind, join = known[row]
        yield OutcomeRow(
            force=force,
            month=Month.parse(month),
            outcome=outcome or "",
            outcome_group=group or "",
            location=location or "",
            place_kind=place_kind or "",
            place=place,
            lsoa_code=code or "",
            lsoa_name=name or "",
            lsoa_edition=edition,
            crime_id=crime or "",
            longitude=x,
            latitude=y,
            crime_month=month_of(crime_month) if crime_month >= 0 else None,
            crime_type=types.get(kind, ""),
            join=Join(join),
        )
