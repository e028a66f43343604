# SPDX-License-Identifier: GPL-2.0-or-later
"""The first sentence of a brief: how much crime there is, against its peers, else against its force."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

from qgis.core import QgsProcessingFeedback

from offline_cache.denominators import Denominator
from offline_cache.errors import CacheError
from offline_cache.model import Month
from offline_cache.neighbourhood_ground import is_neighbourhood
from offline_cache.rates import base_of
from offline_cache.visitors import visitors

from ...analysis.peer_range import PeerRange, Verdict
from ...analysis.proportion import Share, difference, wilson
from ...analysis.rate_ratio import rate_ratio
from ...text import many, number, tr
from ..comparing.comparison_words import ratio_range, ratio_times
from ..peers.peer_area import one_area
from ..peers.peer_choice import PeerChoice
from ..peers.peer_comparison_run import PeerComparison, compare_with_peers
from ..peers.peer_comparison_words import base_words
from ..peers.peer_sides import Source
from ..peers.peer_verdict_words import beyond_all, verdict_words, wide
from ..peers.peer_words import kept, quality_lines
from ..rates.rated_words import base_age, range_text, rate_text
from ..running.wording import percent
from .beat_counts import RECORDED, BeatCounts
from .beat_force import BeatForce
from .beat_words import fine_percent, first_words


@dataclass(frozen=True)
class Level:
    """The sentence, what limits it, the rate a year where there is one; `by` is peers, force or nothing."""

    text: str
    limits: tuple[str, ...]
    by: str
    rate: Optional[float] = None


def level(
    connection: sqlite3.Connection,
    counts: BeatCounts,
    force: Optional[BeatForce],
    choice: PeerChoice,
    which: Denominator,
    feedback: QgsProcessingFeedback,
) -> Level:
    """How much recorded crime there is, against peers where these can be told, else against the force."""
    if not counts.now:
        return Level(tr("Not one of these months is wholly held, so how much crime there was is not known."), (), "")
    area = counts.selection.area
    if area is not None and is_neighbourhood(area):
        return _share(connection, counts, force)
    refused = ""
    if area is not None and len(area.codes) > 1:
        return _rate(connection, counts, force, which, tr("Several areas together have no peers."))
    try:
        kind = f"{area.kind}:{','.join(area.codes)}" if area else f"force:{','.join(counts.selection.forces)}"
        one = one_area(connection, kind)
        asked = replace(counts.selection, forces=() if area else counts.selection.forces, with_asb=False)
        run = compare_with_peers(connection, one, choice, asked, Source.POLICE_UK, which, feedback)
        return _peers(run)
    except CacheError as error:
        refused = tr("Not compared with peers: {why}").format(why=first_words(str(error)))
    return _rate(connection, counts, force, which, refused)


def _peers(run: PeerComparison) -> Level:
    found, crimes = run.range, many(run.main.count or 0, tr("recorded crime"), tr("recorded crimes"))
    text = tr("{crimes}, a rate of {rate} a year per 1,000 {of}. {told}").format(
        crimes=crimes, rate=rate_text(found.rate), of=base_words(run), told=_beside(found, len(run.main.peers))
    )
    limits = [
        *base_age(run.sides.figures, run.sides.last, base_words(run)),
        *quality_lines(run.group),
        *kept(run.group),
    ]
    if run.visitors is not None:
        text += " " + _misleading(run.visitors)
    rests = run.sides.rests
    if rests is not None and len(rests.common.months) < len(rests.counts.months):
        limits.append(
            tr("Only {n} of the {all} months could be compared with its peers.").format(
                n=len(rests.common.months), all=len(rests.counts.months)
            )
        )
    return Level(text, tuple(limits), "peers", found.rate)


def _beside(found: PeerRange, peers: int) -> str:
    """How the rate stands to those of its peers, for who knows no statistics."""
    if found.said is not Verdict.UNTOLD:
        said = tr("That is {verdict} its {peers}{beyond}.")
    elif found.too_few:
        said = tr("There are too few crimes to tell how that stands to its {peers}.")
    else:
        said = tr("Its {peers} differ too much to tell how that stands to them.")
    said += " " + tr("About 19 of 20 areas like them would have {range}{wide}.")
    return said.format(
        verdict=verdict_words(found.said),
        peers=many(peers, tr("peer"), tr("peers")),
        beyond=beyond_all(found),
        range=range_text(found.lower, found.upper),
        wide=wide(found),
    )


def _rate(
    connection: sqlite3.Connection, counts: BeatCounts, force: Optional[BeatForce], which: Denominator, refused: str
) -> Level:
    """A rate with its ratio to that of the rest of the force, over the months held of both."""
    months, count = len(counts.now), counts.count(RECORDED, counts.now)
    crimes = _crimes(counts)
    base = base_of(connection, counts.selection, which)
    rate = base.rate(count, months)
    if rate is None or base.held is None:
        limits = tuple(line for line in (refused, first_words(base.lacking)) if line)
        return Level(tr("{crimes}.").format(crimes=crimes), limits, "")
    of = tr("households") if which is Denominator.HOUSEHOLDS else tr("residents")
    said = tr("{crimes}, a rate of {rate} a year per 1,000 {of}").format(crimes=crimes, rate=rate_text(rate), of=of)
    limits = (*([refused] if refused else []), *_age(base.held.year, counts, of))
    ratio = None
    if force is not None and force.ground is not None and force.base is not None and force.base.held is not None:
        both = [month for month in counts.now if month in force.ground.of.held]
        others, there = force.base.held.value - base.held.value, force.ground.count(RECORDED, both)
        mine = counts.count(RECORDED, both)
        if others > 0 and both:
            ratio = rate_ratio(mine, base.held.value, max(there - mine, 0), others)
    if ratio is None or force is None:
        return Level(tr("{said}.").format(said=said), (*limits, *_no_force(force)), "", rate)
    text = tr("{said}. That is {ratio} the rate of the rest of {force}; allowing for chance, {range}. {told}").format(
        said=said,
        ratio=ratio_times(ratio),
        force=force.name,
        range=ratio_range(ratio),
        told=tr("The difference is beyond chance in counting.")
        if ratio.beyond_chance
        else tr("That is no difference beyond chance."),
    )
    found = visitors(connection, counts.selection, counts.now) if which is Denominator.RESIDENTS else None
    if found is not None and found.mislead:
        text += " " + _misleading(found.share)
    return Level(text, limits, "force", rate)


def _misleading(share: float) -> str:
    text = tr(
        "Read the rate with care: {share} of the crimes are theft from shops or persons, which go by visitors, not "
        "residents."
    )
    return text.format(share=percent(share))


def _age(year: Optional[int], counts: BeatCounts, of: str) -> list[str]:
    if year is None or abs(counts.periods.last.year - year) <= 3:
        return []
    return [tr("The {of} are those of {year}.").format(of=of, year=year)]


def _share(connection: sqlite3.Connection, counts: BeatCounts, force: Optional[BeatForce]) -> Level:
    """A neighbourhood's part of its force, and a year before: it has no residents that anybody counts, so no rate."""
    crimes = _crimes(counts)
    no_rate = tr("There is no rate and there are no peers, as nobody counts who lives in a neighbourhood.")
    now = _part(connection, counts, force, counts.now) if force is not None else None
    if now is None or force is None:
        return Level(tr("{crimes}. {no_rate}").format(crimes=crimes, no_rate=no_rate), tuple(_no_force(force)), "")
    text = tr(
        "{crimes}, {share} of those in all of {force} that have a place; allowing for chance, {low} to {high}.{before}"
    ).format(
        crimes=crimes,
        share=fine_percent(now.share),
        force=force.name,
        low=fine_percent(now.lower),
        high=fine_percent(now.upper),
        before=_before(connection, counts, force),
    )
    return Level(f"{text} {no_rate}", (), "force")


def _no_force(force: Optional[BeatForce]) -> list[str]:
    """That there is nothing to compare with: of a slice or a field pack only the area itself is held."""
    if force is None or force.files.of.held:
        return []
    return [
        tr("There is no comparison, as not one month is wholly held of the rest of {force}.").format(force=force.name)
    ]


def _before(connection: sqlite3.Connection, counts: BeatCounts, force: BeatForce) -> str:
    """What its part was in the same months a year before, and whether that is another by more than chance."""
    if counts.matched is None:
        return ""
    later, earlier = (
        _part(connection, counts, force, which) for which in (counts.matched.later, counts.matched.before)
    )
    if later is None or earlier is None:
        return ""
    apart = difference(later, earlier).beyond_chance
    words = {
        1: tr(" A year before its part was {share}: it has grown by more than chance in counting."),
        -1: tr(" A year before its part was {share}: it has shrunk by more than chance in counting."),
        0: tr(" A year before its part was {share}: no change beyond chance."),
    }[apart]
    return words.format(share=fine_percent(earlier.share))


def _part(
    connection: sqlite3.Connection, counts: BeatCounts, force: BeatForce, months: Sequence[Month]
) -> Optional[Share]:
    both = [month for month in months if month in force.files.of.held]
    mine, whole = counts.count(RECORDED, both), force.placed(connection, both)
    return wilson(mine, whole) if 0 <= mine <= whole else None


def _crimes(counts: BeatCounts) -> str:
    """How many, and of how many months where not all are held."""
    crimes = many(counts.count(RECORDED, counts.now), tr("recorded crime"), tr("recorded crimes"))
    held, asked = len(counts.now), _asked(counts)
    if held == asked:
        return crimes
    return tr("{crimes} in the {held} of {asked} months that are held").format(
        crimes=crimes, held=number(held), asked=number(asked)
    )


def _asked(counts: BeatCounts) -> int:
    first, last = counts.periods.first, counts.periods.last
    return (last.year - first.year) * 12 + last.month - first.month + 1
