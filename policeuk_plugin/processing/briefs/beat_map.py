# SPDX-License-Identifier: GPL-2.0-or-later
"""The map of a brief: the area, its snap points as circles by their crimes, some names to find one's way by."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsProperty,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QVariant
from qgis.PyQt.QtGui import QColor, QFont, QImage

from offline_cache.errors import CacheError
from offline_cache.model import Selection
from offline_cache.reference import place_kind

from ...analysis.errors import Cancelled
from ...field.background import check_background, open_background
from ...reports.document import Picture
from ...reports.map_circles import Circles, with_legend
from ...reports.result_map import MapPicture, draw, faint_layer, ground_layer, image_address, outline_layer
from ...text import number, tr
from ..running.moving import moved_points
from ..running.reference_systems import WGS84, grid_for
from ..units.outlines import Meant, outlines_meant
from .beat_places import Places

WIDTH = 960
"""Pixels: 81 mm on paper at 300 dots an inch."""
_TALLEST, _FLATTEST = 1.15, 0.85
_NAMES = 7
_NEAR = "On or near "
_LONGEST = 28
_PALE = 0.6
"""How opaque a background is."""
_LARGEST, _SMALLEST = 8.5, 1.4
"""Diameters in millimetres of the map's own scale, for the most crimes of a snap point and for one."""
_FEW, _UNCROWDED, _LEAST_CROWDED = 10, 400, 0.6
"""Crimes that have the largest circle at least; points from which on circles shrink, and to what."""


@dataclass(frozen=True)
class _Ground:
    """What the area is on paper: its parts in metres of `crs`; none where no outline is held."""

    crs: QgsCoordinateReferenceSystem
    parts: tuple[QgsGeometry, ...]


def beat_map(
    cache: Path,
    connection: sqlite3.Connection,
    selection: Selection,
    found: Places,
    context: QgsCoordinateTransformContext,
    cancelled: Cancelled,
    background: Optional[Path] = None,
) -> tuple[Optional[Picture], tuple[str, ...]]:
    """The map as a picture that a page holds, and whose outlines and `background` it shows.

    None where there is neither an outline nor a snap point. Raises `CacheError` where the background is no map.
    """
    meant = _meant(cache, connection, selection)
    points = found.points
    if meant is None and points.place.size == 0:
        return None, ()
    ground = _ground(meant, points.longitude, points.latitude, context)
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), ground.crs, context)
    x, y = moved_points(points.longitude, points.latitude, transform, cancelled)
    under = _under(background)
    image = _drawn(ground, x, y, found, under)
    text = tr("Map of the area with its {n} snap points, as circles by the number of crimes.").format(
        n=number(int(points.place.size))
    )
    caption = " ".join(_captions(meant, found))
    rights = [*(meant.licences if meant is not None else ()), *([_rights(background)] if background else [])]
    return Picture(image_address(image), text, caption), tuple(rights)


def _captions(meant: Optional[Meant], found: Places) -> list[str]:
    lines = [] if meant is not None else [tr("No outline of this area is held.")]
    return [*lines, *([tr("Crimes of {months}.").format(months=found.partly)] if found.partly else [])]


def _under(background: Optional[Path]) -> list[QgsMapLayer]:
    """The user's own map, paler than what lies on it."""
    if background is None:
        return []
    check_background(background)
    layers = open_background(background)
    for layer in layers:
        layer.setOpacity(_PALE)
    return layers


def _rights(background: Path) -> str:
    return tr("Background map: {name}, by the licence it came with.").format(name=background.name)


def _meant(cache: Path, connection: sqlite3.Connection, selection: Selection) -> Optional[Meant]:
    try:
        return outlines_meant(cache, connection, selection)
    except CacheError:
        return None


def _ground(
    meant: Optional[Meant], longitude: np.ndarray, latitude: np.ndarray, context: QgsCoordinateTransformContext
) -> _Ground:
    if meant is None:
        return _Ground(grid_for(QgsPointXY(float(np.median(longitude)), float(np.median(latitude)))), ())
    box = QgsRectangle()
    for outline in meant.outlines:
        box.combineExtentWith(outline.geometry.boundingBox())
    crs = grid_for(box.center())
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), crs, context)
    parts = []
    for outline in meant.outlines:
        geometry = QgsGeometry(outline.geometry)
        geometry.transform(transform)
        parts.append(geometry)
    return _Ground(crs, tuple(parts))


def _drawn(ground: _Ground, x: np.ndarray, y: np.ndarray, found: Places, under: Sequence[QgsMapLayer]) -> QImage:
    most = int(found.crimes.max()) if found.crimes.size else 0
    scale = CircleScale(most, int((found.crimes > 0).sum()))
    names = [] if under else [_named(ground, x, y, found)]
    layers: list[QgsMapLayer] = [*names, _circles(ground, x, y, found.crimes, scale)]
    area = QgsRectangle()
    if ground.parts:
        whole = QgsGeometry.unaryUnion(list(ground.parts))
        area = whole.boundingBox()
        layers += [outline_layer([whole], ground.crs)]
        layers += [faint_layer(ground.parts, ground.crs)] if len(ground.parts) > 1 else []
        layers += under or [ground_layer([whole], ground.crs)]
    else:
        for at in zip(x.tolist(), y.tolist()):
            area.combineExtentWith(*at) if area.isNull() is False else area.set(*at, *at)
        area.grow(200.0)
        layers += under
    image = draw(MapPicture(layers, area, ground.crs, width=WIDTH, tallest=_TALLEST, flattest=_FLATTEST))
    return with_legend(image, Circles(most, scale.diameter))


@dataclass(frozen=True)
class CircleScale:
    """How large circles are: `most` crimes are on one snap point, and `points` have any."""

    most: int
    points: int

    def diameter(self, count: int) -> float:
        """Millimetres: the surface grows with the crimes, one crime is seen too, and many points lie on few others."""
        if count <= 0:
            return 0.0
        crowded = min(1.0, max(_LEAST_CROWDED, math.sqrt(_UNCROWDED / max(self.points, 1))))
        return crowded * max(_SMALLEST, _LARGEST * math.sqrt(count / max(self.most, _FEW)))


def _circles(ground: _Ground, x: np.ndarray, y: np.ndarray, crimes: np.ndarray, scale: CircleScale) -> QgsVectorLayer:
    """Circles by their size, the largest drawn first, so that none is hidden."""
    layer = QgsVectorLayer("Point", "circles", "memory")
    layer.setCrs(ground.crs)
    layer.dataProvider().addAttributes([QgsField("size", QVariant.Double)])
    layer.updateFields()
    features = []
    for at in np.argsort(-crimes, kind="stable").tolist():
        if crimes[at] > 0 and np.isfinite(x[at]) and np.isfinite(y[at]):
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(float(x[at]), float(y[at]))))
            feature.setAttributes([scale.diameter(int(crimes[at]))])
            features.append(feature)
    layer.dataProvider().addFeatures(features)
    symbol = QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": "31,78,121,150", "outline_color": "255,255,255,255", "outline_width": "0.15"}
    )
    symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertySize, QgsProperty.fromField("size"))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def _named(ground: _Ground, x: np.ndarray, y: np.ndarray, found: Places) -> QgsVectorLayer:
    """Names of some streets that lie far from one another, whatever their crimes: no ranking, but a way to read it."""
    layer = QgsVectorLayer("Point", "names", "memory")
    layer.setCrs(ground.crs)
    layer.dataProvider().addAttributes([QgsField("name", QVariant.String)])
    layer.updateFields()
    features = []
    for at in apart(x, y, [_street(name) for name in found.names], _NAMES):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(float(x[at]), float(y[at]))))
        feature.setAttributes([_street(found.names[at])])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple({"size": "0", "outline_style": "no"})))
    layer.setLabeling(QgsVectorLayerSimpleLabeling(_lettering()))
    layer.setLabelsEnabled(True)
    return layer


def _lettering() -> QgsPalLayerSettings:
    words = QgsTextFormat()
    words.setFont(QFont("Sans Serif"))
    words.setSize(8.0)
    words.setColor(QColor("#333333"))
    edge = QgsTextBufferSettings()
    edge.setEnabled(True)
    edge.setSize(0.8)
    edge.setColor(QColor(255, 255, 255, 230))
    words.setBuffer(edge)
    settings = QgsPalLayerSettings()
    settings.fieldName = "name"
    settings.setFormat(words)
    settings.wrapChar = ""
    return settings


def _street(name: str) -> str:
    """The street of a snap point; '' where it is named after something that is in many places."""
    plain = (name[len(_NEAR) :] if name.startswith(_NEAR) else name).strip()
    return plain if place_kind(name) == "Street" and len(plain) <= _LONGEST else ""


def apart(x: np.ndarray, y: np.ndarray, names: Sequence[str], most: int) -> list[int]:
    """Places of up to `most` points with names of their own, each as far from the others as can be."""
    left = [at for at, name in enumerate(names) if name and np.isfinite(x[at]) and np.isfinite(y[at])]
    chosen: list[int] = []
    while left and len(chosen) < most:
        if chosen:
            far = [min((x[at] - x[one]) ** 2 + (y[at] - y[one]) ** 2 for one in chosen) for at in left]
        else:
            middle = float(np.mean(x[left])), float(np.mean(y[left]))
            far = [-((x[at] - middle[0]) ** 2 + (y[at] - middle[1]) ** 2) for at in left]
        best = left[int(np.argmax(far))]
        chosen.append(best)
        left = [at for at in left if at != best and names[at] != names[best]]
    return chosen
