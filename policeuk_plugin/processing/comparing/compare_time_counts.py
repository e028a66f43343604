# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts through time of an area, its peers and its force, each with the months that are held of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Optional

from offline_cache.areas.lookups import newest_edition
from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.denominators import Denominator, Figures
from offline_cache.errors import AreasLacking, CacheError
from offline_cache.model import Month, Selection
from offline_cache.monthly import year_before
from offline_cache.peer_counts import PeerArea, PeerCounts, peer_counts
from offline_cache.peer_months import FEWEST_PEERS, CommonMonths, common_months
from offline_cache.unplaced_share import Unplaced, unplaced_rows

from ...text import tr
from ..peers.peer_area import OneArea
from ..peers.peer_candidates import held_areas, police_areas_of
from ..peers.peer_choice import PeerChoice
from ..peers.peer_finding import find_peers, limits_to_held
from ..peers.peer_group import PeerGroup
from ..peers.peer_refusals import poor_peers
from ..peers.peer_sides_police import count_with_peers

_NOTHING = Unplaced()


@dataclass(frozen=True)
class TimeCounts:
    """Counts of all areas, from a year before the first month on.

    `selection` has the months asked for. `group` is None where no peers could be found, `why_no_peers` says why there
    is no range of them. `common` are the peers that are used and the months that all of them have; `force` is None
    where the area is a force itself, or lies in several.
    """

    one: OneArea
    selection: Selection
    which: Denominator
    figures: Figures
    counts: PeerCounts
    own: PeerArea
    base: int
    group: Optional[PeerGroup]
    why_no_peers: str
    common: CommonMonths
    force: Optional[PeerArea]
    instead: str = ""
    """What would give it peers, '' where nothing would or it has some."""
    published: Unplaced = _NOTHING
    """The rows of the area's own forces."""

    @property
    def months(self) -> tuple[Month, ...]:
        """The months asked for."""
        first, last = self.selection.first, self.selection.last
        return tuple(Month.span(first, last)) if first and last else ()

    @property
    def peers(self) -> tuple[PeerArea, ...]:
        """The peers that are used: none where there are too few of them for a range."""
        return self.common.peers if not self.why_no_peers else ()


def count_through_time(
    connection: sqlite3.Connection,
    one: OneArea,
    choice: PeerChoice,
    selection: Selection,
    which: Denominator,
    cancelled: Callable[[], bool],
) -> TimeCounts:
    """Find peers, count all; raises `CacheError` where the area has no residents (or households) or no month held."""
    if selection.first is None or selection.last is None:
        raise CacheError(tr("Say from which month to which to compare."))
    group, why = _peers(connection, one, choice, selection, cancelled)
    longer = replace(selection, first=year_before(selection.first))
    codes = group.codes if group is not None else (one.code,)
    found = count_with_peers(connection, one, codes, longer, which)
    counts, own = found.counts, found.own
    asked = replace(counts, months=tuple(Month.span(selection.first, selection.last)))
    common = common_months(asked, one.code)
    instead = ""
    if not why and not common.enough:
        why, instead = _too_few(len(common.peers)), _advice(_among_held(connection, one, selection))
    force = _force(connection, one, longer, which)
    published = unplaced_rows(connection, own.forces, counts.months)
    return TimeCounts(
        one, selection, which, found.figures, counts, own, found.base, group, why, common, force, instead, published
    )


def _among_held(connection: sqlite3.Connection, one: OneArea, selection: Selection) -> bool:
    """Whether as many other areas are held as a range of peers needs."""
    if selection.first is None or selection.last is None:
        return False
    return len(held_areas(connection, one.areas, selection.first, selection.last) - {one.code}) >= FEWEST_PEERS


def _too_few(peers: int) -> str:
    if not peers:
        return tr("No range of peers: crimes of these months are held of none of them.")
    return tr(
        "No range of peers: crimes of enough of these months are held of only {n} of them, and from fewer than {few} "
        "it cannot be told how much they differ."
    ).format(n=peers, few=FEWEST_PEERS)


def _advice(among_held: bool) -> str:
    if among_held:
        return tr("For a range import or download the street files of the peers' forces, or choose AMONG held.")
    return tr("For a range import or download the street files of the peers' forces.")


def _peers(
    connection: sqlite3.Connection,
    one: OneArea,
    choice: PeerChoice,
    selection: Selection,
    cancelled: Callable[[], bool],
) -> tuple[Optional[PeerGroup], str]:
    """The peers, or why there are none: the area's own line and that of its force say something without.

    Where peers were asked for in particular, it raises `CacheError` instead.
    """
    held = None
    if limits_to_held(one, choice) and selection.first is not None and selection.last is not None:
        held = held_areas(connection, one.areas, selection.first, selection.last)
    try:
        group = find_peers(connection, one, choice, held, cancelled)
    except CacheError as error:
        if choice != PeerChoice():
            raise
        return None, tr("No peers. {why}").format(why=error)
    return group, poor_peers(group)


def _force(
    connection: sqlite3.Connection, one: OneArea, selection: Selection, which: Denominator
) -> Optional[PeerArea]:
    """The police force area that the area lies in, counted by the LSOAs of the rows as the area is."""
    if one.areas.kind is AreaKind.PFA:
        return None
    try:
        code = police_areas_of(connection, one.areas).get(one.code)
        areas = AreaSet(AreaKind.PFA, newest_edition(connection, AreaKind.PFA))
        found = peer_counts(connection, areas, [code], selection, which) if code else None
    except AreasLacking:
        return None
    row = found.rows[0] if found is not None and found.rows else None
    return row if row is not None and row.denominator else None
