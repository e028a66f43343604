# SPDX-License-Identifier: GPL-2.0-or-later
"""The map and the chart of a comparison of two periods."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsFeature, QgsField, QgsVectorLayer
from qgis.PyQt.QtCore import QVariant

from ...analysis.change import Against, Told
from ...analysis.errors import Cancelled, stop_if
from ...reports.charts import Background, MonthLines, MonthPoint, Series, month_lines
from ...reports.result_map import Label, MapPicture, dots_layer, faint_layer, ground_layer, outline_layer
from ...text import tr
from ..running.wording import sentence_case
from ..units.map_room import crowded_out
from ..units.study_area import dissolved
from ..writing.result_layer import styled_by
from .change_layer import verdicts
from .change_run import ROWS, ChangeRun
from .change_words import finding


def style_of(run: ChangeRun) -> str:
    """The style, by what changes are held against."""
    return "change_relative" if run.asked.against is Against.AREA else "change"


def numbered(run: ChangeRun) -> list[int]:
    """The units with a number on the map: those called, else those with most crimes."""
    return (run.ranked or run.busiest)[:ROWS]


def picture_of(run: ChangeRun, cancelled: Cancelled) -> MapPicture:
    """The whole study area, the units of the table numbered."""
    crs, inputs = run.inputs.crs, run.inputs
    study = inputs.study.geometry if inputs.study else dissolved(run.units.geometries)
    outlines = [outline.geometry for outline in inputs.study.outlines] if inputs.study else []
    if not outlines and not run.asked.counted_in.cells:
        outlines = list(run.units.geometries)
    layers = [
        *([] if inputs.guessed else [outline_layer([study], crs)]),
        _drawn(run, cancelled),
        dots_layer(inputs.crimes.x, inputs.crimes.y, crs),
        faint_layer(outlines, crs),
        ground_layer([study], crs, line=inputs.guessed),
    ]
    labels, free = [], []
    for number, unit in enumerate(numbered(run)):
        at = run.units.geometries[unit].pointOnSurface().asPoint()
        labels.append(Label(str(number + 1), [(at.x(), at.y())]))
        free.append((at.x(), at.y()))
    return MapPicture(layers, study.boundingBox(), crs, labels, free=free)


def crowded(run: ChangeRun) -> np.ndarray:
    """The units for which the map of the page has no room, (n,)."""
    found = run.found
    return crowded_out(np.ones(found.told.size, dtype=bool), [found.is_(Told.TOO_FEW), found.is_(Told.NOT_TOLD)])


def _drawn(run: ChangeRun, cancelled: Cancelled) -> QgsVectorLayer:
    layer = QgsVectorLayer("MultiPolygon", "changes", "memory")
    layer.setCrs(run.inputs.crs)
    provider, found, words = layer.dataProvider(), run.found, verdicts(run.found)
    provider.addAttributes(
        [QgsField("verdict", QVariant.String), QgsField("ratio", QVariant.Double), QgsField("before", QVariant.Int)]
    )
    layer.updateFields()
    features = []
    for at in np.flatnonzero(~crowded(run)).tolist():
        stop_if(cancelled)
        feature = QgsFeature(layer.fields())
        feature.setGeometry(run.units.geometries[at])
        ratio = float(found.ratio[at])
        feature.setAttributes([words[at], ratio if ratio == ratio else None, int(found.before[at])])
        features.append(feature)
    provider.addFeatures(features)
    layer.updateExtents()
    styled_by(style_of(run))(layer)
    return layer


def chart(run: ChangeRun, width: int, background: Background) -> str:
    """The area's crimes by month of both periods; pairs that are left out are gaps."""
    periods = run.months.periods
    at = {later: place for place, later in enumerate(run.months.later)}
    months = list(periods.first.span(periods.first, periods.last))

    def points(values: np.ndarray) -> list[MonthPoint]:
        return [MonthPoint(month, float(values[at[month]]) if month in at else None) for month in months]

    return month_lines(
        MonthLines(
            tr("{what}, {where}: both periods by month").format(
                what=sentence_case(run.inputs.crimes.about.what), where=run.inputs.crimes.about.where
            ),
            tr("crimes a month, each above the same calendar month before"),
            finding(run),
            Series(periods.later_words, points(run.later)),
            Series(periods.before_words, points(run.before)),
            width,
            background,
        )
    )
