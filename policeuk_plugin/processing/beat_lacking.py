# SPDX-License-Identifier: GPL-2.0-or-later
"""The fifth sentence of a brief: what is missing, without which nobody can say what the numbers are worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from offline_cache.model import SNAP_POINTS_REDRAWN
from offline_cache.monthly import MonthStatus
from offline_cache.neighbourhood_ground import is_neighbourhood

from ..text import forces_phrase, month_name, months_phrase, number, redrawn, tr
from .beat_counts import BeatCounts
from .trend_words import months_listed
from .wording import percent

_WORTH = 0.002
"""A share of rows from which it is said."""
_OLD = 4
"""Months since the last one from which on it is said."""


def lacking(counts: BeatCounts, limits: Sequence[str]) -> str:
    """Months, places, what the outline is, and what limits the other sentences."""
    return " ".join(
        [
            *_months(counts),
            *_age(counts, date.today()),
            *_unplaced(counts),
            *_carried(counts),
            *_ground(counts),
            *limits,
        ]
    )


def _months(counts: BeatCounts) -> Iterator[str]:
    periods, none = counts.periods, True
    asked = [one for one in counts.of.months if periods.before_first <= one.month <= periods.last]
    for status, words in (
        (MonthStatus.MISSING, tr("Missing, which is not zero, and in no comparison: {months}.")),
        (MonthStatus.PARTIAL, tr("Held only in part, and in no comparison: {months}.")),
    ):
        months = [one.month for one in asked if one.status is status]
        if months:
            none = False
            yield words.format(months=months_listed(months))
    if none:
        yield tr("No month of {span} is missing.").format(span=months_phrase(periods.before_first, periods.last))


def _age(counts: BeatCounts, today: date) -> Iterator[str]:
    """That what is held ends long ago: the service is some two months behind."""
    last = counts.periods.last
    if 12 * (today.year - last.year) + today.month - last.month > _OLD:
        text = tr("It ends with {month}: whether newer months are published is not known here.")
        yield text.format(month=month_name(last))


def _unplaced(counts: BeatCounts) -> Iterator[str]:
    share = counts.unplaced
    if share <= _WORTH:
        return
    if counts.selection.area is None:
        yield tr("{share} of the rows have no place: they are counted, and on no map.").format(share=percent(share))
    else:
        yield tr(
            "{share} of what {force} published has no place: nobody can say whether it is from here, and it is in no "
            "number."
        ).format(share=percent(share), force=forces_phrase(counts.of.forces))


def _carried(counts: BeatCounts) -> Iterator[str]:
    lost = counts.of.coverage.not_carried
    if lost:
        yield tr("{n} more rows have an LSOA that cannot be carried to this area exactly.").format(n=number(lost))


def _ground(counts: BeatCounts) -> Iterator[str]:
    area, coverage = counts.selection.area, counts.of.coverage
    if area is None or not is_neighbourhood(area):
        return
    yield tr("Counted is what has its snap point in the outline as it was last fetched; forces redraw them.")
    first, last = counts.periods.before_first, counts.periods.last
    if coverage.spans_redrawing and first < SNAP_POINTS_REDRAWN <= last:
        yield redrawn().split(":")[0] + tr(": near its edge the two years may not compare.")
