# SPDX-License-Identifier: GPL-2.0-or-later
"""What outcomes show, in sentences."""

from __future__ import annotations

from offline_cache.crime_course_lines import COURTS
from offline_cache.outcome_times import quantile

from ...layers.outcome_words import group_meaning, group_name
from ...text import many, number, tr
from ..running.wording import percent
from .outcome_run import OutcomeRun


def finding(run: OutcomeRun) -> str:
    """The finding as a title: the largest group and the charges."""
    total = run.times.total
    largest = max(run.times.groups, key=run.of_group)
    if largest == "charged":
        text = tr("{where}: {share} of the outcomes of all crime types are '{largest}'")
    else:
        text = tr("{where}: {share} of the outcomes of all crime types are '{largest}', {charged} '{charge}'")
    return text.format(
        where=run.about.where,
        share=percent(run.of_group(largest) / total),
        largest=group_name(largest).lower(),
        charged=percent(run.of_group("charged") / total),
        charge=group_name("charged").lower(),
    )


def sentences(run: OutcomeRun) -> tuple[str, ...]:
    """How many outcomes there are, and how long they took."""
    times = run.times
    groups = "; ".join(
        tr("{group} {n} ({share})").format(
            group=group_name(group).lower(),
            n=number(run.of_group(group)),
            share=percent(run.of_group(group) / times.total),
        )
        for group in times.groups
    )
    count = many(times.total, tr("outcome"), tr("outcomes"))
    lines = [tr("{count}, {when}: {groups}.").format(when=run.about.when, count=count, groups=groups)]
    charged = times.by_group("charged")
    middle, late = quantile(charged, 0.5), quantile(charged, 0.9)
    if middle is not None and late is not None:
        lines.append(
            tr("Of the charges whose crime is held, half came {middle}, nine in ten {late}.").format(
                middle=within(middle), late=within(late)
            )
        )
    return tuple(lines)


def within(months: int) -> str:
    """A number of months from crime to outcome in words."""
    if not months:
        return tr("in the month of the crime")
    return tr("within {months}").format(months=many(months, tr("month"), tr("months")))


def method(run: OutcomeRun) -> list[str]:
    """How it was done."""
    groups = "; ".join(f"{group_name(group)}: {group_meaning(group)}" for group in run.times.groups)
    return [
        tr("Groups are ours, made of the published outcomes. {groups}.").format(groups=groups),
        tr(
            "Rows of outcome files are counted as published, identical ones each. A time is the month of the outcome "
            "less the month of the crime, joined by force and crime ID; files have no days."
        ),
    ]


def caveats() -> list[str]:
    """What to keep in mind."""
    return [
        tr(
            "This is not a charge rate: the crimes behind these outcomes are of other months, and crimes without an "
            "outcome yet are not among them."
        ),
        COURTS,
        tr("Forces record outcomes differently and at times not at all; a month without any is not believed."),
        tr("Every place is a snap point, mostly the middle of a street, never an address."),
    ]


def warnings(run: OutcomeRun) -> list[str]:
    """Lines of the basis that are not to be overlooked."""
    marks = (tr("Missing, which is not zero"), tr("Held in part"))
    return [line for line in run.about.basis if line.startswith(marks)]
