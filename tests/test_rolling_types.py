# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes by type and months held of a snap point over twelve months, beside a plain count of the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from offline_cache.reader import reading

_ROWS = """
    SELECT substr(f.month_start, 1, 7), f.force, c.place, t.name FROM crime c
    JOIN published_file f ON f.id = c.file JOIN crime_type t ON t.id = c.type JOIN place p ON p.id = c.place
    WHERE p.geom IS NOT NULL
"""
_HELD = "SELECT force, substr(month_start, 1, 7) FROM published_file WHERE dataset = 'street'"
_VIEW = "SELECT month, force, place, crimes, crime_types, months_held FROM crime_places_rolling WHERE types = 'all'"


def number(month: str) -> int:
    """Months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:])


def test_types_and_months_held_are_those_of_the_rows(sample_cache: Path) -> None:
    with reading(sample_cache) as connection:
        rows, held = connection.execute(_ROWS).fetchall(), connection.execute(_HELD).fetchall()
        found = connection.execute(_VIEW).fetchall()
    months = sorted({month for _, month in held})
    counted: dict[tuple[str, str, int], Counter[str]] = defaultdict(Counter)
    for month, force, place, name in rows:
        for end in months:
            if 0 <= number(end) - number(month) < 12:
                counted[end, force, place][name] += 1
    expected = set()
    for (end, force, place), types in counted.items():
        text = "; ".join(f"{name} {n}" for name, n in sorted(types.items(), key=lambda one: (-one[1], one[0])))
        of = sum(1 for slug, month in held if slug == force and 0 <= number(end) - number(month) < 12)
        expected.add((end, force, place, sum(types.values()), text, of))
    assert len(found) == len(expected) > 100
    assert set(found) == expected
    assert any("; " in row[4] for row in found)
