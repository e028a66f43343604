# SPDX-License-Identifier: GPL-2.0-or-later
"""Places, rows and areas that rows of published files are limited to, as temporary tables and conditions on them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Optional

from .area_levels import level_look_up
from .areas.model import AreaSet, kind_of
from .chosen_area import choose_lsoas
from .model import Area, Dataset, Month
from .neighbourhood_ground import is_neighbourhood


@dataclass(frozen=True)
class RowLimits:
    """Which rows of a selection: of these places (rows of `place`), in these areas, of one month, with these outcomes.

    `rows` are ids of rows themselves, as layers of crimes, outcomes and stops have them. None and () mean no limit,
    but an empty tuple of `places` or `rows` means that there are none. `edition` is that of the areas in `within`,
    None for the newest held, and for LSOAs the codes as the files have them. `placed`: only rows with a place.
    `place_months` are force, month (`YYYY-MM`) and place, each for the rows there in that month. `months` are those
    of files that are read, of all that a selection has.
    """

    places: Optional[tuple[int, ...]] = None
    rows: Optional[tuple[int, ...]] = None
    within: Optional[Area] = None
    edition: Optional[int] = None
    month: Optional[Month] = None
    outcomes: tuple[str, ...] = ()
    placed: bool = False
    place_months: Optional[tuple[tuple[str, str, int], ...]] = None
    months: Optional[frozenset[Month]] = None


UNLIMITED = RowLimits()

_TABLES = (
    "CREATE TEMP TABLE IF NOT EXISTS wanted_place (id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS wanted_row (id INTEGER PRIMARY KEY)",
    """
    CREATE TEMP TABLE IF NOT EXISTS wanted_lsoa
      (edition INTEGER NOT NULL, lsoa INTEGER NOT NULL, PRIMARY KEY (edition, lsoa)) WITHOUT ROWID
    """,
    "CREATE TEMP TABLE IF NOT EXISTS wanted_ground (id INTEGER PRIMARY KEY)",
    "DELETE FROM temp.wanted_ground",
    """
    CREATE TEMP TABLE IF NOT EXISTS wanted_place_month
      (force TEXT NOT NULL, month TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (force, month, place))
      WITHOUT ROWID
    """,
    "DELETE FROM temp.wanted_place",
    "DELETE FROM temp.wanted_place_month",
    "DELETE FROM temp.wanted_row",
    "DELETE FROM temp.wanted_lsoa",
)
# Each alone, so that SQLite takes the index that serves it: a condition that may be switched off serves none.
_ROW, _STOP = "c", "s"
_PLACES = {
    _ROW: "AND c.place IN (SELECT id FROM temp.wanted_place)",
    _STOP: "AND s.place IN (SELECT id FROM temp.wanted_place)",
}
_ROWS = {
    _ROW: "AND c.id IN (SELECT id FROM temp.wanted_row WHERE id BETWEEN :first_row AND :last_row)",
    _STOP: "AND s.id IN (SELECT id FROM temp.wanted_row WHERE id BETWEEN :first_row AND :last_row)",
}
_PLACE_MONTHS = {
    _ROW: "AND c.place IN (SELECT place FROM temp.wanted_place_month WHERE force = :force AND month = :month)",
    _STOP: "AND s.place IN (SELECT place FROM temp.wanted_place_month WHERE force = :force AND month = :month)",
}
_LSOAS = """AND EXISTS (SELECT 1 FROM temp.wanted_lsoa w
  WHERE w.edition = coalesce(:lsoa_edition, 0) AND w.lsoa = p.lsoa)"""
_GROUND = {
    _ROW: "AND c.place IN (SELECT id FROM temp.wanted_ground)",
    _STOP: "AND s.place IN (SELECT id FROM temp.wanted_ground)",
}
_PLACED = "AND p.geom IS NOT NULL"
_OUTCOMES = {
    _ROW: """AND (:outcomes = '' OR c.outcome IN
      (SELECT id FROM outcome_type WHERE instr(:outcomes, '|' || name || '|') > 0))""",
    _STOP: """AND (:outcomes = '' OR s.outcome IN
      (SELECT id FROM stop_value WHERE instr(:outcomes, '|' || name || '|') > 0))""",
}


def limit_rows(connection: sqlite3.Connection, dataset: Dataset, limits: RowLimits) -> str:
    """Conditions on rows of the dataset; bind `outcomes` as names between bars, or ''.

    They look into temporary tables of the connection, which the next call fills anew; so does `choose_lsoas`, which
    may be called here and has to be called again for a selection. Raises `CacheError` where no look-up leads to areas
    of that kind.
    """
    for statement in _TABLES:
        connection.execute(statement)
    row = _STOP if dataset is Dataset.STOPS else _ROW
    conditions = [_OUTCOMES[row]]
    if limits.places is not None:
        connection.executemany("INSERT OR IGNORE INTO temp.wanted_place VALUES (?)", ((one,) for one in limits.places))
        conditions.append(_PLACES[row])
    if limits.place_months is not None:
        connection.executemany("INSERT OR IGNORE INTO temp.wanted_place_month VALUES (?, ?, ?)", limits.place_months)
        conditions.append(_PLACE_MONTHS[row])
    if limits.rows is not None:
        connection.executemany("INSERT OR IGNORE INTO temp.wanted_row VALUES (?)", ((one,) for one in limits.rows))
        conditions.append(_ROWS[row])
    if is_neighbourhood(limits.within):
        choose_lsoas(connection, limits.within)
        connection.execute("INSERT INTO temp.wanted_ground SELECT id FROM temp.chosen_place")
        conditions.append(_GROUND[row])
    elif limits.within is not None:
        _want_lsoas(connection, limits.within, limits.edition)
        conditions.append(_LSOAS)
    if limits.placed:
        conditions.append(_PLACED)
    return " ".join(conditions)


def _want_lsoas(connection: sqlite3.Connection, within: Area, edition: Optional[int]) -> None:
    if edition is None:
        choose_lsoas(connection, within)
        connection.execute("INSERT INTO temp.wanted_lsoa SELECT edition, lsoa FROM temp.chosen_lsoa")
        return
    look_up = level_look_up(connection, AreaSet(kind_of(within), edition))
    wanted = set(within.codes)
    held = connection.execute("SELECT id, code FROM lsoa WHERE id > 0").fetchall()
    found = ((of or 0, row) for row, code in held for of in (None, 2011, 2021) if look_up.area((of, code)) in wanted)
    connection.executemany("INSERT INTO temp.wanted_lsoa VALUES (?, ?)", found)
