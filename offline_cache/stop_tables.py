# SPDX-License-Identifier: GPL-2.0-or-later
"""Stops and searches of a force in tables, each with what was not stated. Shares of those stated; no rates.

Nothing here is divided by residents: many ethnicities are not stated, residents are not the people who were about,
one person can be stopped many times, and the places are snap points. Such a ratio would say nothing that is known.
"""

from __future__ import annotations

import enum
import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import Any, Optional

from .chosen_area import choose_lsoas, forces_of
from .coverage import coverage
from .errors import CacheError
from .ledger import published_files
from .model import Coverage, Dataset, Gap, Month, PublishedFile, Selection
from .neighbourhood_ground import is_neighbourhood
from .queries import IN_AREA, SELECTED, street_parameters
from .stop_words import is_stated


class StopBy(enum.Enum):
    """What stops are counted by: the column of the files."""

    SELF_DEFINED = "self_defined_ethnicity"
    OFFICER_DEFINED = "officer_defined_ethnicity"
    AGE = "age_range"
    GENDER = "gender"
    OBJECT = "object_of_search"
    OUTCOME = "outcome"
    LEGISLATION = "legislation"
    KIND = "type"


STOPS = f"""
    FROM published_file f
    JOIN stop s ON s.file = f.id AND s.id BETWEEN f.first_row AND f.last_row
    CROSS JOIN place p ON p.id = +s.place
    WHERE {SELECTED} AND {IN_AREA}
"""
_MONTHS = f"SELECT f.force, substr(f.month_start, 1, 7), count(*) {STOPS} GROUP BY f.id"
_TOTALS = f"""
    SELECT f.force, count(*), sum(p.geom IS NULL), sum(substr(s.date, 1, 7) <> substr(f.month_start, 1, 7))
    {STOPS} GROUP BY f.force
"""
_NONE = (0, 0, 0)
_VALUES = {
    by: f"SELECT f.force, v.name, count(*) {STOPS.replace('WHERE', f'JOIN stop_value v ON v.id = s.{by.value} WHERE')}"
    " GROUP BY f.force, v.name"
    for by in StopBy
}


@dataclass(frozen=True)
class StopRow:
    """A published value and the stops that have it; `share` is of those that state any, None where none does."""

    value: str
    count: int
    share: Optional[float]


@dataclass(frozen=True)
class StopTable:
    """Stops by one column, most first. `rows` add up to `stated`; `not_stated` are all others.

    Of those not stated `blank` have no value, the others one that says so ('Not stated').
    """

    by: StopBy
    rows: tuple[StopRow, ...]
    stated: int
    not_stated: int
    blank: int


@dataclass(frozen=True)
class ForceStops:
    """The stops of one force: `unplaced` of them are without a place; none in a neighbourhood, where it is not known.

    `other_month` have a time, which is in UTC, of another month than their file: they count in that of the file.
    `by_month` has the months held, also those without a stop.
    """

    force: str
    total: int
    unplaced: int
    other_month: int
    by_month: dict[Month, int]
    missing: tuple[Gap, ...]
    tables: tuple[StopTable, ...]

    @property
    def months(self) -> tuple[Month, ...]:
        """Those held."""
        return tuple(self.by_month)

    def table(self, by: StopBy) -> StopTable:
        """The table by one column."""
        return next(table for table in self.tables if table.by is by)


@dataclass(frozen=True)
class StopTables:
    """The stops of each force selected, never added up: their months differ."""

    forces: tuple[ForceStops, ...]
    coverage: Coverage


def stop_tables(connection: sqlite3.Connection, selection: Selection) -> StopTables:
    """Count the stops of `selection` by month of their file; crime types do not limit them.

    In a neighbourhood they are those whose snap point lies in it. Raises `CacheError` where none are held, and for an
    area of LSOAs: stops are published without one.
    """
    refuse_area(selection)
    choose_lsoas(connection, selection.area)
    held = coverage(connection, selection, Dataset.STOPS)
    if not held.files:
        raise CacheError(
            "The cache holds no file of stops and searches of these months and forces: nothing is known, which is not "
            "zero. 'status' lists what is held."
        )
    parameters = stop_parameters(selection)
    counted: dict[StopBy, dict[str, Counter[str]]] = {by: {} for by in StopBy}
    for by in StopBy:
        for force, value, number in connection.execute(_VALUES[by], parameters):
            counted[by].setdefault(force, Counter())[value] += number
    totals: dict[str, tuple[int, int, int]] = {
        force: (total, unplaced, other) for force, total, unplaced, other in connection.execute(_TOTALS, parameters)
    }
    months: dict[str, dict[Month, int]] = {}
    for file in _files(connection, selection):
        months.setdefault(file.key.force, {})[file.key.month] = 0
    for force, month, number in connection.execute(_MONTHS, parameters):
        months[force][Month.parse(month)] = number
    forces = sorted({*months, *(gap.force for gap in held.missing)})
    return StopTables(
        tuple(
            ForceStops(
                force,
                *totals.get(force, _NONE),
                by_month=months.get(force, {}),
                missing=tuple(gap for gap in held.missing if gap.force == force),
                tables=tuple(_table(by, counted[by].get(force, Counter())) for by in StopBy),
            )
            for force in forces
        ),
        held,
    )


def stop_parameters(selection: Selection) -> dict[str, Any]:
    """Values to bind to a query over `STOPS`; `choose_lsoas` comes first."""
    return {**street_parameters(selection), "dataset": Dataset.STOPS.value}


def refuse_area(selection: Selection) -> None:
    """Raise `CacheError` for an area of LSOAs."""
    if selection.area is not None and not is_neighbourhood(selection.area):
        raise CacheError(
            f"Stops and searches are published without an LSOA, so they cannot be limited to {selection.area.name}. "
            "Choose a force or a neighbourhood."
        )


def _files(connection: sqlite3.Connection, selection: Selection) -> list[PublishedFile]:
    forces = selection.forces or (forces_of(connection, selection.area) if selection.area else ())
    return [
        file
        for file in published_files(connection)
        if file.key.dataset is Dataset.STOPS
        and (not forces or file.key.force in forces)
        and (selection.first is None or selection.first <= file.key.month)
        and (selection.last is None or file.key.month <= selection.last)
    ]


def _table(by: StopBy, counted: Counter[str]) -> StopTable:
    stated = {value: number for value, number in counted.items() if is_stated(value)}
    total = sum(stated.values())
    rows = [
        StopRow(value, number, number / total if total else None)
        for value, number in sorted(stated.items(), key=lambda item: (-item[1], item[0]))
    ]
    return StopTable(by, tuple(rows), total, sum(counted.values()) - total, counted[""])
