# SPDX-License-Identifier: GPL-2.0-or-later
"""The map of a result whose units each have a class: study area, units, snap points, numbers of those named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsFeature, QgsField, QgsVectorLayer
from qgis.PyQt.QtCore import QVariant

from ...analysis.errors import Cancelled, stop_if
from ...reports.result_map import Label, MapPicture, dots_layer, faint_layer, ground_layer, outline_layer
from ..writing.result_layer import styled_by
from .study_area import dissolved

if TYPE_CHECKING:
    from .inputs import Inputs
    from .units import Units


def classed_map(
    inputs: Inputs,
    units: Units,
    style: str,
    classes: Sequence[str],
    drawn: np.ndarray,
    numbered: Sequence[int],
    cells: bool,
    cancelled: Cancelled,
) -> MapPicture:
    """The study area with the units `drawn` (n,), bool, each by its class in the style named.

    The units `numbered` get the numbers 1, 2, 3, … of the table.
    """
    crs = inputs.crs
    study = inputs.study.geometry if inputs.study else dissolved(units.geometries)
    outlines = [outline.geometry for outline in inputs.study.outlines] if inputs.study else []
    if not outlines and not cells:
        outlines = list(units.geometries)
    layers = [
        *([] if inputs.guessed else [outline_layer([study], crs)]),
        _layer(inputs, units, style, classes, drawn, cancelled),
        dots_layer(inputs.crimes.x, inputs.crimes.y, crs),
        faint_layer(outlines, crs),
        ground_layer([study], crs, line=inputs.guessed),
    ]
    places = [_centre(units, unit) for unit in numbered]
    labels = [Label(str(at + 1), [place]) for at, place in enumerate(places)]
    return MapPicture(layers, study.boundingBox(), crs, labels, free=places)


def _centre(units: Units, unit: int) -> tuple[float, float]:
    at = units.geometries[unit].centroid().asPoint()
    return at.x(), at.y()


def _layer(
    inputs: Inputs, units: Units, style: str, classes: Sequence[str], drawn: np.ndarray, cancelled: Cancelled
) -> QgsVectorLayer:
    layer = QgsVectorLayer("MultiPolygon", "classes", "memory")
    layer.setCrs(inputs.crs)
    provider = layer.dataProvider()
    provider.addAttributes([QgsField("class", QVariant.String)])
    layer.updateFields()
    features = []
    for at in np.flatnonzero(drawn).tolist():
        stop_if(cancelled)
        feature = QgsFeature(layer.fields())
        feature.setGeometry(units.geometries[at])
        feature.setAttributes([classes[at]])
        features.append(feature)
    provider.addFeatures(features)
    layer.updateExtents()
    styled_by(style)(layer)
    return layer
