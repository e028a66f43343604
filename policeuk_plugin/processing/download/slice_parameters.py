# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters that say which LSOAs a slice is of, and reading them; their names are API."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterGeometry,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from offline_cache.errors import CacheError

from ...text import tr
from ..asking.analysis_parameters import advanced
from ..asking.selection_parameters import AREA
from ..units.geometry_sources import only_polygons, polygons_of
from . import download_parameters as names

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

LSOAS, POLYGON, EXTENT, GEOMETRY = "LSOAS", "POLYGON", "EXTENT", "GEOMETRY"
POSTCODE, WITHIN, ALL_FORCES = "POSTCODE", "WITHIN", "ALL_FORCES"
USUAL_DISTANCE = 1000.0
FARTHEST = 50_000.0
_WHERE = (AREA, LSOAS, POLYGON, EXTENT, GEOMETRY, POSTCODE)
_BETWEEN = re.compile(r"[,;\n]")
_WGS84 = "EPSG:4326"


def add_where(algorithm: PoliceUkAlgorithm) -> None:
    """Declare what says which LSOAs."""
    algorithm.add(
        QgsProcessingParameterString(AREA, tr("Area"), optional=True),
        tr("By name or ONS code: csp:Luton, district:Luton, ward:… or pfa:…. Needs the look-ups of ONS in the cache."),
    )
    algorithm.add(
        QgsProcessingParameterString(LSOAS, tr("LSOAs"), optional=True, multiLine=True),
        tr("Codes or names of LSOAs, of either edition, with commas or one a line, such as E01015693."),
    )
    algorithm.add(
        QgsProcessingParameterFeatureSource(
            POLYGON, tr("Polygons"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True
        ),
        tr("The LSOAs that share ground with these polygons, in any CRS. Needs outlines of LSOAs in the cache."),
    )
    _add_ground(algorithm)
    algorithm.add(
        QgsProcessingParameterString(POSTCODE, tr("Postcode"), optional=True),
        tr("The LSOAs around a postcode. One that is not in the cache is asked of postcodes.io."),
    )
    distance = QgsProcessingParameterNumber(
        WITHIN,
        tr("Within metres of the postcode"),
        QgsProcessingParameterNumber.Type.Double,
        defaultValue=USUAL_DISTANCE,
        minValue=1.0,
        maxValue=FARTHEST,
    )
    algorithm.add(distance, tr("LSOAs that have ground within this distance of the postcode, in metres."))


def _add_ground(algorithm: PoliceUkAlgorithm) -> None:
    algorithm.add(
        QgsProcessingParameterExtent(EXTENT, tr("Extent"), optional=True),
        tr("The LSOAs that share ground with this rectangle, such as that of the map."),
    )
    geometry = QgsProcessingParameterGeometry(
        GEOMETRY, tr("Polygon as text"), optional=True, geometryTypes=[QgsWkbTypes.GeometryType.PolygonGeometry]
    )
    algorithm.add(geometry, tr("A polygon as well-known text in WGS 84 degrees, for scripts and for the panel."))


def add_which_forces(algorithm: PoliceUkAlgorithm) -> None:
    """Declare what says whose files are read; by itself those that are found."""
    algorithm.add(
        QgsProcessingParameterBoolean(ALL_FORCES, tr("Read the files of all forces"), defaultValue=False),
        tr(
            "Without it the files of the force there, its neighbours and British Transport Police are read: in one "
            "check they had 99.6 % of the rows. With it every force's, which costs several times as much."
        ),
    )
    forces = names.add_forces(
        algorithm,
        tr("Forces instead of those found"),
        tr("Read the files of these forces only, and do without the look-up that tells whose they are."),
    )
    forces.setFlags(forces.flags() | QgsProcessingParameterDefinition.Flag.FlagOptional)
    advanced(forces)


def where_given(parameters: dict[str, Any]) -> bool:
    """Whether anything says which LSOAs."""
    return any(parameters.get(name) not in (None, "", []) for name in _WHERE)


def texts_of(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> tuple[str, ...]:
    """The codes and names of LSOAs that were written."""
    text = algorithm.parameterAsString(parameters, LSOAS, context)
    return tuple(part.strip() for part in _BETWEEN.split(text) if part.strip())


def drawn(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Optional[bytes]:
    """Polygons, extent and text put together, as well-known binary in WGS84 degrees; None where none was given.

    Raises `CacheError` for what encloses nothing or cannot be placed.
    """
    wgs84 = QgsCoordinateReferenceSystem(_WGS84)
    found: list[QgsGeometry] = []
    source = algorithm.parameterAsSource(parameters, POLYGON, context)
    if source is not None:
        layer = tr("The layer {name}").format(name=source.sourceName())
        polygons = polygons_of(source, layer, wgs84, context.transformContext(), feedback.isCanceled)
        for line in polygons.left.lines(layer):
            feedback.pushWarning(line)
        found += polygons.geometries
    try:
        if parameters.get(EXTENT) not in (None, ""):
            found.append(algorithm.parameterAsExtentGeometry(parameters, EXTENT, context, wgs84))
        if parameters.get(GEOMETRY) not in (None, ""):
            found.append(algorithm.parameterAsGeometry(parameters, GEOMETRY, context, wgs84))
    except QgsCsException as error:
        raise CacheError(tr("The area given cannot be placed on the globe. Give it in another CRS.")) from error
    if not found:
        return None
    ground = only_polygons(QgsGeometry.unaryUnion([one.makeValid() for one in found]))
    if ground.isNull() or ground.isEmpty() or not ground.area() > 0:
        raise CacheError(tr("The area given encloses nothing. Give polygons, or a rectangle with some width."))
    return bytes(ground.asWkb())
