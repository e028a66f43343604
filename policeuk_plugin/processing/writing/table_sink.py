# SPDX-License-Identifier: GPL-2.0-or-later
"""A table without geometry into a sink, a few thousand rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from .feature_sink import write_features

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


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
    fields = fields_of(columns)
    kind, nowhere = QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem()
    features = _features(fields, batches, count, feedback)
    return write_features(algorithm, name, parameters, context, fields, kind, nowhere, features, feedback.isCanceled)


def _features(
    fields: QgsFields, batches: Iterable[Sequence[Sequence[Any]]], count: int, feedback: QgsProcessingFeedback
) -> Iterator[list[QgsFeature]]:
    written = 0
    for rows in batches:
        features = []
        for row in rows:
            feature = QgsFeature(fields)
            feature.setAttributes(list(row))
            features.append(feature)
        yield features
        written += len(features)
        feedback.setProgress(10 + 85 * written / max(count, 1))
