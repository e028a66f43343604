# SPDX-License-Identifier: GPL-2.0-or-later
"""A table without geometry into a sink, a few thousand rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..analysis.errors import stop_if
from .destinations import text_of
from .staging import unwritten

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm


@dataclass(frozen=True)
class TableColumn:
    """A column of text, of whole numbers or of decimals; what it means, in words."""

    name: str
    whole: bool = False
    meaning: str = ""
    decimal: bool = False


def fields_of(columns: Sequence[TableColumn]) -> QgsFields:
    """The columns as fields."""
    fields = QgsFields()
    for column in columns:
        kind = QVariant.LongLong if column.whole else QVariant.Double if column.decimal else QVariant.String
        fields.append(QgsField(column.name, kind, comment=column.meaning))
    return fields


def write_table(
    algorithm: PoliceUkAlgorithm,
    name: str,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    columns: Sequence[TableColumn],
    batches: Iterable[Sequence[Sequence[Any]]],
    count: int,
) -> str:
    """Write `count` rows to the sink `name`; gives the destination. Raises `CacheError` where not all are there."""
    fields, path = fields_of(columns), Path(text_of(parameters[name], context))
    nowhere = QgsCoordinateReferenceSystem()
    sink, destination = algorithm.parameterAsSink(
        parameters, name, context, fields, QgsWkbTypes.Type.NoGeometry, nowhere
    )
    if sink is None:
        raise unwritten(path)
    written = 0
    for rows in batches:
        stop_if(feedback.isCanceled)
        features = []
        for row in rows:
            feature = QgsFeature(fields)
            feature.setAttributes(list(row))
            features.append(feature)
        if not sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
            raise unwritten(path)
        written += len(features)
        feedback.setProgress(10 + 85 * written / max(count, 1))
    del sink  # closes the file
    if context.temporaryLayerStore().mapLayer(destination) is None:
        check_count(destination, written)
    return str(destination)


def check_count(destination: str, count: int) -> None:
    """Raise `CacheError` where a file that was written has not `count` features."""
    layer = QgsVectorLayer(destination, "written", "ogr")
    if not layer.isValid() or int(layer.featureCount()) != count:
        raise unwritten(Path(destination.partition("|")[0]))
