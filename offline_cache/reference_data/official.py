# SPDX-License-Identifier: GPL-2.0-or-later
"""Police recorded crime as ONS publishes it, out of the cache."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Optional

from .model import OfficialCounts, ReferenceLacking

UNASSIGNED = "unassigned"
"""The kind of what a force could not place in one of its CSPs, by the code of its police force area."""

_PERIODS = "SELECT DISTINCT period_end, months FROM official_count WHERE kind = ? ORDER BY period_end DESC, months"
_COUNTS = """
    SELECT code, crime_group, value FROM official_count WHERE kind = ? AND period_end = ? AND months = ? ORDER BY code
"""
_SOURCES = """
    SELECT DISTINCT s.source FROM official_count c JOIN area_source s ON s.id = c.source
    WHERE c.kind = ? AND c.period_end = ? AND c.months = ? ORDER BY s.source
"""
_GROUPS = """
    SELECT DISTINCT crime_group FROM official_count WHERE kind = ? AND period_end = ? AND months = ? ORDER BY 1
"""


def official_periods(connection: sqlite3.Connection, kind: str) -> tuple[tuple[str, int], ...]:
    """The periods held of a kind of area, newest first: last month 'YYYY-MM' and number of months."""
    return tuple((end, months) for end, months in connection.execute(_PERIODS, (kind,)))


def official_counts(connection: sqlite3.Connection, kind: str, period_end: str = "") -> OfficialCounts:
    """The counts of all areas of a kind ('csp', 'pfa', 'unassigned') over the newest period, or that which ends so.

    Raises `ReferenceLacking` where none are held.
    """
    period = next((each for each in official_periods(connection, kind) if period_end in ("", each[0])), None)
    if period is None:
        of = f" that end with {period_end}" if period_end else ""
        raise ReferenceLacking(
            f"The cache has no official counts of recorded crime{of} for this kind of area. Import ONS's tables of "
            "police force areas (P1, C2) with 'reference import', or fetch them with 'reference fetch'."
        )
    key = (kind, *period)
    counts: dict[str, dict[str, Optional[int]]] = defaultdict(dict)
    for code, group, value in connection.execute(_COUNTS, key):
        counts[code][group] = value
    groups = tuple(group for (group,) in connection.execute(_GROUPS, key))
    sources = ", ".join(source for (source,) in connection.execute(_SOURCES, key))
    return OfficialCounts(kind, *period, groups, dict(counts), sources)
