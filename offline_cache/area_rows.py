# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes of a selection, and of the same months a year before, by file and LSOA, in one pass over the data."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Optional

from .chosen_area import choose_lsoas
from .model import Month, Selection
from .queries import SELECTED, street_parameters


@dataclass(frozen=True)
class AreaRow:
    """How many crimes a file has of an LSOA; `lsoa` is '' where the rows have none, `placed` whether they have a place.

    `edition` is that of the file, None where it is not known. `selected`: whether the LSOA surely lies in the area
    selected; of others it is not known. `crime_type` is '' where rows are not told apart by it.
    """

    force: str
    month: Month
    edition: Optional[int]
    lsoa: str
    placed: bool
    selected: bool
    count: int
    crime_type: str = ""


TYPES = """
    AND c.type IN (
      SELECT t.id FROM crime_type t
      WHERE (:types = '' OR instr(:types, '|' || t.name || '|') > 0) AND (:with_asb OR t.name <> :asb))
"""
_GROUPS = "GROUP BY f.id, p.lsoa, p.geom IS NULL"
_COLUMNS = "f.force, substr(f.month_start, 1, 7), f.lsoa_edition, l.code, p.lsoa, p.geom IS NOT NULL, count(*)"
_TYPE = "(SELECT t.name FROM crime_type t WHERE t.id = c.type)"
_TYPED = f"{_COLUMNS}, {_TYPE}"
_FILES = f"""
    FROM published_file f
    JOIN crime c ON c.id BETWEEN f.first_row AND f.last_row
    CROSS JOIN place p ON p.id = +c.place
    CROSS JOIN lsoa l ON l.id = p.lsoa
    WHERE {SELECTED} {TYPES} {_GROUPS}
"""
_CHOSEN = "(p.lsoa = 0 OR p.lsoa IN (SELECT lsoa FROM temp.chosen_lsoa UNION SELECT lsoa FROM temp.doubtful_lsoa))"
# From the places of the area, which are few where a cache holds many forces.
_PLACES = f"""
    FROM place p
    CROSS JOIN crime c ON c.place = p.id
    CROSS JOIN published_file f ON f.id = c.file
    CROSS JOIN lsoa l ON l.id = p.lsoa
    WHERE {_CHOSEN}
      AND {SELECTED} {TYPES} {_GROUPS}
"""
_OF_FILES = f"SELECT {_COLUMNS} {_FILES}"
_OF_PLACES = f"SELECT {_COLUMNS} {_PLACES}"
_TYPES_OF_FILES = f"SELECT {_TYPED} {_FILES}, c.type"
_TYPES_OF_PLACES = f"SELECT {_TYPED} {_PLACES}, c.type"


def area_rows(connection: sqlite3.Connection, selection: Selection) -> Iterator[AreaRow]:
    """The crimes of a selection with its months settled; those without an LSOA are of all its forces' files."""
    return _rows(connection, selection, _OF_FILES if selection.area is None else _OF_PLACES)


def typed_area_rows(connection: sqlite3.Connection, selection: Selection) -> Iterator[AreaRow]:
    """The same, each crime type in rows of its own."""
    return _rows(connection, selection, _TYPES_OF_FILES if selection.area is None else _TYPES_OF_PLACES)


def _rows(connection: sqlite3.Connection, selection: Selection, query: str) -> Iterator[AreaRow]:
    if selection.first is not None:
        year_before = Month(selection.first.year - 1, selection.first.month)
        selection = replace(selection, first=year_before)
    choose_lsoas(connection, selection.area)
    chosen = frozenset(connection.execute("SELECT edition, lsoa FROM temp.chosen_lsoa"))
    months: dict[str, Month] = {}
    for force, text, edition, code, lsoa, placed, count, *of in connection.execute(query, street_parameters(selection)):
        month = months.get(text) or months.setdefault(text, Month.parse(text))
        selected = selection.area is None or (edition or 0, lsoa) in chosen
        yield AreaRow(force, month, edition, code if lsoa else "", bool(placed), selected, count, *of)
