# SPDX-License-Identifier: GPL-2.0-or-later
"""How many of the rows that forces published have no place, by crime type: it differs much from one to another."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional

from .model import Month, Selection
from .monthly import type_counts


@dataclass(frozen=True)
class Unplaced:
    """Rows of the street files of some forces by crime type and month, and those of them without a place."""

    rows: Mapping[str, Mapping[Month, tuple[int, int]]] = field(default_factory=dict)

    def share(self, types: Collection[str], months: Collection[Month]) -> Optional[float]:
        """The share without a place of types in months, 0 to 1; None where there is no such row."""
        found = [self.rows.get(name, {}).get(month, (0, 0)) for name in types for month in months]
        total = sum(count for count, _ in found)
        return sum(lost for _, lost in found) / total if total else None


def unplaced_rows(connection: sqlite3.Connection, forces: Sequence[str], months: Sequence[Month]) -> Unplaced:
    """Count the street rows that forces published from the first of `months` to the last; none of no force."""
    if not forces or not months:
        return Unplaced()
    return Unplaced(type_counts(connection, Selection(first=months[0], last=months[-1], forces=tuple(sorted(forces)))))
