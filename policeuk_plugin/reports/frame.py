# SPDX-License-Identifier: GPL-2.0-or-later
"""How many crimes lie beyond the edge of a map: a force's file holds a few at the other end of the country."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsPointXY,
    QgsRectangle,
)

from offline_cache.reader import reading

from ..layers.project import WGS84
from ..text import many, tr

_CRIMES = """
    SELECT p.xmin, p.ymin, n.crimes
    FROM (SELECT place, count(*) AS crimes FROM crime GROUP BY place) n JOIN idx_place_geom p ON p.pkid = n.place
"""


def crimes_outside(
    cache: Path, frame: QgsRectangle, crs: QgsCoordinateReferenceSystem, transforms: QgsCoordinateTransformContext
) -> int:
    """Crimes of the cache that have a place, but outside `frame`, which is in `crs`.

    Raises `BadCache` where the cache cannot be read. Reads every snap point: half a second for a million crimes.
    """
    with reading(cache) as connection:
        counted = connection.execute(_CRIMES).fetchall()
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), crs, transforms)
    return sum(crimes for x, y, crimes in counted if not frame.contains(transform.transform(QgsPointXY(x, y))))


def outside_line(crimes: int) -> str:
    """What a caption says of crimes outside the frame; '' for none."""
    if not crimes:
        return ""
    return tr("Outside the frame of this map: {crimes}.").format(crimes=many(crimes, tr("crime"), tr("crimes")))
