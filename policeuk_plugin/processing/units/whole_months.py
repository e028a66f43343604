# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes of the months alone that are held of all forces: ground whose files lack has not fewer crimes for that."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import numpy as np

from offline_cache.errors import CacheError

from ...text import tr
from .crimes import Crimes, crimes_of_cache
from .unit_months import left_out_words


def on_whole_months(connection: sqlite3.Connection, crimes: Crimes) -> tuple[Crimes, tuple[str, ...]]:
    """The crimes of the months that are held wholly, in WGS84 degrees, and what is left out in words.

    The same crimes, whatever they are in, where each month is held of all forces that are meant or of none: then no
    ground has fewer crimes for want of files. Raises `CacheError` where no month is held wholly.
    """
    from offline_cache.monthly import MonthStatus  # not while QGIS starts
    from offline_cache.monthly_points import monthly_points

    selection = crimes.selection
    if selection is None or not crimes.about.missing_months:
        return crimes, ()
    series = monthly_points(connection, selection)
    held = np.array([month.status is MonthStatus.HELD for month in series.months], dtype=bool)
    if held[series.month].all():
        return crimes, ()
    months = [month.month for month in series.months]
    kept = tuple(month for month, whole in zip(months, held.tolist()) if whole)
    if not kept:
        raise CacheError(
            tr(
                "Not one month is held of all forces, so places cannot be compared: missing is not zero. Choose an "
                "area of one force, or download the months that lack."
            )
        )
    left_out = tuple(month for month in months if month not in kept)
    whole = crimes_of_cache(connection, replace(selection, first=kept[0], last=kept[-1]))
    series = monthly_points(connection, whole.selection or selection)
    counted = np.array([month.month in kept for month in series.months], dtype=bool)[series.month]
    count = np.bincount(series.point[counted], series.count[counted], whole.x.size).astype(whole.count.dtype)
    some = count > 0
    return replace(
        whole,
        x=whole.x[some],
        y=whole.y[some],
        count=count[some],
        near=whole.near[some] if whole.near is not None else None,
        place=whole.place[some] if whole.place is not None else None,
        about=replace(whole.about, missing_months=crimes.about.missing_months),
        months=kept,
    ), (left_out_words(left_out),)
