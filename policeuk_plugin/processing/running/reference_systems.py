# SPDX-License-Identifier: GPL-2.0-or-later
"""In which CRS an analysis is done: the national grids, whether one measures in metres, and keeping them whole."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDistanceArea,
    QgsPointXY,
    QgsRectangle,
    QgsUnitTypes,
)

from offline_cache.errors import CacheError

from ...text import tr

BRITISH_GRID, IRISH_GRID, WGS84 = "EPSG:27700", "EPSG:29903", "EPSG:4326"
_IRELAND = QgsRectangle(-10.8, 51.2, -5.42, 55.35)
_UNITED_KINGDOM = QgsRectangle(-10.8, 48.8, 4.0, 61.5)
_STEP = 500.0
_STRETCH = 0.05  # Web Mercator is out by two thirds here, national grids and UTM by a few parts in a thousand

_KEPT: list[QgsCoordinateReferenceSystem] = []


def keep_alive(authid: str) -> None:
    """Make a CRS known to QGIS; call it in the main thread, before any worker asks for it.

    QGIS keeps every CRS that was asked for, with an object of PROJ that dies with the thread which asked first. From
    then on it has no definition: files are written without a CRS until QGIS is started again (3.22 to 3.44).
    """
    crs = QgsCoordinateReferenceSystem(authid)
    crs.toWkt()
    _KEPT.append(crs)


def keep_national_grids() -> None:
    """Make known what every analysis asks for; 4 to 6 ms, once, when the plugin is loaded."""
    for authid in (WGS84, BRITISH_GRID, IRISH_GRID):
        keep_alive(authid)


def grid_for(centre: QgsPointXY) -> QgsCoordinateReferenceSystem:
    """The national grid of a place in WGS84 degrees: Irish in Ireland, else British; raises `CacheError` elsewhere."""
    if not _UNITED_KINGDOM.contains(centre):
        raise CacheError(
            tr(
                "The study area lies outside the United Kingdom (its middle at longitude {x:.2f}, latitude {y:.2f}). "
                "Check its CRS, or choose a CRS in metres of that place."
            ).format(x=centre.x(), y=centre.y())
        )
    return QgsCoordinateReferenceSystem(IRISH_GRID if _IRELAND.contains(centre) else BRITISH_GRID)


def check_metric(
    crs: QgsCoordinateReferenceSystem, centre: QgsPointXY, context: QgsCoordinateTransformContext
) -> QgsCoordinateReferenceSystem:
    """The CRS itself; raises `CacheError` where it does not measure in metres at `centre`, in WGS84 degrees."""
    in_metres = crs.isValid() and not crs.isGeographic()
    in_metres = in_metres and crs.mapUnits() == QgsUnitTypes.DistanceUnit.DistanceMeters
    if not in_metres or not 1 - _STRETCH <= _metre(crs, centre, context) <= 1 + _STRETCH:
        raise CacheError(
            tr(
                "{crs} does not measure in metres on the ground of the study area, so cells and radii mean nothing in "
                "it. Choose EPSG:27700."
            ).format(crs=crs.authid() or tr("This CRS"))
        )
    return crs


def _metre(crs: QgsCoordinateReferenceSystem, centre: QgsPointXY, context: QgsCoordinateTransformContext) -> float:
    """How long a metre of a CRS is on the ground, from south-west to north-east; 0 where the CRS has no such place."""
    wgs84 = QgsCoordinateReferenceSystem(WGS84)
    back = QgsCoordinateTransform(crs, wgs84, context)
    try:
        at = QgsCoordinateTransform(wgs84, crs, context).transform(centre)
        ends = [back.transform(QgsPointXY(at.x() + step, at.y() + step)) for step in (-_STEP, _STEP)]
    except QgsCsException:
        return 0.0
    measure = QgsDistanceArea()
    measure.setSourceCrs(wgs84, context)
    measure.setEllipsoid("WGS84")
    return float(measure.measureLine(*ends)) / (2 * _STEP * 2**0.5)
