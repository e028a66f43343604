# SPDX-License-Identifier: GPL-2.0-or-later
"""The peers of an area as a choice says, among those that the counts are there for."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Optional

from offline_cache.areas.model import AreaKind

from ...analysis.errors import Cancelled, never
from .peer_area import OneArea
from .peer_choice import Among, PeerChoice, PeerMethod
from .peer_group import PeerGroup
from .peer_listed import peers_on_list
from .peer_search import nearest_peers

_SMALL = (AreaKind.LSOA, AreaKind.WARD)


def limits_to_held(one: OneArea, choice: PeerChoice) -> bool:
    """Whether peers are only areas whose crimes are held: as asked, or by itself for LSOAs and wards."""
    automatic = one.areas.kind in _SMALL and choice.method is PeerMethod.NEAREST
    return choice.among is Among.HELD or (choice.among is Among.AUTOMATIC and automatic)


def find_peers(
    connection: sqlite3.Connection,
    one: OneArea,
    choice: PeerChoice,
    held: Optional[Collection[str]],
    cancelled: Cancelled = never,
) -> PeerGroup:
    """The peers of an area, the most alike first; `held` are the areas that can be peers, None for all.

    Raises `CacheError` in a sentence where none can be found.
    """
    if choice.method is PeerMethod.NEAREST:
        return nearest_peers(connection, one, choice, held, cancelled)
    return peers_on_list(connection, one, choice, held)
