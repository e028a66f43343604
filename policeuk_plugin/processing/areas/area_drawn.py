# SPDX-License-Identifier: GPL-2.0-or-later
"""The outlines of a run's areas as they are drawn: in metres, with whose they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProcessingContext,
    QgsRectangle,
)

from offline_cache.area_levels import Level

from ...analysis.errors import Cancelled, stop_if
from ..running.reference_systems import WGS84, grid_for
from .area_outlines import licences_of, neighbourhood_outlines, outlines_of


@dataclass(frozen=True)
class Drawn:
    """Outlines by code, in metres of `crs`; `made` says that they were put together of LSOAs."""

    outlines: Mapping[str, QgsGeometry]
    made: bool
    licences: Sequence[str]
    crs: QgsCoordinateReferenceSystem


def drawn_level(
    connection: sqlite3.Connection, level: Level, context: QgsProcessingContext, cancelled: Cancelled
) -> Drawn:
    """The outlines of the areas of a level; raises `AreasLacking` where there is none at all."""
    drawn, made = outlines_of(connection, level, cancelled)
    crs, outlines = _in_metres(drawn, context, cancelled)
    return Drawn(outlines, made, licences_of(connection, level.areas.kind.value), crs)


def drawn_neighbourhoods(
    connection: sqlite3.Connection, codes: Sequence[str], context: QgsProcessingContext, cancelled: Cancelled
) -> Drawn:
    """The outlines of neighbourhoods by `force/id`."""
    crs, outlines = _in_metres(neighbourhood_outlines(connection, codes), context, cancelled)
    return Drawn(outlines, False, (), crs)


def _in_metres(
    drawn: Mapping[str, QgsGeometry], context: QgsProcessingContext, cancelled: Cancelled
) -> tuple[QgsCoordinateReferenceSystem, dict[str, QgsGeometry]]:
    box = QgsRectangle()
    for geometry in drawn.values():
        box.combineExtentWith(geometry.boundingBox())
    crs = grid_for(box.center())
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), crs, context.transformContext())
    found = {}
    for code, geometry in drawn.items():
        stop_if(cancelled)
        moved = QgsGeometry(geometry)
        moved.transform(transform)
        found[code] = moved
    return crs, found
