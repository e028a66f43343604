# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes of a selection by area: counts, months held, rates, the same months a year before, and what is in no area.

By the LSOA code that the file writes, in the file's own edition, through the look-ups: never by where a point lies.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Optional

from .area_levels import Level, level_of
from .area_months import AreaMonths
from .area_rows import AreaRow, area_rows
from .areas.model import AreaKind, AreaSet
from .coverage import coverage
from .denominators import Denominator, Figures, figures_of
from .errors import CacheError
from .model import Coverage, Gap, Month, Selection

FEWEST_BEFORE = 20
"""Of fewer crimes before, a percentage of change says nothing but chance."""
SCALE = 1000


@dataclass(frozen=True)
class AreaCount:
    """One area. `count` is None where no file of a force that polices it is held: nothing is known, which is not 0.

    `rated` of the `count` crimes are of the `months` of which all is held, on which the rate rests. `missing` and
    `partial` name the files that lack, `visiting` those of other forces that record crimes here too. `before` counts
    the same months a year before, None unless all of both are held. `denominator`: residents or households.
    """

    code: str
    name: str
    count: Optional[int]
    rated: int
    months: int
    missing: tuple[Gap, ...]
    partial: tuple[Gap, ...]
    visiting: tuple[Gap, ...]
    before: Optional[int]
    denominator: Optional[int]

    @property
    def rate(self) -> Optional[float]:
        """Crimes per 1,000 a year; None without months or denominator."""
        if not self.months or not self.denominator:
            return None
        return self.rated * 12 / self.months / self.denominator * SCALE

    @property
    def change(self) -> Optional[int]:
        """How many more crimes than in the same months a year before."""
        return None if self.before is None or self.count is None else self.count - self.before

    @property
    def change_percent(self) -> Optional[float]:
        """The same in per cent; None where it was of fewer than 20."""
        if self.change is None or self.before is None or self.before < FEWEST_BEFORE:
            return None
        return 100 * self.change / self.before


@dataclass(frozen=True)
class AreaCounts:
    """All areas of a selection, with the crimes of its files and months that stand in none of them.

    `unplaced` have no place; `without_lsoa` have one but no LSOA; `not_carried` have an LSOA that no look-up carries to
    one area; `elsewhere` lie in areas that are not among these. `partly` names areas left out because only a part lies
    in the selection. `months` asked for, held or not. `figures` are the denominators, None where none are held.
    """

    areas: AreaSet
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
    def rate(self) -> Optional[float]:
        """The rate of all areas together that have one: what each is compared with."""
        rated = [row for row in self.rows if row.rate is not None]
        years = sum((row.denominator or 0) * row.months / 12 for row in rated)
        return sum(row.rated for row in rated) / years * SCALE if years else None


def area_counts(
    connection: sqlite3.Connection, selection: Selection, areas: AreaSet, which: Denominator = Denominator.RESIDENTS
) -> AreaCounts:
    """Count the street rows of a selection by areas of one kind and edition.

    Raises `AreasLacking` where a look-up is not held, `CacheError` where the selection holds no whole area of them or
    no month of it is held.
    """
    level = level_of(connection, selection, areas)
    held = coverage(connection, selection)
    first, last = selection.first or held.first, selection.last or held.last
    if first is None or last is None or not held.files:
        raise CacheError(
            "The cache holds no street file of these areas and months: nothing is known, which is not zero. 'status' "
            "lists what is held."
        )
    months = tuple(Month.span(first, last))
    told = AreaMonths(connection, level, selection)
    tally = _Tally(level, told, months)
    tally.add(area_rows(connection, _settled(selection, first, last)))
    figures = figures_of(connection, areas, which)
    rows = tuple(tally.row(code, name, figures) for code, name in level.names.items())
    lost = tally.lost
    return AreaCounts(
        areas=areas,
        rows=rows,
        months=months,
        unplaced=lost["unplaced"],
        without_lsoa=lost["without LSOA"],
        not_carried=lost["not carried"],
        elsewhere=lost["elsewhere"],
        partly=level.partly,
        figures=figures,
        coverage=held,
    )


def _settled(selection: Selection, first: Month, last: Month) -> Selection:
    return replace(selection, first=first, last=last)


class _Tally:
    """Counts by area and month as the rows come."""

    def __init__(self, level: Level, told: AreaMonths, months: tuple[Month, ...]) -> None:
        self.lost: Counter[str] = Counter()
        self._level, self._told, self._months = level, told, months
        self._before = tuple(Month(month.year - 1, month.month) for month in months)
        self._counts: dict[str, Counter[Month]] = defaultdict(Counter)
        self._forces: dict[str, set[str]] = defaultdict(set)
        self._police = frozenset(force for area in level.names for force in told.homes(area))

    def add(self, rows: Iterable[AreaRow]) -> None:
        """Count rows."""
        names, months = self._level.names, frozenset(self._months)
        area_of: dict[tuple[Optional[int], str], Optional[str]] = {}
        for row in rows:
            key = (row.edition, row.lsoa)
            if key not in area_of:
                area_of[key] = self._level.look_up.area(key)
            area = area_of[key]
            if area is not None and area in names and self._told.homes(area):
                self._counts[area][row.month] += row.count
                self._forces[area].add(row.force)
            elif row.month in months:
                self._lose(row, area)

    def _lose(self, row: AreaRow, area: Optional[str]) -> None:
        if not row.lsoa:
            if row.force in self._police:
                self.lost["without LSOA" if row.placed else "unplaced"] += row.count
        elif area is None and self._level.look_up.may_lie_in((row.edition, row.lsoa), self._level.names.keys()):
            self.lost["not carried"] += row.count
        elif row.selected:
            self.lost["elsewhere"] += row.count

    def row(self, code: str, name: str, figures: Optional[Figures]) -> AreaCount:
        """One area."""
        homes = self._told.homes(code)
        held = self._told.held(code, homes, self._months)
        denominator = figures.of.get(code) if figures else None
        if not homes or len(held.missing) == len(homes) * len(self._months):
            return AreaCount(code, name, None, 0, 0, held.missing, held.partial, (), None, denominator)
        counts = self._counts.get(code, Counter())
        visitors = frozenset(self._forces.get(code, ())) - homes
        visiting = self._told.held(code, visitors, self._months)
        return AreaCount(
            code=code,
            name=name,
            count=sum(counts[month] for month in self._months),
            rated=sum(counts[month] for month in held.whole),
            months=len(held.whole),
            missing=held.missing,
            partial=held.partial,
            visiting=(*visiting.missing, *visiting.partial),
            before=self._year_before(code, homes | visitors, counts),
            denominator=denominator,
        )

    def _year_before(self, code: str, forces: frozenset[str], counts: Counter[Month]) -> Optional[int]:
        for months in (self._months, self._before):
            held = self._told.held(code, forces, months)
            if len(held.whole) < len(months):
                return None
        return sum(counts[month] for month in self._before)


def editions_drawn(connection: sqlite3.Connection, kind: AreaKind) -> tuple[int, ...]:
    """The editions of areas of a kind that have outlines in the cache, the newest first."""
    rows = connection.execute(
        "SELECT DISTINCT edition FROM area WHERE kind = ? AND geom IS NOT NULL ORDER BY edition DESC", (kind.value,)
    )
    return tuple(edition for (edition,) in rows)
