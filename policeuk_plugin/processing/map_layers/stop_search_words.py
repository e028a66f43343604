# SPDX-License-Identifier: GPL-2.0-or-later
"""What stops and searches come to, in sentences; why there are no rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from offline_cache.model import Dataset
from offline_cache.stop_tables import ForceStops, StopBy
from offline_cache.stop_words import plain_object, plain_outcome

from ...text import caveat, force_name, number, rows_phrase, tr
from ..running.wording import percent

if TYPE_CHECKING:
    from .stop_search_run import StopSearchRun


def finding(run: StopSearchRun) -> str:
    """Such as: 7,601 stops and searches, Bedfordshire Police, May 2021 to April 2023; 1,598 without a place."""
    total = sum(force.total for force in run.tables.forces)
    about, stops = run.about, rows_phrase(total, Dataset.STOPS)
    if run.selection.area is not None:
        return tr("{stops}, {where}, {when}.").format(stops=stops, where=about.where, when=about.when)
    unplaced = sum(force.unplaced for force in run.tables.forces)
    return tr("{stops}, {where}, {when}; {unplaced} of them without a place.").format(
        stops=stops, where=about.where, when=about.when, unplaced=number(unplaced)
    )


def sentences(run: StopSearchRun) -> list[str]:
    """What they were most often for, what came of them, how much is not stated; by force, as their months differ."""
    forces = [force for force in run.tables.forces if force.total]
    if len(forces) == 1:
        return _of_force(forces[0])
    return [f"{force_name(force.force)}: {' '.join(_of_force(force))}" for force in forces[:5]]


def warnings(run: StopSearchRun) -> list[str]:
    """The lines that are not to be overlooked."""
    return [line for line in run.about.basis if line.startswith(tr("Missing, which is not zero: {gap}.")[:8])]


def not_stated(force: ForceStops, by: StopBy) -> str:
    """How many of a table say nothing, of all."""
    table = force.table(by)
    if not table.not_stated:
        return tr("Stated of all.")
    share = percent(table.not_stated / force.total)
    line = tr("Not stated: {n} of {all} ({share}).").format(
        n=number(table.not_stated), all=number(force.total), share=share
    )
    said = table.not_stated - table.blank
    if said and table.blank:
        line += " " + tr("Of these {said} are published as not stated, {blank} are blank.").format(
            said=number(said), blank=number(table.blank)
        )
    return line


def caveats() -> list[str]:
    """What to keep in mind, first of all why nothing is divided by residents."""
    return [
        tr(
            "There are no rates for groups of people and no ratios between them, as such a number would look exact and "
            "say nothing that is known. For many stops the ethnicity is not stated, and not at random. The people "
            "stopped are not the residents of the area, whom a census counts, and who was about where is not known. "
            "One person can be stopped several times, and the data do not say which stops are of one person."
        ),
        tr(
            "Self-defined ethnicity is what the person said; officer-defined is what the officer saw, in other "
            "categories, so the two do not compare line by line."
        ),
        tr("What was searched for is what was suspected, not what was found; the outcome is that of the stop."),
        tr(
            "Forces record differently: more stops may mean better recording. Searches of vehicles without a person "
            "have no age, gender or ethnicity."
        ),
        caveat(),
    ]


def _of_force(force: ForceStops) -> list[str]:
    lines = []
    for by, text, plain in (
        (StopBy.OBJECT, tr("What was searched for most often is {what} ({share})."), plain_object),
        (StopBy.OUTCOME, tr("The most frequent outcome is {what} ({share})."), plain_outcome),
    ):
        table = force.table(by)
        if table.rows and table.rows[0].share is not None:
            first = table.rows[0]
            lines.append(text.format(what=_lower(plain(first.value)), share=percent(first.share or 0.0)))
    table = force.table(StopBy.SELF_DEFINED)
    if table.not_stated:
        lines.append(
            tr("For {share} the person's own ethnicity is not stated.").format(
                share=percent(table.not_stated / force.total)
            )
        )
    return lines


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def titled(by: StopBy) -> str:
    """What a table is by."""
    return {
        StopBy.SELF_DEFINED: tr("Ethnicity, as the person said it"),
        StopBy.OFFICER_DEFINED: tr("Ethnicity, as the officer saw it"),
        StopBy.AGE: tr("Age"),
        StopBy.GENDER: tr("Gender"),
        StopBy.OBJECT: tr("What was searched for"),
        StopBy.OUTCOME: tr("Outcome"),
        StopBy.LEGISLATION: tr("Power"),
        StopBy.KIND: tr("Kind of search"),
    }[by]


def method() -> list[str]:
    """How the numbers were made."""
    return [
        tr(
            "Rows of the published files are counted by the month of the file; identical rows are stops of their own. "
            "Shares are of the stops that state something; the number that do not stands under each table."
        ),
        tr("The plain words for objects, outcomes and powers are ours; what they do not know stays as published."),
    ]
