# SPDX-License-Identifier: GPL-2.0-or-later
"""The map of a run of the cluster test, and its largest clusters from near."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from qgis.core import QgsFeature, QgsField, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QVariant

from ...analysis.clusters import VERDICTS, Verdict
from ...analysis.errors import Cancelled, stop_if
from ...reports.result_map import (
    WIDTH,
    Label,
    MapPicture,
    dots_layer,
    faint_layer,
    ground_layer,
    outline_layer,
    png_address,
)
from ...reports.result_page import Detail
from ...text import tr
from ..units.map_room import crowded_out
from ..units.study_area import dissolved
from ..writing.result_layer import styled_by
from .cluster_run import ROWS, ClusterRun
from .cluster_style import PLAIN, cluster_style

_DETAILS, _TOO_SMALL = 2, 6
_NEAREST = 3000.0  # metres: nearer the snap points would look like addresses


def picture_of(run: ClusterRun, cancelled: Cancelled, style: str = "clusters") -> MapPicture:
    """The whole study area, its units in one of the `STYLES`."""
    crs, inputs = run.inputs.crs, run.inputs
    study = inputs.study.geometry if inputs.study else dissolved(run.units.geometries)
    outlines = [outline.geometry for outline in inputs.study.outlines] if inputs.study else []
    if not outlines and run.grids is None:
        outlines = list(run.units.geometries)
    layers = [
        *([] if inputs.guessed else [outline_layer([study], crs)]),
        _drawn(run, cancelled, style),
        dots_layer(inputs.crimes.x, inputs.crimes.y, crs),
        faint_layer(outlines, crs),
        ground_layer([study], crs, line=inputs.guessed),
    ]
    called = np.flatnonzero(run.found.is_(Verdict.CLUSTER))
    free = [run.units.geometries[at].centroid().asPoint() for at in called.tolist()]
    return MapPicture(layers, study.boundingBox(), crs, _labels(run), free=[(at.x(), at.y()) for at in free])


def details_of(run: ClusterRun, picture: MapPicture) -> list[Detail]:
    """The largest clusters from near, where the map is too small to show them."""
    details = []
    for area in range(min(run.areas, _DETAILS)):
        box = _box(run, area)
        side = max(box.width(), box.height(), _NEAREST)
        if side * _TOO_SMALL > max(picture.area.width(), picture.area.height()):
            return []
        around = QgsRectangle.fromCenterAndSize(box.center(), side * 1.55, side)
        near = replace(picture, area=around, labels=(), width=WIDTH // 2)
        details.append(Detail(png_address(near), f"{area + 1} · {where(run, run.area == area)}"))
    return details


def where(run: ClusterRun, mine: np.ndarray, most: int = 2) -> str:
    """The LSOAs that most of an area's crimes are in, or the names of its units; the first of them, and how many."""
    near = run.inputs.crimes.near
    names: Counter[str] = Counter()
    if "name" in run.units.key_fields:
        at = run.units.key_fields.index("name")
        for unit in np.flatnonzero(mine).tolist():
            names[run.units.keys[unit][at]] += int(run.units.counted.count[unit])
    elif near is not None and run.grids is not None:
        inside = (run.units.unit >= 0) & mine[run.units.unit]
        for name, count in zip(near[inside].tolist(), run.inputs.crimes.count[inside].tolist()):
            names[name] += count
    shown = [name for name, _ in names.most_common(most) if name]
    more = len([name for name in names if name]) - len(shown)
    return ", ".join(shown) + (tr(" and {n} more").format(n=more) if more > 0 else "")


def crowded(run: ClusterRun) -> np.ndarray:
    """The units that are more than a blank, and for which the map of the page has no room, (n,)."""
    found = run.found
    spare = [found.is_(one) for one in (Verdict.TOO_FEW, Verdict.NOT_TESTED, Verdict.EDGE)]
    return crowded_out(~found.is_(PLAIN[found.direction]), spare)


def _drawn(run: ClusterRun, cancelled: Cancelled, style: str) -> QgsVectorLayer:
    """The units that are more than a blank on the map."""
    layer = QgsVectorLayer("MultiPolygon", "verdicts", "memory")
    layer.setCrs(run.inputs.crs)
    provider = layer.dataProvider()
    provider.addAttributes([QgsField("verdict", QVariant.String), QgsField("largest_place_share", QVariant.Double)])
    layer.updateFields()
    features = []
    blank = run.found.is_(PLAIN[run.found.direction])
    for at in np.flatnonzero(~blank & ~crowded(run)).tolist():
        stop_if(cancelled)
        feature = QgsFeature(layer.fields())
        feature.setGeometry(run.units.geometries[at])
        share = float(run.units.counted.largest_place_share[at])
        feature.setAttributes([VERDICTS[run.found.verdict[at]].value, share if share == share else None])
        features.append(feature)
    provider.addFeatures(features)
    layer.updateExtents()
    if style == "clusters":
        cluster_style(run.found.direction, True)(layer)
    else:
        styled_by(style)(layer)
    return layer


def _labels(run: ClusterRun) -> list[Label]:
    """The number of each cluster of the table."""
    labels = []
    for area in range(min(run.areas, ROWS)):
        centres = [run.units.geometries[at].centroid().asPoint() for at in np.flatnonzero(run.area == area).tolist()]
        labels.append(Label(str(area + 1), [(at.x(), at.y()) for at in centres]))
    return labels


def _box(run: ClusterRun, area: int) -> QgsRectangle:
    box = QgsRectangle()
    for at in np.flatnonzero(run.area == area).tolist():
        box.combineExtentWith(run.units.geometries[at].boundingBox())
    return box
