# SPDX-License-Identifier: GPL-2.0-or-later
"""The months of a selection for each of its crime types."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from typing import Optional

from .chosen_area import choose_lsoas
from .model import Month
from .monthly import Monthly, MonthStatus
from .queries import CRIMES, street_parameters

_BY_TYPE = f"SELECT t.name, substr(f.month_start, 1, 7), count(*) {CRIMES} GROUP BY 1, 2"


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
    choose_lsoas(connection, of.selection.area)
    counted: dict[str, dict[Month, int]] = defaultdict(dict)
    for name, month, count in connection.execute(_BY_TYPE, street_parameters(of.selection)):
        counted[str(name)][Month.parse(month)] = int(count)
    found = [
        TypeMonths(
            name,
            tuple(by.get(one.month, 0) if one.status is MonthStatus.HELD else None for one in of.months),
        )
        for name, by in counted.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.total, one.name)))
