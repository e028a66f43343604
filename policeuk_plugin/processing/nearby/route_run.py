# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:crimealongroute`: snap points near a route, what stands on them, what is known of the ground."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeedback,
    QgsRectangle,
)

from offline_cache.errors import AreasLacking, CacheError
from offline_cache.model import Month, Selection
from offline_cache.monthly import MonthCount, monthly
from offline_cache.place_counts import NamedPlace, PlaceCount, place_counts

from ...analysis.errors import stop_if
from ...analysis.near_route import distances_to_lines
from ...text import tr
from ..running.reference_systems import WGS84
from ..running.telling import step
from ..running.wording import percent
from ..units.crimes import Crimes, crimes_of_cache
from ..units.known_ground import ground_of_cache
from ..units.outlines import outlines_meant
from ..units.study_area import StudyArea, in_scotland, scotland, study_area_of_cache
from .route_lines import Route

MOST_METRES = 5000.0
WIDER = 2
"""The counts are told at this times the buffer too, and at the buffer divided by it."""
NEARLY_ALL = 0.95
"""Part of a route, 0 to 1, from which on it is said to lie where crimes are held."""
_SAMPLES = 2000


@dataclass(frozen=True)
class RouteRun:
    """The result. `places` are within `buffer` metres of the route, `distance` (n,) says how far; `counts` are theirs.

    `half`, `within` and `double`: crimes by type within half the buffer, the buffer, and twice as far. `metres` are all
    crimes in the CRS of the route. `held` is the part of the route, 0 to 1, that lies where crimes of the selection are
    held; None where that cannot be told.
    """

    route: Route
    buffer: float
    crimes: Crimes
    metres: Crimes
    places: tuple[NamedPlace, ...]
    distance: np.ndarray
    counts: tuple[PlaceCount, ...]
    half: Mapping[str, int]
    within: Mapping[str, int]
    double: Mapping[str, int]
    months: tuple[MonthCount, ...]
    held: Optional[float]
    ground: Optional[StudyArea]
    notes: tuple[str, ...]

    @property
    def total(self) -> int:
        """Crimes on snap points within the buffer."""
        return sum(self.within.values())

    @property
    def types(self) -> tuple[str, ...]:
        """Crime types along the route, the most frequent first; those that were asked for, found or not."""
        selection = self.crimes.selection
        asked = selection.crime_types if selection else ()
        return tuple(sorted({*self.within, *asked}, key=lambda name: (-self.within.get(name, 0), name)))

    @property
    def at(self) -> Mapping[int, tuple[float, float]]:
        """Where each snap point is, in WGS84 degrees as published, by its id."""
        wanted = {place.place for place in self.places}
        ids = self.crimes.place
        rows = zip(ids.tolist() if ids is not None else (), self.crimes.x.tolist(), self.crimes.y.tolist())
        return {place: (x, y) for place, x, y in rows if place in wanted}

    @property
    def by_month(self) -> Mapping[Month, int]:
        """Crimes along the route by month; months that are missing are not among them, or count only what is held."""
        found: Counter[Month] = Counter()
        for one in self.counts:
            found[one.month] += one.count
        return found

    def buffer_area(self, cancelled: Callable[[], bool]) -> QgsGeometry:
        """What lies within the buffer, as a polygon in metres; for looking at, nothing is counted with it."""
        areas = []
        for lines in self.route.lines():
            stop_if(cancelled)
            areas.append(lines.buffer(self.buffer, 12))
        while len(areas) > 1:  # in pairs, so that a cancel is heard between two
            merged = []
            for at in range(0, len(areas), 2):
                stop_if(cancelled)
                merged.append(QgsGeometry.unaryUnion(areas[at : at + 2]))
            areas = merged
        return areas[0]


def checked_buffer(metres: float) -> float:
    """The buffer in metres; raises `CacheError` for what is no width of a route's surroundings."""
    if not 0 < metres <= MOST_METRES:
        raise CacheError(
            tr("A buffer of {metres:g} m makes no sense. Choose one above 0 and up to {most:g} m.").format(
                metres=metres, most=MOST_METRES
            )
        )
    return metres


def run_route(
    connection: sqlite3.Connection,
    cache: Path,
    selection: Selection,
    route: Route,
    buffer: float,
    context: QgsCoordinateTransformContext,
    feedback: QgsProcessingFeedback,
) -> RouteRun:
    """Count what stands near a route; raises `CacheError` where nothing is known of its ground."""
    cancelled = feedback.isCanceled
    step(feedback, 20, tr("Reading crimes"))
    crimes = crimes_of_cache(connection, selection)
    step(feedback, 40, tr("Looking where crimes are held"))
    held, ground, notes = _held(connection, cache, selection, route, context, cancelled)
    step(feedback, 55, tr("Measuring from snap points to the route"))
    metres = crimes.moved_to(route.crs, context, cancelled)
    distance = distances_to_lines(metres.x, metres.y, route.segments, WIDER * buffer, cancelled)
    near = np.isfinite(distance)
    ids = crimes.place if crimes.place is not None else np.zeros(0, dtype=np.int64)
    step(feedback, 70, tr("Counting months and types"))
    named, counts = place_counts(connection, selection, ids[near].tolist())
    far = dict(zip(ids[near].tolist(), distance[near].tolist()))
    places = tuple(place for place in named if far[place.place] <= buffer)
    stop_if(cancelled)
    if in_scotland(route.centre):
        notes = (*notes, scotland())
    return RouteRun(
        route,
        buffer,
        crimes,
        metres,
        places,
        np.array([far[place.place] for place in places]),
        tuple(one for one in counts if far[one.place] <= buffer),
        _by_type(counts, far, buffer / WIDER),
        _by_type(counts, far, buffer),
        _by_type(counts, far, WIDER * buffer),
        monthly(connection, selection).months,
        held,
        ground,
        (*route.notes, *notes),
    )


def _by_type(counts: tuple[PlaceCount, ...], far: Mapping[int, float], reach: float) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for one in counts:
        if far[one.place] <= reach:
            found[one.crime_type] += one.count
    return found


def _held(
    connection: sqlite3.Connection,
    cache: Path,
    selection: Selection,
    route: Route,
    context: QgsCoordinateTransformContext,
    cancelled: Callable[[], bool],
) -> tuple[Optional[float], Optional[StudyArea], tuple[str, ...]]:
    """How much of the route lies where crimes of the selection are held, by its outlines or by known snap points."""
    try:
        ground = _ground(connection, cache, selection, route, context, cancelled)
    except AreasLacking as lack:
        ground = ground_of_cache(connection, selection, route.crs, context, lack, cancelled)
    except CacheError as error:
        return None, None, (str(error),)
    share = _share(route, ground, cancelled) if ground is not None else 0.0
    name = ground.name if ground is not None else ""
    if share == 0:
        raise CacheError(
            tr(
                "The route lies wholly outside the area whose crimes were asked for{name}: nothing is known there, "
                "which is not zero. Choose another AREA, or import the files of its force."
            ).format(name=f" ({name})" if name else "")
        )
    notes = ground.notes if ground is not None else ()
    if share < NEARLY_ALL:
        part = tr(
            "Only about {share} of the route lies in {held}, whose crimes were asked for. Nothing is known of the "
            "rest, which is not zero."
        )
        notes = (part.format(share=percent(share), held=name), *notes)
    return share, ground, notes


def _ground(
    connection: sqlite3.Connection,
    cache: Path,
    selection: Selection,
    route: Route,
    context: QgsCoordinateTransformContext,
    cancelled: Callable[[], bool],
) -> Optional[StudyArea]:
    """The outlines that the selection means, as far as they lie near the route; None where none does."""
    meant = outlines_meant(cache, connection, selection)
    box = QgsRectangle(route.box)
    box.grow(2 * MOST_METRES)
    wgs84 = QgsCoordinateReferenceSystem(WGS84)
    try:
        around = QgsCoordinateTransform(route.crs, wgs84, context).transformBoundingBox(box)
    except QgsCsException:
        around = QgsRectangle(-180, -90, 180, 90)
    near = tuple(outline for outline in meant.outlines if around.intersects(outline.geometry.boundingBox()))
    if not near:
        return None
    return study_area_of_cache(replace(meant, outlines=near), route.crs, context, cancelled)


def _share(route: Route, ground: StudyArea, cancelled: Callable[[], bool]) -> float:
    """The part of the route that lies in an area, by points along it at equal distances."""
    parts = route.segments
    length = np.hypot(parts[:, 2] - parts[:, 0], parts[:, 3] - parts[:, 1])
    end = np.cumsum(length)
    at = (np.arange(_SAMPLES) + 0.5) / _SAMPLES * end[-1]
    of = np.minimum(np.searchsorted(end, at), end.size - 1)
    share = np.where(length[of] > 0, (at - (end[of] - length[of])) / np.where(length[of] > 0, length[of], 1.0), 0.0)
    x = parts[of, 0] + share * (parts[of, 2] - parts[of, 0])
    y = parts[of, 1] + share * (parts[of, 3] - parts[of, 1])
    engine = QgsGeometry.createGeometryEngine(ground.geometry.constGet())
    engine.prepareGeometry()
    inside = 0
    for east, north in zip(x.tolist(), y.tolist()):
        stop_if(cancelled)
        point = QgsGeometry.fromPointXY(QgsPointXY(east, north))  # in a variable: QGIS keeps no part of a gone one
        inside += bool(engine.intersects(point.constGet()))
    return inside / _SAMPLES
