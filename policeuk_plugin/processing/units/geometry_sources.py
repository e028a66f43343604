# SPDX-License-Identifier: GPL-2.0-or-later
"""Features of a user's layer into the CRS of the analysis: none lost unsaid, none invalid."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeatureSource,
    QgsRectangle,
    QgsWkbTypes,
)

from offline_cache.errors import CacheError

from ...analysis.errors import Cancelled, never, stop_if
from ...text import many, number, tr

_FARTHEST = 1e9  # twenty times the Earth's circumference in metres
_MOST_DEGREES = 720.0  # twice around: some layers count on beyond the date line
POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry


@dataclass
class Left:
    """What had to be left out or mended while a layer was read."""

    without_geometry: int = 0
    mended: int = 0
    elsewhere: int = 0

    def lines(self, layer: str) -> list[str]:
        """One sentence for each thing that happened."""
        lines = []
        if self.without_geometry:
            features = many(self.without_geometry, tr("feature"), tr("features"))
            lines.append(tr("{layer}: {features} without geometry left out.").format(layer=layer, features=features))
        if self.mended:
            features = many(self.mended, tr("feature"), tr("features"))
            lines.append(
                tr("{layer}: {features} with invalid geometry made valid.").format(layer=layer, features=features)
            )
        if self.elsewhere:
            features = many(self.elsewhere, tr("feature"), tr("features"))
            lines.append(
                tr("{layer}: {features} cannot be placed in the CRS of the analysis and are left out.").format(
                    layer=layer, features=features
                )
            )
        return lines


MOST_POLYGONS = 250_000
"""More than the Output Areas of England and Wales; with their neighbours some 1.5 GB. The choice is ours."""


@dataclass
class Polygons:
    """Polygons of a layer in metres, with the attributes of the feature each came from and what was left out."""

    features: list[QgsFeature] = field(default_factory=list)
    geometries: list[QgsGeometry] = field(default_factory=list)
    left: Left = field(default_factory=Left)


def checked_crs(source: QgsProcessingFeatureSource, layer: str) -> QgsCoordinateReferenceSystem:
    """The CRS of a layer; raises `CacheError` where it has none, or no features."""
    crs = source.sourceCrs()
    if not crs.isValid():
        raise CacheError(
            tr("{layer} has no CRS, so its place is not known. Set one in the layer's properties.").format(layer=layer)
        )
    if source.featureCount() == 0:
        raise CacheError(tr("{layer} is empty. Choose a layer with features.").format(layer=layer))
    box = source.sourceExtent()
    if crs.isGeographic() and _on_earth(box) and not box.isNull() and _farthest(box) > _MOST_DEGREES:
        raise CacheError(
            tr(
                "{layer} is said to be in degrees ({crs}), but has coordinates such as {value}: they are of another "
                "CRS, such as metres of the British National Grid. Set the right one in the layer's properties."
            ).format(layer=layer, crs=crs.authid() or crs.description(), value=f"{_farthest(box):,.0f}")
        )
    return crs


def centre_of(source: QgsProcessingFeatureSource, layer: str, context: QgsCoordinateTransformContext) -> QgsPointXY:
    """Centre of a layer's extent in WGS84 degrees; raises `CacheError` for one without CRS or anything in a place."""
    wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
    transform = QgsCoordinateTransform(checked_crs(source, layer), wgs84, context)
    extent = _moved_box(source.sourceExtent(), transform)
    if extent is None:
        extent = _extent_of_features(source, transform)
    if extent is None:
        raise CacheError(tr("{layer} has no polygon that can be used. Choose a layer of polygons.").format(layer=layer))
    return extent.center()


def polygons_of(
    source: QgsProcessingFeatureSource,
    layer: str,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    cancelled: Cancelled,
) -> Polygons:
    """The polygons of a layer in `crs`, mended where invalid.

    Raises `CacheError` where none is left, and where there are more than `MOST_POLYGONS`.
    """
    transform = QgsCoordinateTransform(checked_crs(source, layer), crs, context)
    found = Polygons()
    _refuse_too_many(source.featureCount(), layer)
    for feature in _all(source, cancelled):
        geometry = moved(feature.geometry(), transform, found.left)
        if geometry is not None:
            feature.clearGeometry()
            found.features.append(feature)
            found.geometries.append(geometry)
            _refuse_too_many(len(found.geometries), layer)
    if not found.features:
        raise CacheError(tr("{layer} has no polygon that can be used. Choose a layer of polygons.").format(layer=layer))
    return found


def _refuse_too_many(polygons: int, layer: str) -> None:
    if polygons > MOST_POLYGONS:
        raise CacheError(
            tr(
                "{layer} has more than {most} polygons, which is more than fit into memory. Select some of them, or "
                "choose a layer of fewer and larger ones."
            ).format(layer=layer, most=number(MOST_POLYGONS))
        )


def moved(geometry: QgsGeometry, transform: QgsCoordinateTransform, left: Left) -> Optional[QgsGeometry]:
    """A valid polygon in the transform's target, None where there is none; `left` keeps count."""
    if geometry.isNull() or geometry.isEmpty():
        left.without_geometry += 1
        return None
    if not _on_earth(geometry.boundingBox()):
        left.elsewhere += 1
        return None
    geometry = _flat(geometry)
    try:
        geometry.transform(transform)
    except QgsCsException:
        left.elsewhere += 1
        return None
    if not math.isfinite(geometry.area()):
        left.elsewhere += 1
        return None
    if not geometry.isGeosValid():
        geometry = only_polygons(geometry.makeValid())
        left.mended += 1
    if geometry.isEmpty() or not geometry.area() > 0:
        left.without_geometry += 1
        return None
    return geometry


def only_polygons(geometry: QgsGeometry) -> QgsGeometry:
    """The polygons of a geometry: overlaying leaves points and lines beside them where outlines touch."""
    if geometry.type() == POLYGON:
        return geometry
    geometry = QgsGeometry(geometry)
    return geometry if geometry.convertGeometryCollectionToSubclass(POLYGON) else QgsGeometry()


def _moved_box(box: QgsRectangle, transform: QgsCoordinateTransform) -> Optional[QgsRectangle]:
    """A box in the transform's target, None where it is nowhere there."""
    if box.isNull() or not _on_earth(box):
        return None
    try:
        found = transform.transformBoundingBox(box)
    except QgsCsException:
        return None
    return found if found.isFinite() else None


def _on_earth(box: QgsRectangle) -> bool:
    """Whether coordinates are numbers of a size that some CRS has; transforming others gives anything (3.40)."""
    return box.isFinite() and _farthest(box) < _FARTHEST


def _farthest(box: QgsRectangle) -> float:
    return max(map(abs, (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())))


def _extent_of_features(
    source: QgsProcessingFeatureSource, transform: QgsCoordinateTransform
) -> Optional[QgsRectangle]:
    """The extent of those features that can be placed, where one that cannot spoils the layer's own."""
    extent = QgsRectangle()
    for feature in _all(source, never):
        geometry = feature.geometry()
        box = None if geometry.isNull() else _moved_box(geometry.boundingBox(), transform)
        if box is not None:
            extent.combineExtentWith(box)
    return None if extent.isNull() else extent


def _flat(geometry: QgsGeometry) -> QgsGeometry:
    """The geometry without heights, measures and curves, which cells and results have not."""
    shape = geometry.constGet().segmentize() if geometry.constGet().hasCurvedSegments() else geometry.constGet().clone()
    shape.dropZValue()
    shape.dropMValue()
    return QgsGeometry(shape)


def _all(source: QgsProcessingFeatureSource, cancelled: Cancelled) -> Iterator[QgsFeature]:
    """Every feature as it is: invalid ones are mended or named here, not by QGIS's setting."""
    flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    for feature in source.getFeatures(QgsFeatureRequest(), flag):
        stop_if(cancelled)
        yield feature
