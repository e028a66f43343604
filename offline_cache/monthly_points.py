# SPDX-License-Identifier: GPL-2.0-or-later
"""A selection as snap points with counts month by month: what every analysis of places through time starts from."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .chosen_area import choose_lsoas
from .model import Selection
from .monthly import MonthCount, monthly
from .queries import CRIMES, street_parameters
from .snap_points import SnapPoints, snap_points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BY_MONTH = f"""
    SELECT p.id, substr(f.month_start, 1, 7), count(*) {CRIMES} AND p.geom IS NOT NULL
    GROUP BY p.id, f.month_start ORDER BY p.id, f.month_start
"""


@dataclass(frozen=True)
class MonthlyPoints:
    """Snap points, and k pairs of a snap point and a month with crimes, arrays (k,).

    `point` is a place in the arrays of `points`, `month` one in `months`, `count` at least 1. `months` are all from
    the first to the last, held or not: a month is only to be counted, also as zero, where it is held wholly.
    """

    points: SnapPoints
    months: tuple[MonthCount, ...]
    point: NDArray[np.int64]
    month: NDArray[np.int64]
    count: NDArray[np.int64]


def monthly_points(connection: sqlite3.Connection, selection: Selection) -> MonthlyPoints:
    """Collapse the street rows of `selection` to snap points and months.

    Raises `CacheError` where no month of it is held.
    """
    import numpy as np

    series = monthly(connection, selection)
    points = snap_points(connection, selection)
    choose_lsoas(connection, selection.area)
    rows = connection.execute(_BY_MONTH, street_parameters(selection)).fetchall()
    place_of = {str(month.month): at for at, month in enumerate(series.months)}
    return MonthlyPoints(
        points=points,
        months=series.months,
        point=np.searchsorted(points.place, np.array([place for place, _, _ in rows], dtype=np.int64)),
        month=np.array([place_of[month] for _, month, _ in rows], dtype=np.int64),
        count=np.array([count for _, _, count in rows], dtype=np.int64),
    )
