# SPDX-License-Identifier: GPL-2.0-or-later
"""All that was published in the months of two periods, also without a place: what a map of the change leaves out."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from offline_cache.model import Selection

from ..text import number, tr
from .two_periods import Matched


@dataclass(frozen=True)
class Published:
    """Crimes in the files of the months compared; `of_files`: also of other areas, so only those without a place tell.

    `after` and `before` are all of the selection, the unplaced among them where it is not `of_files`.
    """

    after: int
    before: int
    unplaced_after: int
    unplaced_before: int
    of_files: bool


def published_periods(connection: sqlite3.Connection, selection: Selection, months: Matched) -> Published:
    """Count both periods, those without a place too; raises `CacheError` where no month is held."""
    from offline_cache.monthly import monthly  # not while QGIS starts

    both = months.both
    series = monthly(connection, replace(selection, first=both[0], last=both[-1]))
    count = {one.month: one.count or 0 for one in series.months}
    unplaced = {one.month: one.unplaced for one in series.months}
    return Published(
        sum(count[month] for month in months.later),
        sum(count[month] for month in months.before),
        sum(unplaced[month] for month in months.later),
        sum(unplaced[month] for month in months.before),
        selection.area is not None,
    )


def published_line(published: Published, change: str) -> str:
    """How many have no place in each period, and the `change` in per cent with them, '' for none that can be given."""
    numbers = {
        "before": number(published.unplaced_before),
        "after": number(published.unplaced_after),
    }
    if published.of_files:
        return tr(
            "{before} before and {after} after in the same files have no place: whether they lie here is not known."
        ).format(**numbers)
    return tr(
        "With those published without a place ({before} before, {after} after) or outside the outlines it is "
        "{all_after} after {all_before}{change}."
    ).format(
        **numbers,
        all_after=number(published.after),
        all_before=number(published.before),
        change=f", {change}" if change else "",
    )
