# SPDX-License-Identifier: GPL-2.0-or-later
"""Which months the service said that it holds, read without a network."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from typing import Optional

from .model import Month
from .police_api.reference import LAST_UPDATED, MONTHS, MonthAvailable

_STOPS = "SELECT month, force FROM service_stop_month ORDER BY month, force"


@dataclass(frozen=True)
class HeldMonths:
    """The months, newest first, the service's last update, and when (UTC) it said so.

    The list of forces whose stops are published is short in the newest months: they follow later.
    """

    months: tuple[MonthAvailable, ...]
    last_update: Month
    fetched_at: str


def service_months(connection: sqlite3.Connection) -> Optional[HeldMonths]:
    """What the service said last; None where it was never asked."""
    sql = "SELECT fetched_at FROM answer WHERE question = ?"
    asked = connection.execute(sql, (MONTHS,)).fetchone()
    updated = connection.execute(
        "SELECT u.month FROM service_update u JOIN answer a ON a.id = u.answer WHERE a.question = ?", (LAST_UPDATED,)
    ).fetchone()
    if asked is None or updated is None:
        return None
    forces: dict[str, list[str]] = defaultdict(list)
    for month, force in connection.execute(_STOPS):
        forces[month].append(force)
    months = connection.execute("SELECT month FROM service_month ORDER BY month DESC").fetchall()
    return HeldMonths(
        tuple(MonthAvailable(Month.parse(month), tuple(forces[month])) for (month,) in months),
        Month.parse(updated[0]),
        asked[0],
    )
