# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison of outcomes rests on: files of crimes and of outcomes of each side, and who the peers are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from offline_cache.outcome_followup import Followed

from ...text import gaps_phrases, many, month_name, number, tr
from ..peers.carried_words import all_carried_line
from ..peers.peer_words import choice_line
from ..running.wording import sentence_case
from ..units.crimes import About, area_lines, coverage_lines, rights_and_labels
from .outcome_comparison_run import ComparedOutcomes


def about_outcomes(connection: sqlite3.Connection, run: ComparedOutcomes) -> About:
    """The comparison in words, with its files; lines that both sides have are said once."""
    own, others = run.own, run.elsewhere
    mine = list(_lines(own))
    lines = list(mine)
    if others.group is None:
        theirs = list(_lines(others.one))
        lines = [line for line in mine if line in theirs]
        for name, of in ((run.name, mine), (others.name, theirs)):
            lines += [f"{sentence_case(name)}: {line}" for line in of if line not in lines]
    else:
        lines.append(choice_line(others.group))
        lines.append(tr("Peers followed: {names}.").format(names=", ".join(others.names) or tr("none")))
    rights, labels = rights_and_labels(connection, own.selection)
    first, last = own.selection.first, own.selection.last
    return About(
        tr("outcomes of {what}").format(what=run.what),
        tr("{one} and {other}").format(one=run.name, other=others.name),
        run.when,
        tuple(dict.fromkeys(lines)),
        rights,
        len(own.street.missing),
        labels,
        (first, last) if first and last else None,
    )


def _lines(of: Followed) -> Iterator[str]:
    yield from coverage_lines(of.street)
    yield from area_lines(of.selection, of.street)
    if of.selection.area is not None:
        yield tr("{n} rows more in the same files have no place: whether they lie here is not known.").format(
            n=number(of.street.unplaced)
        )
    yield tr("{files} of outcomes, to {month}.").format(
        files=many(of.outcomes.files, tr("published file"), tr("published files")),
        month=month_name(of.outcomes_to) if of.outcomes_to is not None else tr("no month"),
    )
    gaps = [gap for gap in of.outcomes.missing if of.outcomes_to is not None and gap.month <= of.outcomes_to]
    for phrase in gaps_phrases(gaps):
        yield tr("Missing, which is not zero: {gap}.").format(gap=phrase)
    for phrase in gaps_phrases(of.outcomes.partial):
        yield tr("Held in part: {gap}.").format(gap=phrase)
    if of.selection.area is not None:
        yield from all_carried_line(of.selection.area.name, of.street.lsoa_editions, of.uncarried)
    if of.early:
        yield tr("{n} have an outcome published in a month before their own: it counts as one of their month.").format(
            n=many(of.early, tr("crime"), tr("crimes"))
        )
