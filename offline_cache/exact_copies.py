# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows that repeat another row of their file in every column: each stays an incident of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Callable, Optional

from .errors import Cancelled
from .model import Dataset, FileKey, PublishedFile

_SPAN = "SELECT first_row, last_row FROM published_file WHERE force = ? AND month_start = ? AND dataset = ?"
# A place is one text of coordinates, name and LSOA, so these columns are all that was published.
_COPIES = {
    Dataset.STREET: """
        SELECT coalesce(sum(n - 1), 0) FROM (
          SELECT count(*) AS n FROM crime c LEFT JOIN crime_note x ON x.id = c.id WHERE c.id BETWEEN ? AND ?
          GROUP BY c.place, c.type, c.outcome, c.crime_id, x.reported_by, x.falls_within, x.context HAVING n > 1)
    """,
    Dataset.OUTCOMES: """
        SELECT coalesce(sum(n - 1), 0) FROM (
          SELECT count(*) AS n FROM outcome c LEFT JOIN outcome_note x ON x.id = c.id WHERE c.id BETWEEN ? AND ?
          GROUP BY c.place, c.outcome, c.crime_id, x.reported_by, x.falls_within HAVING n > 1)
    """,
    Dataset.STOPS: """
        SELECT coalesce(sum(n - 1), 0) FROM (
          SELECT count(*) AS n FROM stop WHERE id BETWEEN ? AND ?
          GROUP BY place, date, type, operation, operation_name, gender, age_range, self_defined_ethnicity,
            officer_defined_ethnicity, legislation, object_of_search, outcome, outcome_linked, clothing_removed
          HAVING n > 1)
    """,
}


@dataclass(frozen=True)
class Copies:
    """Of the `rows` held in `files` files `copies` repeat another; `left_out` files were not looked through."""

    copies: int
    rows: int
    files: int
    left_out: int


def never() -> bool:
    """Of a search that nobody stops."""
    return False


def exact_copies(
    connection: sqlite3.Connection,
    files: Iterable[PublishedFile],
    most_rows: Optional[int] = None,
    cancelled: Callable[[], bool] = never,
) -> dict[Dataset, Copies]:
    """Count them by dataset, file by file, so that no more than one file's rows are in memory.

    Of a large cache the newest files, up to `most_rows` rows. Raises `Cancelled`.
    """
    found: dict[Dataset, Copies] = {}
    looked = 0
    for file in sorted(files, key=lambda file: file.key.month, reverse=True):
        if cancelled():
            raise Cancelled("Stopped.")
        before = found.get(file.key.dataset, Copies(0, 0, 0, 0))
        if most_rows is not None and looked + file.rows > most_rows:
            found[file.key.dataset] = Copies(before.copies, before.rows, before.files, before.left_out + 1)
            continue
        looked += file.rows
        copies = before.copies + _copies(connection, file.key)
        found[file.key.dataset] = Copies(copies, before.rows + file.rows, before.files + 1, before.left_out)
    return found


def _copies(connection: sqlite3.Connection, key: FileKey) -> int:
    span = connection.execute(_SPAN, (key.force, key.month.start, key.dataset.value)).fetchone()
    return int(connection.execute(_COPIES[key.dataset], span).fetchone()[0])
