# SPDX-License-Identifier: GPL-2.0-or-later
"""Who the peers of an area would be, and which counts are there to compare it with them: known before one asks."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Optional

from offline_cache.areas.model import AreaKind
from offline_cache.errors import CacheError
from offline_cache.model import Month
from offline_cache.reference_data.model import OfficialCounts

from .peer_area import OneArea, one_area
from .peer_candidates import held_areas
from .peer_choice import PeerChoice, PeerMethod
from .peer_finding import find_peers, limits_to_held
from .peer_group import PeerGroup
from .peer_options import no_measures
from .peer_sides import Source
from .peer_sides_ons import official_or_refuse


@dataclass(frozen=True)
class PeerOutlook:
    """`refused`: why the area has no peers at all; `not_found`: why none are found as chosen; else '' and the group.

    `held` are those of the peers by published files of which street files are held in these months. `no_official` is
    why there are no counts of ONS, '' where there are, of the `official_months` to `official_end` (YYYY-MM).
    """

    refused: str = ""
    name: str = ""
    kind: Optional[AreaKind] = None
    not_found: str = ""
    group: Optional[PeerGroup] = None
    held: frozenset[str] = frozenset()
    no_official: str = ""
    official_end: str = ""
    official_months: int = 0


def peer_outlook(
    connection: sqlite3.Connection, area: str, choice: PeerChoice, source: Source, first: Month, last: Month
) -> PeerOutlook:
    """Look at what is held for an area, without counting a crime; `first` to `last` are the months compared."""
    try:
        one = one_area(connection, area)
    except CacheError as error:
        return PeerOutlook(refused=str(error))
    official, no_official = _official(connection, one)
    known = held_areas(connection, one.areas, first, last)
    group, not_found = _found(connection, one, choice, known, None)
    held = frozenset(peer.code for peer in group.peers) & known if group is not None else frozenset()
    if official is not None and source is Source.ONS:
        group, not_found = _found(connection, one, choice, known, official)
    return PeerOutlook(
        "",
        one.name,
        one.areas.kind,
        not_found,
        group,
        held,
        no_official,
        official.period_end if official is not None else "",
        official.months if official is not None else 0,
    )


def _official(connection: sqlite3.Connection, one: OneArea) -> tuple[Optional[OfficialCounts], str]:
    try:
        return official_or_refuse(connection, one), ""
    except CacheError as error:
        return None, str(error)


def _found(
    connection: sqlite3.Connection,
    one: OneArea,
    choice: PeerChoice,
    known: Collection[str],
    official: Optional[OfficialCounts],
) -> tuple[Optional[PeerGroup], str]:
    """The peers as the comparison will find them, or why there are none."""
    lacking = "" if choice.method is not PeerMethod.NEAREST or choice.measures else no_measures(connection, one)
    if lacking:
        return None, lacking
    if official is not None:
        among: Optional[Collection[str]] = official.counts.keys()
    else:
        among = known if limits_to_held(one, choice) else None
    try:
        return find_peers(connection, one, choice, among), ""
    except CacheError as error:
        return None, str(error)
