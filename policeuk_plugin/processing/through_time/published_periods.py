# SPDX-License-Identifier: GPL-2.0-or-later
"""All that was published in the months of two periods, also without a place: what a map of the change leaves out."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from offline_cache.model import Dataset, Month, Selection

from ...text import number, tr
from ..asking.two_periods import Matched


@dataclass(frozen=True)
class Published:
    """Crimes in the files of the months compared; `of_files`: also of other areas, so only those without a place tell.

    `after` and `before` are all of the selection, the unplaced among them where it is not `of_files`. Of files of
    which slices are held the rows without a place are not: `not_held_after` and `_before` count them, of all types.
    """

    after: int
    before: int
    unplaced_after: int
    unplaced_before: int
    of_files: bool
    not_held_after: int = 0
    not_held_before: int = 0

    @property
    def part(self) -> bool:
        """Whether there are rows without a place that are not held."""
        return bool(self.not_held_after or self.not_held_before)


def published_periods(connection: sqlite3.Connection, selection: Selection, months: Matched) -> Published:
    """Count both periods, those without a place too; raises `CacheError` where no month is held."""
    from offline_cache.monthly import monthly  # not while QGIS starts

    both = months.both
    series = monthly(connection, replace(selection, first=both[0], last=both[-1]))
    count = {one.month: one.count or 0 for one in series.months}
    unplaced = {one.month: one.unplaced for one in series.months}
    not_held = _not_held(connection, series.forces)
    return Published(
        sum(count[month] for month in months.later),
        sum(count[month] for month in months.before),
        sum(unplaced[month] for month in months.later),
        sum(unplaced[month] for month in months.before),
        selection.area is not None,
        sum(not_held.get(month, 0) for month in months.later),
        sum(not_held.get(month, 0) for month in months.before),
    )


def _not_held(connection: sqlite3.Connection, forces: Collection[str]) -> Mapping[Month, int]:
    """By month, rows without a place in street files of which only slices are held, of all types."""
    from offline_cache.ledger import published_files

    found: dict[Month, int] = defaultdict(int)
    for file in published_files(connection):
        if file.scope is not None and file.key.dataset is Dataset.STREET and file.key.force in forces:
            found[file.key.month] += file.unplaced
    return found


def published_line(published: Published, change: str) -> str:
    """How many have no place in each period, and the `change` in per cent with them, '' for none that can be given."""
    numbers = {
        "before": number(published.unplaced_before),
        "after": number(published.unplaced_after),
    }
    if published.part:
        return tr(
            "In files that are held in part, {before} before and {after} after of all types have no place; whether "
            "they lie here is not known."
        ).format(
            before=number(published.unplaced_before + published.not_held_before),
            after=number(published.unplaced_after + published.not_held_after),
        )
    if published.of_files:
        return tr(
            "{before} before and {after} after in the same files have no place; whether they lie here is not known."
        ).format(**numbers)
    return tr(
        "With those published without a place ({before} before, {after} after) or outside the outlines there were "
        "{all_after}, against {all_before} before{change}."
    ).format(
        **numbers,
        all_after=number(published.after),
        all_before=number(published.before),
        change=f": {change}" if change else "",
    )
