# SPDX-License-Identifier: GPL-2.0-or-later
"""Peers in words: how they were chosen, how alike they are, who was left out, whom a choice rests on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from offline_cache.areas.model import PLURALS, AreaKind
from offline_cache.reading_order import isolated

from ...analysis.nearest_areas import PeerQuality
from ...text import many, number, tr
from .peer_choice import NO_STRATUM, OTHER_FORCES, OWN_FORCE, Among, PeerMethod
from .peer_group import Measured, PeerGroup

if TYPE_CHECKING:
    from offline_cache.reference_data.model import Attributes

_NAMED = 5
_ONS = {
    PeerMethod.ONS_GLOBAL: tr("statistical nearest neighbours of ONS, all indicators"),
    PeerMethod.ONS_ECONOMIC: tr("statistical nearest neighbours of ONS, economic indicators"),
    PeerMethod.ONS_DEMOGRAPHIC: tr("statistical nearest neighbours of ONS, demographic indicators"),
}


def choice_line(group: PeerGroup) -> str:
    """How the peers were chosen, in one sentence: it stands with every result."""
    choice = group.choice
    if choice.method is PeerMethod.LIST:
        return tr("Peers: those of the list {list} ({source}{year}).").format(
            list=isolated(choice.peer_list), source=isolated(group.source), year=_year(group)
        )
    if choice.method is not PeerMethod.NEAREST:
        return tr("Peers: the {list} ({source}{year}).").format(
            list=_ONS[choice.method], source=isolated(group.source), year=_year(group)
        )
    names = [measure.title for measure in group.measured.attributes.measures] if group.measured else choice.measures
    parts = [
        tr("Peers: the {k} areas nearest on {n}: {measures} ({source}{year})").format(
            k=choice.k,
            n=many(len(names), tr("standardised measure"), tr("standardised measures")),
            measures=", ".join(names),
            source=isolated(group.source),
            year=_year(group),
        ),
        *_limits(group),
    ]
    return "; ".join(parts) + "."


def _year(group: PeerGroup) -> str:
    return f", {group.year}" if group.year and str(group.year) not in group.source else ""


def _limits(group: PeerGroup) -> Iterator[str]:
    choice = group.choice
    if choice.weights:
        words = ", ".join(f"{name} {weight:g}" for name, weight in choice.weights)
        yield tr("weights: {weights}, others 1").format(weights=words)
    if choice.stratum == OWN_FORCE:
        yield tr("of its own force only")
    elif choice.stratum == OTHER_FORCES:
        yield tr("of other forces only")
    elif choice.stratum != NO_STRATUM:
        yield tr("of the same {scheme} class only").format(scheme=choice.stratum)
    if choice.caliper is not None:
        yield tr("none farther than {caliper:g} standard deviations").format(caliper=choice.caliper)
    if choice.among is Among.HELD:
        yield tr("among areas whose counts are held")


def finding(group: PeerGroup) -> str:
    """Who is most like the area."""
    if group.no_good_peer:
        first = min((*group.peers, *group.left_out), key=lambda peer: peer.rank, default=None)
        like = tr("; the area most like it is {first}").format(first=isolated(first.name)) if first is not None else ""
        return tr("{area} has no good peer{like}.").format(area=isolated(group.area.name), like=like)
    if not group.peers:
        return tr("{area} has no peer.").format(area=isolated(group.area.name))
    first = group.peers[0]
    return tr("{area} has {n}; the most alike is {first}.").format(
        area=isolated(group.area.name),
        n=many(len(group.peers), tr("peer"), tr("peers")),
        first=isolated(first.name),
    )


def sentences(group: PeerGroup) -> list[str]:
    """How alike they are, who has the area as a peer too, how many are kept."""
    return [*quality_lines(group), *_away(group), *_mutual(group), *kept(group)]


def _away(group: PeerGroup) -> list[str]:
    """How far the first and the last peer are from the area, in the measures they are chosen by."""
    away = [peer.distance for peer in group.peers if peer.distance is not None]
    if group.no_good_peer or not away:
        return []
    return [
        tr("Its peers are {low:.2f} to {high:.2f} standard deviations away, all measures taken together.").format(
            low=min(away), high=max(away)
        )
    ]


def kept(group: PeerGroup) -> list[str]:
    """How many of those looked for are kept, and who was left out."""
    if not group.left_out:
        return []
    named = groupby(group.left_out[:_NAMED], key=lambda peer: peer.why)
    reasons = [f"{', '.join(isolated(peer.name) for peer in peers)} ({why})" for why, peers in named]
    more = len(group.left_out) - _NAMED
    rest = tr(" and {n} more").format(n=number(more)) if more > 0 else ""
    return [
        tr("{n} of the {asked} areas looked for {are}. Left out: {reasons}{rest}.").format(
            n=number(len(group.peers)) if group.peers else tr("None"),
            are=tr("is a peer") if len(group.peers) == 1 else tr("are peers"),
            asked=number(group.asked),
            reasons="; ".join(reasons),
            rest=rest,
        )
    ]


def lacking_words(attributes: Attributes) -> str:
    """Which measures are lacking, of how many areas each."""
    of = (~np.isfinite(attributes.values)).sum(axis=0).tolist()
    return "; ".join(
        tr("{measure} is not known of {n}").format(measure=measure.title, n=number(count))
        for measure, count in zip(attributes.measures, of)
        if count
    )


def lacking_lines(group: PeerGroup) -> list[str]:
    """How many areas of the level cannot be peers because a measure of them is lacking."""
    measured = group.measured
    if measured is None or not measured.lacking:
        return []
    return [
        tr("{n} of the {all} {areas} cannot be peers, as they lack a measure: {lacking}.").format(
            n=number(measured.lacking),
            all=number(len(measured.attributes.codes)),
            areas=PLURALS[group.area.areas.kind],
            lacking=lacking_words(measured.attributes),
        )
    ]


def quality_lines(group: PeerGroup) -> list[str]:
    """That areas could not be peers, that the peers are not very alike, or that there is no good one."""
    measured = group.measured
    if measured is None or not (group.peers or group.left_out):
        return []
    lacking = lacking_lines(group)
    if group.no_good_peer:
        return [*lacking, _no_good(measured)]
    if measured.quality is PeerQuality.POOR:
        return [
            *lacking,
            tr(
                "Its peers are not very alike, so read the result with care. 95 in 100 areas have a peer within "
                "{limit:.2f} standard deviations; this one has not."
            ).format(limit=measured.poor_beyond),
        ]
    return lacking


def _no_good(measured: Measured) -> str:
    if measured.quality is PeerQuality.NONE:
        return tr(
            "99 in 100 areas have a peer within {limit:.2f} standard deviations; this one has not. So it is compared "
            "with nobody, unless a list says whom."
        ).format(limit=measured.none_beyond)
    return tr(
        "No area is within {limit:.2f} standard deviations, so it is compared with nobody, unless a list says whom."
    ).format(limit=measured.kept_to)


def _mutual(group: PeerGroup) -> list[str]:
    known = [peer for peer in group.peers if peer.mutual is not None]
    if not known:
        return []
    mutual = sum(bool(peer.mutual) for peer in known)
    said = tr("{n} of the {peers} have {area} among their own peers, too.")
    if mutual == 1:
        said = tr("1 of the {peers} has {area} among its own peers, too.")
    return [
        said.format(
            n=number(mutual) if mutual else tr("None"), peers=number(len(known)), area=isolated(group.area.name)
        )
    ]


def method(group: PeerGroup) -> list[str]:
    """How peers were found; what they rest on, `choice_line` says."""
    measured = group.measured
    if measured is None:
        return [tr("A list says who the peers are: how alike they are is not worked out here.")]
    lacking = tr("; {n} more lack a measure").format(n=number(measured.lacking)) if measured.lacking else ""
    return [
        tr(
            "Each measure is standardised over all {areas} that have it (mean 0, standard deviation 1). The distance "
            "is the straight line between two areas in these measures. {n} areas could be peers{lacking}."
        ).format(areas=group.area.areas, n=number(measured.considered), lacking=lacking),
        tr(
            "What is far is judged by how far {n} areas are from their own nearest. A first peer beyond {poor:.2f} (95 "
            "in 100 are nearer) is a poor one, beyond {none:.2f} (99 in 100) none. Peers are kept up to {kept:.2f}; "
            "with fewer than five nothing is said. The rule is ours."
        ).format(
            n=number(measured.sampled), poor=measured.poor_beyond, none=measured.none_beyond, kept=measured.kept_to
        ),
        tr("Measures that rest on recorded crime are never used: the comparison would be with itself."),
    ]


def caveats(group: PeerGroup) -> list[str]:
    """What to keep in mind of peers."""
    lines = [
        tr(
            "Peers are alike in what was measured and in nothing else. Night life, visitors, prisons, roads and how "
            "crimes are recorded may differ."
        ),
        tr("Being a peer is no judgement of how an area or its police perform."),
    ]
    if group.area.areas.kind in (AreaKind.LSOA, AreaKind.WARD):
        lines.append(
            tr("Small areas have few crimes, and each snap point stands for a street: chance has a large say.")
        )
    return lines
