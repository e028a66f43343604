# SPDX-License-Identifier: GPL-2.0-or-later
"""Police recorded crime as ONS publishes it, out of the cache."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Optional

from .model import OfficialCounts, OfficialYear, ReferenceLacking

UNASSIGNED = "unassigned"
"""The kind of what a force could not place in one of its CSPs, by the code of its police force area."""

WHOLE = 0.8
"""Of the areas of the year that has most, the share with counts from which a newer year takes its place."""

_YEARS = """
    SELECT period_end, months, count(DISTINCT CASE WHEN value IS NOT NULL THEN code END) FROM official_count
    WHERE kind = ? GROUP BY period_end, months ORDER BY period_end DESC, months
"""
_HAS = """
    SELECT 1 FROM official_count
    WHERE kind = ? AND code = ? AND period_end = ? AND months = ? AND value IS NOT NULL LIMIT 1
"""
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


def official_years(connection: sqlite3.Connection, kind: str) -> tuple[OfficialYear, ...]:
    """The periods held of a kind of area, newest first, with how many areas have a count."""
    return tuple(OfficialYear(*row) for row in connection.execute(_YEARS, (kind,)))


def official_counts(connection: sqlite3.Connection, kind: str, period_end: str = "", code: str = "") -> OfficialCounts:
    """The counts of all areas of a kind ('csp', 'pfa', 'unassigned') over the period that ends so.

    Without `period_end` it is the newest year that has counts of nearly as many areas as the fullest held, and of the
    area `code` where one is named: a newer table of few areas does not take the place of a whole one. Raises
    `ReferenceLacking` where none are held.
    """
    years = official_years(connection, kind)
    found = (
        [year for year in years if year.period_end == period_end]
        if period_end
        else _usable(connection, years, kind, code)
    )
    if not found:
        of = f" that end with {period_end}" if period_end else ""
        raise ReferenceLacking(
            f"The cache has no official counts of recorded crime{of} for this kind of area. Import ONS's tables of "
            "police force areas (P1, C2) with 'reference import', or fetch them with 'reference fetch'."
        )
    year = found[0]
    key = (kind, year.period_end, year.months)
    counts: dict[str, dict[str, Optional[int]]] = defaultdict(dict)
    for area, group, value in connection.execute(_COUNTS, key):
        counts[area][group] = value
    groups = tuple(group for (group,) in connection.execute(_GROUPS, key))
    sources = ", ".join(source for (source,) in connection.execute(_SOURCES, key))
    passed = () if period_end else tuple(one for one in years if one.period_end > year.period_end)
    return OfficialCounts(kind, year.period_end, year.months, groups, dict(counts), sources, years, passed)


def _usable(
    connection: sqlite3.Connection, years: Sequence[OfficialYear], kind: str, code: str
) -> Sequence[OfficialYear]:
    """The years in the order in which they are used: those with enough areas first, each newest first."""
    fullest = max((year.areas for year in years), default=0)
    ordered = sorted(years, key=lambda year: year.areas < WHOLE * fullest)
    with_area = [
        year
        for year in ordered
        if code and connection.execute(_HAS, (kind, code, year.period_end, year.months)).fetchone()
    ]
    return with_area or ordered
