# SPDX-License-Identifier: GPL-2.0-or-later
"""Peers of every area of a level, or why it has none."""

from __future__ import annotations

import enum
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Optional, Union

from offline_cache.area_levels import Level
from offline_cache.errors import CacheError
from offline_cache.model import Selection
from offline_cache.reference_data.official import official_counts

from ...analysis.errors import Cancelled, stop_if
from ...text import tr
from .peer_area import OneArea
from .peer_candidates import held_areas
from .peer_choice import PeerChoice, PeerMethod
from .peer_finding import limits_to_held
from .peer_group import PeerGroup
from .peer_listed import peers_on_list
from .peer_refusals import poor_peers
from .peer_search import nearest_of_each
from .peer_sides import Source
from .peer_sides_ons import KINDS


class Why(enum.Enum):
    """Why an area is not compared, by what can be done about it."""

    NOT_HELD = "its crimes are not held"
    NO_PEERS = "no good peers"
    MONTHS = "months missing"
    NO_BASE = "no residents or households"
    TOO_FEW = "too few counts"


@dataclass(frozen=True)
class NotCompared:
    """Why, and in a sentence."""

    why: Why
    sentence: str


@dataclass(frozen=True)
class Groups:
    """Areas with peers enough, and those without, by code."""

    found: Mapping[str, PeerGroup]
    refused: Mapping[str, NotCompared]


def groups_of(
    connection: sqlite3.Connection,
    level: Level,
    choice: PeerChoice,
    selection: Selection,
    source: Source,
    cancelled: Cancelled,
) -> Groups:
    """Find them in one search; raises `CacheError` where nothing is held, or nobody can be matched."""
    ones = [OneArea(level.areas, code, name) for code, name in level.names.items()]
    held = _held(connection, level, selection, source)
    refused: dict[str, NotCompared] = {}
    for one in ones:
        if one.code not in held:
            refused[one.code] = NotCompared(Why.NOT_HELD, _not_held(source))
    asked = [one for one in ones if one.code in held]
    if not asked:
        text = tr("Of none of these {areas} there are counts: {why} Choose another area, or bring its files in.")
        raise CacheError(text.format(areas=level.areas, why=_not_held(source)))
    among = held if source is Source.ONS or limits_to_held(asked[0], choice) else None
    found: dict[str, PeerGroup] = {}
    for code, group in _searched(connection, asked, choice, among, cancelled).items():
        sentence = group if isinstance(group, str) else poor_peers(group)
        if isinstance(group, str) or sentence:
            refused[code] = NotCompared(Why.NO_PEERS, sentence)
        else:
            found[code] = group
    if not found:
        raise CacheError(next(iter(refused.values())).sentence)
    return Groups(found, refused)


def _searched(
    connection: sqlite3.Connection,
    ones: list[OneArea],
    choice: PeerChoice,
    among: Optional[Collection[str]],
    cancelled: Cancelled,
) -> Mapping[str, Union[PeerGroup, str]]:
    if choice.method is PeerMethod.NEAREST:
        return nearest_of_each(connection, ones, choice, among, cancelled)
    found: dict[str, Union[PeerGroup, str]] = {}
    for one in ones:
        stop_if(cancelled)
        try:
            found[one.code] = peers_on_list(connection, one, choice, among)
        except CacheError as error:
            found[one.code] = str(error)
    return found


def _held(connection: sqlite3.Connection, level: Level, selection: Selection, source: Source) -> Collection[str]:
    """The areas of this kind, also outside the selection, that there are counts of."""
    if source is Source.ONS:
        if level.areas.kind not in KINDS:
            raise CacheError(
                tr("ONS publishes recorded crime of CSPs and police force areas alone. Choose LEVEL csp or pfa.")
            )
        return frozenset(official_counts(connection, level.areas.kind.value, str(selection.last)).counts)
    if selection.first is None or selection.last is None:
        raise CacheError(tr("Choose the months that are compared."))
    return held_areas(connection, level.areas, selection.first, selection.last)


def _not_held(source: Source) -> str:
    if source is Source.ONS:
        return tr("ONS's counts held do not have it.")
    return tr("no street file of these months is held of all of its ground, which is not zero.")
