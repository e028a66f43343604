# SPDX-License-Identifier: GPL-2.0-or-later
"""A selection as snap points with counts by month and crime type, in one pass."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from .chosen_area import choose_lsoas
from .model import Month, Selection
from .queries import CRIMES, street_parameters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A row a crime: SQLite would sort them all to group them.
_ROWS = f"SELECT p.id, f.id, c.type {CRIMES} AND p.geom IS NOT NULL"
_MONTHS = "SELECT id, substr(month_start, 1, 7) FROM published_file"
_TYPES = "SELECT id, name FROM crime_type"


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
    rows = chain.from_iterable(connection.execute(_ROWS, street_parameters(selection)))
    place, file, kind = np.fromiter(rows, dtype=np.int64).reshape(-1, 3).T
    months, month = _named(file, dict(connection.execute(_MONTHS)))
    types, kind = _named(kind, dict(connection.execute(_TYPES)))
    shape = (int(place.max(initial=0)) + 1, max(len(months), 1), max(len(types), 1))
    groups, count = np.unique(np.ravel_multi_index((place, month, kind), shape), return_counts=True)
    place, month, kind = np.unravel_index(groups, shape)
    return MonthlyTypePoints(tuple(map(Month.parse, months)), types, place, month, kind, count)


def _named(ids: NDArray[np.int64], names: dict[int, str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The names of the `ids` (n,), in their order, and the place among them of each, (n,)."""
    import numpy as np

    some, at = np.unique(ids, return_inverse=True)
    found, place = np.unique(np.array([names[one] for one in some.tolist()], dtype=object), return_inverse=True)
    return tuple(found.tolist()), place[at]
