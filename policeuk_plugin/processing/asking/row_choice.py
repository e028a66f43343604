# SPDX-License-Identifier: GPL-2.0-or-later
"""Features of a layer of ours, or of a result, to the rows of published files that they stand for."""

from __future__ import annotations

import enum
import sqlite3
import struct
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapLayer,
    QgsProcessingFeatureSource,
    QgsVectorLayer,
)

from offline_cache.areas.model import AreaKind
from offline_cache.errors import CacheError
from offline_cache.export.geometry import box
from offline_cache.model import Area, Dataset, Month, Selection
from offline_cache.row_limits import RowLimits
from offline_cache.snap_points import snap_points

from ...analysis.errors import Cancelled
from ...layers.kinds import SPECS, LayerKind
from ...layers.request import CountedFrom, counted_from, kind_of, request_of
from ...text import tr
from ..running.moving import moved_points
from ..running.reference_systems import WGS84
from ..units.contiguity import UnitIndex
from .month_choice import COUNTS, Choice, a_year_back, all_of, count_fields, of_months, of_whole_months, shown_number

_PLACES = """
    SELECT p.id, p.geom, p.name, l.code FROM place p JOIN lsoa l ON l.id = p.lsoa WHERE p.geom IS NOT NULL
"""


class Stands(enum.Enum):
    """What a feature of a layer stands for."""

    ROW = "a row"
    PLACE = "the rows of a snap point"
    AREA = "the rows of an area, by its code"
    MONTH = "the rows of a snap point and month"
    YEAR = "the rows of a snap point and the twelve months that end there"
    WHOLE_MONTH = "the rows of a month"
    GROUND = "the rows of the snap points that it covers"


_THROUGH_TIME = {LayerKind.BY_MONTH: Stands.MONTH, LayerKind.ROLLING: Stands.YEAR}


@dataclass(frozen=True)
class Shown:
    """What a layer shows: features that stand for rows of a selection of a cache.

    `areas` is kind and edition of the areas, as in `lsoa:2021`; '' where the features themselves say it. `months` are
    those shown of the selection's, () for all.
    """

    name: str
    stands: Stands
    cache: Path
    selection: Selection
    dataset: Dataset
    areas: str = ""
    months: tuple[Month, ...] = ()


def shown_by(layer: QgsMapLayer) -> Shown:
    """What a layer of ours or a result shows; call it in the layer's thread. Raises `CacheError` for any other."""
    kind = kind_of(layer)
    request = request_of(layer)
    if kind is not None and request is not None and _stands(kind, layer) is not None:
        dataset = SPECS[kind].dataset or Dataset.STREET
        selection = request.selection
        if dataset is not Dataset.STREET:  # their files name no crime type
            selection = replace(selection, crime_types=(), with_asb=True)
        if kind is LayerKind.ROLLING and selection.first is not None:
            selection = replace(selection, first=a_year_back(selection.first))
        return Shown(layer.name(), _stands(kind, layer) or Stands.ROW, request.cache, selection, dataset)
    counted = counted_from(layer)
    if counted is not None and isinstance(layer, QgsVectorLayer):
        return _of_result(layer, counted)
    raise CacheError(
        tr(
            "'{layer}' does not say from which rows it was counted. Choose a layer of the cache, crime clusters or an "
            "area map; or give area, months and types instead."
        ).format(layer=layer.name())
    )


def choice_of(
    connection: sqlite3.Connection,
    shown: Shown,
    source: QgsProcessingFeatureSource,
    whole: bool,
    transforms: QgsCoordinateTransformContext,
    cancelled: Cancelled,
) -> Choice:
    """The rows that the features of `source` stand for; `whole`: they are all of the layer.

    Raises `CacheError` where there are no features, or they cannot be told to rows.
    """
    choice = _choice_of(connection, shown, source, whole, transforms, cancelled)
    if not shown.months:
        return choice
    return replace(choice, limits=replace(choice.limits, months=frozenset(shown.months)))


def _choice_of(
    connection: sqlite3.Connection,
    shown: Shown,
    source: QgsProcessingFeatureSource,
    whole: bool,
    transforms: QgsCoordinateTransformContext,
    cancelled: Cancelled,
) -> Choice:
    if source.featureCount() == 0:
        raise CacheError(tr("'{layer}' has no feature to give rows of. Choose another layer.").format(layer=shown.name))
    if shown.stands is Stands.ROW:
        return _of_rows(source, whole, cancelled)
    if shown.stands is Stands.AREA:
        return _of_areas(shown, source, cancelled)
    if shown.stands in (Stands.MONTH, Stands.YEAR):
        return of_months(source, shown.stands is Stands.YEAR, whole, cancelled)
    if shown.stands is Stands.WHOLE_MONTH:
        return of_whole_months(source, cancelled)
    if shown.stands is Stands.PLACE:
        return _of_places(connection, source, cancelled)
    return _of_ground(connection, shown, source, transforms, cancelled)


def _stands(kind: LayerKind, layer: QgsMapLayer) -> Optional[Stands]:
    """None for a kind that shows no rows of published files, such as police stations."""
    if kind is LayerKind.AREAS:
        return Stands.AREA
    if SPECS[kind].dataset is None or not isinstance(layer, QgsVectorLayer):
        return None
    if kind in _THROUGH_TIME:
        return _THROUGH_TIME[kind]
    counted = any(layer.fields().lookupField(name) >= 0 for name in COUNTS)
    return Stands.PLACE if counted else Stands.ROW


def _of_result(layer: QgsVectorLayer, counted: CountedFrom) -> Shown:
    stands = Stands.AREA if counted.areas else Stands.GROUND
    if layer.fields().lookupField("place") >= 0:
        stands = Stands.PLACE
    elif not layer.isSpatial() and layer.fields().lookupField("month") >= 0:
        stands = Stands.WHOLE_MONTH
    return Shown(layer.name(), stands, counted.cache, counted.selection, Dataset.STREET, counted.areas, counted.months)


def _of_rows(source: QgsProcessingFeatureSource, whole: bool, cancelled: Cancelled) -> Choice:
    if whole:
        return Choice(RowLimits(placed=True), int(source.featureCount()))
    request = QgsFeatureRequest().setSubsetOfAttributes([]).setFlags(QgsFeatureRequest.Flag.NoGeometry)
    rows = tuple(int(feature.id()) for feature in all_of(source, request, cancelled))
    return Choice(RowLimits(rows=rows), len(rows))


def _of_areas(shown: Shown, source: QgsProcessingFeatureSource, cancelled: Cancelled) -> Choice:
    fields = source.fields()
    if fields.lookupField("code") < 0:
        raise CacheError(
            tr("'{layer}' has no field 'code' that names areas. Choose another layer.").format(layer=shown.name)
        )
    own = [name for name in ("kind", "edition") if fields.lookupField(name) >= 0] if not shown.areas else []
    counts = count_fields(source)
    codes: dict[str, None] = {}
    sets, number = {shown.areas}, 0
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    for feature in all_of(source, request, cancelled):
        codes[str(feature["code"])] = None
        number += shown_number(feature, counts)
        if own:
            sets = {*(sets - {""}), ":".join(str(feature[name]) for name in own)}
    if len(sets) > 1:
        raise CacheError(tr("Areas of one kind and edition at a time: select features of one."))
    kind, _, edition = next(iter(sets)).partition(":")
    area = Area(kind, tuple(codes), ", ".join(list(codes)[:3]))
    # Outlines of other areas may be of an edition that no look-up leads to: then the newest that one leads to.
    settled = bool(edition) and (bool(shown.areas) or kind == AreaKind.LSOA.value)
    limits = RowLimits(within=area, edition=int(edition) if settled else None)
    return Choice(limits, number if counts else None)


def _of_places(connection: sqlite3.Connection, source: QgsProcessingFeatureSource, cancelled: Cancelled) -> Choice:
    """By the number of the place where the layer has it, else by point, name and LSOA, which tell places apart."""
    counts, fields = count_fields(source), source.fields()
    numbered = fields.lookupField("place") >= 0
    number, places, keys = 0, set(), set()
    for feature in all_of(source, QgsFeatureRequest(), cancelled):
        number += shown_number(feature, counts)
        if numbered:
            places.add(int(feature["place"]))
        else:
            keys.add((*_at(feature), *(_text(feature, fields, name) for name in ("location", "lsoa_code"))))
    if keys:
        places = _places_called(connection, keys)
    return Choice(RowLimits(places=tuple(sorted(places))), number if counts else None)


def _places_called(connection: sqlite3.Connection, keys: set[tuple[Any, ...]]) -> set[int]:
    try:
        return {
            place for place, blob, name, code in connection.execute(_PLACES) if (*box(blob)[:2], name, code) in keys
        }
    except struct.error as error:
        raise CacheError(tr("The cache holds a damaged geometry. Check it with 'verify'.")) from error


def _of_ground(
    connection: sqlite3.Connection,
    shown: Shown,
    source: QgsProcessingFeatureSource,
    transforms: QgsCoordinateTransformContext,
    cancelled: Cancelled,
) -> Choice:
    counts, number = count_fields(source), 0
    geometries = []
    for feature in all_of(source, QgsFeatureRequest(), cancelled):
        if feature.hasGeometry():
            geometries.append(QgsGeometry(feature.geometry()))
        number += shown_number(feature, counts)
    points = snap_points(connection, shown.selection)
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), source.sourceCrs(), transforms)
    x, y = moved_points(points.longitude, points.latitude, transform, cancelled)
    inside = UnitIndex(geometries, cancelled).unit_of(x, y) >= 0
    places: np.ndarray = points.place[inside]
    return Choice(RowLimits(places=tuple(places.tolist())), number if counts else None)


def _text(feature: QgsFeature, fields: Any, name: str) -> str:
    value = feature[name] if fields.lookupField(name) >= 0 else ""
    return value if isinstance(value, str) else ""


def _at(feature: QgsFeature) -> tuple[float, float]:
    point = feature.geometry().asPoint() if feature.hasGeometry() else None
    return (point.x(), point.y()) if point is not None else (0.0, 0.0)
