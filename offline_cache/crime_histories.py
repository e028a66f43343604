# SPDX-License-Identifier: GPL-2.0-or-later
"""The history of a crime that was fetched, read without a network."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Optional

from .model import Month
from .police_api.outcomes import ApiOutcome
from .police_api.questions import checked_persistent_id

_CRIME = """
    SELECT a.id, a.fetched_at, h.category, h.month, h.location, h.longitude, h.latitude, h.published
    FROM crime_history h JOIN answer a ON a.id = h.answer WHERE h.persistent_id = ?
"""
_OUTCOMES = "SELECT code, name, month FROM crime_history_outcome WHERE answer = ? ORDER BY position"


@dataclass(frozen=True)
class HeldHistory:
    """A crime and its outcomes in order, and when (UTC) they were fetched.

    `longitude` and `latitude` are WGS84 degrees as published, '' without a place. `outcomes` is None where none are
    published, as in Northern Ireland.
    """

    persistent_id: str
    fetched_at: str
    category: str
    month: Month
    location: str
    longitude: str
    latitude: str
    outcomes: Optional[tuple[ApiOutcome, ...]]


def crime_history_held(connection: sqlite3.Connection, persistent_id: str) -> Optional[HeldHistory]:
    """The history of a crime by its id of 64 hexadecimal digits; None where it was never fetched."""
    asked = checked_persistent_id(persistent_id)
    row = connection.execute(_CRIME, (asked,)).fetchone()
    if row is None:
        return None
    answer, fetched_at, category, month, location, longitude, latitude, published = row
    outcomes = tuple(
        ApiOutcome(code, name, Month.parse(of)) for code, name, of in connection.execute(_OUTCOMES, (answer,))
    )
    return HeldHistory(
        persistent_id=asked,
        fetched_at=fetched_at,
        category=category,
        month=Month.parse(month),
        location=location,
        longitude=longitude,
        latitude=latitude,
        outcomes=outcomes if published else None,
    )
