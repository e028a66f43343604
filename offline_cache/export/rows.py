# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows of a selection, read from the cache a batch at a time, published file by published file."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..errors import CacheError
from ..layouts import Layout
from ..model import Dataset, Selection
from ..queries import IN_AREA, SELECTED, file_parameters, street_parameters

Row = tuple[Any, ...]
Parameters = dict[str, Any]

PUBLISHED_ROWS = {
    Layout.STREET: "csv_street",
    Layout.STREET_2012: "csv_street_2012",
    Layout.OUTCOMES: "csv_outcomes",
    Layout.STOPS: "csv_stops",
}
"""The query that gives the rows of a file of each layout as they were published."""
_PARTS = ("crimes_by_place", "stops_with_values")
"""What several queries have in common, each in a file of its own."""
_BATCH = 2000
_TYPES = "(:types = '' OR instr(:types, '|' || t.name || '|') > 0) AND (:with_asb OR t.name <> :asb)"
_IN_AREA_OF_FILE = IN_AREA.replace("f.lsoa_edition", ":lsoa_edition")
_FILES = (
    "SELECT f.first_row, f.last_row, f.force, substr(f.month_start, 1, 7), f.month_start || 'Z',"
    " f.layout, f.reported_by, f.falls_within, f.lsoa_edition, f.unplaced_rows, f.scope FROM published_file f WHERE",
    SELECTED,
    "ORDER BY f.force, f.month_start",
)
_FILE_PARAMETERS = (
    *("first_row", "last_row", "force", "month", "month_start", "layout"),
    *("reported_by", "falls_within", "lsoa_edition", "unplaced_rows", "scope"),
)


def query(name: str, key: str = "", limits: str = "") -> str:
    """The text of a query beside this file, with the conditions that all queries share put in.

    `key` is a column to come first, `limits` are further conditions, each of the caller's own constants.
    """
    text = _text(name)
    for part in _PARTS:
        text = text.replace(f"{{{part}}}", _text(part))
    return (
        text.replace("{key}", f"{key}, " if key else "")
        .replace("{limits}", limits)
        .replace("{selected}", SELECTED)
        .replace("{types}", _TYPES)
        .replace("{in_area}", IN_AREA)
        .replace("{in_area_of_file}", _IN_AREA_OF_FILE)
    )


@functools.cache
def _text(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def selected_files(connection: sqlite3.Connection, selection: Selection, dataset: Dataset) -> list[Parameters]:
    """Values to bind for each published file of the selection, by force and month.

    Raises `CacheError` where none is held: a file without rows would say that there was no crime.
    """
    shared = street_parameters(selection)
    rows = connection.execute(" ".join(_FILES), file_parameters(selection, dataset))
    files = [{**shared, **dict(zip(_FILE_PARAMETERS, row))} for row in rows]
    if not files:
        raise CacheError(
            f"The cache holds no {dataset.value} file of this selection, so there are no rows to give. "
            "'status' lists what is held."
        )
    return files


def columns_of(connection: sqlite3.Connection, sql: str, parameters: Parameters) -> tuple[str, ...]:
    """Names of the columns that a query gives."""
    return tuple(column[0] for column in connection.execute(sql, parameters).description)


def batches(connection: sqlite3.Connection, sql: str, bound: Iterable[Parameters]) -> Iterator[list[Row]]:
    """Rows of the query run once for each of `bound`, in lists short enough to hold."""
    for parameters in bound:
        cursor = connection.execute(sql, parameters)
        while rows := cursor.fetchmany(_BATCH):
            yield rows
