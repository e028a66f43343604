# SPDX-License-Identifier: GPL-2.0-or-later
"""Published rows of some LSOAs, or of whole files, from a cache to a trimmed one: each once, in the file's order."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Optional

from ..model import Dataset, Selection
from ..row_tables import for_each_dataset
from ..spatialite import point_of_blob
from .copying import copy_rows, keep
from .ground import Ground

MOST_STOPS = 60_000
"""Stops name no LSOA, so that files of them are kept whole: the newest that have no more rows than this together."""

_FILES = """
    SELECT id, force, substr(month_start, 1, 7) AS month, dataset, scope, first_row, last_row,
      published_rows > unplaced_rows + no_lsoa_rows OR published_rows = unplaced_rows AS sliceable
    FROM published_file WHERE (:first IS NULL OR month_start >= :first) AND (:last IS NULL OR month_start <= :last)
    ORDER BY id
"""
_LSOAS = "SELECT id FROM lsoa WHERE code IN (SELECT value FROM temp.pack_code)"
_PLACES = "SELECT id FROM place WHERE lsoa IN (SELECT value FROM temp.pack_lsoa)"
_SLICED = for_each_dataset("""
    SELECT r.file, r.id, r.place, r.$ident, $values
    FROM temp.pack_place k CROSS JOIN $table r ON r.place = k.value
    WHERE r.file IN (SELECT value FROM temp.pack_file)
    ORDER BY r.id
""")
_WHOLE = for_each_dataset("""
    SELECT r.file, r.id, r.place, r.$ident, $values FROM $table r WHERE r.id BETWEEN ? AND ? ORDER BY r.id
""")
_INSERT = for_each_dataset("INSERT INTO $table (id, file, place, $ident, $values) VALUES ($marks)")
_NOTES = {
    Dataset.STREET: (
        "SELECT id, reported_by, falls_within, context FROM crime_note WHERE id BETWEEN ? AND ?",
        "INSERT INTO crime_note VALUES (?, ?, ?, ?)",
    ),
    Dataset.OUTCOMES: (
        "SELECT id, reported_by, falls_within FROM outcome_note WHERE id BETWEEN ? AND ?",
        "INSERT INTO outcome_note VALUES (?, ?, ?)",
    ),
}
_RENUMBER = "UPDATE published_file SET id = ? WHERE id = ?"
_LEDGER = "UPDATE published_file SET scope = ?, first_row = ?, last_row = ? WHERE id = ?"
_USED = "CREATE TEMP TABLE IF NOT EXISTS pack_used (number INTEGER PRIMARY KEY, place INTEGER NOT NULL)"
_USED_PLACES = """
    SELECT u.number, p.longitude, p.latitude, p.grid, p.name, p.lsoa, p.kind, p.geom
    FROM temp.pack_used u JOIN place p ON p.id = u.place ORDER BY u.number
"""
_WORDS = ("crime_type", "outcome_type", "stop_value", "place_kind")


@dataclass(frozen=True)
class KeptFile:
    """A file of the ledger that is kept: its id there, whose it is, and the scope that is kept of it, None for all."""

    id: int
    force: str
    dataset: Dataset
    month: str
    scope: Optional[tuple[str, ...]]
    sliced: bool
    first: int
    last: int


class Numbers(dict[int, int]):
    """New numbers of places, from 1 in order of their first use."""

    def __missing__(self, place: int) -> int:
        self[place] = len(self) + 1
        return self[place]


def kept_files(source: sqlite3.Connection, selection: Selection, ground: Ground) -> list[KeptFile]:
    """The files of the selection's months and the ground's forces; a slice of other LSOAs is none of them."""
    limits = {"first": selection.first, "last": selection.last}
    bounds = {name: month.start if month else None for name, month in limits.items()}
    found = []
    for file, force, month, dataset, scope, first, last, sliceable in source.execute(_FILES, bounds):
        if force not in ground.forces or dataset == Dataset.STOPS.value and not ground.with_stops:
            continue
        held = None if scope is None else frozenset(json.loads(scope))
        sliced = ground.codes is not None and bool(sliceable) and dataset != Dataset.STOPS.value
        if sliced and ground.codes is not None:
            held = ground.codes if held is None else held & ground.codes
        if held is None or held:
            kept = None if held is None else tuple(sorted(held))
            found.append(KeptFile(file, force, Dataset(dataset), month, kept, sliced, first, last))
    return found if ground.codes is None else _with_newest_stops(found)


def _with_newest_stops(files: list[KeptFile]) -> list[KeptFile]:
    rows, left_out = 0, set[int]()
    stops = [file for file in files if file.dataset is Dataset.STOPS]
    for _, of_month in groupby(sorted(stops, key=lambda file: file.month, reverse=True), lambda file: file.month):
        month = list(of_month)
        rows += sum(file.last - file.first + 1 for file in month)
        if rows > MOST_STOPS:
            left_out.update(file.id for file in month)
    return [file for file in files if file.id not in left_out]


def copy_published(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    files: list[KeptFile],
    ground: Ground,
    step: Callable[[], None],
) -> dict[Dataset, int]:
    """Copy the files' ledger lines, rows and places; `step` is called after each file. Returns rows by dataset.

    Ids are given anew, without gaps. Raises `struct.error` for a place whose geometry is damaged.
    """
    keep(source, "pack_code", ground.codes or ())
    keep(source, "pack_lsoa", [row for (row,) in source.execute(_LSOAS)])
    keep(source, "pack_place", [row for (row,) in source.execute(_PLACES)])
    keep(source, "pack_file", [file.id for file in files])
    copy_rows(source, target, "published_file", "WHERE id IN (SELECT value FROM temp.pack_file)")
    file_numbers = {file.id: number for number, file in enumerate(files, 1)}  # files stand in the order of their ids
    target.executemany(_RENUMBER, ((number, file) for file, number in file_numbers.items()))
    numbers, rows = Numbers(), dict.fromkeys(Dataset, 0)
    for dataset in Dataset:
        of = sorted((file for file in files if file.dataset is dataset), key=lambda file: file.first)
        rows[dataset] = _copy_dataset(source, target, dataset, of, file_numbers, numbers, step)
    for table in _WORDS:
        target.execute(_EMPTIED[table])
        copy_rows(source, target, table)
    _copy_places(source, target, numbers)
    return rows


_EMPTIED = {
    "crime_type": "DELETE FROM crime_type",
    "outcome_type": "DELETE FROM outcome_type",
    "stop_value": "DELETE FROM stop_value",
    "place_kind": "DELETE FROM place_kind",
}


def _copy_dataset(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    dataset: Dataset,
    files: list[KeptFile],
    file_numbers: Mapping[int, int],
    numbers: Numbers,
    step: Callable[[], None],
) -> int:
    keep(source, "pack_file", [file.id for file in files if file.sliced])
    sliced = _Groups(source.execute(_SLICED[dataset]))
    following = 1
    for file in files:
        if file.sliced:
            rows = sliced.of(file.id)
        else:
            rows = source.execute(_WHOLE[dataset], (file.first, file.last)).fetchall()
        of = file_numbers[file.id]
        new = [(number, of, numbers[row[2]], *row[3:]) for number, row in enumerate(rows, following)]
        target.executemany(_INSERT[dataset], new)
        if dataset in _NOTES:
            _copy_notes(source, target, dataset, file, [row[1] for row in rows], following)
        scope = None if file.scope is None else json.dumps(file.scope)
        target.execute(_LEDGER, (scope, following, following + len(rows) - 1, of))
        following += len(rows)
        step()
    return following - 1


class _Groups:
    """The rows of one file after the other, of a query in the order of files."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, file: int) -> list[tuple[Any, ...]]:
        """Those of the file; none where the next rows are of a later one."""
        if self._next is None or self._next[0] != file:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


def _copy_notes(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    dataset: Dataset,
    file: KeptFile,
    rows: list[int],
    first: int,
) -> None:
    read, write = _NOTES[dataset]
    notes = source.execute(read, (file.first, file.last)).fetchall()
    if notes:
        now = {row: number for number, row in enumerate(rows, first)}
        target.executemany(write, [(now[row], *note) for row, *note in notes if row in now])


def _copy_places(source: sqlite3.Connection, target: sqlite3.Connection, numbers: Numbers) -> None:
    source.execute(_USED)
    source.execute("DELETE FROM temp.pack_used")
    source.executemany("INSERT INTO temp.pack_used (place, number) VALUES (?, ?)", numbers.items())
    places = source.execute(_USED_PLACES).fetchall()
    target.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", places)
    points = ((number, *point_of_blob(blob)) for number, *_, blob in places if blob is not None)
    in_strips = sorted(points, key=lambda point: (int(point[1] * 20), point[2]))
    target.executemany("INSERT INTO idx_place_geom VALUES (?1, ?2, ?2, ?3, ?3)", in_strips)
    keep(source, "pack_lsoa", {place[5] for place in places})
    copy_rows(source, target, "lsoa", "WHERE id IN (SELECT value FROM temp.pack_lsoa)")
