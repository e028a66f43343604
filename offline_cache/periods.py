# SPDX-License-Identifier: GPL-2.0-or-later
"""Months put together to quarters that end where the months end. A quarter with a missing month has no number."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from .model import Month
from .monthly import year_before

QUARTER = 3


@dataclass(frozen=True)
class Period:
    """Months that follow each other, counted as one."""

    months: tuple[Month, ...]

    @property
    def first(self) -> Month:
        """Its first month."""
        return self.months[0]

    @property
    def last(self) -> Month:
        """Its last month, by which it is called: the quarter to March 2026."""
        return self.months[-1]

    @property
    def days(self) -> int:
        """How many days it has."""
        return sum(calendar.monthrange(month.year, month.month)[1] for month in self.months)

    @property
    def year_before(self) -> Period:
        """The same months a year before."""
        return Period(tuple(year_before(month) for month in self.months))

    def count(self, held: Mapping[Month, int]) -> Optional[int]:
        """Crimes of all its months; None where one of them is not held, which is not zero and not pro-rated."""
        counts = [held.get(month) for month in self.months]
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None

    def lacking(self, held: Mapping[Month, int]) -> tuple[Month, ...]:
        """Its months that are not held."""
        return tuple(month for month in self.months if month not in held)


def periods(first: Month, last: Month, length: int) -> tuple[tuple[Period, ...], tuple[Month, ...]]:
    """Periods of `length` months that end with `last`, oldest first, and the months from `first` that fill none.

    They end with the last month asked for, not with March, June, September and December: so the latest months are in
    one, and the same period a year before has the same calendar months.
    """
    months: Sequence[Month] = Month.span(first, last)
    left = len(months) % length
    found = tuple(Period(tuple(months[at : at + length])) for at in range(left, len(months), length))
    return found, tuple(months[:left])
