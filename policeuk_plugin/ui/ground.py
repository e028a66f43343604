# SPDX-License-Identifier: GPL-2.0-or-later
"""The ground that a user points at on the map, as texts that the parameters take, and as a polygon."""

from __future__ import annotations

from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas

from offline_cache.errors import CacheError

from ..processing.units.geometry_sources import only_polygons
from ..text import number, tr

MOST_VERTICES = 5_000
"""A polygon as text is remembered with the run: more would fill the settings."""
_DIGITS = 6  # of a degree: 10 cm
_WGS84 = "EPSG:4326"


def extent_of(canvas: QgsMapCanvas, project: QgsProject) -> str:
    """What the map shows, as the EXTENT parameter has it in WGS84 degrees; raises `CacheError`."""
    rectangle = canvas.extent()
    crs = canvas.mapSettings().destinationCrs()
    if rectangle.isEmpty() or not crs.isValid():
        raise CacheError(tr("The map shows nothing yet. Add a layer or zoom to a place first."))
    try:
        box = QgsCoordinateTransform(crs, _wgs84(), project).transformBoundingBox(rectangle)
    except QgsCsException as error:
        raise CacheError(tr("What the map shows cannot be placed on the globe. Zoom to a place first.")) from error
    sides = (box.xMinimum(), box.xMaximum(), box.yMinimum(), box.yMaximum())
    return f"{','.join(f'{side:.{_DIGITS}f}' for side in sides)} [{_WGS84}]"


def selected_polygons(layer: Optional[QgsMapLayer], project: QgsProject) -> str:
    """The selected polygons of a layer put together, as well-known text in WGS84 degrees; raises `CacheError`."""
    if not isinstance(layer, QgsVectorLayer) or layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise CacheError(tr("Choose a layer of polygons in the list of layers, and select a polygon of it."))
    if not layer.selectedFeatureCount():
        raise CacheError(tr("No polygon of {name} is selected. Select one on the map.").format(name=layer.name()))
    shapes = [feature.geometry().makeValid() for feature in layer.selectedFeatures() if feature.hasGeometry()]
    return polygon_text(QgsGeometry.unaryUnion(shapes), layer.crs(), project)


def polygon_text(polygon: QgsGeometry, crs: QgsCoordinateReferenceSystem, project: QgsProject) -> str:
    """A polygon of this CRS as well-known text in WGS84 degrees, made valid; raises `CacheError`."""
    ground = only_polygons(polygon.makeValid())
    try:
        ground.transform(QgsCoordinateTransform(crs, _wgs84(), project))
    except QgsCsException as error:
        raise CacheError(tr("The polygon cannot be placed on the globe: check the CRS of layer and map.")) from error
    if ground.isEmpty() or not ground.area() > 0:
        raise CacheError(tr("What is pointed at encloses nothing. It takes a polygon."))
    corners = ground.constGet().nCoordinates()
    if corners > MOST_VERTICES:
        raise CacheError(
            tr(
                "The polygon has {n} corners, more than the {most} that fit here. Simplify it, or run 'Download "
                "LSOAs' of the Processing toolbox on the layer."
            ).format(n=number(corners), most=number(MOST_VERTICES))
        )
    return str(ground.asWkt(_DIGITS))


def lines_text(layer: QgsVectorLayer, selected: bool, project: QgsProject) -> str:
    """The lines of a layer, or those selected, as `ROUTE_TEXT` has them in WGS84 degrees; raises `CacheError`."""
    features = layer.getSelectedFeatures() if selected else layer.getFeatures()
    lines, corners = [], 0
    for feature in features:
        if feature.hasGeometry() and feature.geometry().type() == QgsWkbTypes.GeometryType.LineGeometry:
            lines.append(feature.geometry())
            corners += feature.geometry().constGet().nCoordinates()
        if corners > MOST_VERTICES:
            raise CacheError(
                tr(
                    "The lines have more than the {most} corners that fit here. Save them as a file (Export > Save "
                    "Selected Features As), or select fewer."
                ).format(most=number(MOST_VERTICES))
            )
    if not lines:
        raise CacheError(tr("{name} has no line there. Choose another layer.").format(name=layer.name()))
    route = QgsGeometry.collectGeometry(lines)
    try:
        route.transform(QgsCoordinateTransform(layer.crs(), _wgs84(), project))
    except QgsCsException as error:
        raise CacheError(tr("The line cannot be placed on the globe: check the CRS of its layer.")) from error
    return f"{route.asWkt(_DIGITS)} [{_WGS84}]"


def ground_of(extent: str, geometry: str) -> Optional[bytes]:
    """Extent and polygon together as well-known binary in WGS84 degrees; None where neither is given.

    Raises `CacheError` for texts that were damaged where they were remembered.
    """
    found = []
    if extent:
        west, east, south, north = _sides(extent)
        found.append(QgsGeometry.fromRect(QgsRectangle(west, south, east, north)))
    if geometry:
        found.append(QgsGeometry.fromWkt(geometry).makeValid())
    if not found:
        return None
    return bytes(only_polygons(QgsGeometry.unaryUnion(found)).asWkb())


def ground_words(extent: str, geometry: str) -> str:
    """What was pointed at, in a few words."""
    if geometry:
        shape = QgsGeometry.fromWkt(geometry)
        rings = [polygon[0] for polygon in (shape.asMultiPolygon() if shape.isMultipart() else [shape.asPolygon()])]
        corners = number(sum(len(ring) - 1 for ring in rings))  # the last is the first
        if len(rings) > 1:
            return tr("{n} polygons with {corners} corners").format(n=number(len(rings)), corners=corners)
        return tr("Polygon with {corners} corners").format(corners=corners)
    if extent:
        west, east, south, north = _sides(extent)
        return tr("Map from {west:.2f}, {south:.2f} to {east:.2f}, {north:.2f}").format(
            west=west, south=south, east=east, north=north
        )
    return ""


def _sides(extent: str) -> tuple[float, float, float, float]:
    try:
        west, east, south, north = (float(side) for side in extent.partition(" ")[0].split(","))
    except ValueError as error:
        raise CacheError(tr("The extent that was remembered cannot be read. Take it from the map again.")) from error
    return west, east, south, north


def _wgs84() -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem(_WGS84)
