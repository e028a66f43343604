# SPDX-License-Identifier: GPL-2.0-or-later
"""A selection of street-level crimes to snap points with counts: what every point analysis starts from."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .chosen_area import choose_lsoas
from .coverage import coverage
from .model import Coverage, Selection
from .queries import CRIMES, street_parameters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_POINTS = f"""
    SELECT p.id, CAST(p.longitude AS REAL), CAST(p.latitude AS REAL), count(*) {CRIMES}
    AND p.geom IS NOT NULL GROUP BY p.id ORDER BY p.id
"""
_UNPLACED = f"SELECT count(*) {CRIMES} AND p.geom IS NULL"


@dataclass(frozen=True)
class SnapPoints:
    """Snap points with crimes, shape (n,) each: id, WGS84 degrees, number of crimes (at least 1).

    `unplaced` crimes of the selection have no snap point. With an area selected it is 0: crimes without a
    place have no LSOA, and `coverage.unplaced` says how many the files hold in all.
    """

    place: NDArray[np.int64]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    count: NDArray[np.int64]
    unplaced: int
    coverage: Coverage


def snap_points(connection: sqlite3.Connection, selection: Selection) -> SnapPoints:
    """Collapse the street rows of `selection` to their snap points: the same numbers from a tenth of the data."""
    import numpy as np

    choose_lsoas(connection, selection.area)
    parameters = street_parameters(selection)
    rows = connection.execute(_POINTS, parameters).fetchall()
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    unplaced = connection.execute(_UNPLACED, parameters).fetchone()[0]
    return SnapPoints(
        place=table[:, 0].astype(np.int64),
        longitude=table[:, 1],
        latitude=table[:, 2],
        count=table[:, 3].astype(np.int64),
        unplaced=unplaced,
        coverage=coverage(connection, selection),
    )
