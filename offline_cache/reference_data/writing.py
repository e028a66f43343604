# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts of reference data into the tables of the cache, within the caller's transaction.

The rule is that of areas: what a newer file covers it replaces, area by area; a list of peers is replaced as a whole.
Each function returns how many rows it wrote, and how many it replaced.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Union

from ..areas.model import AreaSet
from ..areas.writing import write_contents
from .csv_table import Tick
from .parts import AttributePart, ClassPart, OfficialPart, Part, PeerPart

_KEY = {
    "area_attribute": "kind = ? AND edition = ? AND measure = ?",
    "area_class": "kind = ? AND edition = ? AND scheme = ?",
}
_HELD = {table: f"SELECT code FROM {table} WHERE {key}" for table, key in _KEY.items()}  # noqa: S608 - constants
_DELETE_ALL = {table: f"DELETE FROM {table} WHERE {key}" for table, key in _KEY.items()}  # noqa: S608
_DELETE = {table: f"{sql} AND code = ?" for table, sql in _DELETE_ALL.items()}
_INSERT = {table: f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?)" for table in _KEY}  # noqa: S608
_NAME = "INSERT OR IGNORE INTO area_name VALUES (?, ?, ?, ?)"
_MEASURE = "INSERT OR REPLACE INTO area_measure VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_OFFICIAL_KEY = "kind = ? AND period_end = ? AND months = ? AND crime_group = ? AND code = ?"


def write_part(connection: sqlite3.Connection, part: Part, source: int, tick: Tick) -> tuple[int, int]:
    """Write a part as coming from `source`; `tick` is called now and then, and may raise to stop."""
    if isinstance(part, AttributePart):
        return _write_attributes(connection, part, source, tick)
    if isinstance(part, ClassPart):
        done = [
            _replace(connection, "area_class", part.areas, scheme, classes, classes, source)
            for scheme, classes in part.classes.items()
        ]
        return sum(written for written, _ in done), sum(replaced for _, replaced in done)
    if isinstance(part, PeerPart):
        return _write_peers(connection, part, source)
    if isinstance(part, OfficialPart):
        return _write_official(connection, part, source)
    return write_contents(connection, part, source)


def _write_attributes(connection: sqlite3.Connection, part: AttributePart, source: int, tick: Tick) -> tuple[int, int]:
    of = (part.areas.kind.value, part.areas.edition)
    written = replaced = 0
    for measure in part.measures:
        tick()
        values = part.values[measure.name]
        more, gone = _replace(connection, "area_attribute", part.areas, measure.name, values, part.codes, source)
        written, replaced = written + more, replaced + gone
        if values:
            known = (measure.title, measure.year, measure.weight, int(measure.circular), source)
            connection.execute(_MEASURE, (*of, measure.name, *known))
    connection.executemany(_NAME, [(*of, code, name) for code, name in part.names.items()])
    return written, replaced


def _replace(
    connection: sqlite3.Connection,
    table: str,
    areas: AreaSet,
    name: str,
    values: Union[Mapping[str, float], Mapping[str, str]],
    codes: Iterable[str],
    source: int,
) -> tuple[int, int]:
    """Put the values of a measure or scheme in the place of those that the codes had; the order is the table's."""
    key = (areas.kind.value, areas.edition, name)
    held = {code for (code,) in connection.execute(_HELD[table], key)}
    covered = held.intersection(codes)
    if covered == held:
        connection.execute(_DELETE_ALL[table], key)
    else:
        connection.executemany(_DELETE[table], [(*key, code) for code in covered])
    rows = [(*key[:2], code, name, value, source) for code, value in sorted(values.items())]
    connection.executemany(_INSERT[table], rows)
    return len(rows), len(covered)


def _write_peers(connection: sqlite3.Connection, part: PeerPart, source: int) -> tuple[int, int]:
    key = (part.name, part.of.kind.value, part.of.edition)
    (held,) = connection.execute(
        "SELECT max(id) FROM peer_list WHERE name = ? AND kind = ? AND edition = ?", key
    ).fetchone()
    replaced = connection.execute("DELETE FROM peer WHERE list = ?", (held,)).rowcount
    connection.execute("DELETE FROM peer_list WHERE id = ?", (held,))
    cursor = connection.execute(
        "INSERT INTO peer_list (name, kind, edition, source) VALUES (?, ?, ?, ?)", (*key, source)
    )
    connection.executemany("INSERT INTO peer VALUES (?, ?, ?, ?)", [(cursor.lastrowid, *row) for row in part.peers])
    return len(part.peers), replaced


def _write_official(connection: sqlite3.Connection, part: OfficialPart, source: int) -> tuple[int, int]:
    period = (part.period_end, part.months)
    keys = [(kind, *period, group, code) for kind, code, group, _ in part.counts]
    replaced = connection.executemany(f"DELETE FROM official_count WHERE {_OFFICIAL_KEY}", keys).rowcount  # noqa: S608
    connection.executemany(
        "INSERT INTO official_count VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(kind, code, group, *period, value, source) for kind, code, group, value in part.counts],
    )
    return len(part.counts), replaced
