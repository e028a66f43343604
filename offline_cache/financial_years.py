# SPDX-License-Identifier: GPL-2.0-or-later
"""Financial years, April to March, of an area, its district and its force, as CrimeMapper (2009) showed them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import Optional

from .area_counts import change_share
from .areas.model import AreaKind
from .around_area import area_around
from .denominators import Denominator
from .errors import CacheError
from .model import Coverage, Month, Selection
from .monthly import Monthly, monthly
from .rates import MONTHS_OF_A_YEAR, Base, base_of

APRIL = 4


@dataclass(frozen=True)
class FinancialYear:
    """April of `start` to March after: crimes of the `months` that are held wholly, None where none is.

    `rate` is per 1,000 residents a year, of the months held alone.
    """

    start: int
    months: int
    count: Optional[int]
    rate: Optional[float]

    @property
    def whole(self) -> bool:
        """Whether all its months are held: only such years compare."""
        return self.months == MONTHS_OF_A_YEAR

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"


@dataclass(frozen=True)
class YearsOf:
    """The financial years of one selection, oldest first."""

    name: str
    selection: Selection
    years: tuple[FinancialYear, ...]
    residents: Base
    coverage: Coverage

    def change(self, at: int) -> Optional[float]:
        """The change of a year on the year before it, as a share; None unless both are whole, or of too few before."""
        if at == 0:
            return None
        earlier, later = self.years[at - 1], self.years[at]
        if not (earlier.whole and later.whole) or earlier.count is None or later.count is None:
            return None
        return change_share(later.count, earlier.count)


def financial_year(month: Month) -> int:
    """The calendar year in which the financial year of a month begins."""
    return month.year if month.month >= APRIL else month.year - 1


def financial_years(connection: sqlite3.Connection, selection: Selection, name: str) -> tuple[YearsOf, ...]:
    """The area itself (called `name`), its district and its force: all months held of the years that it touches."""
    if selection.first is None or selection.last is None:
        raise CacheError("Financial years need a first and a last month. Give both.")
    whole = replace(
        selection,
        first=Month(financial_year(selection.first), APRIL),
        last=Month(financial_year(selection.last) + 1, APRIL - 1),
    )
    found: list[YearsOf] = []
    for area in (whole, *_around(connection, whole)):
        if area.area is not None and area is not whole:
            name = area.area.name
        years = _years_of(connection, area, name)
        if not any(_same(years, other) for other in found):
            found.append(years)
    return tuple(found)


def _same(one: YearsOf, other: YearsOf) -> bool:
    """Whether two have the same years, residents and all: one area by two names, as a district that is a CSP."""
    return (one.years, one.residents.held) == (other.years, other.residents.held)


def _years_of(connection: sqlite3.Connection, selection: Selection, name: str) -> YearsOf:
    of = monthly(connection, selection)
    residents = base_of(connection, selection, Denominator.RESIDENTS)
    years = sorted({financial_year(one.month) for one in of.months})
    rows = tuple(_year(of, start, residents) for start in years)
    return YearsOf(name, selection, rows, residents, of.coverage)


def _year(of: Monthly, start: int, residents: Base) -> FinancialYear:
    held = [count for month, count in of.held.items() if financial_year(month) == start]
    if not held:
        return FinancialYear(start, 0, None, None)
    return FinancialYear(start, len(held), sum(held), residents.rate(sum(held), len(held)))


def _around(connection: sqlite3.Connection, selection: Selection) -> list[Selection]:
    """The district and the police force area that an area lies in, where look-ups know them."""
    found = (area_around(connection, selection, kind) for kind in (AreaKind.DISTRICT, AreaKind.PFA))
    return [replace(selection, area=area) for area in found if area is not None]
