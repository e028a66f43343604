# SPDX-License-Identifier: GPL-2.0-or-later
"""Replace the rows of one published file, and tell what changed, inside the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import repeat
from typing import NamedTuple, Optional

from .csv_files import CrimeId, PublishedRows
from .ledger import known_codes, settled_edition
from .model import ChangeKind, Dataset, FileChange, FileKey, Snapshot
from .places import PlaceBook
from .reference import outcome_groups
from .row_tables import ROW_TABLES, for_each_dataset

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


def replace_rows(
    connection: sqlite3.Connection, book: PlaceBook, key: FileKey, rows: PublishedRows, provenance: Provenance
) -> FileChange:
    """Write the rows of `key` in place of those held. Raises sqlite3 errors: the caller's transaction ends then."""
    dataset = key.dataset
    if dataset is Dataset.STREET and not connection.execute("SELECT 1 FROM crime LIMIT 1").fetchone():
        connection.execute(_WITHOUT_INDEX)
    places = book.ids(rows.places)
    values = [_value_ids(connection, dataset, value) for value in rows.values]
    file, held = _take_out(connection, key)
    first = connection.execute(_NEXT[dataset]).fetchone()[0]
    last = first + len(rows.idents) - 1
    place_column = [places[number] for number in rows.place_of_row]
    value_columns = [[value[column] for value in values] for column, _ in enumerate(ROW_TABLES[dataset].values)]
    columns = [map(column.__getitem__, rows.value_of_row) for column in value_columns]
    connection.executemany(
        _INSERT[dataset], zip(range(first, last + 1), repeat(file), place_column, rows.idents, *columns)
    )
    _write_notes(connection, dataset, rows, first)
    edition = settled_edition({place.lsoa_code for place in rows.places if place.lsoa_code}, known_codes(connection))
    unplaced = rows.unplaced
    connection.execute(
        "INSERT INTO published_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, NULL, ?, ?)",
        (
            *(file, key.force, key.month.start, dataset.value, rows.layout.value, rows.reported_by),
            *(rows.falls_within, str(provenance.snapshot.month), int(provenance.snapshot.exact), provenance.crc),
            *(unplaced, edition, provenance.source, provenance.fetched, first, last),
        ),
    )
    if held is None:
        return FileChange(key, ChangeKind.ADDED, len(rows.idents), unplaced)
    now = Counter(zip(place_column, rows.idents, (values[number] for number in rows.value_of_row), _remarks(rows)))
    _drop_unused_places(connection, book, {row[0] for row in held} - set(places))
    return _compare(key, held, now, unplaced)


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


def _take_out(connection: sqlite3.Connection, key: FileKey) -> tuple[int, Optional[Counter[_Held]]]:
    """Delete what is held of `key`; its ledger id and its rows as a multiset, or the next id and None."""
    row = connection.execute(
        "SELECT id, reported_by, falls_within, first_row, last_row FROM published_file"
        " WHERE force = ? AND month_start = ? AND dataset = ?",
        (key.force, key.month.start, key.dataset.value),
    ).fetchone()
    if row is None:
        return connection.execute("SELECT coalesce(max(id), 0) + 1 FROM published_file").fetchone()[0], None
    file, reported_by, falls_within, *span = row
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


def _drop_unused_places(connection: sqlite3.Connection, book: PlaceBook, candidates: set[int]) -> None:
    unused = [row for place in candidates for row in connection.execute(_UNUSED, (place,))]
    if unused:
        connection.executemany("DELETE FROM place WHERE id = ?", unused)
        connection.executemany("DELETE FROM idx_place_geom WHERE pkid = ?", unused)
        book.forget()


def _compare(key: FileKey, held: Counter[_Held], now: Counter[_Held], unplaced: int) -> FileChange:
    """What a revised file changed: rows with an id that differ in nothing but the outcome are changed."""
    gone, added = held - now, now - held
    before = _without_outcome(gone, key.dataset)
    after = _without_outcome(added, key.dataset)
    changed = sum((before & after).values()) if key.dataset is not Dataset.STOPS else 0
    return FileChange(
        key,
        ChangeKind.REVISED,
        sum(now.values()),
        unplaced,
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
