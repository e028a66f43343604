# SPDX-License-Identifier: GPL-2.0-or-later
"""Neighbourhoods into the cache: the list of a force, and all that is known of one, in the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from ..positions import Position
from .forces import Officer
from .keeping import begin_answer, forget_answer, keep_contacts, keep_officers, keep_point
from .neighbourhoods import Event, Neighbourhood, NeighbourhoodKey, NeighbourhoodName, Priority
from .outlines import outline_of, ring_text
from .questions import path_part

_PARTS = ("", "/boundary", "/people", "/events", "/priorities")
_KNOWN = """
    SELECT code FROM neighbourhood WHERE force = ?1 UNION SELECT code FROM neighbourhood_detail WHERE force = ?1
    UNION SELECT code FROM neighbourhood_outline WHERE force = ?1
"""


@dataclass(frozen=True)
class Asked:
    """All that the service answers about one neighbourhood."""

    neighbourhood: Neighbourhood
    ring: tuple[Position, ...]
    team: tuple[Officer, ...]
    events: tuple[Event, ...]
    priorities: tuple[Priority, ...]


def list_question(force: str) -> str:
    """The question of a force's list."""
    return f"/{force}/neighbourhoods"


def keep_list(connection: sqlite3.Connection, force: str, names: Sequence[NeighbourhoodName]) -> tuple[str, ...]:
    """Keep a force's list, all of it due to be asked about; returns the ids that are listed no more.

    What was known of those is forgotten.
    """
    listed = {name.code for name in names}
    gone = tuple(code for (code,) in connection.execute(_KNOWN, (force,)) if code not in listed)
    for code in gone:
        for part in _PARTS:
            forget_answer(connection, f"/{force}/{path_part(code)}{part}")
    answer = begin_answer(connection, list_question(force))
    connection.executemany(
        "INSERT INTO neighbourhood VALUES (?, ?, ?, ?, ?, 1)",
        [(answer, position, force, name.code, name.name) for position, name in enumerate(names)],
    )
    return gone


def keep_neighbourhood(connection: sqlite3.Connection, key: NeighbourhoodKey, asked: Asked) -> None:
    """Keep all that the service answers about one neighbourhood; it is due no more."""
    path = f"/{key.force}/{path_part(key.code)}"
    _keep_detail(connection, key, path, asked.neighbourhood)
    _keep_outline(connection, key, path, asked.ring)
    keep_officers(connection, f"{path}/people", key.force, key.code, asked.team)
    _keep_events(connection, key, path, asked.events)
    _keep_priorities(connection, key, path, asked.priorities)
    no_longer_due(connection, key)


def no_longer_due(connection: sqlite3.Connection, key: NeighbourhoodKey) -> None:
    """Remember that a neighbourhood was asked about, whatever came of it."""
    connection.execute("UPDATE neighbourhood SET due = 0 WHERE force = ? AND code = ?", (key.force, key.code))


def _keep_detail(connection: sqlite3.Connection, key: NeighbourhoodKey, path: str, found: Neighbourhood) -> None:
    answer = begin_answer(connection, path)
    centre = found.centre or (None, None)
    connection.execute(
        "INSERT INTO neighbourhood_detail VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (answer, key.force, key.code, found.name, found.description, found.url, found.population, *centre),
    )
    keep_contacts(connection, answer, 0, found.contacts)
    connection.executemany(
        "INSERT INTO neighbourhood_link VALUES (?, ?, ?, ?, ?)",
        [(answer, position, link.title, link.description, link.url) for position, link in enumerate(found.links)],
    )
    for position, station in enumerate(found.stations):
        row = connection.execute(
            "INSERT INTO neighbourhood_station VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (answer, position, key.force, key.code)
            + (station.name, station.kind, station.address, station.postcode, station.description),
        ).lastrowid
        if station.position and row:
            blob = keep_point(connection, "neighbourhood_station", row, *station.position)
            connection.execute("UPDATE neighbourhood_station SET geom = ? WHERE id = ?", (blob, row))


def _keep_outline(connection: sqlite3.Connection, key: NeighbourhoodKey, path: str, ring: Sequence[Position]) -> None:
    answer = begin_answer(connection, f"{path}/boundary")
    outline = outline_of(ring)
    row = connection.execute(
        "INSERT INTO neighbourhood_outline VALUES (NULL, ?, ?, ?, ?, ?, ?)",
        (answer, key.force, key.code, ring_text(ring), outline.shape.value, outline.blob),
    ).lastrowid
    if outline.box:
        west, south, east, north = outline.box
        connection.execute(
            "INSERT INTO idx_neighbourhood_outline_geom VALUES (?, ?, ?, ?, ?)", (row, west, east, south, north)
        )


def _keep_events(connection: sqlite3.Connection, key: NeighbourhoodKey, path: str, events: Sequence[Event]) -> None:
    answer = begin_answer(connection, f"{path}/events")
    for position, event in enumerate(events):
        connection.execute(
            "INSERT INTO neighbourhood_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (answer, position, key.force, key.code)
            + (event.title, event.description, event.address, event.kind, event.starts, event.ends),
        )
        keep_contacts(connection, answer, position, event.contacts)


def _keep_priorities(
    connection: sqlite3.Connection, key: NeighbourhoodKey, path: str, priorities: Sequence[Priority]
) -> None:
    answer = begin_answer(connection, f"{path}/priorities")
    connection.executemany(
        "INSERT INTO neighbourhood_priority VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (answer, position, key.force, key.code, entry.issue, entry.issued, entry.action, entry.acted)
            for position, entry in enumerate(priorities)
        ],
    )
