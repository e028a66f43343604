# SPDX-License-Identifier: GPL-2.0-or-later
"""Neighbourhoods that were fetched, read without a network: lists, and one with all that is known of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Optional

from .area_names import alike
from .errors import CacheError, shown
from .police_api.forces import Force, Officer
from .police_api.neighbourhoods import Event, Neighbourhood, NeighbourhoodKey, Priority
from .police_api.questions import path_part
from .police_api.reading import about_force, about_neighbourhood, events, officers, priorities

_LISTED = """
    SELECT n.code, coalesce(d.name, n.name), d.population, a.fetched_at, o.geom IS NOT NULL
    FROM neighbourhood n
    LEFT JOIN neighbourhood_detail d ON d.force = n.force AND d.code = n.code
    LEFT JOIN answer a ON a.id = d.answer
    LEFT JOIN neighbourhood_outline o ON o.force = n.force AND o.code = n.code
    WHERE n.force = ? ORDER BY n.position
"""
_FETCHED = "SELECT id, fetched_at FROM answer WHERE question = ?"
_HELD_FORCES = "SELECT DISTINCT force FROM neighbourhood ORDER BY force"


@dataclass(frozen=True)
class NeighbourhoodEntry:
    """A neighbourhood of a list; `fetched_at` (UTC) is None where no more than its name is held."""

    key: NeighbourhoodKey
    name: str
    population: Optional[int]
    has_outline: bool
    fetched_at: Optional[str]


@dataclass(frozen=True)
class NeighbourhoodList:
    """The neighbourhoods of a force in the order of the service, and when (UTC) it listed them."""

    force: str
    fetched_at: str
    entries: tuple[NeighbourhoodEntry, ...]


@dataclass(frozen=True)
class HeldNeighbourhood:
    """All that is known of a neighbourhood, and when (UTC) it was fetched.

    `outline` is SpatiaLite's BLOB (multipolygon, WGS84), None where the force has none; `shape` says whether it had
    to be mended. Outlines are of the day they were fetched: forces redraw them, also for the months before.
    """

    key: NeighbourhoodKey
    fetched_at: str
    about: Neighbourhood
    team: tuple[Officer, ...]
    events: tuple[Event, ...]
    priorities: tuple[Priority, ...]
    outline: Optional[bytes] = field(repr=False)
    shape: str


@dataclass(frozen=True)
class HeldForce:
    """What a force says of itself, its senior officers, and when (UTC) it was fetched."""

    fetched_at: str
    about: Force
    officers: tuple[Officer, ...]


def forces_held(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The forces whose list of neighbourhoods is held."""
    return tuple(force for (force,) in connection.execute(_HELD_FORCES))


def none_held(connection: sqlite3.Connection, forces: Sequence[str]) -> CacheError:
    """What to say where the neighbourhoods of these forces, or of any where none is named, were never fetched."""
    wanted = f" of {', '.join(map(shown, forces))}" if forces else ""
    held = ", ".join(forces_held(connection))
    return CacheError(
        f"The cache holds no neighbourhoods{wanted}{f'; it has those of {held}' if held else ''}. Fetch them with "
        "'Download neighbourhoods' in QGIS's toolbox or 'neighbourhoods fetch'."
    )


def neighbourhoods_of(connection: sqlite3.Connection, force: str) -> NeighbourhoodList:
    """The neighbourhoods of a force; raises `CacheError` where they were never fetched."""
    listed = connection.execute(_FETCHED, (f"/{force}/neighbourhoods",)).fetchone()
    if listed is None:
        raise none_held(connection, [force])
    entries = tuple(
        NeighbourhoodEntry(NeighbourhoodKey(force, code), name, population, bool(outline), fetched_at)
        for code, name, population, fetched_at, outline in connection.execute(_LISTED, (force,))
    )
    return NeighbourhoodList(force, listed[1], entries)


def neighbourhood(connection: sqlite3.Connection, key: NeighbourhoodKey) -> HeldNeighbourhood:
    """One neighbourhood, capital and small letters of its id as the force writes them.

    Raises `CacheError` where it is not held.
    """
    path = f"/{key.force}/{path_part(key.code)}"
    found = connection.execute(_FETCHED, (path,)).fetchone()
    if found is None:
        listed = neighbourhoods_of(connection, key.force)
        codes = [entry.key.code for entry in listed.entries]
        if key.code in codes:
            raise CacheError(
                f"{key.force} {key.code}: only the name is held. Fetch the rest with 'neighbourhoods fetch'."
            )
        raise CacheError(f"{key.force} has no neighbourhood {shown(key.code)}.{alike(key.code, codes)}")
    answer, fetched_at = found
    outline = connection.execute(
        "SELECT geom, shape FROM neighbourhood_outline WHERE force = ? AND code = ?", (key.force, key.code)
    ).fetchone()
    return HeldNeighbourhood(
        key,
        fetched_at,
        about_neighbourhood(connection, key.code, answer),
        officers(connection, f"{path}/people"),
        events(connection, f"{path}/events"),
        priorities(connection, f"{path}/priorities"),
        *(outline or (None, "")),
    )


def force_held(connection: sqlite3.Connection, force: str) -> Optional[HeldForce]:
    """What a force says of itself; None where it was never fetched."""
    found = connection.execute(_FETCHED, (f"/forces/{force}",)).fetchone()
    if found is None:
        return None
    answer, fetched_at = found
    return HeldForce(fetched_at, about_force(connection, answer), officers(connection, f"/forces/{force}/people"))
