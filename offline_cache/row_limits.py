# SPDX-License-Identifier: GPL-2.0-or-later
"""Places, rows and areas that rows of published files are limited to, as temporary tables and conditions on them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Optional

from .chosen_area import choose_lsoas
from .model import Area, Dataset

_TABLES = (
    "CREATE TEMP TABLE IF NOT EXISTS wanted_place (id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS wanted_row (id INTEGER PRIMARY KEY)",
    """
    CREATE TEMP TABLE IF NOT EXISTS wanted_lsoa
      (edition INTEGER NOT NULL, lsoa INTEGER NOT NULL, PRIMARY KEY (edition, lsoa)) WITHOUT ROWID
    """,
    "DELETE FROM temp.wanted_place",
    "DELETE FROM temp.wanted_row",
    "DELETE FROM temp.wanted_lsoa",
)
# Each alone, so that SQLite takes the index that serves it: a condition that may be switched off serves none.
_ROW, _STOP = "c", "s"
_PLACES = {row: f"AND {row}.place IN (SELECT id FROM temp.wanted_place)" for row in (_ROW, _STOP)}
_ROWS = {
    row: f"AND {row}.id IN (SELECT id FROM temp.wanted_row WHERE id BETWEEN :first_row AND :last_row)"
    for row in (_ROW, _STOP)
}
_LSOAS = """AND EXISTS (SELECT 1 FROM temp.wanted_lsoa w
  WHERE w.edition = coalesce(:lsoa_edition, 0) AND w.lsoa = p.lsoa)"""
_OUTCOMES = {
    _ROW: """AND (:outcomes = '' OR c.outcome IN
      (SELECT id FROM outcome_type WHERE instr(:outcomes, '|' || name || '|') > 0))""",
    _STOP: """AND (:outcomes = '' OR s.outcome IN
      (SELECT id FROM stop_value WHERE instr(:outcomes, '|' || name || '|') > 0))""",
}


def limit_rows(
    connection: sqlite3.Connection,
    dataset: Dataset,
    places: Optional[Iterable[int]],
    rows: Optional[Iterable[int]],
    within: Optional[Area],
) -> str:
    """Conditions on rows of the dataset, None for no limit; bind `outcomes` as names between bars, or ''.

    They look into temporary tables of the connection, which the next call fills anew; so does `choose_lsoas`, which
    is called here for `within` and has to be called again for a selection. Raises `CacheError` where no look-up
    leads to areas of that kind.
    """
    for statement in _TABLES:
        connection.execute(statement)
    row = _STOP if dataset is Dataset.STOPS else _ROW
    conditions = [_OUTCOMES[row]]
    if places is not None:
        connection.executemany("INSERT OR IGNORE INTO temp.wanted_place VALUES (?)", ((place,) for place in places))
        conditions.append(_PLACES[row])
    if rows is not None:
        connection.executemany("INSERT OR IGNORE INTO temp.wanted_row VALUES (?)", ((number,) for number in rows))
        conditions.append(_ROWS[row])
    if within is not None:
        choose_lsoas(connection, within)
        connection.execute("INSERT INTO temp.wanted_lsoa SELECT edition, lsoa FROM temp.chosen_lsoa")
        conditions.append(_LSOAS)
    return " ".join(conditions)
