# SPDX-License-Identifier: GPL-2.0-or-later
"""Two periods of the same calendar months: what is asked for, and the pairs of months that may be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Optional

from offline_cache.errors import CacheError
from offline_cache.model import SNAP_POINTS_REDRAWN, Month

from ...text import many, month_name, months_phrase, tr
from ..running.wording import months_in
from .selection_parameters import months_swapped

YEAR = 12


@dataclass(frozen=True)
class Periods:
    """The later period from `first` to `last`, and the one before; both ends included."""

    first: Month
    last: Month
    before_first: Month
    before_last: Month

    @property
    def later_words(self) -> str:
        """Such as May 2022 to April 2023."""
        return months_phrase(self.first, self.last)

    @property
    def before_words(self) -> str:
        """Such as May 2021 to April 2022."""
        return months_phrase(self.before_first, self.before_last)


@dataclass(frozen=True)
class Matched:
    """Months that are compared, as (later, before) of the same calendar month, in order.

    `not_held` are months of either period that are not wholly held, `alone` those that lost their partner so or never
    had one: of neither is anything counted.
    """

    periods: Periods
    pairs: tuple[tuple[Month, Month], ...]
    not_held: tuple[Month, ...]
    alone: tuple[Month, ...]

    @property
    def later(self) -> tuple[Month, ...]:
        """The months of the later period that are compared."""
        return tuple(later for later, _ in self.pairs)

    @property
    def before(self) -> tuple[Month, ...]:
        """Those of the period before."""
        return tuple(before for _, before in self.pairs)

    @property
    def both(self) -> tuple[Month, ...]:
        """All months that are compared, in order."""
        return tuple(sorted({*self.later, *self.before}))

    @property
    def whole(self) -> bool:
        """Whether no month had to be left out."""
        return not self.not_held and not self.alone

    @property
    def apart(self) -> bool:
        """Whether the two periods stand on different lists of snap points for some of their months."""
        return any((later < SNAP_POINTS_REDRAWN) != (before < SNAP_POINTS_REDRAWN) for later, before in self.pairs)

    def lines(self) -> list[str]:
        """What is compared, and what is left out of both and why."""
        lines = [
            tr("Compared are {months} of {later} with the same calendar months of {before}.").format(
                months=many(len(self.pairs), tr("month"), tr("months")),
                later=self.periods.later_words,
                before=self.periods.before_words,
            )
        ]
        if self.not_held:
            lines.append(
                tr("Not wholly held, which is not zero, so left out of both periods: {months}.").format(
                    months=named(self.not_held)
                )
            )
        if self.alone:
            lines.append(
                tr("Left out because the other period does not hold that calendar month: {months}.").format(
                    months=named(self.alone)
                )
            )
        return lines


def settled(
    first: Optional[Month],
    last: Optional[Month],
    before_first: Optional[Month],
    before_last: Optional[Month],
    newest: Month,
) -> Periods:
    """The periods meant; open ones are twelve months up to `newest`, and the same months whole years before.

    Raises `CacheError` where months are the wrong way round, or the periods overlap.
    """
    last = last or (min(newest, first.moved(YEAR - 1)) if first else newest)
    first = first or last.moved(1 - YEAR)
    if first > last:
        raise months_swapped(first, last)
    years = -(-months_in(first, last) // YEAR)
    if before_last is not None and before_first is None:
        before_first = before_last.moved(1 - months_in(first, last))
    begin = before_first or first.moved(-YEAR * years)
    end = before_last or begin.moved(months_in(first, last) - 1)
    if begin > end:
        raise months_swapped(begin, end)
    if end >= first:
        raise CacheError(
            tr(
                "The period before, {before}, reaches into the later one, {later}: the same crimes would count on both "
                "sides. Let it end before {month}."
            ).format(before=months_phrase(begin, end), later=months_phrase(first, last), month=month_name(first))
        )
    return Periods(first, last, begin, end)


def matched(periods: Periods, held: Collection[Month]) -> Matched:
    """Pair the months of both periods by calendar month; only pairs of which both are wholly held remain.

    Raises `CacheError` where no pair remains.
    """
    waiting: dict[int, list[Month]] = defaultdict(list)
    for month in Month.span(periods.before_first, periods.before_last):
        waiting[month.month].append(month)
    pairs, alone, later_months = [], [], list(Month.span(periods.first, periods.last))
    for month in later_months:
        if waiting[month.month]:
            pairs.append((month, waiting[month.month].pop(0)))
        else:
            alone.append(month)
    alone += sorted(month for left in waiting.values() for month in left)
    if not pairs:
        raise CacheError(
            tr(
                "{later} and {before} have no calendar month in common, and seasons differ, so they are not compared. "
                "Choose the same months of another year."
            ).format(later=periods.later_words, before=periods.before_words)
        )
    whole = tuple(pair for pair in pairs if pair[0] in held and pair[1] in held)
    lost = sorted(month for pair in pairs if pair not in whole for month in pair)
    not_held = tuple(month for month in lost if month not in held)
    if not whole:
        raise CacheError(
            tr(
                "No month is wholly held in both {later} and {before}, so nothing can be compared: missing is not "
                "zero. Not held are {months}."
            ).format(later=periods.later_words, before=periods.before_words, months=named(not_held))
        )
    return Matched(periods, whole, not_held, tuple(alone) + tuple(m for m in lost if m in held))


def named(months: Collection[Month], most: int = 8) -> str:
    """Months in words, the first ones of many."""
    names = [month_name(month) for month in sorted(months)]
    more = len(names) - most
    return ", ".join(names[:most]) + (tr(" and {n} more").format(n=more) if more > 0 else "")
