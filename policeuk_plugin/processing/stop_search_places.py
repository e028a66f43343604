# SPDX-License-Identifier: GPL-2.0-or-later
"""The snap points of stops and searches as a layer to keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from offline_cache.stop_places import StopPlace

from ..analysis.errors import stop_if
from ..layers.kinds import LayerKind
from ..text import tr
from .analysis_parameters import OUTPUT
from .destinations import text_of
from .reference_systems import WGS84
from .result_layer import Explained, dress_geopackage, dress_when_loaded, styled_by
from .staging import Staging, load_from, unwritten
from .table_sink import check_count

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm
    from .stop_search_run import StopSearchRun

_AT_ONCE = 2000


def write_places(
    algorithm: PoliceUkAlgorithm,
    run: StopSearchRun,
    told: Explained,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    staging: Staging,
) -> str:
    """Write them beside where they go; gives where they will be. Raises `CacheError` where they are not all there."""
    fields, path = _fields(), Path(text_of(parameters[OUTPUT], context))
    staged_parameters = staging.sink(parameters, context)
    wgs84 = QgsCoordinateReferenceSystem(WGS84)
    sink, staged = algorithm.parameterAsSink(staged_parameters, OUTPUT, context, fields, QgsWkbTypes.Type.Point, wgs84)
    if sink is None:
        raise unwritten(path)
    months = f"{run.selection.first} to {run.selection.last}"
    for begin in range(0, len(run.places), _AT_ONCE):
        stop_if(feedback.isCanceled)
        features = [_feature(place, fields, months) for place in run.places[begin : begin + _AT_ONCE]]
        if not sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
            raise unwritten(path)
    del sink  # closes the file
    if context.temporaryLayerStore().mapLayer(staged) is None:
        check_count(staged, len(run.places))
    destination = staging.final(staged)
    load_from(destination, staged, context)
    dress_when_loaded(destination, context, told, styled_by(LayerKind.STOP_PLACES.value))
    dress_geopackage(staged, told, styled_by(LayerKind.STOP_PLACES.value))
    return str(destination)


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, kind, meaning in (
        ("place", QVariant.Int, tr("Number of the snap point in the cache")),
        ("location", QVariant.String, tr("What files of crimes call the same point; files of stops name none")),
        ("stops", QVariant.Int, tr("Stops and searches")),
        ("objects", QVariant.String, tr("Stops and searches by what was searched for")),
        ("outcomes", QVariant.String, tr("Stops and searches by outcome")),
        ("months_selected", QVariant.String, tr("Months that were asked for; the description says which are missing")),
    ):
        fields.append(QgsField(name, kind, comment=meaning))
    return fields


def _feature(place: StopPlace, fields: QgsFields, months: str) -> QgsFeature:
    feature = QgsFeature(fields)
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(place.longitude, place.latitude)))
    lists = (_listed(place.objects), _listed(place.outcomes))
    feature.setAttributes([place.place, place.location, place.stops, *lists, months])
    return feature


def _listed(counts: dict[str, int]) -> str:
    return "; ".join(f"{name} {number}" for name, number in counts.items())
