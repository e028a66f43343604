# SPDX-License-Identifier: GPL-2.0-or-later
"""An area to ask the service about, given as a layer, an extent or a geometry: one ring in WGS84 degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterGeometry,
    QgsWkbTypes,
)

from ...text import tr
from ..asking.analysis_parameters import STUDY_AREA

if TYPE_CHECKING:
    from offline_cache.police_api.rings import Ring

    from ..running.base import PoliceUkAlgorithm

EXTENT, POLYGON = "EXTENT", "POLYGON"
KINDS, NAME, ANEW = "KINDS", "NAME", "ANEW"
# The words of `Kind`, which is not imported while QGIS starts.
KINDS_THERE_ARE = ("crimes", "outcomes", "stops")
_WAYS = (STUDY_AREA, EXTENT, POLYGON)


def add_outline(algorithm: PoliceUkAlgorithm) -> None:
    """Declare STUDY_AREA, EXTENT and POLYGON, of which one is to be given."""
    layer = QgsProcessingParameterFeatureSource(
        STUDY_AREA, tr("Area: polygons of a layer"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True
    )
    algorithm.add(
        layer, tr("Polygons that make one area without holes, in any CRS; use the selected features for one of many.")
    )
    algorithm.add(
        QgsProcessingParameterExtent(EXTENT, tr("or: an extent"), optional=True),
        tr("A rectangle, such as that of the map, as west,east,south,north [EPSG:…]."),
    )
    polygon = QgsProcessingParameterGeometry(
        POLYGON,
        tr("or: a polygon as text"),
        optional=True,
        geometryTypes=[QgsWkbTypes.GeometryType.PolygonGeometry],
        allowMultipart=False,
    )
    algorithm.add(polygon, tr("A polygon as well-known text in WGS84 degrees, or CRS=EPSG:27700;POLYGON((…))."))


def outlines_given(parameters: dict[str, Any]) -> int:
    """In how many ways an area is given: it has to be one."""
    return sum(parameters.get(name) not in (None, "") for name in _WAYS)


def read_ring(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Ring:
    """The ring to ask with; raises `CacheError` for what is not one area without holes in the United Kingdom."""
    from offline_cache.errors import CacheError  # none of these while QGIS starts
    from offline_cache.police_api.rings import checked_ring

    geometry = _geometry(algorithm, parameters, context, feedback)
    polygons = geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]
    if len(polygons) != 1 or not polygons[0]:
        raise CacheError(
            tr("The area is made of {n} parts that do not touch. Ask for one after the other.").format(n=len(polygons))
        )
    rings = polygons[0]
    if len(rings) > 1:
        raise CacheError(tr("The area has holes, which the service does not take. Fill them in first."))
    return checked_ring([(corner.x(), corner.y()) for corner in rings[0]])


def _geometry(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> QgsGeometry:
    """What was given, as one geometry of polygons in WGS84."""
    from offline_cache.errors import CacheError

    from ..running.reference_systems import WGS84
    from ..units.geometry_sources import only_polygons, polygons_of
    from ..units.study_area import dissolved

    wgs84 = QgsCoordinateReferenceSystem(WGS84)
    if parameters.get(STUDY_AREA) not in (None, ""):
        source = algorithm.parameterAsSource(parameters, STUDY_AREA, context)
        layer = tr("The area {name}").format(name=source.sourceName())
        found = polygons_of(source, layer, wgs84, context.transformContext(), feedback.isCanceled)
        for line in found.left.lines(layer):
            feedback.pushWarning(line)
        return dissolved(found.geometries)
    if parameters.get(EXTENT) not in (None, ""):
        geometry = algorithm.parameterAsExtentGeometry(parameters, EXTENT, context, wgs84)
    else:
        geometry = algorithm.parameterAsGeometry(parameters, POLYGON, context, wgs84)
    if geometry.isNull() or geometry.isEmpty():
        raise CacheError(tr("The area cannot be read. Give a rectangle, or a polygon as well-known text."))
    if not geometry.isGeosValid():
        raise CacheError(tr("The area crosses or touches itself. Draw it as one simple polygon without holes."))
    return only_polygons(geometry)
