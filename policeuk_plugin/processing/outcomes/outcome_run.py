# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:outcomelayer`: which outcomes are asked for, their times, what these rest on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.coverage import not_carried_line, not_held_line
from offline_cache.errors import CacheError
from offline_cache.model import Dataset, Month, Selection
from offline_cache.monthly import MonthStatus
from offline_cache.outcome_joins import Join, OutcomeJoins, join_outcomes, month_number
from offline_cache.outcome_times import OutcomeTimes, outcome_times
from offline_cache.reader import reading
from offline_cache.reading_order import isolated

from ...text import forces_phrase, gaps_phrases, many, months_phrase, number, redrawn, tr
from ..asking.selection_parameters import read_area_and_months, with_months
from ..comparing.trend_words import months_listed
from ..units.crimes import About, rights_and_labels

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


@dataclass(frozen=True)
class OutcomeRun:
    """The outcomes of a selection, joined with their crimes, counted, and in words."""

    cache: Path
    selection: Selection
    joins: OutcomeJoins
    times: OutcomeTimes
    about: About

    @property
    def months(self) -> list[Month]:
        """Every month asked for."""
        first, last = self.selection.first, self.selection.last
        return Month.span(first, last) if first and last else []

    def of_group(self, group: str) -> int:
        """Outcomes of a group in all months held."""
        return sum(count for (of, _), count in self.times.by_month.items() if of == group)

    def joined_in(self, month: Month) -> int:
        """Outcomes of a month whose crime is held."""
        of_month = self.joins.month == month_number(month)
        return int((of_month & (self.joins.join == Join.JOINED)).sum())

    def status(self, month: Month) -> MonthStatus:
        """Whether a month is held of all forces asked for, of some or in part, or of none."""
        held = self.times.coverage
        missing = {gap.force for gap in held.missing if gap.month == month}
        if not missing:
            partial = any(gap.month == month for gap in held.partial)
            return MonthStatus.PARTIAL if partial else MonthStatus.HELD
        there = any(of == month for _, of in self.times.by_month)
        return MonthStatus.PARTIAL if there else MonthStatus.MISSING


def run_outcomes(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> OutcomeRun:
    """Read what is asked for; raises `CacheError` where nothing of it is held."""
    cache = algorithm.cache_path(parameters, context)
    with reading(cache) as connection:
        asked = read_area_and_months(algorithm, parameters, context, connection)
        selection = with_months(connection, asked, Dataset.OUTCOMES)
        joins = join_outcomes(connection, selection, feedback.isCanceled)
        times = outcome_times(connection, selection, feedback.isCanceled, joins)
        if not times.total:
            raise CacheError(
                tr(
                    "No outcome of these months lies in this area, as far as their files are held. Choose more months "
                    "or a larger area."
                )
            )
        return OutcomeRun(cache, selection, joins, times, _about(connection, selection, joins, times))


def _about(connection: sqlite3.Connection, selection: Selection, joins: OutcomeJoins, times: OutcomeTimes) -> About:
    rights, labels = rights_and_labels(connection, selection)
    first, last = selection.first, selection.last
    when = months_phrase(first, last) if first and last else ""
    where = isolated(selection.area.name) if selection.area else forces_phrase(joins.forces)
    months = (first, last) if first and last else None
    basis = (*_held_lines(selection, times), *_join_lines(times))
    return About(tr("outcomes"), where, when, basis, rights, len(times.coverage.missing), labels, months)


def _held_lines(selection: Selection, times: OutcomeTimes) -> Iterator[str]:
    """Files held, months missing, places not known."""
    held = times.coverage
    yield tr("{files} of outcomes; the month is that of the outcome.").format(
        files=many(held.files, tr("published file"), tr("published files"))
    )
    for gap in gaps_phrases(held.missing):
        yield tr("Missing, which is not zero: {gap}.").format(gap=gap)
    for gap in gaps_phrases(held.partial):
        yield tr("Held in part: {gap}.").format(gap=gap)
    if not held.missing and not held.partial:
        yield tr("No month of outcomes is missing.")
    if held.unplaced_not_held:
        yield not_held_line(held.unplaced_not_held, tr("outcomes"))
    if selection.area is not None:
        others = held.unplaced - held.unplaced_not_held
        if others or not held.unplaced_not_held:
            yield tr("{n} more in the same files have no place: whether they lie here is not known.").format(
                n=number(others)
            )
        if held.not_carried:
            yield not_carried_line(held.not_carried, tr("outcomes"), selection.area)
    else:
        yield tr("{n} of the outcomes have no place; they are counted, and on no map.").format(n=number(times.unplaced))
    if held.snapshots:
        yield tr("Snapshot of the service: {snapshots}.").format(snapshots=", ".join(held.snapshots))
    if held.spans_redrawing:
        yield redrawn()
    yield from held.notes


def _join_lines(times: OutcomeTimes) -> Iterator[str]:
    """How many outcomes lead to a crime that is held, and why the others do not."""
    joins = times.joins
    yield tr("{joined} of the {total} outcomes were joined to a crime that is held, by force and crime ID.").format(
        joined=number(joins[Join.JOINED]), total=number(times.total)
    )
    why = {
        Join.NOT_HELD: tr(
            "{n} not, because no street file that is held has their crime. It may be of a month that is not held, or "
            "its ID may have changed. The table shows in which months these outcomes are."
        ),
        Join.NO_ID: tr("{n} not, because they have no crime ID."),
        Join.SEVERAL_MONTHS: tr("{n} not, because files of several months have their ID."),
        Join.IDS_REPEAT: tr("{n} not, because in Northern Ireland an ID comes again in other months."),
    }
    for join, text in why.items():
        if joins[join]:
            yield text.format(n=number(joins[join]))
    if times.early:
        yield tr("Published in a month before that of their crime, so no time is told of them: {n}.").format(
            n=many(times.early, tr("outcome"), tr("outcomes"))
        )
    if times.crimes_missing:
        yield tr(
            "Missing, which is not zero: the crimes of {months}. Their outcomes are joined to no crime, so the times "
            "leave them out."
        ).format(months=months_listed(times.crimes_missing))
    if times.crimes_held:
        but = tr(", but for those named above") if times.crimes_missing else ""
        yield tr(
            "Crimes are held of {months}{but}. Outcomes of earlier crimes have no time, so the times told are shorter "
            "than they really were, most of all in the first months."
        ).format(months=months_phrase(*times.crimes_held), but=but)
