# SPDX-License-Identifier: GPL-2.0-or-later
"""The snap points of stops and searches as a layer to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtCore import QVariant

from offline_cache.stop_places import StopPlace

from ...layers.kinds import LayerKind
from ...text import tr
from ..asking.analysis_parameters import OUTPUT
from ..writing.feature_sink import in_batches, write_points
from ..writing.result_layer import Explained, hand_over, styled_by
from ..writing.staging import Staging

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm
    from .stop_search_run import StopSearchRun


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
    fields, months = _fields(), f"{run.selection.first} to {run.selection.last}"
    batches = ([_feature(place, fields, months) for place in places] for places in in_batches(run.places))
    beside = staging.sink(parameters, context)
    staged = write_points(algorithm, OUTPUT, beside, context, fields, batches, feedback.isCanceled)
    return hand_over(staged, told, styled_by(LayerKind.STOP_PLACES.value), staging, context)


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
