# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes of a selection by area: counts, months held, rates, the same months a year before, and what is in no area.

By the LSOA code that the file writes, in the file's own edition, through the look-ups: never by where a point lies.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Optional

from .area_levels import Level, level_of
from .area_months import AreaMonths
from .area_rows import AreaRow, area_rows
from .area_tally import FEWEST_BEFORE, SCALE, AreaCount, Tally, change_share
from .areas.model import PLURALS, AreaSet
from .coverage import coverage
from .denominators import Denominator, Figures, figures_of
from .errors import CacheError
from .model import NEIGHBOURHOOD, Coverage, Month, Selection

__all__ = ["FEWEST_BEFORE", "AreaCount", "AreaCounts", "area_counts", "change_share"]


@dataclass(frozen=True)
class AreaCounts:
    """All areas of a selection, with the crimes of its files and months that stand in none of them.

    `areas` is None for neighbourhoods, which are outlines and not made of LSOAs.

    `unplaced` have no place; `without_lsoa` have one but no LSOA; `not_carried` have an LSOA that no look-up carries to
    one area; `elsewhere` lie in areas that are not among these, or not covered. `partly` names areas left out because
    only a part lies in the selection. `months` asked for, held or not. `figures` are the denominators, None where none
    are held.
    """

    areas: Optional[AreaSet]
    rows: tuple[AreaCount, ...]
    months: tuple[Month, ...]
    unplaced: int
    without_lsoa: int
    not_carried: int
    elsewhere: int
    partly: tuple[str, ...]
    figures: Optional[Figures]
    coverage: Coverage

    @property
    def kind(self) -> str:
        """The kind of the areas, by its word in a parameter."""
        return self.areas.kind.value if self.areas else NEIGHBOURHOOD

    @property
    def plural(self) -> str:
        """What the areas are called."""
        return PLURALS[self.areas.kind] if self.areas else "neighbourhoods"

    @property
    def rate(self) -> Optional[float]:
        """The rate of all areas together that have one: what each is compared with."""
        rated = [row for row in self.rows if row.rate is not None]
        years = sum((row.denominator or 0) * row.months / 12 for row in rated)
        return sum(row.rated for row in rated) / years * SCALE if years else None


@dataclass(frozen=True)
class Counting:
    """What counting by areas begins with: `selection` has its months settled, `told` knows what is held of each."""

    selection: Selection
    level: Level
    told: AreaMonths
    months: tuple[Month, ...]
    coverage: Coverage


def area_counts(
    connection: sqlite3.Connection, selection: Selection, areas: AreaSet, which: Denominator = Denominator.RESIDENTS
) -> AreaCounts:
    """Count the street rows of a selection by areas of one kind and edition.

    Raises `AreasLacking` where a look-up is not held, `CacheError` where the selection holds no whole area of them or
    no month of it is held.
    """
    begun = begin_counting(connection, selection, areas)
    rows = area_rows(connection, begun.selection)
    return tallied(begun, rows, Tally(begun.told, begun.months), figures_of(connection, areas, which))


def begin_counting(connection: sqlite3.Connection, selection: Selection, areas: AreaSet) -> Counting:
    """The areas of a selection with its months; raises as `area_counts` does."""
    level = level_of(connection, selection, areas)
    held = coverage(connection, selection)
    first, last = selection.first or held.first, selection.last or held.last
    if first is None or last is None or not held.files:
        raise CacheError(
            "The cache holds no street file of these areas and months: nothing is known, which is not zero. 'status' "
            "lists what is held."
        )
    settled = replace(selection, first=first, last=last)
    return Counting(settled, level, AreaMonths(connection, level, selection), tuple(Month.span(first, last)), held)


def tallied(begun: Counting, rows: Iterable[AreaRow], tally: Tally, figures: Optional[Figures]) -> AreaCounts:
    """Count `rows` into `tally`, and what that makes of each area."""
    _ByLsoa(begun.level, begun.told, tally).add(rows)
    tally.settle()
    of_areas = tuple(tally.row(code, name, figures) for code, name in begun.level.names.items())
    lost = tally.lost
    return AreaCounts(
        areas=begun.level.areas,
        rows=of_areas,
        months=begun.months,
        unplaced=lost["unplaced"],
        without_lsoa=lost["without LSOA"],
        not_carried=lost["not carried"],
        elsewhere=lost["elsewhere"],
        partly=begun.level.partly,
        figures=figures,
        coverage=begun.coverage,
    )


class _ByLsoa:
    """Rows of files to the areas that their LSOAs lie in."""

    def __init__(self, level: Level, told: AreaMonths, tally: Tally) -> None:
        self._level, self._told, self._tally = level, told, tally
        self._police = frozenset(force for area in level.names for force in told.homes(area))

    def add(self, rows: Iterable[AreaRow]) -> None:
        """Count rows."""
        names = self._level.names
        area_of: dict[tuple[Optional[int], str], Optional[str]] = {}
        for row in rows:
            key = (row.edition, row.lsoa)
            if key not in area_of:
                area_of[key] = self._level.look_up.area(key)
            area = area_of[key]
            if area is not None and area in names:
                self._tally.add(area, row)
            elif row.month in self._tally.months:
                self._lose(row, area)

    def _lose(self, row: AreaRow, area: Optional[str]) -> None:
        lost = self._tally.lost
        if not row.lsoa:
            if row.force in self._police:
                lost["without LSOA" if row.placed else "unplaced"] += row.count
        elif area is None and self._level.look_up.may_lie_in((row.edition, row.lsoa), self._level.names.keys()):
            lost["not carried"] += row.count
        elif row.selected:
            lost["elsewhere"] += row.count
