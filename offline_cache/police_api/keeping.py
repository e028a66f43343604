# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers of the API into tables of their own: what the service says now takes the place of what it said before.

Everything here runs in the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timezone

from ..answer_tables import PLAIN, SPATIAL, for_each
from ..spatialite import point_blob
from .forces import Contacts, Force, Officer
from .outcomes import CrimeHistory
from .reference import LAST_UPDATED, MONTHS, MonthAvailable

_FORGET_INDEX = for_each(
    SPATIAL, "DELETE FROM idx_${table}_geom WHERE pkid IN (SELECT id FROM $table WHERE answer = ?)"
)
_FORGET_ROWS = for_each((*SPATIAL, *PLAIN), "DELETE FROM $table WHERE answer = ?")
_INDEX = for_each(SPATIAL, "INSERT INTO idx_${table}_geom VALUES (?, ?, ?, ?, ?)")


def begin_answer(connection: sqlite3.Connection, question: str) -> int:
    """The id of the answer to `question`, dated now, with no row left of an earlier answer to it."""
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    known = connection.execute("SELECT id FROM answer WHERE question = ?", (question,)).fetchone()
    if known is None:
        sql = "INSERT INTO answer (question, fetched_at) VALUES (?, ?)"
        return int(connection.execute(sql, (question, now)).lastrowid or 0)
    _forget_rows(connection, known[0])
    connection.execute("UPDATE answer SET fetched_at = ? WHERE id = ?", (now, known[0]))
    return int(known[0])


def forget_answer(connection: sqlite3.Connection, question: str) -> None:
    """Forget the answer to a question about something that the service has no more."""
    known = connection.execute("SELECT id FROM answer WHERE question = ?", (question,)).fetchone()
    if known is not None:
        _forget_rows(connection, known[0])
        connection.execute("DELETE FROM answer WHERE id = ?", known)


def _forget_rows(connection: sqlite3.Connection, answer: int) -> None:
    for statement in (*_FORGET_INDEX.values(), *_FORGET_ROWS.values()):
        connection.execute(statement, (answer,))


def keep_contacts(connection: sqlite3.Connection, answer: int, position: int, contacts: Contacts) -> None:
    """Keep the ways to get in touch with what stands at a position of an answer."""
    connection.executemany(
        "INSERT INTO contact VALUES (?, ?, ?, ?, ?)",
        [(answer, position, number, kind, value) for number, (kind, value) in enumerate(contacts)],
    )


def keep_point(connection: sqlite3.Connection, table: str, row: int, x: float, y: float) -> bytes:
    """The BLOB of a point in WGS84 degrees, which the spatial index of `table` knows from now on under `row`."""
    connection.execute(_INDEX[table], (row, x, x, y, y))
    return point_blob(x, y)


def keep_months(connection: sqlite3.Connection, months: Iterable[MonthAvailable]) -> None:
    """Keep which months the service holds."""
    answer = begin_answer(connection, MONTHS)
    for entry in months:
        connection.execute("INSERT INTO service_month VALUES (?, ?)", (answer, str(entry.month)))
        connection.executemany(
            "INSERT INTO service_stop_month VALUES (?, ?, ?)",
            [(answer, str(entry.month), force) for force in entry.stop_forces],
        )


def keep_last_update(connection: sqlite3.Connection, month: str) -> None:
    """Keep the month of the service's last update."""
    connection.execute("INSERT INTO service_update VALUES (?, ?)", (begin_answer(connection, LAST_UPDATED), month))


def keep_force(connection: sqlite3.Connection, force: Force) -> None:
    """Keep what a force says of itself."""
    answer = begin_answer(connection, f"/forces/{force.id}")
    connection.execute(
        "INSERT INTO force_contact VALUES (?, ?, ?, ?, ?, ?)",
        (answer, force.id, force.name, force.description, force.url, force.telephone),
    )
    connection.executemany(
        "INSERT INTO force_engagement VALUES (?, ?, ?, ?, ?, ?)",
        [
            (answer, position, method.kind, method.title, method.description, method.url)
            for position, method in enumerate(force.engagement_methods)
        ],
    )


def keep_officers(
    connection: sqlite3.Connection, question: str, force: str, code: str, officers: Iterable[Officer]
) -> None:
    """Keep the senior officers of a force (`code` '') or the team of a neighbourhood."""
    answer = begin_answer(connection, question)
    for position, officer in enumerate(officers):
        connection.execute(
            "INSERT INTO officer VALUES (?, ?, ?, ?, ?, ?, ?)",
            (answer, position, force, code, officer.name, officer.rank, officer.bio),
        )
        keep_contacts(connection, answer, position, officer.contacts)


def keep_history(connection: sqlite3.Connection, history: CrimeHistory) -> None:
    """Keep the history of a crime."""
    crime, place = history.crime, history.crime.place
    answer = begin_answer(connection, f"/outcomes-for-crime/{crime.persistent_id}")
    where = (place.longitude, place.latitude, place.name) if place else ("", "", "")
    connection.execute(
        "INSERT INTO crime_history VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (answer, crime.persistent_id, crime.category, str(crime.month), *where, history.outcomes is not None),
    )
    connection.executemany(
        "INSERT INTO crime_history_outcome VALUES (?, ?, ?, ?, ?)",
        [
            (answer, position, outcome.code, outcome.name, str(outcome.month))
            for position, outcome in enumerate(history.outcomes or ())
        ],
    )
