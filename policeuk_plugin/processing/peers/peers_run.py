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
from offline_cache.errors import AreasLacking, CacheError
from offline_cache.model import Month
from offline_cache.reference_data.attributes import attributes_of
from offline_cache.reference_data.model import Attributes, Measure

from ...analysis.errors import stop_if
from ...layers.peer_style import AREA, LEFT_OUT, PEER
from ...text import tr
from ..areas.area_drawn import Drawn, drawn_level
from ..running.telling import step
from .peer_area import OneArea
from .peer_candidates import held_areas
from .peer_choice import PeerChoice
from .peer_finding import find_peers, limits_to_held
from .peer_group import Peer, PeerGroup

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
    """The result, the area first; `drawn` is None where no outline of them is held.

    `attributes` are the measures that peers were found by, or, of a list, the usual ones; None where none are held.
    """

    one: OneArea
    group: PeerGroup
    rows: tuple[PeerRow, ...]
    attributes: Optional[Attributes]
    drawn: Optional[Drawn]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What areas are shown by."""
        return self.attributes.measures if self.attributes is not None else ()


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
    attributes = group.measured.attributes if group.measured is not None else _shown(connection, one, choice)
    rows = tuple(_rows(group, attributes))
    return PeersRun(one, group, rows, attributes, _drawn(connection, group, rows, context, feedback))


def _shown(connection: sqlite3.Connection, one: OneArea, choice: PeerChoice) -> Optional[Attributes]:
    """Measures to show those of a list by; the list does without."""
    try:
        found = attributes_of(connection, one.areas, choice.measures)
    except CacheError:
        return None
    row = found.codes.index(one.code) if one.code in found.codes else -1
    return found if row >= 0 and np.isfinite(found.values[row]).all() else None


def _rows(group: PeerGroup, attributes: Optional[Attributes]) -> list[PeerRow]:
    own = Peer(0, group.area.code, group.area.name)
    values = _values(group, attributes)
    parts: Sequence[tuple[str, Sequence[Peer]]] = ((AREA, [own]), (PEER, group.peers), (LEFT_OUT, group.left_out))
    return [
        PeerRow(role, at + 1 if role == PEER else 0, peer, values.get(peer.code, ()))
        for role, peers in parts
        for at, peer in enumerate(peers)
    ]


def _values(group: PeerGroup, attributes: Optional[Attributes]) -> dict[str, tuple[Optional[float], ...]]:
    if attributes is None:
        return {}
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
