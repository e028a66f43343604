# SPDX-License-Identifier: GPL-2.0-or-later
"""Residents or households of LSOAs shared out among the street snap points known in them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .denominators import Denominator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STREET = "Street"
_EDITION = "SELECT max(edition) FROM area_figure WHERE kind = 'lsoa' AND measure = ?"
_FIGURES = "SELECT code, value FROM area_figure WHERE kind = 'lsoa' AND measure = ? AND edition = ?"
_TO_2021 = "SELECT lsoa11, lsoa21 FROM lsoa_2011_to_2021 WHERE lsoa21 IS NOT NULL"
_POINTS = """
    SELECT CAST(p.longitude AS REAL), CAST(p.latitude AS REAL), l.code
    FROM place p JOIN lsoa l ON l.id = p.lsoa JOIN place_kind k ON k.id = p.kind
    WHERE p.geom IS NOT NULL AND l.id > 0 AND k.name = ? ORDER BY p.id
"""


@dataclass(frozen=True)
class StreetFigures:
    """Points in WGS84 degrees with their shares, (n,) each; `edition` of the LSOAs whose figures are shared."""

    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    share: NDArray[np.float64]
    edition: int


def figures_of_lsoas(connection: sqlite3.Connection, measure: Denominator, edition: int) -> dict[str, int]:
    """Residents or households by LSOA code of one edition; empty where they are not held."""
    return dict(connection.execute(_FIGURES, (measure.value, edition)))


def street_figures(connection: sqlite3.Connection, measure: Denominator) -> StreetFigures:
    """The figure of each LSOA in equal parts on the street snap points of the cache that lie in it.

    The service makes its snap points so that each stands for several postal addresses or none, and those that are no
    street (a park, a shop) for none. Known are those that any crime held stands on, of any month and type. A point
    with codes of both editions counts in that of the newest figures. Nothing is held: arrays of no points.
    """
    import numpy as np

    edition = connection.execute(_EDITION, (measure.value,)).fetchone()[0] or 0
    figures = figures_of_lsoas(connection, measure, edition)
    later = dict(connection.execute(_TO_2021)) if edition == 2021 else {}
    lsoa_of: dict[tuple[float, float], str] = {}
    for longitude, latitude, code in connection.execute(_POINTS, (STREET,)):
        known = code if code in figures else later.get(code, "")
        if known in figures and (code == known or (longitude, latitude) not in lsoa_of):
            lsoa_of[longitude, latitude] = known
    points: defaultdict[str, int] = defaultdict(int)
    for code in lsoa_of.values():
        points[code] += 1
    at = np.array(list(lsoa_of), dtype=np.float64).reshape(-1, 2)
    share = np.array([figures[code] / points[code] for code in lsoa_of.values()], dtype=np.float64)
    return StreetFigures(at[:, 0], at[:, 1], share, edition)
