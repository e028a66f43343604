# SPDX-License-Identifier: GPL-2.0-or-later
"""A selection month by month: how many crimes, and whether the month is held at all. Missing is not zero."""

from __future__ import annotations

import enum
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Optional

from .chosen_area import choose_lsoas, forces_of
from .coverage import coverage
from .errors import CacheError
from .ledger import published_files
from .model import Coverage, Dataset, Month, Selection
from .queries import CRIMES, street_parameters
from .remembering import remembered

_BY_TYPE = f"""
    SELECT t.name, substr(f.month_start, 1, 7), count(*), coalesce(sum(p.geom IS NULL), 0) {CRIMES} GROUP BY 1, 2
"""

TypeCounts = dict[str, dict[Month, tuple[int, int]]]
"""By crime type and month: crimes, and those of them without a place."""


class MonthStatus(enum.Enum):
    """How much of a month is held of what a selection rests on."""

    HELD = "held"
    PARTIAL = "held in part"
    MISSING = "missing"


@dataclass(frozen=True)
class MonthCount:
    """Crimes of one month: of a month that is missing none are known, of one held in part only some.

    `unplaced` crimes of these types have no place: of a selection without an area they are among `count`; with one
    they are those of the same files, of which it is not known whether they lie there.
    """

    month: Month
    count: Optional[int]
    status: MonthStatus
    unplaced: int


@dataclass(frozen=True)
class Monthly:
    """Every month of a selection from its first to its last, with what all of them rest on."""

    selection: Selection
    months: tuple[MonthCount, ...]
    forces: tuple[str, ...]
    coverage: Coverage

    @property
    def held(self) -> Mapping[Month, int]:
        """Counts of the months that are held wholly, the only ones that compare."""
        return {one.month: one.count for one in self.months if one.status is MonthStatus.HELD and one.count is not None}

    @property
    def total(self) -> int:
        """Crimes of the months that are held wholly."""
        return sum(self.held.values())

    @property
    def unplaced(self) -> int:
        """Crimes without a place in the files of the months that are held, of these types."""
        return sum(one.unplaced for one in self.months)

    def of(self, status: MonthStatus) -> tuple[Month, ...]:
        """The months of a status."""
        return tuple(one.month for one in self.months if one.status is status)


def monthly(connection: sqlite3.Connection, selection: Selection) -> Monthly:
    """Count a selection by month; an open first or last month is that of what is held.

    A month counts as held where each force that the selection rests on has all that is selected of it, as partial
    where some have or have a part, as missing where none has. Raises `CacheError` where no month is held at all.
    """
    return remembered(connection, ("months of", selection), lambda: _monthly(connection, selection))


def _monthly(connection: sqlite3.Connection, selection: Selection) -> Monthly:
    held, forces = coverage(connection, selection), forces_behind(connection, selection)
    statuses = _by_month(selection, held, forces)
    by_month = _of_all_types(type_counts(connection, selection), 0)
    of_files = replace(selection, area=None, forces=forces) if selection.area is not None else selection
    unplaced = _of_all_types(type_counts(connection, of_files), 1)
    months = []
    for month, status in statuses.items():
        count = None if status is MonthStatus.MISSING else by_month.get(month, 0)
        months.append(MonthCount(month, count, status, unplaced.get(month, 0)))
    first, last = months[0].month, months[-1].month
    return Monthly(replace(selection, first=first, last=last), tuple(months), forces, held)


def month_statuses(connection: sqlite3.Connection, selection: Selection) -> dict[Month, MonthStatus]:
    """The months of `monthly` in their order, without counting anything; raises as it does."""
    return _by_month(selection, coverage(connection, selection), forces_behind(connection, selection))


def _by_month(selection: Selection, held: Coverage, forces: Iterable[str]) -> dict[Month, MonthStatus]:
    first, last = selection.first or held.first, selection.last or held.last
    if not held.files or first is None or last is None:
        raise CacheError(
            "No month of this selection is held: nothing is known, which is not zero. 'status' lists what is held."
        )
    lacking = _statuses(held, forces)
    return {month: lacking.get(month, MonthStatus.HELD) for month in Month.span(first, last)}


def type_counts(connection: sqlite3.Connection, selection: Selection) -> TypeCounts:
    """Count a selection by crime type and month in one pass; months that are not held are not in it."""
    return remembered(connection, ("types and months of", selection), lambda: _type_counts(connection, selection))


def _type_counts(connection: sqlite3.Connection, selection: Selection) -> TypeCounts:
    choose_lsoas(connection, selection.area)
    found: TypeCounts = defaultdict(dict)
    for name, month, count, unplaced in connection.execute(_BY_TYPE, street_parameters(selection)):
        found[str(name)][Month.parse(month)] = (int(count), int(unplaced))
    return found


def _of_all_types(counted: TypeCounts, at: int) -> dict[Month, int]:
    total: dict[Month, int] = defaultdict(int)
    for by in counted.values():
        for month, numbers in by.items():
            total[month] += numbers[at]
    return total


def forces_behind(connection: sqlite3.Connection, selection: Selection) -> tuple[str, ...]:
    """The forces whose street files a selection rests on, by slug."""
    key = ("forces behind", selection.area, selection.forces)
    return remembered(connection, key, lambda: _forces(connection, selection))


def _forces(connection: sqlite3.Connection, selection: Selection) -> tuple[str, ...]:
    if selection.forces:
        return selection.forces
    if selection.area is not None:
        choose_lsoas(connection, selection.area)
        return forces_of(connection, selection.area)
    keys = (file.key for file in published_files(connection))
    return tuple(sorted({key.force for key in keys if key.dataset is Dataset.STREET}))


def _statuses(coverage: Coverage, forces: Iterable[str]) -> dict[Month, MonthStatus]:
    """The months of which not all is held."""
    lacking: dict[Month, set[str]] = defaultdict(set)
    for gap in coverage.missing:
        lacking[gap.month].add(gap.force)
    every = set(forces)
    found = {
        month: MonthStatus.MISSING if of >= every else MonthStatus.PARTIAL for month, of in sorted(lacking.items())
    }
    for gap in coverage.partial:
        found[gap.month] = MonthStatus.PARTIAL
    return found


def year_before(month: Month) -> Month:
    """The same month a year before."""
    return Month(month.year - 1, month.month)


def counts_a_year_before(connection: sqlite3.Connection, of: Monthly) -> dict[Month, int]:
    """For each month the crimes of the same month a year before, where that is wholly held, asked for or not."""
    first, last = of.months[0].month, of.months[-1].month
    earlier = replace(of.selection, first=year_before(first), last=year_before(last))
    try:
        before = monthly(connection, earlier).held
    except CacheError:  # none of those months is held, which is no fault
        return {}
    return {one.month: before[year_before(one.month)] for one in of.months if year_before(one.month) in before}
