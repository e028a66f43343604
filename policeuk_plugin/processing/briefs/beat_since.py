# SPDX-License-Identifier: GPL-2.0-or-later
"""The second sheet of a meeting pack: the priorities of last time beside what happened since."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from offline_cache.model import ASB, Month
from offline_cache.police_api.neighbourhoods import Priority

from ...analysis.month_dispersion import ratio_by_months
from ...reports.brief import Listing, Meeting, SinceRow
from ...text import many, month_name, months_phrase, number, tr
from ..running.wording import sentence_case
from .beat_change import enough_months, type_name
from .beat_counts import RECORDED, BeatCounts
from .beat_team import Team, day_text, done_text, issued_in
from .beat_words import one_line

_WORDS = (
    (r"burglar|break[- ]?ins?\b", "Burglary"),
    (r"robber|mugging", "Robbery"),
    (r"anti[- ]?social|\basb\b|nuisance|rowdy", ASB),
    (r"vehicle crime|theft (?:from|of) (?:motor )?(?:vehicle|car|van)s?|car theft|catalytic", "Vehicle crime"),
    (r"bicycle|\bbikes? theft|theft of (?:pedal )?(?:bike|cycle)|cycle theft", "Bicycle theft"),
    (r"shoplift|shop theft|theft from shops?|retail crime", "Shoplifting"),
    (r"criminal damage|vandal|graffiti|arson", "Criminal damage and arson"),
    (r"\bdrugs?\b|drug[- ]dealing|cannabis", "Drugs"),
    (r"knife|knives|weapon|\bguns?\b|firearm", "Possession of weapons"),
    (r"violen|assault|sexual|domestic abuse|stalking", "Violence and sexual offences"),
    (r"pick-?pocket|theft from (?:the )?person", "Theft from the person"),
    (r"public order|hate crime|harass", "Public order"),
)


def meeting(name: str, counts: BeatCounts, team: Team, since: Month) -> Meeting:
    """Priorities issued up to the month of the last meeting, each beside the crimes from that month on."""
    priorities = team.held.priorities if team.held is not None else ()
    dated = [(one, issued_in(one)) for one in priorities]
    old = [one for one, month in dated if month is None or month <= since]
    new = [one for one, month in dated if month is not None and month > since]
    last = counts.periods.last
    if since > last:
        lead = tr("Last meeting: {since}. The newest month held is {last}, so no crimes since then are known yet.")
    else:
        lead = tr("The last meeting was in {since}. {crimes} That is of {span}.")
    return Meeting(
        tr("{name}: since the last meeting").format(name=name),
        lead.format(
            since=month_name(since),
            last=month_name(last),
            span=months_phrase(since, last) if since <= last else "",
            crimes=sentence_case(_since(counts, RECORDED, since)),
        ),
        (tr("Priority of last time"), tr("What the team says it did"), tr("Crimes since")),
        tuple(_row(one, counts, since) for one in old),
        Listing(tr("New since then"), (), _listed(new, team)),
        _notes(old, team),
    )


def _row(one: Priority, counts: BeatCounts, since: Month) -> SinceRow:
    issue = one_line(one.issue)
    when = tr("{issue} (set on {day})").format(issue=issue, day=day_text(one.issued))
    kinds = types_named(one.issue)
    told = [sentence_case(_since(counts, kind, since)) for kind in kinds]
    return SinceRow(
        when if one.issued else issue,
        done_text(one) or tr("Nothing is said of it."),
        " ".join(told) or tr("Its words name no crime type that these data have: see what the team knows."),
    )


def types_named(text: str) -> list[str]:
    """The crime types whose words stand in a priority, in the order of the table above."""
    return [name for pattern, name in _WORDS if re.search(pattern, text, re.IGNORECASE)]


def _since(counts: BeatCounts, name: str, since: Month) -> str:
    """Crimes since a month beside the same months a year before; only months held in both years compare."""
    span = Month.span(since, counts.periods.last) if since <= counts.periods.last else []
    by_month = counts.by_month(name)
    held = [month for month in span if month in by_month]
    both = [month for month in held if month.moved(-12) in by_month]
    what = tr("recorded crime") if name == RECORDED else type_name(name)
    if not held:
        return tr("{what}: no month since then is held.").format(what=what)
    if not both:
        count = sum(by_month[month] for month in held)
        return tr("{what}: {n}; the year before is not held.").format(what=what, n=number(count))
    after = np.array([by_month[month] for month in both])
    before = np.array([by_month[month.moved(-12)] for month in both])
    if not enough_months(after, before):
        verdict = tr("too few months with crimes to tell that from the usual ups and downs")
    else:
        verdict = _verdict(ratio_by_months(after, before).beyond_chance)
    months = many(len(both), tr("month"), tr("months"))
    left = tr(" in the {months} held in both years").format(months=months) if len(both) < len(span) else ""
    return tr("{what}: {after} after {before} a year before{left}, {verdict}.").format(
        what=what, after=number(int(after.sum())), before=number(int(before.sum())), left=left, verdict=verdict
    )


def _verdict(apart: int) -> str:
    """What is said of a change: 1 for more, -1 for fewer, 0 where it cannot be told."""
    return {1: tr("more than chance makes"), -1: tr("fewer than chance makes"), 0: tr("no change beyond chance")}[apart]


def _listed(new: Sequence[Priority], team: Team) -> str:
    if team.held is None:
        return tr("No priorities are held. {why}").format(why=team.why)
    if not new:
        return tr("None, as the force published it on {day}.").format(day=team.day)
    return " ".join(f"• {one_line(one.issue)} ({day_text(one.issued)})" for one in new)


def _notes(old: Sequence[Priority], team: Team) -> tuple[str, ...]:
    lines = []
    if not old and team.held is not None:
        lines.append(tr("No priority set up to then is held: the force publishes only those it works on now."))
    why = tr(
        "A change does not say why: places and times that were chosen because they were bad mostly get better by "
        "themselves."
    )
    types = tr("Crimes are of the types that the words of the priority name.")
    return (*lines, f"{types} {why}" if old else why)
