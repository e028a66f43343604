# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:findpeers`: the peers of an area, and outlines of them where they are held."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.area_levels import Level, level_look_up
from offline_cache.errors import AreasLacking
from offline_cache.model import Month

from ..analysis.errors import stop_if
from ..layers.peer_style import AREA, LEFT_OUT, PEER
from ..text import tr
from .area_drawn import Drawn, drawn_level
from .peer_area import OneArea
from .peer_candidates import held_areas
from .peer_choice import PeerChoice
from .peer_finding import find_peers, limits_to_held
from .peer_group import Measured, Peer, PeerGroup
from .telling import step

EARLIEST, LATEST = Month(1990, 1), Month(9998, 12)


@dataclass(frozen=True)
class PeerRow:
    """An area, a peer or one left out; `place` counts peers from 1, 0 for others. `values` agree with the measures."""

    role: str
    place: int
    peer: Peer
    values: tuple[Optional[float], ...]


@dataclass(frozen=True)
class PeersRun:
    """The result, the area first; `drawn` is None where no outline of them is held."""

    one: OneArea
    group: PeerGroup
    rows: tuple[PeerRow, ...]
    drawn: Optional[Drawn]

    @property
    def measured(self) -> Optional[Measured]:
        """What the peers were found by; None for a list."""
        return self.group.measured


def run_peers(
    connection: sqlite3.Connection,
    one: OneArea,
    choice: PeerChoice,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> PeersRun:
    """Find and draw; raises `CacheError` where no peers can be looked for."""
    step(feedback, 10, tr("Finding the peers"))
    held = held_areas(connection, one.areas, EARLIEST, LATEST) if limits_to_held(one, choice) else None
    group = find_peers(connection, one, choice, held, feedback.isCanceled)
    stop_if(feedback.isCanceled)
    step(feedback, 50, tr("Reading outlines"))
    rows = tuple(_rows(group))
    return PeersRun(one, group, rows, _drawn(connection, group, rows, context, feedback))


def _rows(group: PeerGroup) -> list[PeerRow]:
    own = Peer(0, group.area.code, group.area.name)
    values = _values(group)
    parts: Sequence[tuple[str, Sequence[Peer]]] = ((AREA, [own]), (PEER, group.peers), (LEFT_OUT, group.left_out))
    return [
        PeerRow(role, at + 1 if role == PEER else 0, peer, values.get(peer.code, ()))
        for role, peers in parts
        for at, peer in enumerate(peers)
    ]


def _values(group: PeerGroup) -> dict[str, tuple[Optional[float], ...]]:
    if group.measured is None:
        return {}
    attributes = group.measured.attributes
    row = {code: at for at, code in enumerate(attributes.codes)}
    codes = [code for code in (*group.codes, *(peer.code for peer in group.left_out)) if code in row]
    return {
        code: tuple(None if np.isnan(value) else float(value) for value in attributes.values[row[code]])
        for code in codes
    }


def _drawn(
    connection: sqlite3.Connection,
    group: PeerGroup,
    rows: Sequence[PeerRow],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Optional[Drawn]:
    names = {row.peer.code: row.peer.name for row in rows}
    level = Level(group.area.areas, names, (), level_look_up(connection, group.area.areas))
    try:
        return drawn_level(connection, level, context, feedback.isCanceled)
    except AreasLacking:
        return None
