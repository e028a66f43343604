# SPDX-License-Identifier: GPL-2.0-or-later
"""A selection as snap points with counts by month and crime type, in one pass."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .chosen_area import choose_lsoas
from .model import Month, Selection
from .queries import CRIMES, street_parameters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BY_TYPE = f"""
    SELECT p.id, substr(f.month_start, 1, 7), t.name, count(*) {CRIMES} AND p.geom IS NOT NULL
    GROUP BY p.id, f.month_start, t.name
"""


@dataclass(frozen=True)
class MonthlyTypePoints:
    """k groups of a snap point, month and crime type with crimes, arrays (k,); `place` are ids of snap points.

    `month` is a place in `months`, `kind` one in `types`, both in their order and only those with a crime; which
    months are held at all only `monthly` tells.
    """

    months: tuple[Month, ...]
    types: tuple[str, ...]
    place: NDArray[np.int64]
    month: NDArray[np.int64]
    kind: NDArray[np.int64]
    count: NDArray[np.int64]


def monthly_type_points(connection: sqlite3.Connection, selection: Selection) -> MonthlyTypePoints:
    """Collapse the street rows of `selection` that have a place."""
    import numpy as np

    choose_lsoas(connection, selection.area)
    rows = connection.execute(_BY_TYPE, street_parameters(selection)).fetchall()
    months, types = sorted({row[1] for row in rows}), sorted({row[2] for row in rows})
    month_of, type_of = ({name: at for at, name in enumerate(names)} for names in (months, types))
    keys = [(row[0], month_of[row[1]], type_of[row[2]], row[3]) for row in rows]
    table = np.array(keys, dtype=np.int64).reshape(-1, 4)
    return MonthlyTypePoints(tuple(map(Month.parse, months)), tuple(types), *table.T)
