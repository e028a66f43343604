# SPDX-License-Identifier: GPL-2.0-or-later
"""Peers out of a list: those of ONS, one of the user's own, or codes written out."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection
from dataclasses import replace
from typing import Optional

from offline_cache.area_levels import level_look_up, level_names
from offline_cache.areas.model import AreaKind
from offline_cache.elsewhere import elsewhere
from offline_cache.errors import CacheError, shown
from offline_cache.reference_data.model import ListedPeer
from offline_cache.reference_data.peer_lists import dropped_peers, listed_peers, peer_lists

from ...text import tr
from .peer_area import OneArea
from .peer_choice import Among, PeerChoice, PeerMethod
from .peer_group import Peer, PeerGroup

_CODE = re.compile(r"\s*[EWSN]\d{8}\s*\Z", re.ASCII)


def peers_on_list(
    connection: sqlite3.Connection, one: OneArea, choice: PeerChoice, among: Optional[Collection[str]]
) -> PeerGroup:
    """The peers of an area on a list, the first ones where the choice has a number; who was left out, with the reason.

    Codes in place of a name are the peers themselves. Raises `CacheError` where the list or the area on it is not
    known.
    """
    name = choice.peer_list if choice.method is PeerMethod.LIST else choice.method.value
    if choice.method is PeerMethod.LIST and _are_codes(name):
        return _written_out(connection, one, choice)
    if one.areas.kind is AreaKind.LSOA and choice.method is not PeerMethod.LIST:
        raise CacheError(_no_ons_list(one))
    found, dropped = listed_peers(connection, name, one.code), dropped_peers(connection, name, one.code)
    own = [peer for peer in found if peer.code == one.code]
    outside = [] if among is None else [peer for peer in found if peer.code not in among and peer not in own]
    kept = [peer for peer in found if peer not in outside and peer not in own]
    number = choice.k or len(kept)
    left_out = [
        *(_peer(peer) for peer in dropped),
        *(_peer(peer, tr("its crimes are not held")) for peer in outside),
        *(_peer(peer, tr("it is the area itself")) for peer in own),
    ]
    source, year = _source(connection, name, one)
    used = replace(choice, k=min(number, len(kept)) or None, among=Among.ALL if among is None else Among.HELD)
    return PeerGroup(
        one,
        used,
        len(found) + len(dropped),
        tuple(_peer(peer) for peer in kept[:number]),
        tuple(sorted(left_out, key=lambda peer: peer.rank)),
        source,
        year,
    )


def _are_codes(text: str) -> bool:
    """Whether codes are written out in place of a name, even if one of them is wrong."""
    return any(_CODE.match(part) for part in text.split(","))


def _why_unknown(code: str) -> str:
    if elsewhere(code):
        return tr("it is in Scotland or Northern Ireland")
    return tr("the look-ups held know no such area") if _CODE.match(code) else tr("it is no code of ONS")


def _no_ons_list(one: OneArea) -> str:
    return tr(
        "ONS lists statistical nearest neighbours of districts, not of LSOAs. Choose PEERS nearest for {area}, or a "
        "list of your own."
    ).format(area=one.name)


def _peer(listed: ListedPeer, why: str = "") -> Peer:
    return Peer(listed.rank, listed.code, listed.name, why=why or listed.why)


def _source(connection: sqlite3.Connection, name: str, one: OneArea) -> tuple[str, Optional[int]]:
    lists = [found for found in peer_lists(connection) if found.name == name]
    own = [found for found in lists if found.kind == one.areas.kind.value] or lists
    return (own[0].source, own[0].edition or None) if own else (name, None)


def _written_out(connection: sqlite3.Connection, one: OneArea, choice: PeerChoice) -> PeerGroup:
    codes = list(dict.fromkeys(code.strip() for code in choice.peer_list.split(",") if code.strip()))
    names = level_names(connection, one.areas)
    known = {area for area in level_look_up(connection, one.areas).area_of.values() if area is not None}
    reasons = {
        code: tr("it is the area itself") if code == one.code else _why_unknown(code)
        for code in codes
        if code == one.code or code not in known
    }
    peers = [Peer(at + 1, code, names.get(code, code), why=reasons.get(code, "")) for at, code in enumerate(codes)]
    kept = tuple(peer for peer in peers if not peer.why)
    if not kept:
        raise CacheError(
            tr("Of the peers in PEER_LIST, {codes}, none is another area of {areas}. Write the codes of such.").format(
                codes=shown(choice.peer_list), areas=one.areas
            )
        )
    left_out = tuple(peer for peer in peers if peer.why)
    return PeerGroup(one, choice, len(codes), kept, left_out, tr("written out"), None)
