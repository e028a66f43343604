# SPDX-License-Identifier: GPL-2.0-or-later
"""The months of a selection for each of its crime types."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Optional

from .monthly import Monthly, MonthStatus, type_counts


@dataclass(frozen=True)
class TypeMonths:
    """Counts of one crime type, a month each: None where it is not wholly held."""

    name: str
    counts: tuple[Optional[int], ...]

    @property
    def total(self) -> int:
        """Crimes of the months held wholly."""
        return sum(count for count in self.counts if count is not None)


def months_by_type(connection: sqlite3.Connection, of: Monthly) -> tuple[TypeMonths, ...]:
    """For each crime type with a crime its months, in the order of `of`; the one with most crimes first."""
    found = [
        TypeMonths(
            name,
            tuple(by.get(one.month, (0, 0))[0] if one.status is MonthStatus.HELD else None for one in of.months),
        )
        for name, by in type_counts(connection, of.selection).items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.total, one.name)))
