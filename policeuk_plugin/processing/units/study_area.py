# SPDX-License-Identifier: GPL-2.0-or-later
"""The study area: polygons that were given, else the outlines that the area means; in metres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Callable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeatureSource,
    QgsRectangle,
)

from offline_cache.errors import CacheError

from ...analysis.errors import stop_if
from ...text import many, tr
from ..running.reference_systems import WGS84
from ..running.wording import percent
from .geometry_sources import Left, moved, only_polygons, polygons_of
from .outlines import Meant, Outline

_NEARLY_ALL = 0.95
# The border from the Solway Firth to Berwick, and the sea between Northern Ireland and the Scottish islands.
_SCOTLAND = QgsGeometry.fromWkt(
    "POLYGON((-3.05 54.98, -2.03 55.81, 0 58, 0 61, -9 61, -9 55.42, -6.2 55.42, -5.4 54.5, -3.7 54.6, -3.05 54.98))"
)


@dataclass(frozen=True)
class StudyArea:
    """One polygon in metres of `crs`; `origin` says where it is from, `notes` what was left out or mended."""

    geometry: QgsGeometry
    crs: QgsCoordinateReferenceSystem
    name: str
    origin: str
    notes: tuple[str, ...] = ()
    outlines: tuple[Outline, ...] = field(default=())

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east and north in metres."""
        box = self.geometry.boundingBox()
        return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()

    @property
    def km2(self) -> float:
        """Its area in km²."""
        return float(self.geometry.area()) / 1e6


def in_scotland(centre: QgsPointXY) -> bool:
    """Whether a place in WGS84 degrees lies in Scotland, to some miles."""
    return bool(_SCOTLAND.contains(centre))


def centre_of_outlines(outlines: Iterable[Outline]) -> QgsPointXY:
    """Centre of the extent of outlines, in WGS84 degrees."""
    box = QgsRectangle()
    for outline in outlines:
        box.combineExtentWith(outline.geometry.boundingBox())
    return box.center()


def study_area_of_layer(
    source: QgsProcessingFeatureSource,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    cancelled: Callable[[], bool],
) -> StudyArea:
    """The union of a user's polygons; raises `CacheError` where there are none."""
    layer = tr("The study area {name}").format(name=source.sourceName())
    polygons = polygons_of(source, layer, crs, context, cancelled)
    origin = tr("{count} of the layer {name}").format(
        count=many(len(polygons.geometries), tr("polygon"), tr("polygons")), name=source.sourceName()
    )
    notes = tuple(polygons.left.lines(layer))
    return StudyArea(dissolved(polygons.geometries), crs, source.sourceName(), origin, notes)


def study_area_of_cache(
    meant: Meant,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    cancelled: Callable[[], bool],
) -> StudyArea:
    """The union of outlines of the cache; `outlines` keeps each of them, in metres."""
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), crs, context)
    left, found = Left(), []
    for outline in meant.outlines:
        stop_if(cancelled)
        geometry = moved(outline.geometry, transform, left)
        if geometry is not None:
            found.append(Outline(outline.code, outline.name, geometry))
    notes = tuple(left.lines(tr("Outlines of the cache")))
    return StudyArea(
        dissolved([outline.geometry for outline in found]), crs, meant.name, meant.origin, notes, tuple(found)
    )


def scotland() -> str:
    """What is to be said of a study area in Scotland."""
    return tr(
        "The study area lies in Scotland, of which data.police.uk publishes nothing but the crimes of the British "
        "Transport Police: an empty cell there says nothing."
    )


def within_held(given: StudyArea, held: StudyArea) -> StudyArea:
    """The part of a study area of which crimes are held, said where it is not all: missing is not zero.

    Outlines are generalised, so a twentieth part outside is let be; `outlines` keeps those that lie in it for half.
    Raises `CacheError` where no part is held.
    """
    part = only_polygons(given.geometry.intersection(held.geometry))
    share = part.area() / given.geometry.area() if not part.isEmpty() else 0.0
    if share == 0:
        raise CacheError(
            tr(
                "The study area lies wholly outside {held}, so nothing is known of its crimes: missing is not zero. "
                "Choose a study area there, or import the files of its force."
            ).format(held=held.name)
        )
    inside = tuple(
        outline
        for outline in held.outlines
        if 2 * outline.geometry.intersection(given.geometry).area() >= outline.geometry.area()
    )
    if share > _NEARLY_ALL:
        return replace(given, outlines=inside)
    note = tr(
        "Only {share} of the polygons given lies in {held}, whose crimes were asked for: the rest is left out, "
        "because missing is not zero."
    ).format(share=percent(share), held=held.name)
    return replace(given, geometry=part, notes=(*given.notes, note), outlines=inside)


def dissolved(geometries: Sequence[QgsGeometry]) -> QgsGeometry:
    """The union of polygons; raises `CacheError` where it has no area."""
    union = geometries[0] if len(geometries) == 1 else only_polygons(QgsGeometry.unaryUnion(list(geometries)))
    if union.isNull() or union.isEmpty():
        raise CacheError(tr("The polygons of the study area cannot be put together. Repair their geometries first."))
    return union
