# SPDX-License-Identifier: GPL-2.0-or-later
"""Lists of similar areas out of the cache: which there are, and the peers of one area."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Optional

from ..areas.codes import country_of_code, kind_of_code
from ..areas.model import PLURALS, AreaKind
from ..errors import shown
from .model import ListedPeer, PeerList, ReferenceLacking
from .newest_names import current_codes, newest_names
from .twins import twins_of

ONS_LISTS = ("ons-global", "ons-economic", "ons-demographic")
"""The statistical nearest neighbours of ONS: by all its indicators, the economic ones, the demographic ones."""

_LISTS = """
    SELECT l.name, l.kind, l.edition, s.source, s.licence, count(DISTINCT p.area), count(*)
    FROM peer_list l JOIN area_source s ON s.id = l.source JOIN peer p ON p.list = l.id
    GROUP BY l.id ORDER BY l.name, l.kind, l.edition DESC
"""
_KINDS = "SELECT kind FROM peer_list WHERE name = ?"
_NEWEST = "SELECT id FROM peer_list WHERE name = ? AND kind = ? ORDER BY edition DESC LIMIT 1"
_PEERS = "SELECT rank, peer FROM peer WHERE list = ? AND area = ? ORDER BY rank, peer"


def peer_lists(connection: sqlite3.Connection) -> tuple[PeerList, ...]:
    """Every list held, by name; of one name and kind the newest edition first, which is the one that is used."""
    return tuple(PeerList(*row) for row in connection.execute(_LISTS))


def listed_peers(connection: sqlite3.Connection, name: str, code: str) -> tuple[ListedPeer, ...]:
    """The peers of an area on the newest list of a name, best first: those of its own kind in England and Wales.

    A CSP on a list of districts has the peers of the district that it is, those that are CSPs, and the other way
    round. Who was left out, and why, `dropped_peers` says. Raises `ReferenceLacking` where there is no such list or
    the area is not on it, `AreasLacking` without the look-ups needed.
    """
    return tuple(peer for peer in _judged(connection, name, code) if not peer.why)


def dropped_peers(connection: sqlite3.Connection, name: str, code: str) -> tuple[ListedPeer, ...]:
    """The peers on the list that the area cannot be compared with, each with the reason; raises as `listed_peers`."""
    return tuple(peer for peer in _judged(connection, name, code) if peer.why)


def _judged(connection: sqlite3.Connection, name: str, code: str) -> list[ListedPeer]:
    kind = _kind(code)
    of = _kind_of_list(connection, name, kind)
    twins = twins_of(connection, kind, of) if of is not kind else {}
    if twins and code not in twins:
        raise ReferenceLacking(
            f"The list {shown(name)} is of {PLURALS[of]}, and {_called(connection, kind, code)} is not one whole "
            f"{PLURALS[of][:-1]}. Choose another list, or the nearest by measures."
        )
    (number,) = connection.execute(_NEWEST, (name, of.value)).fetchone()
    rows = connection.execute(_PEERS, (number, twins.get(code, code))).fetchall()
    if not rows:
        raise ReferenceLacking(
            f"The list {shown(name)} names no peers of {_called(connection, kind, code)}. Choose another list, or the "
            "nearest by measures."
        )
    back = {theirs: ours for ours, theirs in twins.items()}
    current = current_codes(connection, kind)
    return [_peer(connection, rank, peer, kind, of, back if twins else None, current) for rank, peer in rows]


def _kind(code: str) -> AreaKind:
    kind = kind_of_code(code)
    if kind is None:
        elsewhere = _elsewhere(code)
        raise ReferenceLacking(
            f"{shown(code)} has no peers here{': ' if elsewhere else ''}{elsewhere}. "
            "Peers are LSOAs, wards, districts, CSPs and police force areas of England and Wales."
        )
    return kind


def _kind_of_list(connection: sqlite3.Connection, name: str, kind: AreaKind) -> AreaKind:
    """The kind of the list that is used: the area's own, else districts for a CSP and CSPs for a district."""
    kinds = {AreaKind(found) for (found,) in connection.execute(_KINDS, (name,))}
    if kind in kinds:
        return kind
    for ours, theirs in ((AreaKind.CSP, AreaKind.DISTRICT), (AreaKind.DISTRICT, AreaKind.CSP)):
        if kind is ours and theirs in kinds:
            return theirs
    held = ", ".join(dict.fromkeys(found.name for found in peer_lists(connection))) or "none"
    of = f"The list {shown(name)} is not of {PLURALS[kind]}" if kinds else f"The cache has no list {shown(name)}"
    raise ReferenceLacking(
        f"{of}; held are: {held}. Import a list with 'reference import', in QGIS with 'Import a list of peers'."
    )


def _peer(
    connection: sqlite3.Connection,
    rank: int,
    code: str,
    kind: AreaKind,
    of: AreaKind,
    back: Optional[Mapping[str, str]],
    current: frozenset[str],
) -> ListedPeer:
    """A peer as an area of `kind`; where it is none, with the reason."""
    why = _not_of(code, of)
    if not why and back is not None:
        if code not in back:
            return ListedPeer(rank, code, _called(connection, of, code), f"it is not one whole {PLURALS[kind][:-1]}")
        code = back[code]
    if not why and current and code not in current:
        why = "the look-ups held do not know it: it was abolished, or is of another edition"
    return ListedPeer(rank, code, _called(connection, kind_of_code(code) or kind, code), why)


def _not_of(code: str, of: AreaKind) -> str:
    return _elsewhere(code) or ("" if kind_of_code(code) is of else f"it is no {PLURALS[of][:-1]}, but a larger area")


def _elsewhere(code: str) -> str:
    where = country_of_code(code)
    return f"it is in {where}" if where in ("Scotland", "Northern Ireland") else ""


def _called(connection: sqlite3.Connection, kind: AreaKind, code: str) -> str:
    return newest_names(connection, kind).get(code, code)
