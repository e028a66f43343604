# SPDX-License-Identifier: GPL-2.0-or-later
"""Which held files took the place of an earlier version of themselves, and what that did to their rows."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from .model import Dataset, FileKey, Month

_THERE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'revision'"
_ALL = """
    SELECT force, substr(month_start, 1, 7), dataset, noticed_at, snapshot_before, snapshot, rows_added, rows_gone,
      outcomes_changed
    FROM revision ORDER BY force, month_start, dataset, id
"""


@dataclass(frozen=True)
class Revision:
    """A file that came again with other bytes: `noticed_at` (ISO 8601, UTC); releases as `YYYY-MM`; counts of rows."""

    key: FileKey
    noticed_at: str
    snapshot_before: str
    snapshot: str
    rows_added: int
    rows_gone: int
    outcomes_changed: int


def revisions(connection: sqlite3.Connection) -> list[Revision]:
    """All revisions noticed, by force, month and dataset; none of a cache from before they were noted."""
    if not connection.execute(_THERE).fetchone():
        return []
    return [
        Revision(FileKey(force, Month.parse(month), Dataset(dataset)), *rest)
        for force, month, dataset, *rest in connection.execute(_ALL)
    ]
