# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:comparetwoareas`: counts, rates, their ratio and changes, for all and for each crime type."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Optional

from qgis.core import QgsProcessingFeedback

from offline_cache.area_counts import change_share
from offline_cache.errors import CacheError
from offline_cache.model import Selection
from offline_cache.monthly import year_before
from offline_cache.two_areas import ALL_TYPES, Side, TwoAreas, two_areas

from ...analysis.errors import stop_if
from ...analysis.rate_ratio import RateRatio, rate_ratio
from ...locator.wording import kind_name
from ...text import tr
from ..running.telling import step
from ..running.wording import places_of_selection, selection_words

HIGHER, LOWER, NO_DIFFERENCE, NOT_JUDGED = "higher", "lower", "no clear difference", "not judged"


@dataclass(frozen=True)
class Figures:
    """Figures of one area: rates per 1,000 a year, change on the same months a year before as a share.

    There is none of fewer than 20 crimes before.
    """

    count: int
    rate: Optional[float]
    household_rate: Optional[float]
    change: Optional[float]


@dataclass(frozen=True)
class Compared:
    """One crime type, or all of them (''), in both areas; `ratio` is None where rates cannot be compared."""

    crime_type: str
    one: Figures
    other: Figures
    ratio: Optional[RateRatio]

    @property
    def verdict(self) -> str:
        """Of the first area's rate against the second's, as far as chance in counting goes."""
        if self.ratio is None:
            return NOT_JUDGED
        return {1: HIGHER, -1: LOWER, 0: NO_DIFFERENCE}[self.ratio.beyond_chance]


@dataclass(frozen=True)
class ComparisonRun:
    """The result, all types together first."""

    found: TwoAreas
    rows: tuple[Compared, ...]
    what: str
    when: str

    @property
    def all(self) -> Compared:
        """All types that are selected."""
        return self.rows[0]


def run_comparison(
    connection: sqlite3.Connection, selections: tuple[Selection, Selection], feedback: QgsProcessingFeedback
) -> ComparisonRun:
    """Count both and compare; raises `CacheError` where both are one, or no month is held of both."""
    first, second = selections
    if (first.area, first.forces) == (second.area, second.forces):
        raise CacheError(tr("Both areas are the same. Choose another one to compare with."))
    step(feedback, 10, tr("Counting both areas"))
    found = two_areas(connection, selections, _names(connection, first, second))
    if found.overlap.all_of_one and found.overlap.all_of_other:
        raise CacheError(
            tr("{one} and {other} are the same ground. Choose another area to compare with.").format(
                one=found.one.name, other=found.other.name
            )
        )
    stop_if(feedback.isCanceled)
    step(feedback, 75, tr("Comparing"))
    types = (ALL_TYPES, *found.types) if len(found.types) > 1 else (ALL_TYPES,)
    what, when = selection_words(first)
    return ComparisonRun(found, tuple(_compared(found, name) for name in types), what, when)


def _names(connection: sqlite3.Connection, first: Selection, second: Selection) -> tuple[str, str]:
    """What both are called, with their kind where that is the same, as of a CSP and its district."""
    one, other = places_of_selection(connection, first), places_of_selection(connection, second)
    if one != other or first.area is None or second.area is None:
        return one, other
    return f"{one} ({kind_name(first.area.kind)})", f"{other} ({kind_name(second.area.kind)})"


def _compared(found: TwoAreas, crime_type: str) -> Compared:
    one, other = (_figures(found, side, crime_type) for side in (found.one, found.other))
    ratio = None
    here, there = found.one.residents.held, found.other.residents.held
    if here is not None and there is not None and not found.overlap.crimes:
        ratio = rate_ratio(one.count, here.value, other.count, there.value)
    return Compared(crime_type, one, other, ratio)


def _figures(found: TwoAreas, side: Side, crime_type: str) -> Figures:
    months = len(found.months)
    count = side.count(crime_type, found.months)
    now = side.count(crime_type, found.pairs)
    before = side.count(crime_type, [year_before(month) for month in found.pairs])
    return Figures(
        count,
        side.residents.rate(count, months),
        side.households.rate(count, months),
        change_share(now, before),
    )
