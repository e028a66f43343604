# SPDX-License-Identifier: GPL-2.0-or-later
"""The crimes of one area month by month and by type, for a brief: two years to compare, up to three to look at."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Optional

from offline_cache.errors import CacheError
from offline_cache.model import ASB, Month, Selection
from offline_cache.monthly import Monthly, MonthStatus, forces_behind, monthly
from offline_cache.monthly_types import TypeMonths, months_by_type
from offline_cache.railways import TRANSPORT_POLICE, railways_lacking

from ..asking.two_periods import Matched, Periods, matched
from .beat_files import BeatFiles, beat_files

RECORDED = ""
"""All crime types together; anti-social behaviour is no recorded crime and not among them."""
LOOKED_AT = 36
"""Months in a chart."""


@dataclass(frozen=True)
class BeatCounts:
    """`of` reaches back as far as charts do; `matched` are months of both years that compare, None where none do.

    `files` is what they rest on.
    """

    selection: Selection
    periods: Periods
    of: Monthly
    types: tuple[TypeMonths, ...]
    matched: Optional[Matched]
    unmatched: str
    files: BeatFiles

    @property
    def now(self) -> tuple[Month, ...]:
        """The months of the period itself that are wholly held."""
        span = Month.span(self.periods.first, self.periods.last)
        return tuple(month for month in span if month in self.of.held)

    @property
    def partly(self) -> tuple[Month, ...]:
        """Those of which only a part is held."""
        partial = set(self.of.of(MonthStatus.PARTIAL))
        return tuple(month for month in Month.span(self.periods.first, self.periods.last) if month in partial)

    @property
    def sliced(self) -> bool:
        """Whether of some of these only a part of the area is held."""
        return not {gap.month for gap in self.of.coverage.partial}.isdisjoint(self.partly)

    def by_month(self, name: str) -> Mapping[Month, int]:
        """Crimes of a type, or `RECORDED`, by month; only of months that are wholly held."""
        found = dict.fromkeys(self.of.held, 0)
        for one in self.types:
            if one.name == name or (name == RECORDED and one.name != ASB):
                for month, count in zip((held.month for held in self.of.months), one.counts):
                    if count is not None:
                        found[month] += count
        return found

    def count(self, name: str, months: Collection[Month]) -> int:
        """Crimes of a type, or `RECORDED`, in months that are held."""
        by_month = self.by_month(name)
        return sum(by_month[month] for month in months)


def beat_counts(connection: sqlite3.Connection, selection: Selection, periods: Periods) -> BeatCounts:
    """Count an area or force; raises `CacheError` where no month of it is held at all."""
    first = min(periods.before_first, periods.last.moved(1 - LOOKED_AT))
    longest = replace(selection, first=first, last=periods.last, crime_types=(), with_asb=True)
    longest = _without_railways(connection, longest, periods)
    of = _from_first_held(monthly(connection, longest), periods)
    pairs, why = None, ""
    try:
        pairs = matched(periods, of.held)
    except CacheError as error:
        why = str(error)
    period = replace(longest, first=periods.first, last=periods.last)
    files = beat_files(connection, of, periods)
    return BeatCounts(period, periods, of, months_by_type(connection, of), pairs, why, files)


def _without_railways(connection: sqlite3.Connection, selection: Selection, periods: Periods) -> Selection:
    """Without British Transport Police where it is not held of all months: else few months or none would compare."""
    forces = forces_behind(connection, selection)
    others = tuple(force for force in forces if force != TRANSPORT_POLICE)
    both = replace(selection, first=periods.before_first, last=periods.last)
    if selection.area is None or others == forces or not others or not railways_lacking(connection, both):
        return selection
    return replace(selection, forces=others)


def _from_first_held(of: Monthly, periods: Periods) -> Monthly:
    """Without the months before anything was held, as far as no period is asked of them."""
    held = min(of.held, default=periods.before_first)
    begin = min(held, periods.before_first)
    return replace(of, months=tuple(one for one in of.months if one.month >= begin))
