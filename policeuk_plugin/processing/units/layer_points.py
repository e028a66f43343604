# SPDX-License-Identifier: GPL-2.0-or-later
"""The points of a user's layer as crimes: how many each stands for, none lost or made up unsaid."""

from __future__ import annotations

import math
from array import array
from typing import Optional

import numpy as np
from qgis.core import QgsFeature, QgsFeatureRequest, QgsProcessingFeatureSource, QgsWkbTypes
from qgis.PyQt.QtCore import QVariant

from offline_cache.errors import CacheError

from ...analysis.errors import Cancelled, stop_if
from ...analysis.places import MOST_CRIMES
from ...text import many, number, tr
from ..running.wording import Number, number_text
from .crimes import About, Crimes
from .geometry_sources import checked_crs

_POINT = QgsWkbTypes.GeometryType.PointGeometry


def crimes_of_layer(source: QgsProcessingFeatureSource, count_field: str, cancelled: Cancelled) -> Crimes:
    """The points of a layer, in its CRS.

    Raises `CacheError` without CRS or features, for a layer of anything but single points, for a field that is not
    there, and for counts that are no numbers, below zero or too large to be added up.
    """
    layer = tr("The layer {name}").format(name=source.sourceName())
    crs = checked_crs(source, layer)
    _check_points(source, layer)
    field = _field(source, count_field, layer)
    request = QgsFeatureRequest().setSubsetOfAttributes([] if field is None else [field])
    rows = array("d")  # a list of a million rows takes ten times the memory
    unplaced: Number = 0
    total: Number = 0
    flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    for feature in source.getFeatures(request, flag):
        stop_if(cancelled)
        count = 1 if field is None else _count(feature.attribute(field), count_field)
        at = _point(feature, layer)
        total += count
        if at is None:
            unplaced += count
        else:
            rows.extend((*at, count))
    _check_total(total, count_field)
    columns = np.array(rows, dtype=float).reshape(-1, 3)
    counts = columns[:, 2]
    whole = counts.astype(np.int64) if np.array_equal(counts, np.floor(counts)) else counts
    about = About(source.sourceName(), "", "", _lines(source, count_field, unplaced), ())
    return Crimes(columns[:, 0], columns[:, 1], whole, None, crs, unplaced, about)


def _check_points(source: QgsProcessingFeatureSource, layer: str) -> None:
    kind = QgsWkbTypes.geometryType(source.wkbType())
    if kind not in (_POINT, QgsWkbTypes.GeometryType.UnknownGeometry):
        raise CacheError(
            tr("{layer} is no layer of points. Choose one, or make centroids of its features first.").format(
                layer=layer
            )
        )


def _field(source: QgsProcessingFeatureSource, name: str, layer: str) -> Optional[int]:
    """The place of the count field, None where none was asked for; raises `CacheError` where it is not there."""
    if not name:
        return None
    found = int(source.fields().lookupField(name))
    if found < 0:
        names = ", ".join(field.name() for field in source.fields()) or tr("none")
        raise CacheError(
            tr("{layer} has no field '{name}' to count by. Its fields: {names}.").format(
                layer=layer, name=name, names=names
            )
        )
    return found


def _point(feature: QgsFeature, layer: str) -> Optional[tuple[float, float]]:
    """Where a feature is, None without geometry; raises `CacheError` for what is not one point."""
    geometry = feature.geometry()
    if geometry.isNull() or geometry.isEmpty():
        return None
    if geometry.type() != _POINT:
        raise CacheError(
            tr("{layer} has features that are no points. Choose a layer of points only.").format(layer=layer)
        )
    points = geometry.asMultiPoint() if geometry.isMultipart() else [geometry.asPoint()]
    if len(points) > 1:
        raise CacheError(
            tr("{layer} has features of several points. Convert it to single parts first.").format(layer=layer)
        )
    return points[0].x(), points[0].y()


def _count(value: object, name: str) -> Number:
    """A feature's count; raises `CacheError` where there is none: empty is not zero."""
    if value is None or (isinstance(value, QVariant) and value.isNull()):
        text = tr("The count field {name} has empty values. Fill them in or choose another field; empty is not zero.")
        raise CacheError(text.format(name=name))
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        text = tr("The count field {name} holds '{value}', which is no number. Choose a field of numbers.")
        raise CacheError(text.format(name=name, value=str(value)[:40]))
    if value < 0:
        raise CacheError(tr("The count field {name} has values below zero. Choose another field.").format(name=name))
    return int(value) if float(value).is_integer() else value


def _check_total(total: Number, name: str) -> None:
    if total >= MOST_CRIMES:
        raise CacheError(
            tr(
                "The count field {name} adds up to more than {most}, beyond which numbers are not exact. Choose "
                "another field."
            ).format(name=name, most=number(MOST_CRIMES))
        )


def _lines(source: QgsProcessingFeatureSource, count_field: str, unplaced: Number) -> tuple[str, ...]:
    features = many(source.featureCount(), tr("feature"), tr("features"))
    counted = tr("counted by the field {field}").format(field=count_field) if count_field else tr("each counted as one")
    lines = [
        tr("The layer {name}: {features}, {counted}.").format(
            name=source.sourceName(), features=features, counted=counted
        )
    ]
    if unplaced:
        lines.append(tr("{n} have no geometry and are on no map.").format(n=number_text(unplaced)))
    return tuple(lines)
