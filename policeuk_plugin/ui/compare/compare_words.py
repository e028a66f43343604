# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page Compare says before it is run: how it compares, what is known of the peers, what it will read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from offline_cache.model import Month
from offline_cache.reading_order import isolated

from ...processing.peers.peer_parameters import ONS
from ...text import many, month_name, months_phrase, number, tr
from ..live import Live
from .compare_form import CompareForm
from .compare_parameters import Months, source_of
from .compare_questions import FUNNEL, OUTCOMES, PEERS, RATES, TIME, WHO
from .peer_choice_words import choice_words

if TYPE_CHECKING:
    from ...processing.peers.peer_group import PeerGroup
    from ...processing.peers.peer_outlook import PeerOutlook
    from ...processing.rates.rated_outlook import RatedOutlook

_NAMED = 3
FEWEST = 5
"""Peers, or areas of a funnel: of fewer it cannot be told how much they differ."""


def line_of(form: CompareForm, outlook: Optional[PeerOutlook]) -> str:
    """How it is compared, so that nobody has to open it."""
    said = []
    if form.with_peers:
        kind = outlook.kind if outlook is not None else None
        group = outlook.group if outlook is not None else None
        there = len(group.peers) if group is not None else None
        said.append(tr("Peers: {who}").format(who=choice_words(form.peers.choice, kind, there)))
    counts = _counts(form)
    if counts:
        said.append(counts)
    if form.question.key == OUTCOMES:
        said.append(tr("After {time}").format(time=form.fields.follow_up.currentText()))
    if form.fields.standardises(form.question.key):
        strata = form.fields.strata
        by = tr("Standardised by {strata}") if strata.currentIndex() > 0 else tr("Beside the rate of all")
        said.append(by.format(strata=strata.currentText().lower()))
    return "".join(f"{part}. " for part in said).strip()


def _counts(form: CompareForm) -> str:
    fields, parts = form.fields, []
    if "per" in form.question.more and fields.divides(form.question.key):
        parts.append(tr("per 1,000 {base}").format(base=fields.per.currentText()))
    if source_of(form):
        parts.append(tr("counts of ONS") if source_of(form) == ONS else tr("counts of police.uk"))
    if "period" in form.question.more:
        parts.append(tr("by {period}").format(period=fields.period.currentText().lower()))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def note_of(form: CompareForm, outlook: Optional[PeerOutlook], waiting: bool) -> str:
    """What to know of the peers that were found."""
    if outlook is None:
        return tr("Finding the peers…") if waiting else ""
    group, key = outlook.group, form.question.key
    if outlook.refused:
        return ""
    if group is None or no_comparison(group):
        why = (outlook.not_found if group is None else no_comparison(group)) if key == TIME else ""
        return tr("{why} The area and its force are shown without peers.").format(why=why) if why else ""
    from ...processing.peers.peer_words import quality_lines  # numpy; by then a worker has had it

    lines = [*quality_lines(group)]
    if group.left_out:
        names = ", ".join(isolated(peer.name) for peer in group.left_out[:_NAMED])
        more = len(group.left_out) - _NAMED
        rest = tr(" and {n} more").format(n=number(more)) if more > 0 else ""
        lines.append(tr("Left out: {names}{rest}.").format(names=names, rest=rest))
    if source_of(form) != ONS and key != WHO:
        lines.append(_held(key, len(outlook.held), len(group.peers)))
    return " ".join(line for line in lines if line)


def _held(key: str, held: int, of: int) -> str:
    """Of how many peers the crimes are held, where not of all."""
    if held >= of or (key == PEERS and held < FEWEST):
        return ""  # of too few it cannot be run, and that is said
    said = tr("Of {held} of its {n} peers the crimes of these months are held, of the dashed ones not.")
    if not held:
        said = tr("None of its {n} peers has crimes held for these months.")
    alone = tr("The area and its force are shown without a range of peers.") if key == TIME and held < FEWEST else ""
    return f"{said.format(held=number(held), n=number(of))} {alone}".strip()


def no_comparison(group: PeerGroup) -> str:
    """Why an area can be compared with nobody, in the words of the panel; '' where it can."""
    from ...processing.peers.peer_refusals import poor_peers  # numpy; by then a worker has had it
    from ...processing.peers.peer_words import finding, quality_lines

    if not poor_peers(group):
        return ""
    if group.measured is None:
        return tr("Only {n} on the list can be compared with, and of fewer than five nothing is said: {how}").format(
            n=number(len(group.peers)), how=_others()
        )
    if not group.peers and not group.left_out:
        return tr("No area can be a peer of {area} as chosen: {how}").format(
            area=isolated(group.area.name), how=_others()
        )
    if group.no_good_peer:
        return " ".join([finding(group), *quality_lines(group), tr("To go on, {how}").format(how=_others())])
    return tr("Only {n} areas are enough like {area}, and of fewer than five nothing is said: {how}").format(
        n=number(len(group.peers)), area=isolated(group.area.name), how=_others()
    )


def _others() -> str:
    return tr("choose other peers, or a list of your own (Change…).")


def cost_of(form: CompareForm, live: Live, months: Months, outlook: Optional[PeerOutlook]) -> str:
    """What will be read, and how long it may take."""
    key = form.question.key
    if source_of(form) == ONS:
        period = ""
        if form.with_peers and outlook is not None and outlook.official_end:
            period = tr(", the {n} months to {month}").format(
                n=outlook.official_months, month=month_name(Month.parse(outlook.official_end))
            )
        return tr("Takes ONS's counts{period}: the months on top do not apply.").format(period=period)
    crimes = many(live.crimes, tr("crime"), tr("crimes"))
    if key == WHO:
        return tr("Reads no crimes; takes seconds.")
    if form.with_peers and months is not None and all(months):
        when = months_phrase(*(Month.parse(month) for month in months))
        return tr("Counts the area and its peers, {months}; takes seconds.").format(months=when)
    if key == OUTCOMES:
        return tr("Follows {crimes} and others through outcomes; takes seconds.").format(crimes=crimes)
    if key in (FUNNEL, RATES):
        return tr("Reads {crimes}; takes seconds.").format(crimes=crimes)
    return tr("Reads these {crimes} and others; takes seconds.").format(crimes=crimes)


def too_few_held(outlook: PeerOutlook) -> str:
    """Why published files would not do, as those of too few peers are held; '' where there are enough."""
    group = outlook.group
    if group is None or len(outlook.held) >= FEWEST:
        return ""
    said = tr("Of its {n} the crimes of {held} are held in these months, and five are needed.").format(
        n=many(len(group.peers), tr("peer"), tr("peers")), held=number(len(outlook.held))
    )
    ways = tr("Download the files of their forces")
    if not outlook.no_official:
        return f"{said} " + tr("{ways}, or take counts of ONS (Change…).").format(ways=ways)
    return f"{said} " + tr("{ways}, or choose peers among those whose crimes are held (Change…).").format(ways=ways)


def fewer_than_five(form: CompareForm, rated: RatedOutlook) -> dict[str, str]:
    """Why areas of each level cannot be compared with one another, '' where they can."""
    few = tr("Fewer than five such areas lie in the selection: choose smaller areas, or a larger area on top.")
    funnel = form.question.key == FUNNEL
    return {
        level: reason or (few if funnel and rated.areas.get(level, FEWEST) < FEWEST else "")
        for level, reason in rated.levels.items()
    }
