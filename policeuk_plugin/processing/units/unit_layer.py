# SPDX-License-Identifier: GPL-2.0-or-later
"""Units with what was found of them as features, written and read back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Protocol, Union

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
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ...analysis.errors import stop_if
from ..asking.analysis_parameters import OUTPUT
from ..asking.field_meanings import field_meanings
from ..running.reference_systems import WGS84
from ..writing.files_read import text_of
from ..writing.reading_back import check_features
from ..writing.staging import unwritten

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm
    from .units import Units

TEXT, WHOLE, LONG, REAL = QVariant.String, QVariant.Int, QVariant.LongLong, QVariant.Double
_AT_ONCE = 2000
_LARGEST = 2**31
_LONGEST_NAME = 10  # a shapefile cuts what is longer


class Keyed(Protocol):
    """What features are made of: `keys` has one tuple of `key_fields` a feature, `geometries` None for none."""

    @property
    def key_fields(self) -> tuple[str, ...]:
        """Names of the fields that a feature begins with."""

    @property
    def keys(self) -> Sequence[tuple[str, ...]]:
        """Their values."""

    @property
    def geometries(self) -> Sequence[Optional[QgsGeometry]]:
        """Polygons."""


@dataclass(frozen=True)
class Column:
    """One field: `type` is TEXT, WHOLE, LONG or REAL, `values` has one a unit; None and NaN are written as NULL.

    `meaning` in words goes to the field's comment and, by `meanings_of`, into the metadata of the layer.
    """

    name: str
    type: Any
    values: Union[Sequence[Any], np.ndarray]
    meaning: str = ""

    def written(self, some: slice = slice(None)) -> list[Any]:
        """The values as they are written, or some of them."""
        values = self.values[some].tolist() if isinstance(self.values, np.ndarray) else self.values[some]
        return [None if isinstance(value, float) and math.isnan(value) else value for value in values]


def known_column(name: str, kind: Any, values: Union[Sequence[Any], np.ndarray]) -> Column:
    """A column whose meaning is among `field_meanings`."""
    return Column(name, kind, values, field_meanings().get(name, ""))


def counted_column(name: str, values: np.ndarray, meaning: str) -> Column:
    """A column of counts (n,): whole numbers where they are whole, as wide as they need."""
    whole = values.dtype.kind == "i"
    kind = REAL if not whole else WHOLE if values.max(initial=0) < _LARGEST else LONG
    return Column(name, kind, values, meaning)


def counted_columns(units: Units) -> list[Column]:
    """What every layer of units begins with: count, places, largest_place_share."""
    counted = units.counted
    return [
        counted_column("count", counted.count, field_meanings()["count"]),
        known_column("places", WHOLE, counted.places),
        known_column("largest_place_share", REAL, counted.largest_place_share),
    ]


def meanings_of(columns: Sequence[Column]) -> dict[str, str]:
    """The meanings by field, for `Explained.meanings`: not every version of QGIS keeps them with the fields."""
    return {column.name: column.meaning for column in columns if column.meaning}


def write_units(
    algorithm: PoliceUkAlgorithm,
    units: Keyed,
    crs: QgsCoordinateReferenceSystem,
    columns: Sequence[Column],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    name: str = OUTPUT,
) -> str:
    """Write keys, then `columns`, of all units to the sink `name` and read them back; gives the destination.

    Without any geometry it is a table. Raises `CacheError` where they are not all there, `AnalysisCancelled` where
    the user stops.
    """
    fields, path = fields_of(units, columns), Path(text_of(parameters[name], context))
    to_degrees = _degrees(path, crs, context)
    shape = _shape_of(units)
    written_in = to_degrees.destinationCrs() if to_degrees else crs
    sink, destination = algorithm.parameterAsSink(parameters, name, context, fields, shape, written_in)
    if sink is None:
        raise unwritten(path)
    for begin in range(0, len(units.keys), _AT_ONCE):
        stop_if(feedback.isCanceled)
        some = slice(begin, begin + _AT_ONCE)
        rows = zip(units.geometries[some], _rows(units, columns, some))
        features = [_feature(fields, geometry, row, to_degrees) for geometry, row in rows]
        if not sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
            raise unwritten(path)
    del sink  # closes the file
    if context.temporaryLayerStore().mapLayer(destination) is None:
        check_features(destination, len(units.keys), *_last(columns), feedback.isCanceled)
    return destination


def memory_layer(units: Keyed, crs: QgsCoordinateReferenceSystem, columns: Sequence[Column]) -> QgsVectorLayer:
    """The same as a layer in memory, of the thread that draws."""
    layer = QgsVectorLayer("MultiPolygon", "units", "memory")
    layer.setCrs(crs)
    layer.dataProvider().addAttributes(list(fields_of(units, columns)))
    layer.updateFields()
    drawn = zip(units.geometries, _rows(units, columns, slice(None)))
    layer.dataProvider().addFeatures([_feature(layer.fields(), geometry, row, None) for geometry, row in drawn])
    layer.updateExtents()
    return layer


def _shape_of(units: Keyed) -> QgsWkbTypes.Type:
    kind = QgsWkbTypes.Type
    return kind.MultiPolygon if any(geometry is not None for geometry in units.geometries) else kind.NoGeometry


def _rows(units: Keyed, columns: Sequence[Column], some: slice) -> list[list[Any]]:
    written = [column.written(some) for column in columns]
    return [[*key, *values] for key, values in zip(units.keys[some], zip(*written))]


def _feature(
    fields: QgsFields, geometry: Optional[QgsGeometry], row: Sequence[Any], to_degrees: Optional[QgsCoordinateTransform]
) -> QgsFeature:
    feature = QgsFeature(fields)
    if geometry is not None:
        shape = QgsGeometry(geometry)
        shape.convertToMultiType()
        if to_degrees:
            shape.transform(to_degrees)
        feature.setGeometry(shape)
    feature.setAttributes(list(row))
    return feature


def fields_of(units: Keyed, columns: Sequence[Column]) -> QgsFields:
    """Keys of the unit, then what was counted and found, each with what it means."""
    known, fields = field_meanings(), QgsFields()
    for name in units.key_fields:
        fields.append(QgsField(name, TEXT, comment=known.get(name, "")))
    for column in columns:
        fields.append(QgsField(column.name, column.type, comment=column.meaning))
    return fields


def _last(columns: Sequence[Column]) -> tuple[str, str]:
    """A field whose value in the last feature is text or a whole number in every format, and that value as text."""
    for kind in (TEXT, WHOLE):
        for column in columns:
            value = column.values[-1]
            if column.type == kind and len(column.name) <= _LONGEST_NAME and value is not None:
                return column.name, str(value)
    return "", ""


def _degrees(
    path: Path, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext
) -> Optional[QgsCoordinateTransform]:
    """GeoJSON is in degrees of WGS84 by its standard, RFC 7946."""
    if path.suffix.lower() not in (".geojson", ".json"):
        return None
    wgs84 = QgsCoordinateReferenceSystem(WGS84)
    return QgsCoordinateTransform(crs, wgs84, context.transformContext())
