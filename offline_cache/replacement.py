# SPDX-License-Identifier: GPL-2.0-or-later
"""Replace the rows of one published file, and tell what changed, inside the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, repeat
from typing import NamedTuple

from .already import already, release_of
from .csv_files import CrimeId, PublishedRows
from .ledger import known_codes, published_file, settled_edition
from .model import ChangeKind, Dataset, FileChange, FileKey, Snapshot
from .places import PlaceBook
from .reference import outcome_groups
from .revisions import note_revision
from .row_tables import ROW_TABLES, for_each_dataset
from .scope import Scope, codes_of, joined, scope_of
from .slicing import can_be_sliced, rows_in, rows_within, without_lsoa

_INSERT = for_each_dataset("INSERT INTO $table (id, file, place, $ident, $values) VALUES ($marks)")
_HELD = for_each_dataset("SELECT id, place, $ident, $values FROM $table WHERE id BETWEEN ? AND ?")
_DELETE = for_each_dataset("DELETE FROM $table WHERE id BETWEEN ? AND ?")
_NEXT = for_each_dataset("SELECT coalesce(max(id), 0) + 1 FROM $table")
_NOTES = {
    Dataset.STREET: "SELECT id, reported_by, falls_within, context FROM crime_note WHERE id BETWEEN ? AND ?",
    Dataset.OUTCOMES: "SELECT id, reported_by, falls_within, '' FROM outcome_note WHERE id BETWEEN ? AND ?",
    Dataset.STOPS: "SELECT 0, '', '', '' WHERE ? > ?",
}
_DELETE_NOTES = {
    Dataset.STREET: "DELETE FROM crime_note WHERE id BETWEEN ? AND ?",
    Dataset.OUTCOMES: "DELETE FROM outcome_note WHERE id BETWEEN ? AND ?",
}
# A new cache gets this index when all its files are in, in half the time; a file is only taken out with it.
INDEX_OF_PLACES = "CREATE INDEX IF NOT EXISTS crime_place ON crime (place)"
_WITHOUT_INDEX = "DROP INDEX IF EXISTS crime_place"
_UNUSED = """
    SELECT id FROM place WHERE id = ? AND NOT EXISTS (SELECT 1 FROM crime WHERE place = place.id)
      AND NOT EXISTS (SELECT 1 FROM outcome WHERE place = place.id)
      AND NOT EXISTS (SELECT 1 FROM stop WHERE place = place.id)
"""


class Provenance(NamedTuple):
    """Where a file is from: CRC-32 of its bytes, its source, the release, the time of import (ISO 8601, UTC)."""

    crc: int
    source: str
    snapshot: Snapshot
    fetched: str


_ENTER = """
    INSERT INTO published_file (id, force, month_start, dataset, layout, reported_by, falls_within, snapshot,
      snapshot_exact, crc, published_rows, unplaced_rows, no_lsoa_rows, lsoa_edition, edition_inferred, source,
      fetched_at, scope, first_row, last_row)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)
"""


def replace_rows(
    connection: sqlite3.Connection,
    book: PlaceBook,
    key: FileKey,
    published: PublishedRows,
    provenance: Provenance,
    wanted: Scope,
) -> FileChange:
    """Write rows of `key` in place of those held: all, or those of the LSOAs wanted and of those held before.

    Nothing is written where another program has brought them meanwhile. Raises sqlite3 errors: the caller's
    transaction ends then.
    """
    dataset = key.dataset
    before = published_file(connection, key)
    stays = already(before, provenance.crc, provenance.snapshot, wanted)
    if stays is not None:
        return stays
    release = release_of(before, provenance.crc, provenance.snapshot)
    provenance = provenance._replace(snapshot=release)
    if dataset is Dataset.STREET and not connection.execute("SELECT 1 FROM crime LIMIT 1").fetchone():
        connection.execute(_WITHOUT_INDEX)
    scope = joined(scope_of(before.scope), wanted) if before else wanted
    scope = scope if can_be_sliced(published) else None
    rows = rows_within(published, scope)
    places = book.ids(rows.places)
    values = [_value_ids(connection, dataset, value) for value in rows.values]
    file, held = _take_out(connection, key) if before else (_next_file(connection), Counter[_Held]())
    first = connection.execute(_NEXT[dataset]).fetchone()[0]
    place_column = [places[number] for number in rows.place_of_row]
    value_columns = [[value[column] for value in values] for column, _ in enumerate(ROW_TABLES[dataset].values)]
    columns = [map(column.__getitem__, rows.value_of_row) for column in value_columns]
    connection.executemany(_INSERT[dataset], zip(count(first), repeat(file), place_column, rows.idents, *columns))
    _write_notes(connection, dataset, rows, first)
    _enter(connection, file, key, published, provenance, (scope, first, first + len(rows.idents) - 1))
    entered = FileChange(key, ChangeKind.ADDED, len(rows.idents), published.unplaced, scope=codes_of(scope))
    if before is None:
        return entered
    _drop_unused_places(connection, book, {row[0] for row in held} - set(places))
    now = list(zip(place_column, rows.idents, (values[number] for number in rows.value_of_row), _remarks(rows)))
    compared = [now[number] for number in rows_in(rows, scope_of(before.scope))]
    only_wider = before.crc == provenance.crc and before.scope != entered.scope
    kind = ChangeKind.WIDENED if only_wider else ChangeKind.REVISED
    change = replace(entered, kind=kind, rows_widened=len(now) - len(compared))
    change = _compare(change, held, Counter(compared))
    if kind is ChangeKind.REVISED:
        note_revision(connection, change, before.snapshot, provenance.snapshot, provenance.fetched)
    return change


def _value_ids(connection: sqlite3.Connection, dataset: Dataset, value: tuple[str, ...]) -> tuple[int, ...]:
    if dataset is Dataset.STREET:
        return _word(connection, "crime_type", value[0]), _outcome(connection, value[1])
    if dataset is Dataset.OUTCOMES:
        return (_outcome(connection, value[0]),)
    return tuple(_word(connection, "stop_value", word) for word in value)


_FIND = {
    "crime_type": "SELECT id FROM crime_type WHERE name = ?",
    "outcome_type": "SELECT id FROM outcome_type WHERE name = ?",
    "stop_value": "SELECT id FROM stop_value WHERE name = ?",
}
_ADD = {
    "crime_type": "INSERT INTO crime_type (name) VALUES (?)",
    "stop_value": "INSERT INTO stop_value (name) VALUES (?)",
}


def _word(connection: sqlite3.Connection, table: str, name: str) -> int:
    row = connection.execute(_FIND[table], (name,)).fetchone()
    return row[0] if row else connection.execute(_ADD[table], (name,)).lastrowid  # type: ignore[return-value]


def _outcome(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute(_FIND["outcome_type"], (name,)).fetchone()
    if row:
        return int(row[0])
    group = outcome_groups().get(name, "other")
    add = connection.execute("INSERT INTO outcome_type (name, outcome_group) VALUES (?, ?)", (name, group))
    return add.lastrowid  # type: ignore[return-value]


def _write_notes(connection: sqlite3.Connection, dataset: Dataset, rows: PublishedRows, first: int) -> None:
    notes = [(first + note.row, note.reported_by, note.falls_within, note.context) for note in rows.notes]
    if dataset is Dataset.STREET:
        connection.executemany("INSERT INTO crime_note VALUES (?, ?, ?, ?)", notes)
    elif dataset is Dataset.OUTCOMES:
        connection.executemany("INSERT INTO outcome_note VALUES (?, ?, ?)", [note[:3] for note in notes])


_Remark = tuple[str, str, str]
"""Reported by, falls within, context."""

_Held = tuple[int, CrimeId, tuple[int, ...], _Remark]
"""Place, crime id or date, values, remark."""


def _remarks(rows: PublishedRows) -> Iterator[_Remark]:
    """The remark of each row: that of the file but for the rows with a note."""
    notes = {note.row: (note.reported_by, note.falls_within, note.context) for note in rows.notes}
    common = (rows.reported_by, rows.falls_within, "")
    return (notes.get(number, common) for number in range(len(rows.idents)))


def _take_out(connection: sqlite3.Connection, key: FileKey) -> tuple[int, Counter[_Held]]:
    """Delete what is held of `key`; its ledger id, and its rows as a multiset."""
    file, reported_by, falls_within, *span = connection.execute(
        "SELECT id, reported_by, falls_within, first_row, last_row FROM published_file"
        " WHERE force = ? AND month_start = ? AND dataset = ?",
        (key.force, key.month.start, key.dataset.value),
    ).fetchone()
    connection.execute(INDEX_OF_PLACES)
    common = (reported_by, falls_within, "")
    notes = {number: tuple(remark) for number, *remark in connection.execute(_NOTES[key.dataset], span)}
    held = Counter(
        (place, ident, tuple(value), notes.get(number, common))
        for number, place, ident, *value in connection.execute(_HELD[key.dataset], span)
    )
    connection.execute(_DELETE[key.dataset], span)
    if key.dataset in _DELETE_NOTES:
        connection.execute(_DELETE_NOTES[key.dataset], span)
    connection.execute("DELETE FROM published_file WHERE id = ?", (file,))
    return file, held


def _next_file(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM published_file").fetchone()[0])


def _enter(
    connection: sqlite3.Connection,
    file: int,
    key: FileKey,
    published: PublishedRows,
    provenance: Provenance,
    kept: tuple[Scope, int, int],
) -> None:
    """Write the line of the ledger; `kept` are the scope and the ids of first and last row.

    The edition is that of all codes in the file, kept or not.
    """
    scope, first, last = kept
    codes = {place.lsoa_code for place in published.places if place.lsoa_code}
    edition = settled_edition(codes, known_codes(connection))
    connection.execute(
        _ENTER,
        (
            *(file, key.force, key.month.start, key.dataset.value, published.layout.value, published.reported_by),
            *(published.falls_within, str(provenance.snapshot.month), int(provenance.snapshot.exact)),
            *(provenance.crc, len(published.idents), published.unplaced, without_lsoa(published), edition),
            *(provenance.source, provenance.fetched, None if scope is None else json.dumps(sorted(scope)), first, last),
        ),
    )


def _drop_unused_places(connection: sqlite3.Connection, book: PlaceBook, candidates: set[int]) -> None:
    unused = [row for place in candidates for row in connection.execute(_UNUSED, (place,))]
    if unused:
        connection.executemany("DELETE FROM place WHERE id = ?", unused)
        connection.executemany("DELETE FROM idx_place_geom WHERE pkid = ?", unused)
        book.forget()


def _compare(change: FileChange, held: Counter[_Held], now: Counter[_Held]) -> FileChange:
    """The change with what a revision did: rows with an id that differ in nothing but the outcome are changed."""
    dataset = change.key.dataset
    gone, added = held - now, now - held
    before = _without_outcome(gone, dataset)
    after = _without_outcome(added, dataset)
    changed = sum((before & after).values()) if dataset is not Dataset.STOPS else 0
    return replace(
        change,
        rows_added=sum(added.values()) - changed,
        rows_gone=sum(gone.values()) - changed,
        outcomes_changed=changed,
    )


def _without_outcome(rows: Counter[_Held], dataset: Dataset) -> Counter[tuple[object, ...]]:
    counts: Counter[tuple[object, ...]] = Counter()
    for (place, ident, value, remark), number in rows.items():
        if ident is not None:
            crime_type = value[:1] if dataset is Dataset.STREET else ()
            counts[(place, ident, crime_type, remark)] += number
    return counts
