# SPDX-License-Identifier: GPL-2.0-or-later
"""The map of a result page: layers of the run's own, drawn where the run is, without any project."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsMapLayer,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsMapToPixel,
    QgsMarkerSymbol,
    QgsPointXY,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

WIDTH = 1500
_DPI = 210  # 180 mm of an A4 page
_MARGIN = 0.04
_TALLEST, _FLATTEST = 0.78, 0.5  # so that the parts from near fit on the first page too


@dataclass(frozen=True)
class Label:
    """A short text at a place of the map, in the map's CRS."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class MapPicture:
    """What the map shows: layers, topmost first, of the thread that draws; what lies around `area` is cut off."""

    layers: Sequence[QgsMapLayer]
    area: QgsRectangle
    crs: QgsCoordinateReferenceSystem
    labels: Sequence[Label] = ()
    width: int = WIDTH


def outline_layer(geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """The study area as a line around it."""
    return _outlined(geometries, crs, "60,60,60,255", 0.35)


def faint_layer(geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """Areas as faint lines, to find one's way by."""
    return _outlined(geometries, crs, "120,140,160,130", 0.1)


def mask_layer(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """White all around the study area: a raster is drawn half a cell beyond its edge."""
    around = geometry.boundingBox()
    around.grow(max(around.width(), around.height()))
    layer = _memory("MultiPolygon", [QgsGeometry.fromRect(around).difference(geometry)], crs)
    symbol = QgsFillSymbol.createSimple({"color": "255,255,255,255", "outline_style": "no"})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def dots_layer(x: np.ndarray, y: np.ndarray, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """Snap points, (n,) each, as small grey dots: where people are, in place of a background map."""
    there = np.isfinite(x) & np.isfinite(y)
    points = [QgsGeometry.fromPointXY(QgsPointXY(*at)) for at in zip(x[there].tolist(), y[there].tolist())]
    layer = _memory("Point", points, crs)
    symbol = QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": "150,150,150,150", "size": "0.45", "outline_style": "no"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def png_address(picture: MapPicture) -> str:
    """The map as the address of an image that the page holds itself."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    draw(picture).save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(bytes(data)).decode("ascii")


def draw(picture: MapPicture) -> QImage:
    """Draw the map with its scale bar and labels."""
    settings = _settings(picture)
    image = QImage(settings.outputSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDotsPerMeterX(round(_DPI / 0.0254))
    image.setDotsPerMeterY(round(_DPI / 0.0254))
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for label in picture.labels:
        _draw_label(painter, settings.mapToPixel(), label)
    _draw_scale_bar(painter, settings)
    painter.end()
    return image


def _settings(picture: MapPicture) -> QgsMapSettings:
    area = QgsRectangle(picture.area)
    area.grow(max(area.width(), area.height()) * _MARGIN)
    ratio = min(max(area.height() / max(area.width(), 1e-9), _FLATTEST), _TALLEST)
    settings = QgsMapSettings()
    settings.setLayers(list(picture.layers))
    settings.setDestinationCrs(picture.crs)
    settings.setOutputSize(QSize(picture.width, round(picture.width * ratio)))
    settings.setOutputDpi(_DPI)
    settings.setBackgroundColor(QColor("#ffffff"))
    settings.setExtent(area)
    return settings


def _outlined(
    geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem, colour: str, width: float
) -> QgsVectorLayer:
    layer = _memory("MultiPolygon", geometries, crs)
    symbol = QgsFillSymbol.createSimple(
        {"style": "no", "outline_color": colour, "outline_width": str(width), "outline_style": "solid"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def _memory(kind: str, geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    layer = QgsVectorLayer(kind, "drawn", "memory")
    layer.setCrs(crs)
    features = []
    for geometry in geometries:
        feature = QgsFeature()
        feature.setGeometry(geometry)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def _draw_label(painter: QPainter, pixel: QgsMapToPixel, label: Label) -> None:
    """A number in a ring, which is read on every background, beside its place and not on it."""
    place = pixel.transform(label.x, label.y)
    at = QPointF(place.x() + 42, place.y() - 42)
    font = _font(28, bold=True)
    radius = max(21.0, QFontMetricsF(font).horizontalAdvance(label.text) / 2 + 9)
    painter.setPen(QPen(QColor("#1c1c1c"), 2.5))
    painter.drawLine(QPointF(place.x(), place.y()), at)
    painter.setBrush(QColor(255, 255, 255, 235))
    painter.drawEllipse(at, radius, radius)
    painter.setFont(font)
    box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label.text)


def _draw_scale_bar(painter: QPainter, settings: QgsMapSettings) -> None:
    """A bar of a round length, about a fifth of the map."""
    metres = round_below(settings.visibleExtent().width() / 5)
    length = metres / settings.mapUnitsPerPixel()
    left, bottom = 30.0, settings.outputSize().height() - 30.0
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    painter.setFont(_font(26))
    width = QFontMetricsF(painter.font()).horizontalAdvance(text)
    painter.fillRect(QRectF(left - 12, bottom - 52, max(length, width) + 24, 68), QColor(255, 255, 255, 215))
    painter.setPen(QPen(QColor("#1c1c1c"), 3))
    painter.drawLine(QPointF(left, bottom), QPointF(left + length, bottom))
    for end in (left, left + length):
        painter.drawLine(QPointF(end, bottom - 8), QPointF(end, bottom + 8))
    painter.drawText(QPointF(left, bottom - 16), text)


def _font(pixels: int, bold: bool = False) -> QFont:
    font = QFont("Sans Serif")
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def round_below(value: float) -> float:
    """The largest of 1, 2, 5, 10, 20 … that is not above `value`."""
    power = 10.0 ** math.floor(math.log10(max(value, 1e-9)))
    return max(step * power for step in (1, 2, 5) if step * power <= value * (1 + 1e-12))
