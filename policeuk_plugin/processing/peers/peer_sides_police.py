# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts of an area and its peers out of the published files held, over the months that all of them have."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Optional

from offline_cache.denominators import Denominator, Figures
from offline_cache.errors import CacheError
from offline_cache.model import ASB, Month, Selection
from offline_cache.peer_counts import PeerArea, PeerCounts, peer_counts
from offline_cache.peer_force_counts import force_counts
from offline_cache.peer_months import FEWEST_PEERS, CommonMonths, common_months
from offline_cache.reference_data.model import OfficialCounts
from offline_cache.unplaced_share import unplaced_rows

from ...text import force_name, many, number, tr
from ..running.wording import selection_words, sentence_case
from .carried_words import shared_advice, shared_lsoas
from .peer_area import OneArea
from .peer_candidates import held_areas
from .peer_group import PeerGroup
from .peer_sides import ALL, Member, PoliceMonths, Question, Sides, Source

_NAMED = 5


@dataclass(frozen=True)
class AreaCounted:
    """An area (`own`) counted with its peers; `base` are its own residents or households, `figures` where from."""

    counts: PeerCounts
    own: PeerArea
    base: int
    figures: Figures


def police_sides(
    connection: sqlite3.Connection,
    group: PeerGroup,
    selection: Selection,
    which: Denominator,
    official: Optional[OfficialCounts],
) -> Sides:
    """Count all of them in one pass. Raises `CacheError` with what is lacking where fewer than five peers are left."""
    found = count_with_peers(connection, group.area, group.codes, selection, which)
    counts, own = found.counts, found.own
    common = common_months(counts, group.area.code)
    if not common.enough:
        raise CacheError(_too_few(group, counts, common, _instead(connection, group, selection, official)))
    questions = questions_of(selection, counts)
    return Sides(
        Source.POLICE_UK,
        which,
        found.figures,
        _member(own, found.base, questions, common.months),
        tuple(_member(row, row.denominator or 0, questions, common.months) for row in common.peers),
        tuple(row.name for row in common.unrated),
        questions,
        len(common.months) / 12,
        common.months[-1],
        PoliceMonths(selection, counts, common, unplaced_rows(connection, own.forces, counts.months)),
        official,
        {},
    )


def count_with_peers(
    connection: sqlite3.Connection, one: OneArea, codes: Sequence[str], selection: Selection, which: Denominator
) -> AreaCounted:
    """Count the areas of `codes` in one pass; raises `CacheError` where `one` is not among them or has no rate."""
    count = force_counts if one.by_file else peer_counts
    counts = count(connection, one.areas, codes, selection, which)
    if one.code not in {row.code for row in counts.rows}:
        raise CacheError(
            tr("No look-up held leads to {area}. Bring look-ups in with 'areas fetch'.").format(area=one.name)
        )
    own = counts.of(one.code)
    base = base_or_refuse(own.denominator, one.name, which)
    if counts.figures is None:
        raise CacheError(no_base(one.name, which))
    return AreaCounted(counts, own, base, counts.figures)


def base_or_refuse(base: Optional[int], name: str, which: Denominator) -> int:
    """The residents or households of the area; raises `CacheError` where there are none to divide by."""
    if base is None:
        raise CacheError(no_base(name, which))
    if base <= 0:
        raise CacheError(
            tr(
                "{area} has no {which}, so it has no rate to compare. Choose the other DENOMINATOR, or a larger area."
            ).format(area=name, which=which.value)
        )
    return base


def no_base(name: str, which: Denominator) -> str:
    """That the cache has nothing to divide by."""
    return tr(
        "The cache holds no {which} of {area}, so it has no rate to compare. Import the Census table of LSOAs with "
        "'reference import' or 'areas import'."
    ).format(which=which.value, area=name)


def questions_of(selection: Selection, counts: PeerCounts) -> tuple[Question, ...]:
    """All that is selected first, then each crime type by itself; anti-social behaviour is never added to crime."""
    chosen = [name for name in counts.types if not selection.crime_types or name in selection.crime_types]
    asked = selection.crime_types or tuple(name for name in counts.types if name != ASB)
    crime = tuple(name for name in asked if name != ASB)
    types = [name for name in chosen if name != ASB]
    named = tuple(name for name in selection.crime_types if name != ASB)
    what, _ = selection_words(Selection(crime_types=named, with_asb=False) if crime else Selection(crime_types=(ASB,)))
    first = Question(ALL, sentence_case(what), crime or (ASB,))
    apart = [ASB] if crime and (ASB in selection.crime_types or selection.with_asb) else []
    several = types if len(types) > 1 else []
    return (first, *(Question(name, name, (name,)) for name in (*several, *apart)))


def _member(row: PeerArea, base: int, questions: Collection[Question], months: tuple[Month, ...]) -> Member:
    counts = {question.key: row.count(question.parts, months) for question in questions}
    return Member(row.code, row.name, base, counts)


def _instead(
    connection: sqlite3.Connection, group: PeerGroup, selection: Selection, official: Optional[OfficialCounts]
) -> str:
    """What can be compared with what is held: ONS's counts, or peers among areas held; '' where neither is there."""
    ways, area = [], group.area
    if official is not None:
        ways.append(tr("choose SOURCE ons, of which the counts are held"))
    if selection.first is not None and selection.last is not None:
        held = held_areas(connection, area.areas, selection.first, selection.last) - {area.code}
        if len(held) >= FEWEST_PEERS:
            ways.append(tr("choose AMONG held, of which there are {n}").format(n=number(len(held))))
    return tr(", or ").join(ways)


def _too_few(group: PeerGroup, counts: PeerCounts, common: CommonMonths, instead: str) -> str:
    if not common.months and len(common.own_lacking) == len(counts.months):
        if shared_lsoas(counts.of(group.area.code).lacking):
            return shared_advice(group.area.name)
        return tr(
            "Not one month of {area} from {first} to {last} is wholly held, so nothing can be compared: missing is not "
            "zero. Import the published files of {forces}."
        ).format(
            area=group.area.name,
            first=counts.months[0],
            last=counts.months[-1],
            forces=_forces(counts.of(group.area.code).forces) or tr("its force"),
        )
    lacking = sorted({force for row in common.left_out for force in row.forces})
    said = tr(
        "{left} the months that are compared. At least {few} are needed to tell how much peers differ, so nothing is "
        "said of {area}."
    ).format(area=group.area.name, left=_have(len(common.peers), group), few=FEWEST_PEERS)
    if lacking:
        said += f" {sentence_case(instead)}." if instead else ""
        more = tr("To compare by police.uk, download or import the street files of {forces}.")
        return said + " " + more.format(forces=_forces(lacking))
    return said + " " + tr("Choose more peers (K), other measures, or another list.")


def _have(count: int, group: PeerGroup) -> str:
    """How many of the peers have something, before what they have."""
    few = tr("Only one of the {peers} of {area} has") if count else tr("None of the {peers} of {area} has")
    said = tr("Only {n} of the {peers} of {area} have") if count > 1 else few
    peers = many(len(group.peers), tr("peer"), tr("peers"))
    return said.format(n=number(count), peers=peers, area=group.area.name)


def _forces(slugs: Collection[str]) -> str:
    names = [force_name(slug) for slug in list(slugs)[:_NAMED]]
    more = len(slugs) - len(names)
    return ", ".join(names) + (tr(" and {n} more forces").format(n=more) if more > 0 else "")
