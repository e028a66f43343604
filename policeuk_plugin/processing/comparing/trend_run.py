# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:areatrend`: months, the same a year before, what months usually vary within, financial years."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional

from qgis.core import QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.financial_years import YearsOf, financial_years
from offline_cache.model import Month, Selection
from offline_cache.monthly import Monthly, MonthStatus, counts_a_year_before, monthly
from offline_cache.monthly_types import TypeMonths, months_by_type

from ...analysis.control_limits import ProcessLimits, count_limits
from ...analysis.errors import stop_if
from ...text import tr
from ..running.telling import step
from ..running.wording import places_of_selection, selection_words

ABOVE, BELOW, WITHIN, NOT_JUDGED = "above", "below", "within", "not judged"


@dataclass(frozen=True)
class TrendRun:
    """The result. `before` has the counts of the same months a year before, `limits` are None for too few months."""

    monthly: Monthly
    before: Mapping[Month, int]
    limits: Optional[ProcessLimits]
    years: tuple[YearsOf, ...]
    types: tuple[TypeMonths, ...]
    what: str
    where: str
    when: str

    @property
    def latest(self) -> Optional[Month]:
        """The last month that is wholly held."""
        return max(self.monthly.held, default=None)

    def beyond(self, month: Month) -> int:
        """1 where a month lies above the usual range, -1 below, 0 within or where it is not judged."""
        count = self.monthly.held.get(month)
        return self.limits.beyond(count) if self.limits is not None and count is not None else 0

    def verdict(self, month: Month) -> str:
        """The same in a word."""
        if self.limits is None or month not in self.monthly.held:
            return NOT_JUDGED
        return {1: ABOVE, -1: BELOW, 0: WITHIN}[self.beyond(month)]

    @property
    def pairs(self) -> tuple[int, int, int]:
        """Of the months held wholly in both years: how many, their crimes, those of the same months a year before.

        The last twelve at most.
        """
        months = [month for month in sorted(self.monthly.held) if month in self.before][-12:]
        return len(months), sum(self.monthly.held[one] for one in months), sum(self.before[one] for one in months)


def run_trend(connection: sqlite3.Connection, selection: Selection, feedback: QgsProcessingFeedback) -> TrendRun:
    """Count and judge; raises `CacheError` where no month is wholly held."""
    step(feedback, 5, tr("Counting months"))
    found = monthly(connection, selection)
    where = places_of_selection(connection, selection)
    if not found.held:
        raise CacheError(
            tr("No month of {where} is wholly held, so there is no trend. Choose an area within what is held.").format(
                where=where
            )
        )
    stop_if(feedback.isCanceled)
    step(feedback, 25, tr("Counting the year before"))
    before = counts_a_year_before(connection, found)
    stop_if(feedback.isCanceled)
    step(feedback, 45, tr("Counting financial years"))
    years = financial_years(connection, found.selection, where)
    stop_if(feedback.isCanceled)
    step(feedback, 70, tr("Counting crime types"))
    types = months_by_type(connection, found)
    what, when = selection_words(found.selection)
    limits = count_limits([_whole(one.count, one.status) for one in found.months])
    return TrendRun(found, before, limits, years, types, what, where, when)


def _whole(count: Optional[int], status: MonthStatus) -> Optional[float]:
    return float(count) if count is not None and status is MonthStatus.HELD else None
