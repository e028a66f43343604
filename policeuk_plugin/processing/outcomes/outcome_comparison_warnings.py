# SPDX-License-Identifier: GPL-2.0-or-later
"""What must not be overlooked in a comparison of outcomes: what cannot be told yet, what lacks, what is in no share."""

from __future__ import annotations

from collections.abc import Iterator

from offline_cache.outcome_joins import Join

from ...analysis.peer_range import FEWEST_PEERS
from ...text import many, month_name, number, tr
from ..comparing.trend_words import months_listed
from ..peers.carried_words import not_carried_lines
from ..peers.peer_words import kept, quality_lines
from ..running.wording import sentence_case
from .outcome_comparison_run import Against, ComparedOutcomes, Measure


def not_yet(run: ComparedOutcomes) -> Iterator[str]:
    """The months of crime that no share is of, because their time has not passed in what is held."""
    parts = [
        tr("for {time} months those of {months}").format(time=after.time, months=months_listed(after.not_yet))
        for after in run.times
        if after.not_yet
    ]
    if parts:
        to = run.own.outcomes_to
        held = tr(" (outcomes are held to {month})").format(month=month_name(to)) if to is not None else ""
        yield tr("Some crimes cannot be followed yet, which is not zero{held}: {parts}.").format(
            held=held, parts="; ".join(parts)
        )


def lacking(run: ComparedOutcomes) -> Iterator[str]:
    """The months left out because of a gap."""
    after = run.shown
    if after.lacking:
        yield tr(
            "Crimes of {months} are left out after {time} months, as crimes or outcomes of one side are missing, which "
            "is not zero."
        ).format(time=after.time, months=months_listed(after.lacking))


def not_carried(run: ComparedOutcomes) -> list[str]:
    """Crimes that may be the area's and are in no share, as nothing carries them to it exactly."""
    if run.elsewhere.against is Against.PEERS:
        return not_carried_lines(run.name, run.own.uncarried, [peer.uncarried for peer in run.elsewhere.followed])
    other = not_carried_lines(run.elsewhere.name, run.elsewhere.one.uncarried)
    return [*not_carried_lines(run.name, run.own.uncarried), *other]


def not_joined(run: ComparedOutcomes) -> Iterator[str]:
    """Crimes in no share, because nothing leads from them to an outcome."""
    why = {
        Join.NO_ID: tr("{n} without a crime ID"),
        Join.SEVERAL_MONTHS: tr("{n} whose ID stands in files of several months"),
        Join.NOT_HELD: tr("{n} recorded by another force whose outcomes are not held"),
        Join.IDS_REPEAT: tr("{n} of Northern Ireland, where IDs repeat"),
    }
    sides = ((run.name, [run.own]), (run.elsewhere.name, list(run.elsewhere.followed)))
    for name, followed in sides:
        found = [sum(one.not_joined(run.shown.months)[join] for one in followed) for join in why]
        told = [words.format(n=number(count)) for count, words in zip(found, why.values()) if count]
        if told:
            yield tr("Some crimes of {name} could not be joined to outcomes and are in no share: {told}.").format(
                name=name, told=", ".join(told)
            )


def overlap(run: ComparedOutcomes) -> Iterator[str]:
    """That two areas share crimes."""
    if run.elsewhere.in_both:
        yield tr("{one} and {other} have {n} in common, so their difference is not judged.").format(
            one=sentence_case(run.name),
            other=run.elsewhere.name,
            n=many(run.elsewhere.in_both, tr("crime"), tr("crimes")),
        )


def few_peers(run: ComparedOutcomes) -> Iterator[str]:
    """That too few peers are left for a verdict."""
    if run.elsewhere.against is Against.PEERS and run.shown.by[Measure.ANY].peers is None:
        yield tr(
            "Only {n} can be followed so long. It takes {few} to tell how much peers differ, so there is no verdict."
        ).format(n=many(len(run.shown.kept), tr("peer"), tr("peers")), few=FEWEST_PEERS)


def warnings(run: ComparedOutcomes) -> list[str]:
    """The lines not to be overlooked."""
    lines = [*not_yet(run), *lacking(run), *not_carried(run), *not_joined(run), *overlap(run), *few_peers(run)]
    group = run.elsewhere.group
    if run.elsewhere.refused:
        lines.append(
            tr("These peers are left out, as their outcomes are not held or never published: {names}.").format(
                names=", ".join(run.elsewhere.refused)
            )
        )
    return lines if group is None else [*lines, *quality_lines(group), *kept(group)]
