# SPDX-License-Identifier: GPL-2.0-or-later
"""What an area is set against: the rest of its force, another area, or its peers; each followed as the area is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace

from offline_cache.areas.model import AreaKind
from offline_cache.around_area import area_around
from offline_cache.errors import CacheError
from offline_cache.model import Area, Selection
from offline_cache.outcome_following import (
    followed,
    followed_beside_rest,
    followed_pair,
    why_not_followed,
)
from offline_cache.outcome_followup import Followed
from offline_cache.uncarried import both_editions

from ...text import tr
from ..peers.peer_area import OneArea
from ..peers.peer_candidates import held_areas
from ..peers.peer_choice import PeerChoice
from ..peers.peer_finding import find_peers, limits_to_held
from ..peers.peer_refusals import refuse_without_good_peers
from ..running.wording import places_of_selection
from .outcome_comparison_run import Against, Elsewhere


@dataclass(frozen=True)
class Sides:
    """The area with its name, and what it is set against."""

    name: str
    own: Followed
    elsewhere: Elsewhere


def beside_rest_of_force(connection: sqlite3.Connection, selection: Selection, cancelled: Callable[[], bool]) -> Sides:
    """An area and the crimes of its police force area that are not in it; raises `CacheError` where there are none."""
    name = places_of_selection(connection, selection)
    selection = _carried(connection, selection)
    around = area_around(connection, selection, AreaKind.PFA)
    if around is None:
        raise CacheError(
            tr(
                "{area} lies in no one police force area that look-ups know, or is one itself, so there is no rest of "
                "its force. Choose AGAINST area with another area, or AGAINST peers."
            ).format(area=name)
        )
    own, rest = followed_beside_rest(connection, selection, replace(selection, area=around), cancelled)
    if any(own.states.values()) and not any(rest.states.values()):
        raise CacheError(
            tr("{area} is all of {force} that can be told of. Choose another area to set it against.").format(
                area=name, force=around.name
            )
        )
    called = tr("the rest of {force}").format(force=around.name)
    return Sides(name, own, Elsewhere(Against.FORCE, called, (called,), (rest,)))


def beside_area(
    connection: sqlite3.Connection, selection: Selection, other: Selection, cancelled: Callable[[], bool]
) -> Sides:
    """Two areas; raises `CacheError` where they are one."""
    name, called = (places_of_selection(connection, one) for one in (selection, other))
    if (selection.area, selection.forces) == (other.area, other.forces):
        raise CacheError(tr("Both areas are the same. Choose another one to compare with."))
    one, two = _carried(connection, selection), _carried(connection, other)
    own, followed_other, both = followed_pair(connection, one, two, cancelled)
    if both and both == own.crimes == followed_other.crimes:
        raise CacheError(
            tr("{one} and {other} are the same ground. Choose another area to compare with.").format(
                one=name, other=called
            )
        )
    return Sides(name, own, Elsewhere(Against.AREA, called, (called,), (followed_other,), in_both=both))


def beside_peers(
    connection: sqlite3.Connection,
    one: OneArea,
    choice: PeerChoice,
    asked: Selection,
    cancelled: Callable[[], bool],
) -> Sides:
    """An area and its peers; those whose outcomes are not held are left out and named."""
    if asked.first is None or asked.last is None:
        raise CacheError(tr("Say from which month to which the crimes are followed."))
    held = held_areas(connection, one.areas, asked.first, asked.last) if limits_to_held(one, choice) else None
    group = find_peers(connection, one, choice, held, cancelled)
    refuse_without_good_peers(group)
    kind = one.areas.kind.value
    selections, names, refused = [], [], []
    for peer in group.peers:
        selection = _carried(connection, replace(asked, area=Area(kind, (peer.code,), peer.name), forces=()))
        why = why_not_followed(connection, selection)
        if why:
            refused.append(peer.name)
        else:
            selections.append(selection)
            names.append(peer.name)
    own, *others = followed(connection, [_carried(connection, asked), *selections], cancelled)
    elsewhere = Elsewhere(Against.PEERS, tr("its peers"), tuple(names), tuple(others), group, refused=tuple(refused))
    return Sides(one.name, own, elsewhere)


def _carried(connection: sqlite3.Connection, selection: Selection) -> Selection:
    """LSOAs by their codes in files of both editions: what one of 2021 was made of is written with those of 2011."""
    return replace(selection, area=both_editions(connection, selection.area)) if selection.area else selection
