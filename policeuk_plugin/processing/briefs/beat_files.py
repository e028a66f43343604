# SPDX-License-Identifier: GPL-2.0-or-later
"""The files that a brief rests on: whose they are, what of them has no place, how far they reach, what they lack."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Optional

from offline_cache.ledger import published_files
from offline_cache.model import ASB, Dataset, Month, PublishedFile
from offline_cache.monthly import Monthly, type_counts
from offline_cache.railways import railways_lacking

from ..asking.two_periods import Periods


@dataclass(frozen=True)
class BeatFiles:
    """`forces` have a file in either year; `newest` is their last month held, of all that is in the cache.

    `unplaced` and `unplaced_before` are the shares of recorded crimes that were published without a place, 0 to 1, of
    the period and of the year before, None where no file is held; of all rows, anti-social behaviour too, where
    `of_rows`. `railways` are months of both years of which British Transport Police is in no file.
    """

    forces: tuple[str, ...]
    newest: Optional[Month]
    unplaced: Optional[float]
    unplaced_before: Optional[float]
    of_rows: bool
    railways: tuple[Month, ...]


def beat_files(connection: sqlite3.Connection, of: Monthly, periods: Periods) -> BeatFiles:
    """Look at the ledger, and count what has no place."""
    street = [file for file in published_files(connection) if file.key.dataset is Dataset.STREET]
    mine = [file for file in street if file.key.force in of.forces and file.published]
    later, before = (
        Month.span(first, last)
        for first, last in ((periods.first, periods.last), (periods.before_first, periods.before_last))
    )
    files = [file for file in mine if file.key.month in {*later, *before}]
    # A slice holds none of its file's rows without a place: only how many those were, of all types.
    of_rows = any(file.scope is not None for file in files)
    now, earlier = (_of_rows(files, span) if of_rows else _of_crimes(connection, of, span) for span in (later, before))
    both = replace(of.selection, first=periods.before_first, last=periods.last)
    return BeatFiles(
        tuple(sorted({file.key.force for file in files})),
        max((file.key.month for file in mine), default=None),
        now,
        earlier,
        of_rows,
        railways_lacking(connection, both),
    )


def _of_rows(files: Sequence[PublishedFile], months: Collection[Month]) -> Optional[float]:
    inside = [file for file in files if file.key.month in months]
    rows = sum(file.published for file in inside)
    return sum(file.unplaced for file in inside) / rows if rows else None


def _of_crimes(connection: sqlite3.Connection, of: Monthly, months: Collection[Month]) -> Optional[float]:
    whole = replace(of.selection, area=None, forces=of.forces)
    counts = [
        by[month]
        for name, by in type_counts(connection, whole).items()
        if name != ASB
        for month in months
        if month in by
    ]
    crimes = sum(count for count, _ in counts)
    return sum(unplaced for _, unplaced in counts) / crimes if crimes else None
