# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers about forces and neighbourhoods out of the cache again, as they were given."""

from __future__ import annotations

import sqlite3
from typing import Any

from ..spatialite import point_of_blob
from .forces import Contacts, EngagementMethod, Force, Officer
from .neighbourhoods import Event, Link, Neighbourhood, Priority, Station

_ANSWER = "SELECT id FROM answer WHERE question = ?"


def about_force(connection: sqlite3.Connection, answer: int) -> Force:
    """What a force says of itself."""
    force, name, description, url, telephone = connection.execute(
        "SELECT force, name, description, url, telephone FROM force_contact WHERE answer = ?", (answer,)
    ).fetchone()
    methods = connection.execute(
        "SELECT kind, title, description, url FROM force_engagement WHERE answer = ? ORDER BY position", (answer,)
    )
    listed = tuple(EngagementMethod(kind, title, text, address) for kind, title, text, address in methods)
    return Force(force, name, description, url, telephone, listed)


def about_neighbourhood(connection: sqlite3.Connection, code: str, answer: int) -> Neighbourhood:
    """What a force says of a neighbourhood."""
    name, description, url, population, longitude, latitude = connection.execute(
        "SELECT name, description, url, population, longitude, latitude FROM neighbourhood_detail WHERE answer = ?",
        (answer,),
    ).fetchone()
    links = connection.execute(
        "SELECT title, description, url FROM neighbourhood_link WHERE answer = ? ORDER BY position", (answer,)
    )
    stations = connection.execute(
        "SELECT name, kind, address, postcode, description, geom FROM neighbourhood_station WHERE answer = ? "
        "ORDER BY position",
        (answer,),
    )
    return Neighbourhood(
        code,
        name,
        description,
        url,
        population,
        None if longitude is None else (longitude, latitude),
        _contacts(connection, answer, 0),
        tuple(Link(title, description, url) for title, description, url in links),
        tuple(
            Station(name, kind, address, postcode, description, point_of_blob(geom) if geom else None)
            for name, kind, address, postcode, description, geom in stations
        ),
    )


def _rows(connection: sqlite3.Connection, question: str, sql: str) -> list[tuple[int, tuple[Any, ...]]]:
    """The rows of the answer to a question, each with the answer's id."""
    found = connection.execute(_ANSWER, (question,)).fetchone()
    if found is None:
        return []
    return [(found[0], row) for row in connection.execute(sql, (found[0],))]


def officers(connection: sqlite3.Connection, question: str) -> tuple[Officer, ...]:
    """Senior officers of a force, or the team of a neighbourhood, in order."""
    sql = "SELECT position, name, rank, bio FROM officer WHERE answer = ? ORDER BY position"
    return tuple(
        Officer(name, rank, bio, _contacts(connection, answer, position))
        for answer, (position, name, rank, bio) in _rows(connection, question, sql)
    )


def events(connection: sqlite3.Connection, question: str) -> tuple[Event, ...]:
    """Coming events, in order."""
    sql = """
        SELECT position, title, description, address, kind, starts, ends FROM neighbourhood_event
        WHERE answer = ? ORDER BY position
    """
    return tuple(
        Event(title, description, address, kind, starts, ends, _contacts(connection, answer, position))
        for answer, (position, title, description, address, kind, starts, ends) in _rows(connection, question, sql)
    )


def priorities(connection: sqlite3.Connection, question: str) -> tuple[Priority, ...]:
    """Priorities, in order."""
    sql = "SELECT issue, issued, action, acted FROM neighbourhood_priority WHERE answer = ? ORDER BY position"
    return tuple(
        Priority(issue, issued, action, acted) for _, (issue, issued, action, acted) in _rows(connection, question, sql)
    )


def _contacts(connection: sqlite3.Connection, answer: int, position: int) -> Contacts:
    sql = "SELECT kind, value FROM contact WHERE answer = ? AND position = ? ORDER BY number"
    return tuple(connection.execute(sql, (answer, position)).fetchall())
