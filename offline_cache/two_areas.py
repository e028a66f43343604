# SPDX-License-Identifier: GPL-2.0-or-later
"""Two areas side by side: the months that are held of both, what is in both, counts by crime type and a year before."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Optional

from .area_lsoas import lsoas_in
from .denominators import Denominator
from .errors import CacheError
from .model import NEIGHBOURHOOD, Area, By, Month, Selection
from .monthly import Monthly, forces_behind, monthly, year_before
from .monthly_types import months_by_type
from .queries import counts
from .rates import Base, base_of
from .visitors import Visitors, visitors

ALL_TYPES = ""
_EDITION = 2021


@dataclass(frozen=True)
class Side:
    """One of the two: its months, what its rates are of, and counts by crime type (`ALL_TYPES` for all) and month.

    `by_type` reaches a year further back than `monthly` and has only months that are wholly held.
    """

    name: str
    monthly: Monthly
    residents: Base
    households: Base
    by_type: Mapping[str, Mapping[Month, int]]
    visitors: Optional[Visitors]

    def count(self, crime_type: str, months: Collection[Month]) -> int:
        """Crimes of a type in months that are held."""
        return sum(self.by_type.get(crime_type, {}).get(month, 0) for month in months)


@dataclass(frozen=True)
class Overlap:
    """Crimes that are in the counts of both, in all months selected."""

    crimes: int
    all_of_one: bool
    all_of_other: bool


@dataclass(frozen=True)
class TwoAreas:
    """`months` are held wholly of both, of `dropped` one or both lack some; `pairs` are held of both a year before,
    too."""

    one: Side
    other: Side
    months: tuple[Month, ...]
    dropped: tuple[Month, ...]
    pairs: tuple[Month, ...]
    overlap: Overlap

    @property
    def types(self) -> tuple[str, ...]:
        """Crime types that either has, the one with most crimes in both first."""
        names = {*self.one.by_type, *self.other.by_type} - {ALL_TYPES}
        total = {name: self.one.count(name, self.months) + self.other.count(name, self.months) for name in names}
        return tuple(sorted((name for name in names if total[name]), key=lambda name: (-total[name], name)))


def two_areas(
    connection: sqlite3.Connection, selections: tuple[Selection, Selection], names: tuple[str, str]
) -> TwoAreas:
    """Count both over the same months and types; raises `CacheError` where no month is wholly held of both."""
    held = [monthly(connection, selection) for selection in selections]
    span = Month.span(held[0].months[0].month, held[0].months[-1].month)
    months = tuple(month for month in span if all(month in of.held for of in held))
    if not months:
        raise CacheError(
            f"No month from {span[0]} to {span[-1]} is wholly held of both {names[0]} and {names[1]}, so they cannot "
            "be compared: missing is not zero. 'status' lists what is held."
        )
    one, other = (_side(connection, of, name, months) for of, name in zip(held, names))
    pairs = tuple(
        month for month in months if all(year_before(month) in side.by_type[ALL_TYPES] for side in (one, other))
    )
    dropped = tuple(month for month in span if month not in months)
    return TwoAreas(one, other, months, dropped, pairs, _overlap(connection, one, other))


def _side(connection: sqlite3.Connection, of: Monthly, name: str, months: Collection[Month]) -> Side:
    first = of.months[0].month
    longer = monthly(connection, replace(of.selection, first=year_before(first)))
    by_type: dict[str, Mapping[Month, int]] = {ALL_TYPES: longer.held}
    for found in months_by_type(connection, longer):
        pairs = zip(longer.months, found.counts)
        by_type[found.name] = {one.month: count for one, count in pairs if count is not None}
    return Side(
        name,
        of,
        base_of(connection, of.selection, Denominator.RESIDENTS),
        base_of(connection, of.selection, Denominator.HOUSEHOLDS),
        by_type,
        visitors(connection, of.selection, months),
    )


def _overlap(connection: sqlite3.Connection, one: Side, other: Side) -> Overlap:
    """By the snap points of areas, by the files of forces: within the same months it is the same crimes."""
    first, second = one.monthly.selection, other.monthly.selection
    if first.area is not None and second.area is not None:
        if _apart(connection, first.area, second.area):
            return Overlap(0, all_of_one=False, all_of_other=False)
        here, there = (_by_place(connection, selection) for selection in (first, second))
        crimes = sum(count for place, count in here.items() if place in there)
        return Overlap(crimes, bool(here) and here.keys() <= there.keys(), bool(there) and there.keys() <= here.keys())
    if first.area is None and second.area is None:
        mine, theirs = (set(forces_behind(connection, selection)) for selection in (first, second))
        both = replace(first, forces=tuple(sorted(mine & theirs)))
        crimes = _total(connection, both) if mine & theirs else 0
        return Overlap(crimes, mine <= theirs, theirs <= mine)
    area, forces = (first, second) if first.area is not None else (second, first)
    crimes = _total(connection, replace(area, forces=forces_behind(connection, forces)))
    whole = bool(crimes) and crimes == _total(connection, area)
    return Overlap(crimes, whole and area is first, whole and area is second)


def _apart(connection: sqlite3.Connection, one: Area, other: Area) -> bool:
    """Whether look-ups know that two areas have no LSOA in common, not even in part; of neighbourhoods none do."""
    if NEIGHBOURHOOD in (one.kind, other.kind):
        return False
    try:
        (here, in_part), (there, also_in_part) = (lsoas_in(connection, area, _EDITION) for area in (one, other))
    except CacheError:
        return False
    return not (in_part or also_in_part) and here.isdisjoint(there)


def _by_place(connection: sqlite3.Connection, selection: Selection) -> dict[object, int]:
    try:
        return {row[0]: int(row[-1] or 0) for row in counts(connection, selection, By.PLACE).rows}
    except CacheError:
        return {}


def _total(connection: sqlite3.Connection, selection: Selection) -> int:
    try:
        return counts(connection, selection, By.FORCE).total
    except CacheError:
        return 0
