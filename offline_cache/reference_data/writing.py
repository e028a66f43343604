# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts of reference data into the tables of the cache, within the caller's transaction.

The rule is that of areas: what a newer file covers it replaces, area by area; a list of peers is replaced as a whole.
Each function returns how many rows it wrote, and how many it replaced.
"""

from __future__ import annotations

import sqlite3

from ..areas.writing import write_contents
from .csv_table import Tick
from .parts import AttributePart, ClassPart, OfficialPart, Part, PeerPart

_NAME = "INSERT OR IGNORE INTO area_name VALUES (?, ?, ?, ?)"
_NEW_MEASURE = """
    INSERT INTO area_measure (kind, edition, name, title, weight, circular, source) VALUES (?, ?, ?, '', '', 0, ?)
"""
_MEASURE = "UPDATE area_measure SET title = ?, year = ?, weight = ?, circular = ?, source = ? WHERE id = ?"
_DELETE_CLASS = "DELETE FROM area_class WHERE kind = ? AND edition = ? AND scheme = ? AND code = ?"
_DELETE_OFFICIAL = """
    DELETE FROM official_count WHERE kind = ? AND period_end = ? AND months = ? AND crime_group = ? AND code = ?
"""


def write_part(connection: sqlite3.Connection, part: Part, source: int, tick: Tick) -> tuple[int, int]:
    """Write a part as coming from `source`; `tick` is called now and then, and may raise to stop."""
    if isinstance(part, AttributePart):
        return _write_attributes(connection, part, source, tick)
    if isinstance(part, ClassPart):
        return _write_classes(connection, part, source)
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
        number = _number(connection, (*of, measure.name), source)
        held = {code for (code,) in connection.execute("SELECT code FROM area_attribute WHERE measure = ?", (number,))}
        covered = held.intersection(part.codes)
        connection.executemany(
            "DELETE FROM area_attribute WHERE measure = ? AND code = ?", [(number, code) for code in covered]
        )
        connection.executemany(
            "INSERT INTO area_attribute VALUES (?, ?, ?, ?)",
            [(number, code, value, source) for code, value in sorted(values.items())],
        )
        known = (measure.title, measure.year, measure.weight, int(measure.circular))
        connection.execute(_MEASURE, (*known, source, number))
        written, replaced = written + len(values), replaced + len(covered)
    connection.executemany(_NAME, [(*of, code, name) for code, name in part.names.items()])
    return written, replaced


def _number(connection: sqlite3.Connection, key: tuple[str, int, str], source: int) -> int:
    """The number of a measure, new or not."""
    found = connection.execute(
        "SELECT id FROM area_measure WHERE kind = ? AND edition = ? AND name = ?", key
    ).fetchone()
    return int(found[0] if found else connection.execute(_NEW_MEASURE, (*key, source)).lastrowid or 0)


def _write_classes(connection: sqlite3.Connection, part: ClassPart, source: int) -> tuple[int, int]:
    of = (part.areas.kind.value, part.areas.edition)
    written = replaced = 0
    for scheme, classes in part.classes.items():
        replaced += connection.executemany(_DELETE_CLASS, [(*of, scheme, code) for code in classes]).rowcount
        connection.executemany(
            "INSERT INTO area_class VALUES (?, ?, ?, ?, ?, ?)",
            [(*of, scheme, code, name, source) for code, name in sorted(classes.items())],
        )
        written += len(classes)
    return written, replaced


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
    connection.executemany(
        "INSERT INTO peer VALUES (?, ?, ?, ?)",
        [(cursor.lastrowid, area, peer, rank) for area, rank, peer in part.peers],
    )
    return len(part.peers), replaced


def _write_official(connection: sqlite3.Connection, part: OfficialPart, source: int) -> tuple[int, int]:
    period = (part.period_end, part.months)
    keys = [(kind, *period, group, code) for kind, code, group, _ in part.counts]
    replaced = connection.executemany(_DELETE_OFFICIAL, keys).rowcount
    connection.executemany(
        "INSERT INTO official_count VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(kind, *period, group, code, value, source) for kind, code, group, value in part.counts],
    )
    return len(part.counts), replaced
