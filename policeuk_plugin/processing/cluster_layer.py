# SPDX-License-Identifier: GPL-2.0-or-later
"""The tested units as features."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..analysis.clusters import VERDICTS
from ..analysis.errors import stop_if
from .analysis_parameters import OUTPUT
from .destinations import text_of
from .field_meanings import field_meanings
from .reading_back import check_features
from .reference_systems import WGS84
from .staging import unwritten

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm
    from .cluster_run import ClusterRun

_AT_ONCE = 2000
_LARGEST = 2**31


def fields_of(run: ClusterRun) -> QgsFields:
    """Keys of the unit, then what was counted and found, each with what it means."""
    counts = run.units.counted.count
    whole = counts.dtype.kind == "i"
    count = QVariant.Double if not whole else QVariant.Int if counts.max(initial=0) < _LARGEST else QVariant.LongLong
    types = [
        *((name, QVariant.String) for name in run.units.key_fields),
        ("count", count),
        ("places", QVariant.Int),
        *((name, QVariant.Double) for name in ("largest_place_share", "z", "p", "q")),
        ("verdict", QVariant.String),
        *((("grids", QVariant.Int),) if run.grids is not None else ()),
        ("cluster", QVariant.Int),
        *((("near", QVariant.String),) if run.names is not None else ()),
    ]
    meanings = field_meanings()
    fields = QgsFields()
    for name, kind in types:
        fields.append(QgsField(name, kind, comment=meanings.get(name, "")))
    return fields


def write_units(
    algorithm: PoliceUkAlgorithm,
    run: ClusterRun,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> str:
    """Write all units and read them back; gives the destination. Raises `CacheError` where they are not all there."""
    fields, path = fields_of(run), Path(text_of(parameters[OUTPUT], context))
    to_degrees = _degrees(path, run, context)
    crs = to_degrees.destinationCrs() if to_degrees else run.inputs.crs
    sink, destination = algorithm.parameterAsSink(
        parameters, OUTPUT, context, fields, QgsWkbTypes.Type.MultiPolygon, crs
    )
    if sink is None:
        raise unwritten(path)
    rows = _rows(run)
    for begin in range(0, len(rows), _AT_ONCE):
        stop_if(feedback.isCanceled)
        features = []
        for at in range(begin, min(begin + _AT_ONCE, len(rows))):
            feature = QgsFeature(fields)
            geometry = QgsGeometry(run.units.geometries[at])
            geometry.convertToMultiType()
            if to_degrees:
                geometry.transform(to_degrees)
            feature.setGeometry(geometry)
            feature.setAttributes(rows[at])
            features.append(feature)
        if not sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
            raise unwritten(path)
    del sink  # closes the file
    if context.temporaryLayerStore().mapLayer(destination) is None:
        check_features(destination, len(rows), str(rows[-1][fields.indexOf("verdict")]), feedback.isCanceled)
    return destination


def _degrees(path: Path, run: ClusterRun, context: QgsProcessingContext) -> Optional[QgsCoordinateTransform]:
    """GeoJSON is in degrees of WGS84 by its standard, RFC 7946."""
    if path.suffix.lower() not in (".geojson", ".json"):
        return None
    wgs84 = QgsCoordinateReferenceSystem(WGS84)
    return QgsCoordinateTransform(run.inputs.crs, wgs84, context.transformContext())


def _rows(run: ClusterRun) -> list[list[Any]]:
    counted, found = run.units.counted, run.found
    columns = [
        counted.count.tolist(),
        counted.places.tolist(),
        _nullable(counted.largest_place_share),
        _nullable(found.z),
        found.p.tolist(),
        found.q.tolist(),
        [VERDICTS[verdict].value for verdict in found.verdict.tolist()],
    ]
    if run.grids is not None:
        columns.append(run.grids.tolist())
    columns.append([area + 1 if area >= 0 else None for area in run.area.tolist()])
    if run.names is not None:
        columns.append(list(run.names))
    return [[*key, *values] for key, values in zip(run.units.keys, zip(*columns))]


def _nullable(values: np.ndarray) -> list[Optional[float]]:
    return [None if math.isnan(value) else value for value in values.tolist()]
