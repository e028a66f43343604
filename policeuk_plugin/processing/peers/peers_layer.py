# SPDX-License-Identifier: GPL-2.0-or-later
"""An area and its peers as features: rank, distance, measures, why some were left out; outlines where they are held."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ...layers.peer_style import style_peers
from ...text import tr
from ..asking.analysis_parameters import OUTPUT
from ..running.reference_systems import WGS84
from ..writing.feature_sink import write_features
from ..writing.files_read import text_of
from ..writing.result_layer import Styling
from .peers_run import PeerRow, PeersRun

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


def fields_of(run: PeersRun) -> QgsFields:
    """Key, how alike, and a field a measure by its name."""
    meanings = field_words(run)
    types = [
        *((name, QVariant.String) for name in ("code", "name", "role")),
        *((name, QVariant.Int) for name in ("place", "rank")),
        ("distance", QVariant.Double),
        ("mutual", QVariant.String),
        ("why", QVariant.String),
        *((measure.name, QVariant.Double) for measure in run.measures),
        ("told", QVariant.String),
    ]
    fields = QgsFields()
    for name, kind in types:
        fields.append(QgsField(name, kind, comment=meanings.get(name, "")))
    return fields


def field_words(run: PeersRun) -> dict[str, str]:
    """The meaning of each field by its name."""
    return {
        "code": tr("Code of the area (ONS)"),
        "name": tr("Name"),
        "role": tr("area, peer, or left out"),
        "place": tr("Place among the peers, 1 the most alike; 0 for others"),
        "rank": tr("Rank as it was looked for, or on the list"),
        "distance": tr("Distance to the area in standard deviations; empty on a list"),
        "mutual": tr("Whether the area is among its peers, too"),
        "why": tr("Why it was left out"),
        "told": tr("All of it in words"),
        **{measure.name: measure.title for measure in run.measures},
    }


def styling_of(run: PeersRun) -> Styling:
    """What gives a layer its look and the names of its fields."""
    words = field_words(run)

    def style(layer: QgsMapLayer) -> None:
        if not isinstance(layer, QgsVectorLayer):
            return
        if layer.isSpatial():
            drawn = run.drawn.outlines if run.drawn is not None else {}
            undrawn = {row.place for row in run.rows if row.place and row.peer.code not in drawn}
            style_peers(layer, run.one.name, len(run.group.peers), bool(run.group.left_out), undrawn)
        for name, meaning in words.items():
            at = layer.fields().indexOf(name)
            if at >= 0:
                layer.setFieldAlias(at, meaning.split(";")[0].split(",")[0])

    return style


def write_peers(
    algorithm: PoliceUkAlgorithm,
    run: PeersRun,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> str:
    """Write all of them; gives the destination. Without any outline held it is a table."""
    fields = fields_of(run)
    kind, crs, back = QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem(), None
    if run.drawn is not None:
        kind, crs = QgsWkbTypes.Type.MultiPolygon, run.drawn.crs
        if Path(text_of(parameters[OUTPUT], context)).suffix.lower() in (".geojson", ".json"):
            crs = QgsCoordinateReferenceSystem(WGS84)  # GeoJSON is in degrees by its standard, RFC 7946
            back = QgsCoordinateTransform(run.drawn.crs, crs, context.transformContext())
    features = [[feature_of(run, row, fields, back) for row in run.rows]]
    return write_features(algorithm, OUTPUT, parameters, context, fields, kind, crs, features, feedback.isCanceled)


def feature_of(
    run: PeersRun, row: PeerRow, fields: QgsFields, back: Optional[QgsCoordinateTransform] = None
) -> QgsFeature:
    """One of them."""
    feature = QgsFeature(fields)
    outline = run.drawn.outlines.get(row.peer.code) if run.drawn is not None else None
    if outline is not None:
        geometry = QgsGeometry(outline)
        geometry.convertToMultiType()
        if back is not None:
            geometry.transform(back)
        feature.setGeometry(geometry)
    peer = row.peer
    values = row.values or (None,) * len(run.measures)
    mutual = {True: tr("yes"), False: tr("no"), None: None}[peer.mutual]
    feature.setAttributes(
        [
            *(peer.code, peer.name, row.role, row.place, peer.rank),
            *(peer.distance, mutual, peer.why or None, *values, told(run, row)),
        ]
    )
    return feature


def told(run: PeersRun, row: PeerRow) -> str:
    """One of them in words, a line each."""
    peer = row.peer
    lines = [f"{peer.name} ({peer.code})"]
    if row.place:
        lines.append(tr("Peer {place} of {n}, 1 the most alike").format(place=row.place, n=len(run.group.peers)))
    if peer.distance is not None:
        lines.append(tr("{d:.2f} standard deviations away").format(d=peer.distance))
    if peer.why:
        lines.append(tr("Left out: {why}").format(why=peer.why))
    lines += [f"{measure.title}: {value:,.1f}" for measure, value in zip(run.measures, row.values) if value is not None]
    return "\n".join(lines)


def drawn_layer(run: PeersRun) -> QgsVectorLayer:
    """Those with an outline as a layer for the map of the page, of the thread that draws."""
    layer = QgsVectorLayer("MultiPolygon", "peers", "memory")
    if run.drawn is not None:
        layer.setCrs(run.drawn.crs)
    layer.dataProvider().addAttributes(list(fields_of(run)))
    layer.updateFields()
    layer.dataProvider().addFeatures([feature_of(run, row, layer.fields()) for row in run.rows])
    layer.updateExtents()
    styling_of(run)(layer)
    layer.setLabelsEnabled(False)
    return layer
