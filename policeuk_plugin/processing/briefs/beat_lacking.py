# SPDX-License-Identifier: GPL-2.0-or-later
"""The fifth sentence of a brief: what is missing, without which nobody can say what the numbers are worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from offline_cache.model import SNAP_POINTS_REDRAWN, Month
from offline_cache.monthly import MonthStatus
from offline_cache.neighbourhood_ground import is_neighbourhood

from ...text import forces_phrase, many, month_name, months_phrase, redrawn, tr
from ..comparing.trend_words import months_listed
from ..running.railway_words import railways
from ..running.wording import percent
from .beat_counts import BeatCounts

_WORTH = 0.002
"""A share of rows from which it is said."""
_OLD = 4
"""Months since the last one from which on it is said."""
_SMALL = ("lsoa", "ward")
"""Kinds of area between which the redrawing of the snap points moved crimes."""


def lacking(counts: BeatCounts, limits: Sequence[str]) -> str:
    """Months, places, what the outline is, and what limits the other sentences."""
    return " ".join(
        [
            *_months(counts),
            *_railways(counts),
            *_age(counts, date.today()),
            *_unplaced(counts),
            *_carried(counts),
            *_ground(counts),
            *limits,
        ]
    )


def _months(counts: BeatCounts) -> Iterator[str]:
    span, now = months_phrase(counts.periods.before_first, counts.periods.last), counts.partly
    missing, partial = (_of_status(counts, status) for status in (MonthStatus.MISSING, MonthStatus.PARTIAL))
    if missing:
        yield tr("Missing, which is not zero, and in no comparison: {months}.").format(months=months_listed(missing))
    if partial:
        yield tr("Held only in part, and in no comparison: {months}{lacking}.").format(
            months=months_listed(partial), lacking=_whose(counts, partial)
        )
    if counts.sliced:
        yield tr("What is held of {n} of these months is on the map alone.").format(n=len(now))
    elif now:
        words = tr("What is held of {n} of these months counts on the map and under ‘Where it concentrates’ alone.")
        yield words.format(n=len(now))
    if not missing and not partial:
        force = forces_phrase(counts.of.forces)
        yield tr("From {span} no month of {force} is missing.").format(force=force, span=span)


def _whose(counts: BeatCounts, months: Sequence[Month]) -> str:
    """The forces that have no file of one of the months."""
    forces = sorted({gap.force for gap in counts.of.coverage.missing if gap.month in months})
    return tr(" (without {forces})").format(forces=forces_phrase(forces)) if forces else ""


def _of_status(counts: BeatCounts, status: MonthStatus) -> list[Month]:
    periods = counts.periods
    return [month for month in counts.of.of(status) if periods.before_first <= month <= periods.last]


def _railways(counts: BeatCounts) -> Iterator[str]:
    asked = Month.span(counts.periods.before_first, counts.periods.last)
    months = [month for month in asked if month >= counts.of.months[0].month]
    yield from railways([month for month in counts.files.railways if month in months], len(months))


def _age(counts: BeatCounts, today: date) -> Iterator[str]:
    """That newer months are held, or that what is held ends long ago: the service is some two months behind."""
    last, newest = counts.periods.last, counts.files.newest
    if newest is not None and newest > last:
        text = tr("This page ends with {month}, as was asked; months to {newest} are held.")
        yield text.format(month=month_name(last), newest=month_name(newest))
    elif 12 * (today.year - last.year) + today.month - last.month > _OLD:
        text = tr("This page ends with {month}; whether newer months are published is not known here.")
        yield text.format(month=month_name(last))


def _unplaced(counts: BeatCounts) -> Iterator[str]:
    files = counts.files
    now, before = files.unplaced, files.unplaced_before
    if now is None or max(now, before or 0.0) <= _WORTH:
        return
    if counts.selection.area is None:
        text = tr("{share} of {what}{before} have no place: they are counted, but on no map.")
    else:
        text = tr(
            "{share} of {what} that {force} published{before} have no place. Nobody can say which are from here, so "
            "they are in no number."
        )
    yield text.format(
        share=percent(now),
        what=tr("all rows, anti-social behaviour too,") if files.of_rows else tr("the recorded crimes"),
        force=forces_phrase(files.forces),
        before=tr(" ({share} a year before)").format(share=percent(before)) if before is not None else "",
    )


def _carried(counts: BeatCounts) -> Iterator[str]:
    lost = counts.of.coverage.not_carried
    if lost:
        words = tr("{n} an LSOA of which it is not known whether it lies here.")
        yield words.format(n=many(lost, tr("more row has"), tr("more rows have")))


def _ground(counts: BeatCounts) -> Iterator[str]:
    area, coverage = counts.selection.area, counts.of.coverage
    if is_neighbourhood(area):
        yield tr("Crimes count whose snap point lies in the outline as it was last fetched; forces redraw outlines.")
    elif area is None or area.kind not in _SMALL:
        return
    first, last = counts.periods.before_first, counts.periods.last
    if coverage.spans_redrawing and first < SNAP_POINTS_REDRAWN <= last:
        yield redrawn().split(":")[0] + tr(": near its edge the two years may not compare.")
