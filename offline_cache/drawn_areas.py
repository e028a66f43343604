# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas that the user drew, and what the service had of them, read without a network."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from .model import Month
from .police_api.kinds import Kind

_ANSWERS = """
    SELECT d.kind, d.month, d.records, d.last_update, a.fetched_at
    FROM drawn_answer d JOIN answer a ON a.id = d.answer WHERE d.area = ? ORDER BY d.kind, d.month
"""


@dataclass(frozen=True)
class DrawnAnswer:
    """Records of one kind in one month: how many, when they were fetched (UTC), and of which update they are."""

    kind: Kind
    month: Month
    records: int
    last_update: Month
    fetched_at: str


@dataclass(frozen=True)
class DrawnArea:
    """An area by its outline, `lat,lng:lat,lng` in WGS84 degrees as it was asked for."""

    id: int
    name: str
    poly: str
    answers: tuple[DrawnAnswer, ...]


def drawn_areas(connection: sqlite3.Connection) -> tuple[DrawnArea, ...]:
    """All areas that were drawn, in order. Their records stand in drawn_crime, drawn_outcome and drawn_stop."""
    areas = connection.execute("SELECT id, name, poly FROM drawn_area ORDER BY id").fetchall()
    return tuple(DrawnArea(area, name, poly, _answers(connection, area)) for area, name, poly in areas)


def _answers(connection: sqlite3.Connection, area: int) -> tuple[DrawnAnswer, ...]:
    return tuple(
        DrawnAnswer(Kind(kind), Month.parse(month), records, Month.parse(last_update), fetched_at)
        for kind, month, records, last_update, fetched_at in connection.execute(_ANSWERS, (area,))
    )
