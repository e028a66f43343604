# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts of an area and its peers as ONS publishes them: recorded crime of CSPs and police force areas."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Optional

import numpy as np

from offline_cache.area_levels import level_names
from offline_cache.areas.lookups import newest_edition
from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.denominators import Denominator, Figures, figures_of
from offline_cache.errors import AreasLacking, CacheError
from offline_cache.model import ASB, Month, Selection
from offline_cache.peer_months import FEWEST_PEERS
from offline_cache.reading_order import isolated
from offline_cache.reference import official_groups
from offline_cache.reference_data.model import OfficialCounts
from offline_cache.reference_data.official import official_counts
from offline_cache.reference_data.official_groups import groups_of_types, total_group
from offline_cache.reference_data.twins import sharing, twins_of

from ...analysis.peer_worth import explained
from ...text import many, tr
from ..running.wording import selection_words, sentence_case
from .peer_area import OneArea
from .peer_group import PeerGroup
from .peer_sides import ALL, Member, Question, Sides, Source
from .peer_sides_police import base_or_refuse, no_base

KINDS = (AreaKind.CSP, AreaKind.PFA)
HOMES = "Residential burglary"


def official_of(connection: sqlite3.Connection, one: OneArea) -> Optional[OfficialCounts]:
    """The official counts of the area's kind; None where none are held, or of this area none."""
    if one.areas.kind not in KINDS:
        return None
    try:
        found = official_counts(connection, one.areas.kind.value, code=one.code)
    except CacheError:
        return None
    return found if one.code in found.counts else None


def official_or_refuse(connection: sqlite3.Connection, one: OneArea, period_end: str = "") -> OfficialCounts:
    """The same, of the year that ends so if one is named; raises `CacheError` with the reason where there are none."""
    if one.areas.kind not in KINDS:
        raise CacheError(
            tr(
                "ONS publishes recorded crime of CSPs and police force areas alone: {area} cannot be compared by it. "
                "{csps}Choose csp:… or pfa:…, or SOURCE police.uk."
            ).format(area=one.name, csps=_csps(connection, one))
        )
    found = official_counts(connection, one.areas.kind.value, period_end, one.code)
    if one.code not in found.counts:
        raise CacheError(
            tr("ONS's counts held ({source}) do not have {area}. Choose SOURCE police.uk, or another area.").format(
                source=found.source, area=one.name
            )
        )
    return found


def _csps(connection: sqlite3.Connection, one: OneArea) -> str:
    """The CSPs that an area holds or lies in, which can be compared; '' where no look-up says so."""
    try:
        codes = sharing(connection, one.areas.kind, one.code, AreaKind.CSP)
        names = level_names(connection, AreaSet(AreaKind.CSP, newest_edition(connection, AreaKind.CSP)))
        same = one.areas.kind is AreaKind.DISTRICT and one.code in twins_of(connection, AreaKind.DISTRICT, AreaKind.CSP)
    except AreasLacking:
        return ""
    named = ", ".join(f"{isolated(names.get(code, code))} ({code})" for code in codes)
    if same:
        return tr("It is one CSP: {csp}. ").format(csp=named)
    if len(codes) > 1:
        return tr("It holds several CSPs, each of which can be compared: {csps}. ").format(csps=named)
    return tr("It lies in the CSP {csp}. ").format(csp=named) if codes else ""


def ons_sides(
    connection: sqlite3.Connection,
    group: PeerGroup,
    selection: Selection,
    which: Denominator,
    official: OfficialCounts,
) -> Sides:
    """Rates by the official counts. Raises `CacheError` where a type has none, or fewer than five peers have one."""
    one = group.area
    figures = figures_of(connection, one.areas, which)
    if figures is None:
        raise CacheError(no_base(one.name, which))
    base = base_or_refuse(figures.of.get(one.code), one.name, which)
    questions = questions_of(selection)
    rated = [peer for peer in group.peers if figures.of.get(peer.code) and peer.code in official.counts]
    if len(rated) < FEWEST_PEERS:
        raise CacheError(
            tr(
                "Only {left} of the {n} of {area} have residents and an official count. At least {few} are needed to "
                "tell how much peers differ. Choose more peers (K), other measures, or another list."
            ).format(
                n=many(len(group.peers), tr("peer"), tr("peers")), area=one.name, left=len(rated), few=FEWEST_PEERS
            )
        )
    return Sides(
        Source.ONS,
        which,
        figures,
        member_of(official, one.code, one.name, base, questions),
        tuple(member_of(official, peer.code, peer.name, figures.of[peer.code], questions) for peer in rated),
        tuple(peer.name for peer in group.peers if peer not in rated),
        questions,
        official.months / 12,
        Month.parse(official.period_end),
        None,
        official,
        _explained(group, official, figures, questions),
    )


def _explained(
    group: PeerGroup, official: OfficialCounts, figures: Figures, questions: Sequence[Question]
) -> dict[str, float]:
    """By question the share of the differences between all areas that their peers explain."""
    measured = group.measured
    if measured is None:
        return {}
    peers, alike = np.full((len(measured.attributes.codes), group.asked), -1), np.zeros(len(measured.attributes.codes))
    peers[measured.everyone.seek], alike[measured.everyone.seek] = measured.everyone.index, measured.alike
    codes = measured.attributes.codes
    base = np.array([figures.of.get(code, 0) for code in codes], dtype=float)
    all_of = [member_of(official, code, code, 1, questions) if code in official.counts else None for code in codes]
    found = {}
    for question in questions:
        counts = [None if member is None else member.counts[question.key] for member in all_of]
        count = np.array([np.nan if value is None else float(value) for value in counts])
        share = explained(count, base, peers, alike > 0)
        if share is not None:
            found[question.key] = share
    return found


def questions_of(selection: Selection) -> tuple[Question, ...]:
    """All that is selected first, then ONS's groups one by one; ASB is no recorded crime and has no official count."""
    types = tuple(name for name in selection.crime_types if name != ASB)
    if selection.crime_types and not types:
        raise CacheError(tr("ONS counts no anti-social behaviour: it is no recorded crime. Choose SOURCE police.uk."))
    groups = groups_of_types(types)
    if groups is None:
        raise CacheError(
            tr("ONS has no group of recorded crime for {types}. Choose other types, or SOURCE police.uk.").format(
                types=", ".join(types)
            )
        )
    what, _ = selection_words(Selection(crime_types=types, with_asb=False))
    single = _groups(types)
    first = Question(ALL, sentence_case(what), groups)
    return (first, *(Question(name, name, (name,)) for name in single if (name,) != groups))


def _groups(types: Sequence[str]) -> list[str]:
    """The groups that crime types are made of, in ONS's order, and burglary of homes by itself."""
    table = official_groups()
    wanted = {group for name in types or table["types"] for group in table["types"].get(name, ())}
    if "Burglary" in wanted:
        wanted.add(HOMES)
    return [group["name"] for group in table["groups"] if group["name"] in wanted and group["name"] != total_group()]


def member_of(official: OfficialCounts, code: str, name: str, base: int, questions: Sequence[Question]) -> Member:
    """An area with its counts; None where one of a question's groups is withheld."""
    counts = official.counts[code]
    found: dict[str, Optional[int]] = {}
    for question in questions:
        parts = [counts.get(group) for group in question.parts]
        known = [part for part in parts if part is not None]
        found[question.key] = sum(known) if len(known) == len(parts) else None
    return Member(code, name, base, found)
