# SPDX-License-Identifier: GPL-2.0-or-later
"""The force around an area: its crimes by month, those of its police force area, what came of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Optional

from offline_cache.area_lsoas import area_of_forces
from offline_cache.denominators import Denominator
from offline_cache.errors import CacheError
from offline_cache.model import ASB, Month, Selection
from offline_cache.monthly import type_counts
from offline_cache.outcome_following import followed
from offline_cache.outcome_followup import Followed
from offline_cache.policing import policing
from offline_cache.rates import Base, base_of
from offline_cache.remembering import remembered

from ...analysis.errors import Cancelled
from ...text import forces_phrase
from ..asking.two_periods import Periods
from .beat_counts import RECORDED, BeatCounts, beat_counts

FOLLOW_UP = 6
"""Months after its month that a crime is looked at for what came of it."""


@dataclass(frozen=True)
class BeatForce:
    """`forces` police the area. `files` are the counts of their files, `ground` those of their police force areas.

    `ground` is None where no look-up says what that is. `base` are the residents there.
    """

    forces: tuple[str, ...]
    name: str
    files: BeatCounts
    ground: Optional[BeatCounts]
    base: Optional[Base]

    def placed(self, connection: sqlite3.Connection, months: Collection[Month]) -> int:
        """Recorded crimes of the files that have a place, in these months."""
        by_type = type_counts(connection, self.files.of.selection)
        counts = (by.get(month, (0, 0)) for name, by in by_type.items() if name != ASB for month in months)
        return sum(count - unplaced for count, unplaced in counts)


def force_around(
    connection: sqlite3.Connection, selection: Selection, periods: Periods, which: Denominator
) -> Optional[BeatForce]:
    """The force, counted once for all areas that it polices; None where none of it is held, or it is the selection."""
    forces = policing(connection, selection)
    if not forces or selection.area is None:
        return None
    key = ("force around a beat", forces, periods, which)
    return remembered(connection, key, lambda: _force(connection, forces, periods, which))


def _force(
    connection: sqlite3.Connection, forces: tuple[str, ...], periods: Periods, which: Denominator
) -> Optional[BeatForce]:
    try:
        files = beat_counts(connection, Selection(forces=forces), periods)
    except CacheError:
        return None
    ground, base = None, None
    try:
        area = area_of_forces(connection, forces)
        if area is not None:
            ground = beat_counts(connection, Selection(area=area), periods)
            base = base_of(connection, ground.selection, which)
    except CacheError:
        ground = None
    return BeatForce(forces, forces_phrase(forces), files, ground, base)


def followed_force(
    connection: sqlite3.Connection, force: BeatForce, selection: Selection, cancelled: Cancelled
) -> Followed:
    """What came of the crimes of the force in the months of a selection; raises `CacheError` where it cannot be told.

    Worked out once for all areas.
    """
    whole = replace(selection, area=None, forces=force.forces)
    key = ("followed force", whole)
    return remembered(connection, key, lambda: followed(connection, [whole], cancelled, (FOLLOW_UP,))[0])


__all__ = ["FOLLOW_UP", "RECORDED", "BeatForce", "followed_force", "force_around"]
