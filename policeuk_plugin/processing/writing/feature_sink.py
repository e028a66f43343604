# SPDX-License-Identifier: GPL-2.0-or-later
"""Features into a sink, some at a time; what is not all there is an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, TypeVar

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsProcessingContext,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...analysis.errors import stop_if
from ..running.reference_systems import WGS84
from .files_read import text_of
from .staging import unwritten

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

_AT_ONCE = 2000
Item = TypeVar("Item")


def in_batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items, some thousand at a time."""
    for begin in range(0, len(items), _AT_ONCE):
        yield items[begin : begin + _AT_ONCE]


def write_points(
    algorithm: PoliceUkAlgorithm,
    name: str,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    fields: QgsFields,
    batches: Iterable[Sequence[QgsFeature]],
    cancelled: Callable[[], bool],
) -> str:
    """Write points in WGS84 degrees, otherwise as `write_features`."""
    kind, crs = QgsWkbTypes.Type.Point, QgsCoordinateReferenceSystem(WGS84)
    return write_features(algorithm, name, parameters, context, fields, kind, crs, batches, cancelled)


def write_features(
    algorithm: PoliceUkAlgorithm,
    name: str,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    fields: QgsFields,
    kind: QgsWkbTypes.Type,
    crs: QgsCoordinateReferenceSystem,
    batches: Iterable[Sequence[QgsFeature]],
    cancelled: Callable[[], bool],
) -> str:
    """Write to the sink `name`; gives the destination. Raises `CacheError` where not all are there, `Cancelled`."""
    path = Path(text_of(parameters[name], context))
    sink, destination = algorithm.parameterAsSink(parameters, name, context, fields, kind, crs)
    if sink is None:
        raise unwritten(path)
    written = 0
    for features in batches:
        stop_if(cancelled)
        if not sink.addFeatures(list(features), QgsFeatureSink.Flag.FastInsert):
            raise unwritten(path)
        written += len(features)
    del sink  # closes the file
    if context.temporaryLayerStore().mapLayer(destination) is None:
        check_count(destination, written)
    return str(destination)


def check_count(destination: str, count: int) -> None:
    """Raise `CacheError` where a file that was written has not `count` features."""
    layer = QgsVectorLayer(destination, "written", "ogr")
    if not layer.isValid() or int(layer.featureCount()) != count:
        raise unwritten(Path(destination.partition("|")[0]))
