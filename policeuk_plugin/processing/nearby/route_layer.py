# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run along a route gives: snap points, months by type, the buffer."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import (
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from offline_cache.monthly import MonthStatus

from ...analysis.errors import stop_if
from ...text import tr
from ..asking.analysis_parameters import BUFFER_AREA, OUTPUT
from ..writing.feature_sink import write_features, write_points
from ..writing.table_sink import TableColumn
from .route_run import RouteRun

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

COLUMNS = (
    TableColumn("month", meaning=tr("Month (YYYY-MM)")),
    TableColumn("crime_type", meaning=tr("Crime type as published")),
    TableColumn("crimes", whole=True, meaning=tr("Crimes along the route; empty where the month is missing")),
    TableColumn("month_held", meaning=tr("held, held in part or missing")),
)


def rows_of(run: RouteRun) -> list[tuple[Any, ...]]:
    """Every month with every crime type along the route: 0 where there was none, empty where nothing is known."""
    found: Counter[tuple[str, str]] = Counter()
    for one in run.counts:
        found[str(one.month), one.crime_type] += one.count
    return [
        (
            str(one.month),
            name,
            None if one.status is MonthStatus.MISSING else found[str(one.month), name],
            one.status.value,
        )
        for one in run.months
        for name in run.types
    ]


def point_fields(run: RouteRun) -> QgsFields:
    """Which snap point, how far, how many crimes, and how many of each type along the route."""
    fields = QgsFields()
    for name, kind, meaning in (
        ("place", QVariant.LongLong, tr("Number of the snap point in the cache")),
        ("location", QVariant.String, tr("Name of the snap point as published")),
        ("place_kind", QVariant.String, tr("What kind of place it is named after")),
        ("lsoa_code", QVariant.String, tr("LSOA code in the file")),
        ("lsoa_name", QVariant.String, tr("Name of that LSOA")),
        ("crimes", QVariant.Int, tr("Crimes published at this snap point")),
        ("distance_m", QVariant.Double, tr("Metres from the snap point to the route")),
        ("crimes_by_type", QVariant.String, tr("The same by type, in words")),
    ):
        fields.append(QgsField(name, kind, comment=meaning))
    for name in run.types:
        fields.append(QgsField(name, QVariant.Int, comment=tr("Crimes of this type")))
    return fields


def write_places(
    algorithm: PoliceUkAlgorithm,
    run: RouteRun,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    cancelled: Callable[[], bool],
) -> str:
    """Write the snap points, in WGS84 degrees as published; gives the destination."""
    fields = point_fields(run)
    by_type: dict[int, Counter[str]] = defaultdict(Counter)
    for one in run.counts:
        by_type[one.place][one.crime_type] += one.count
    at = run.at
    features = []
    for place, distance in zip(run.places, run.distance.tolist()):
        stop_if(cancelled)
        found = by_type[place.place]
        told = "; ".join(f"{name} {count}" for name, count in sorted(found.items(), key=lambda one: (-one[1], one[0])))
        feature = QgsFeature(fields)
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*at[place.place])))
        feature.setAttributes(
            [
                *(place.place, place.location, place.kind, place.lsoa_code, place.lsoa_name),
                *(sum(found.values()), round(distance, 1), told),
                *(found.get(name, 0) for name in run.types),
            ]
        )
        features.append(feature)
    return write_points(algorithm, OUTPUT, parameters, context, fields, [features], cancelled)


def write_buffer(
    algorithm: PoliceUkAlgorithm,
    run: RouteRun,
    area: QgsGeometry,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    cancelled: Callable[[], bool],
) -> str:
    """Write the polygon of the buffer, in metres of the national grid; gives the destination."""
    fields = QgsFields()
    for name, kind, meaning in (
        ("buffer_m", QVariant.Double, tr("Metres from the route")),
        ("route_km", QVariant.Double, tr("Length of the route in km")),
        ("snap_points", QVariant.Int, tr("Snap points with crimes in it")),
        ("crimes", QVariant.Int, tr("Crimes on these snap points")),
    ):
        fields.append(QgsField(name, kind, comment=meaning))
    feature = QgsFeature(fields)
    shape = QgsGeometry(area)
    shape.convertToMultiType()
    feature.setGeometry(shape)
    feature.setAttributes([run.buffer, round(run.route.length / 1000, 3), len(run.places), run.total])
    kind = QgsWkbTypes.Type.MultiPolygon
    crs = run.route.crs
    return write_features(algorithm, BUFFER_AREA, parameters, context, fields, kind, crs, [[feature]], cancelled)
