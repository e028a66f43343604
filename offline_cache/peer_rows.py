# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes of several areas by force, month and type, in one pass, and those that cannot be carried to one area."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .area_levels import Level
from .areas.lookups import LsoaAreas
from .areas.model import AreaKind
from .lsoa_grounds import EDITIONS
from .model import Month

TypeMonths = Mapping[str, Mapping[Month, int]]
"""Crimes by crime type and month, of months held or not."""
_Counts = dict[str, dict[str, dict[str, dict[Month, int]]]]
"""By area, force, type and month."""

_TABLES = (
    """
    CREATE TEMP TABLE IF NOT EXISTS peer_lsoa
      (lsoa INTEGER NOT NULL, edition INTEGER NOT NULL, area INTEGER NOT NULL,
       PRIMARY KEY (lsoa, edition)) WITHOUT ROWID
    """,
    "DELETE FROM temp.peer_lsoa",
)
# Of rows without an LSOA those with a place: of the others nothing is known.
_STREET = "f.dataset = 'street' AND f.month_start BETWEEN :first AND :last AND (p.lsoa <> 0 OR p.geom IS NOT NULL)"
_OF_AREA = "CROSS JOIN temp.peer_lsoa a ON a.lsoa = p.lsoa AND a.edition = coalesce(f.lsoa_edition, 0)"
_GROUPED = "GROUP BY f.id, a.area, c.type"
_WANTED = "(SELECT lsoa FROM temp.peer_lsoa)"
_COLUMNS = "f.id, a.area, c.type, count(*)"
# From the places of the areas, which are few beside all crimes of their forces; the rows of the months lie together.
_PLACES = f"""
    FROM place p
    CROSS JOIN crime c ON c.place = p.id AND c.id BETWEEN :low AND :high
    CROSS JOIN published_file f ON f.id = c.file
    {_OF_AREA}
    WHERE p.lsoa IN {_WANTED} AND {_STREET} {_GROUPED}
"""
# Of whole forces nearly every row is wanted, so from the files.
_FORCES = f"""
    FROM published_file f
    CROSS JOIN crime c ON c.id BETWEEN f.first_row AND f.last_row
    CROSS JOIN place p ON p.id = +c.place
    {_OF_AREA}
    WHERE {_STREET} {_GROUPED}
"""
_OF_PLACES = f"SELECT {_COLUMNS} {_PLACES}"
_OF_FORCES = f"SELECT {_COLUMNS} {_FORCES}"
_FILES = """
    SELECT id, force, substr(month_start, 1, 7), first_row, last_row FROM published_file
    WHERE dataset = 'street' AND month_start BETWEEN :first AND :last
"""
_UNKNOWN = -1


@dataclass(frozen=True)
class PeerRows:
    """Crimes `of` areas by force; `shared`: whose LSOA lies in several areas, by each of these and force.

    `unknown`: by force, those with a place whose LSOA no look-up knows, or that have none.
    """

    of: Mapping[str, Mapping[str, TypeMonths]]
    shared: Mapping[str, Mapping[str, TypeMonths]]
    unknown: Mapping[str, TypeMonths]


def peer_rows(
    connection: sqlite3.Connection, level: Level, codes: Sequence[str], first: Month, last: Month
) -> PeerRows:
    """Count the street rows of all crime types from a month to another in areas by their codes."""
    limits = {"first": first.start, "last": last.start}
    files = {row[0]: (row[1], Month.parse(row[2]), row[3], row[4]) for row in connection.execute(_FILES, limits)}
    of, shared, unknown = _empty(), _empty(), _empty()
    if not files:
        return PeerRows(of, shared, unknown[""])
    groups = _fill(connection, level.look_up, codes)
    bounds = {"low": min(file[2] for file in files.values()), "high": max(file[3] for file in files.values())}
    types = dict(connection.execute("SELECT id, name FROM crime_type"))
    query = _OF_FORCES if level.areas.kind is AreaKind.PFA else _OF_PLACES
    given = limits if query is _OF_FORCES else {**limits, **bounds}
    for file, area, kind, count in connection.execute(query, given):
        force, month, *_ = files[file]
        if 0 <= area < len(codes):
            of[codes[area]][force][types[kind]][month] = count
            continue
        for code in groups[area]:
            by = (shared if code else unknown)[code][force][types[kind]]
            by[month] = by.get(month, 0) + count
    return PeerRows(of, shared, unknown[""])


def _empty() -> _Counts:
    return defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))


def _fill(connection: sqlite3.Connection, look_up: LsoaAreas, codes: Sequence[str]) -> dict[int, frozenset[str]]:
    """Put the LSOAs of the areas, as files of each edition write them, into `temp.peer_lsoa`, each with a number.

    It is the place of its area in `codes`; numbers beyond are given back with the areas in which the LSOA may lie, ''
    for all of the force.
    """
    for statement in _TABLES:
        connection.execute(statement)
    numbers: dict[frozenset[str], int] = {frozenset([code]): place for place, code in enumerate(codes)}
    shared: dict[frozenset[str], int] = {frozenset([""]): _UNKNOWN}
    rows = []
    for row, code in connection.execute("SELECT id, code FROM lsoa").fetchall():
        for edition, areas, exact in _lies_in(look_up, code, frozenset(codes)):
            of = numbers if exact else shared
            number = of.get(areas)
            if number is None:
                number = shared[areas] = len(codes) + len(shared)
            rows.append((row, edition, number))
    connection.executemany("INSERT INTO temp.peer_lsoa VALUES (?, ?, ?)", rows)
    return {number: areas for areas, number in shared.items()}


def _lies_in(look_up: LsoaAreas, code: str, wanted: frozenset[str]) -> Iterator[tuple[int, frozenset[str], bool]]:
    """Each edition with the areas wanted that an LSOA lies in, and whether it is wholly in the one.

    The area is '' where no look-up knows the code in any edition.
    """
    known = {edition: look_up.known((edition, code)) for edition in (None, *EDITIONS)}
    for edition, is_known in known.items():
        area = look_up.area((edition, code))
        if area is not None:
            if area in wanted:
                yield edition or 0, frozenset([area]), True
        elif is_known:
            touched = wanted & look_up.parts.get(code, frozenset())
            if touched:
                yield edition or 0, touched, False
        elif not any(known.values()):
            yield edition or 0, frozenset([""]), False
