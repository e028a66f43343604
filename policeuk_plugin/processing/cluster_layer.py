# SPDX-License-Identifier: GPL-2.0-or-later
"""The tested units as features."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Optional

import numpy as np
from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..analysis.clusters import VERDICTS
from ..analysis.errors import stop_if
from .analysis_parameters import OUTPUT

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm
    from .cluster_run import ClusterRun

_AT_ONCE = 5000


def fields_of(run: ClusterRun) -> QgsFields:
    """Keys of the unit, then what was counted and found."""
    whole = run.units.counted.count.dtype.kind == "i"
    fields = QgsFields()
    for name in run.units.key_fields:
        fields.append(QgsField(name, QVariant.String))
    fields.append(QgsField("count", QVariant.Int if whole else QVariant.Double))
    fields.append(QgsField("places", QVariant.Int))
    for name in ("largest_place_share", "z", "p", "q"):
        fields.append(QgsField(name, QVariant.Double))
    fields.append(QgsField("verdict", QVariant.String))
    if run.grids is not None:
        fields.append(QgsField("grids", QVariant.Int))
    return fields


def write_units(
    algorithm: PoliceUkAlgorithm,
    run: ClusterRun,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> str:
    """Write all units; gives the destination."""
    fields = fields_of(run)
    sink, destination = algorithm.parameterAsSink(
        parameters, OUTPUT, context, fields, QgsWkbTypes.Type.MultiPolygon, run.inputs.crs
    )
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, OUTPUT))
    rows = _rows(run)
    for begin in range(0, len(rows), _AT_ONCE):
        stop_if(feedback.isCanceled)
        features = []
        for at in range(begin, min(begin + _AT_ONCE, len(rows))):
            feature = QgsFeature(fields)
            geometry = run.units.geometries[at]
            geometry.convertToMultiType()
            feature.setGeometry(geometry)
            feature.setAttributes(rows[at])
            features.append(feature)
        if not sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
            raise QgsProcessingException(algorithm.writeFeatureError(sink, parameters, OUTPUT))
    del sink  # closes the file
    return destination


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
    return [[*key, *values] for key, values in zip(run.units.keys, zip(*columns))]


def _nullable(values: np.ndarray) -> list[Optional[float]]:
    return [None if math.isnan(value) else value for value in values.tolist()]
