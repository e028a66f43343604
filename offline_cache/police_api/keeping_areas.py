# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas that the user drew, with the records of the API in them, into tables of their own."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from typing import Union

from ..answer_tables import for_each
from ..areas.polygons import bounds, multipolygon_blob
from ..model import Month
from .crimes import ApiCrime
from .keeping import begin_answer, keep_point
from .kinds import Kind
from .outcomes import CrimeOutcome
from .places import ApiPlace
from .rings import Ring, poly_text, positions_of
from .stops import ApiStop

Record = Union[ApiCrime, CrimeOutcome, ApiStop]

_TABLES = {Kind.CRIMES: "drawn_crime", Kind.OUTCOMES: "drawn_outcome", Kind.STOPS: "drawn_stop"}
_NEXT = for_each(tuple(_TABLES.values()), "SELECT coalesce(max(id), 0) + 1 FROM $table")
_INSERT = {
    Kind.CRIMES: "INSERT INTO drawn_crime VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    Kind.OUTCOMES: "INSERT INTO drawn_outcome VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    Kind.STOPS: "INSERT INTO drawn_stop VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
}


def keep_area(connection: sqlite3.Connection, ring: Ring, name: str) -> int:
    """The id of an area by its outline; a name that is given takes the place of the one it had."""
    poly = poly_text(ring)
    known = connection.execute("SELECT id FROM drawn_area WHERE poly = ?", (poly,)).fetchone()
    if known is not None:
        if name:
            connection.execute("UPDATE drawn_area SET name = ? WHERE id = ?", (name, known[0]))
        return int(known[0])
    corners = positions_of(poly)
    polygons = [[array("d", [number for corner in [*corners, corners[0]] for number in corner])]]
    west, south, east, north = box = bounds(polygons)
    sql = "INSERT INTO drawn_area (name, poly, geom) VALUES (?, ?, ?)"
    row = connection.execute(sql, (name, poly, multipolygon_blob(polygons, box))).lastrowid or 0
    connection.execute("INSERT INTO idx_drawn_area_geom VALUES (?, ?, ?, ?, ?)", (row, west, east, south, north))
    return row


def held_since_update(connection: sqlite3.Connection, area: int, kind: Kind, month: Month, last_update: Month) -> bool:
    """Whether an answer is held that was given after the service's last update, so that it would say the same."""
    sql = "SELECT last_update FROM drawn_answer WHERE area = ? AND kind = ? AND month = ?"
    held = connection.execute(sql, (area, kind.value, str(month))).fetchone()
    return held is not None and held[0] == str(last_update)


def keep_records(
    connection: sqlite3.Connection, area: int, kind: Kind, month: Month, last_update: Month, records: Sequence[Record]
) -> None:
    """Keep the records of an area in a month; those that were held of it go."""
    answer = begin_answer(connection, f"drawn area {area}: {kind.value} {month}")
    connection.execute(
        "INSERT INTO drawn_answer VALUES (?, ?, ?, ?, ?, ?)",
        (answer, area, kind.value, str(month), len(records), str(last_update)),
    )
    first = connection.execute(_NEXT[_TABLES[kind]]).fetchone()[0]
    for row, record in enumerate(records, start=first):
        place = record.crime.place if isinstance(record, CrimeOutcome) else record.place
        blob = keep_point(connection, _TABLES[kind], row, *place.point) if place else None
        connection.execute(_INSERT[kind], (row, answer, *_values(record), blob))


def _values(record: Record) -> tuple[object, ...]:
    if isinstance(record, ApiStop):
        return (
            *(record.kind, record.moment, record.involved_person, record.operation, record.operation_name),
            *_place(record.place),
            *(record.gender, record.age_range, record.self_defined_ethnicity, record.officer_defined_ethnicity),
            *(record.legislation, record.object_of_search, record.outcome),
            *(record.outcome_linked, record.clothing_removed),
        )
    if isinstance(record, CrimeOutcome):
        outcome = record.outcome
        return (outcome.code, outcome.name, str(outcome.month), *_crime(record.crime))
    return (*_crime(record), record.outcome, str(record.outcome_month) if record.outcome_month else None)


def _crime(crime: ApiCrime) -> tuple[object, ...]:
    return (
        *(crime.category, crime.persistent_id, crime.number, str(crime.month)),
        *_place(crime.place),
        *(crime.location_type, crime.location_subtype, crime.context),
    )


def _place(place: object) -> tuple[object, ...]:
    if isinstance(place, ApiPlace):
        return place.longitude, place.latitude, place.street, place.name
    return "", "", None, ""
