# SPDX-License-Identifier: GPL-2.0-or-later
"""The study area where no outlines are held: the ground known by the snap points of all crimes held."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsRectangle,
)

from offline_cache.errors import AreasLacking, CacheError
from offline_cache.model import Selection

from ...analysis.errors import Cancelled, never
from ...analysis.ground import REACH, SQUARE, Ground, known_ground
from ...text import many, tr
from ..running.moving import moved_points
from ..running.reference_systems import WGS84
from ..running.wording import places_of_selection
from .outlines import NoOutlines, local_forces, outlines_meant
from .study_area import StudyArea, dissolved

if TYPE_CHECKING:
    from offline_cache.snap_points import SnapPoints


def ground_of_cache(
    connection: sqlite3.Connection,
    selection: Selection,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    lack: AreasLacking,
    cancelled: Cancelled,
) -> StudyArea:
    """The study area by the snap points of the selection's area and forces, of all months and crime types held.

    `lack` says which outlines are not held. Raises `CacheError` where no snap point can be placed.
    """
    from offline_cache.snap_points import snap_points  # not while QGIS starts

    forces = tuple(local_forces(connection, Selection()))
    whole = Selection(forces=tuple(local_forces(connection, selection)) if selection.area is None else forces)
    whole = replace(whole, area=selection.area)
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), crs, context)
    own = snap_points(connection, whole)
    x, y, there = _placed(own, transform, cancelled)
    if not there.any():
        raise CacheError(
            tr("No snap point of {name} can be placed in the CRS. Choose another.").format(name=crs.authid())
        )
    others = np.zeros((0, 2))
    if whole != Selection(forces=forces):
        everything = snap_points(connection, Selection(forces=forces))
        east, north, held = _placed(everything, transform, cancelled)
        held &= ~np.isin(everything.place, own.place)
        others = np.column_stack([east[held], north[held]])
    ground = known_ground(x[there], y[there], own.count[there], others, cancelled)
    name = places_of_selection(connection, selection)
    geometry = _outline(ground)
    return StudyArea(geometry, crs, name, _origin(), (_note(lack, geometry, ground, selection.area is None),))


def study_area_words(cache: Path, connection: sqlite3.Connection, selection: Selection) -> str:
    """Within what crimes of a selection are counted, in a phrase: the outlines of its area, or the ground known."""
    lack = lacking(cache, connection, selection)
    return tr("inside the outlines of the area") if lack is None else tr("inside the {origin}").format(origin=_origin())


def lacking(cache: Path, connection: sqlite3.Connection, selection: Selection) -> Optional[AreasLacking]:
    """Which outlines or look-ups are not held that the selection's area needs; None where they are."""
    try:
        outlines_meant(cache, connection, selection)
    except AreasLacking as lack:
        return lack
    except CacheError:
        return None
    return None


def _placed(
    points: SnapPoints, transform: QgsCoordinateTransform, cancelled: Cancelled = never
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Snap points in metres, and which of them can be placed there."""
    x, y = moved_points(points.longitude, points.latitude, transform, cancelled)
    return x, y, np.isfinite(x)


def _outline(ground: Ground) -> QgsGeometry:
    """The union of squares: each run of them in a row is one rectangle."""
    columns, rows = ground.columns, ground.rows
    starts = np.ones(columns.size, dtype=bool)
    starts[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1] + 1)
    ends = np.append(starts[1:], True)
    runs = zip(columns[starts].tolist(), columns[ends].tolist(), rows[starts].tolist())
    return dissolved(
        [
            QgsGeometry.fromRect(QgsRectangle(west * SQUARE, row * SQUARE, (east + 1) * SQUARE, (row + 1) * SQUARE))
            for west, east, row in runs
        ]
    )


def _origin() -> str:
    return tr("ground on and between known snap points, {reach:g} km from one at most").format(reach=REACH / 1000)


def _note(lack: AreasLacking, geometry: QgsGeometry, ground: Ground, whole_force: bool) -> str:
    some = isinstance(lack, NoOutlines) and lack.some
    note = tr("{held}, so the study area is the {origin}: {km2} km². Import or fetch outlines for {border}.").format(
        held=tr("Not all outlines are held") if some else tr("No outlines are held"),
        origin=_origin(),
        km2=f"{geometry.area() / 1e6:,.0f}",
        border=tr("the force's own border") if whole_force else tr("the area's own border"),
    )
    if ground.left_out:
        note += tr(" Left out are patches far from the rest, with {crimes} of all months and types.").format(
            crimes=many(ground.left_out, tr("crime"), tr("crimes"))
        )
    return note
