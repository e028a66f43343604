# SPDX-License-Identifier: GPL-2.0-or-later
"""Which held files took the place of an earlier version of themselves, and what that did to their rows."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from .model import Dataset, FileChange, FileKey, Month, Snapshot

_ALL = """
    SELECT force, substr(month_start, 1, 7), dataset, noticed_at, snapshot_before, snapshot, rows_added, rows_gone,
      outcomes_changed
    FROM revision ORDER BY force, month_start, dataset, id
"""
_NOTE = "INSERT INTO revision VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class Revision:
    """A file that came again with other bytes: `noticed_at` (ISO 8601, UTC); counts of rows.

    Releases are `YYYY-MM`, '' where they are not certain.
    """

    key: FileKey
    noticed_at: str
    snapshot_before: str
    snapshot: str
    rows_added: int
    rows_gone: int
    outcomes_changed: int


def revisions(connection: sqlite3.Connection) -> list[Revision]:
    """All revisions noticed, by force, month and dataset; none of a cache from before they were noted."""
    return [
        Revision(FileKey(force, Month.parse(month), Dataset(dataset)), *rest)
        for force, month, dataset, *rest in connection.execute(_ALL)
    ]


def note_revision(
    connection: sqlite3.Connection, change: FileChange, before: Snapshot, now: Snapshot, noticed_at: str
) -> None:
    """Remember a revision inside the caller's transaction."""
    key = change.key
    releases = [str(snapshot.month) if snapshot.exact else "" for snapshot in (before, now)]
    counts = (change.rows_added, change.rows_gone, change.outcomes_changed)
    connection.execute(_NOTE, (key.force, key.month.start, key.dataset.value, noticed_at, *releases, *counts))
