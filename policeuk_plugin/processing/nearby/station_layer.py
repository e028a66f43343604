# SPDX-License-Identifier: GPL-2.0-or-later
"""The stations nearest to points as a layer that explains itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsMapLayer,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QVariant

from ...layers.icons import embed_icons
from ...layers.kinds import LayerKind
from ...text import attribution, tr
from ..asking.analysis_parameters import OUTPUT
from ..running.base import CACHE
from ..running.command_text import parameter_lines, parameter_texts, qgis_process_command
from ..writing.feature_sink import in_batches, write_points
from ..writing.outputs import tell
from ..writing.result_layer import Explained, hand_over, styled_by
from ..writing.staging import Staging
from .station_words import basis, finding, warnings

if TYPE_CHECKING:
    from .nearest_stations import NearestStations
    from .station_run import StationRun


def write_stations(
    algorithm: NearestStations,
    run: StationRun,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> str:
    """Write one feature a point and station; gives where. Raises `CacheError` where they are not all there."""
    told = _explained(algorithm, run, parameters, context)
    fields, ranks = _fields(), range(run.nearest.shape[1])
    points = in_batches(range(len(run.nearest)))
    batches = ([_feature(run, at, rank, fields) for at in some for rank in ranks] for some in points)
    with Staging() as staging:
        beside = staging.sink(parameters, context)
        staged = write_points(algorithm, OUTPUT, beside, context, fields, batches, feedback.isCanceled)
        tell(told, warnings(run), feedback)
        return hand_over(staged, told, _style, staging, context)


def _explained(
    algorithm: NearestStations, run: StationRun, parameters: dict[str, Any], context: QgsProcessingContext
) -> Explained:
    texts = parameter_texts(algorithm, parameters, context, {CACHE: str(algorithm.cache_path(parameters, context))})
    texts.setdefault(OUTPUT, "stations.gpkg")
    return Explained(
        name=tr("Nearest police stations"),
        finding=[finding(run)],
        basis=basis(run),
        rights=[attribution()],
        parameters=parameter_lines({name: text for name, text in texts.items() if name != OUTPUT}),
        command=qgis_process_command(algorithm, texts),
        of_the_service=True,
        meanings={field.name(): field.comment() for field in _fields()},
    )


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, kind, meaning in (
        ("input_id", QVariant.LongLong, tr("Id of the point it was looked for from")),
        ("station_rank", QVariant.Int, tr("1 for the nearest")),
        ("distance_m", QVariant.Double, tr("Metres as the crow flies, on the national grid")),
        ("name", QVariant.String, tr("Name of the station")),
        ("kind", QVariant.String, tr("Kind, as the force gives it")),
        ("address", QVariant.String, tr("Address")),
        ("postcode", QVariant.String, tr("Postcode")),
        ("description", QVariant.String, tr("What the force says of it")),
        ("force", QVariant.String, tr("Force")),
        ("neighbourhoods", QVariant.String, tr("Neighbourhoods that name it")),
        ("contacts", QVariant.String, tr("How to get in touch with the first of these neighbourhoods")),
        ("placed_by", QVariant.String, tr("coordinates that the force gives, or its postcode")),
        ("fetched_at", QVariant.String, tr("Day of the answer (UTC)")),
    ):
        fields.append(QgsField(name, kind, comment=meaning))
    return fields


def _feature(run: StationRun, at: int, rank: int, fields: QgsFields) -> QgsFeature:
    station = run.placed[int(run.nearest[at, rank])]
    feature = QgsFeature(fields)
    if station.position is not None:
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*station.position)))
    feature.setAttributes(
        [
            *(int(run.points.idents[at]), rank + 1, round(float(run.distance[at, rank]), 1)),
            *(station.name, station.kind, station.address, station.postcode, station.description, station.force),
            *(station.neighbourhoods, station.contacts, station.placed_by.value, station.day),
        ]
    )
    return feature


def _style(layer: QgsMapLayer) -> None:
    """As the layer of stations, with rank, name and distance beside each."""
    styled_by(LayerKind.STATIONS.value)(layer)
    if not isinstance(layer, QgsVectorLayer):
        return
    if isinstance(layer.renderer(), QgsCategorizedSymbolRenderer):
        embed_icons(layer.renderer())
    layer.setLabeling(QgsVectorLayerSimpleLabeling(_labels()))
    layer.setLabelsEnabled(True)


def _labels() -> QgsPalLayerSettings:
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    text = QgsTextFormat()
    text.setSize(8)
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    name = "left(coalesce(nullif(\"name\", ''), \"address\", ''), 40)"
    away = 'if("distance_m" < 1000, round("distance_m") || \' m\', round("distance_m" / 1000, 1) || \' km\')'
    settings.fieldName = f"\"station_rank\" || '. ' || {name} || '\\n' || {away}"
    settings.isExpression = True
    settings.setFormat(text)
    settings.placement = QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint
    settings.dist = 3.5
    return settings
