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
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLabelingEngineSettings,
    QgsMapLayer,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsMarkerSymbol,
    QgsPointXY,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from .label_places import place_labels

WIDTH = 1500
DPI = 210  # 180 mm of an A4 page
_MARGIN = 0.04
GROUND = "#f3f3f1"
_SHORT = 9.0  # pixels by which a line ends before its place, which may be smaller than the line is wide
_STRIP = 60  # pixels for the scale
_TALLEST, _FLATTEST = 0.7, 0.5  # so that the parts from near fit on the first page too


@dataclass(frozen=True)
class Label:
    """A short text for what lies at `places`, one or several, in the map's CRS."""

    text: str
    places: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class MapPicture:
    """What the map shows: layers, topmost first, of the thread that draws; what lies around `area` is cut off.

    Under it is a strip with the scale. Labels leave the places `free` where they can. Its height is between `flattest`
    and `tallest` of its width.
    """

    layers: Sequence[QgsMapLayer]
    area: QgsRectangle
    crs: QgsCoordinateReferenceSystem
    labels: Sequence[Label] = ()
    width: int = WIDTH
    free: Sequence[tuple[float, float]] = ()
    tallest: float = _TALLEST
    flattest: float = _FLATTEST


def outline_layer(geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """The study area as a line around it."""
    return _outlined(geometries, crs, "60,60,60,255", 0.35)


def ground_layer(
    geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem, line: bool = False
) -> QgsVectorLayer:
    """The study area as a pale ground; with a thin line around it where its border is only guessed."""
    layer = drawn_layer("MultiPolygon", geometries, crs)
    style = {"color": GROUND, "outline_color": "170,170,170,255", "outline_width": "0.12"}
    if not line:
        style["outline_style"] = "no"
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(style)))
    return layer


def faint_layer(geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """Areas as faint lines, to find one's way by."""
    return _outlined(geometries, crs, "120,140,160,130", 0.1)


def mask_layer(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """White all around the study area: a raster is drawn half a cell beyond its edge."""
    around = geometry.boundingBox()
    around.grow(max(around.width(), around.height()))
    layer = drawn_layer("MultiPolygon", [QgsGeometry.fromRect(around).difference(geometry)], crs)
    symbol = QgsFillSymbol.createSimple({"color": "255,255,255,255", "outline_style": "no"})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def dots_layer(x: np.ndarray, y: np.ndarray, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """Snap points, (n,) each, as small grey dots: where people are, in place of a background map."""
    there = np.isfinite(x) & np.isfinite(y)
    apart = np.unique(np.column_stack([x[there], y[there]]), axis=0)  # a layer may have a row a crime
    points = [QgsGeometry.fromPointXY(QgsPointXY(*at)) for at in apart.tolist()]
    layer = drawn_layer("Point", points, crs)
    symbol = QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": "150,150,150,150", "size": "0.45", "outline_style": "no"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def png_address(picture: MapPicture) -> str:
    """The map as the address of an image that the page holds itself."""
    return image_address(draw(picture))


def image_address(image: QImage) -> str:
    """A picture as the address of an image."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(bytes(data)).decode("ascii")


def draw(picture: MapPicture) -> QImage:
    """Draw the map with its labels, and its scale in a strip below."""
    settings = _settings(picture)
    size = settings.outputSize()
    image = QImage(size.width(), size.height() + _STRIP, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDotsPerMeterX(round(DPI / 0.0254))
    image.setDotsPerMeterY(round(DPI / 0.0254))
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setClipRect(0, 0, size.width(), size.height())
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_labels(painter, settings, picture)
    painter.setClipping(False)
    _draw_scale_bar(painter, settings)
    painter.end()
    return image


def _settings(picture: MapPicture) -> QgsMapSettings:
    area = QgsRectangle(picture.area)
    area.grow(max(area.width(), area.height()) * _MARGIN)
    ratio = min(max(area.height() / max(area.width(), 1e-9), picture.flattest), picture.tallest)
    settings = QgsMapSettings()
    settings.setLayers(list(picture.layers))
    settings.setDestinationCrs(picture.crs)
    settings.setOutputSize(QSize(picture.width, round(picture.width * ratio)))
    settings.setOutputDpi(DPI)
    settings.setBackgroundColor(QColor("#ffffff"))
    settings.setExtent(area)
    engine = QgsLabelingEngineSettings()
    engine.setFlag(QgsLabelingEngineSettings.Flag.UsePartialCandidates, False)  # no word is cut at the edge
    settings.setLabelingEngineSettings(engine)
    # Styles know their scale by it.
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.globalScope())
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    return settings


def _outlined(
    geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem, colour: str, width: float
) -> QgsVectorLayer:
    layer = drawn_layer("MultiPolygon", geometries, crs)
    symbol = QgsFillSymbol.createSimple(
        {"style": "no", "outline_color": colour, "outline_width": str(width), "outline_style": "solid"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def drawn_layer(kind: str, geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """A layer in memory of geometries of this kind; style and fields are up to the caller."""
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


def _draw_labels(painter: QPainter, settings: QgsMapSettings, picture: MapPicture) -> None:
    """Each in a ring, which is read on every background, beside its place and not on it."""
    font, size = _font(28, bold=True), settings.outputSize()
    texts = [label.text for label in picture.labels]
    radii = [max(21.0, QFontMetricsF(font).horizontalAdvance(text) / 2 + 9) for text in texts]
    places = [_pixels(settings, label.places) for label in picture.labels]
    taken = np.concatenate([_pixels(settings, picture.free), *places])
    placed = place_labels(places, radii, (size.width(), size.height()), taken)
    for colour, width in (("#ffffff", 7.0), ("#1c1c1c", 2.5)):
        painter.setPen(QPen(QColor(colour), width))
        for one in placed:
            short = _SHORT / math.hypot(one.x - one.to_x, one.y - one.to_y)
            end = QPointF(one.to_x + short * (one.x - one.to_x), one.to_y + short * (one.y - one.to_y))
            painter.drawLine(end, QPointF(one.x, one.y))
    painter.setBrush(QColor(255, 255, 255, 235))
    painter.setFont(font)
    for one, text in zip(placed, texts):
        painter.drawEllipse(QPointF(one.x, one.y), one.radius, one.radius)
        box = QRectF(one.x - one.radius, one.y - one.radius, 2 * one.radius, 2 * one.radius)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _pixels(settings: QgsMapSettings, places: Sequence[tuple[float, float]]) -> np.ndarray:
    """Where places of the map are in the picture, (n, 2)."""
    pixel = settings.mapToPixel()
    found = [pixel.transform(x, y) for x, y in places]
    return np.array([(at.x(), at.y()) for at in found], dtype=float).reshape(-1, 2)


def _draw_scale_bar(painter: QPainter, settings: QgsMapSettings) -> None:
    """A bar of a round length, about a fifth of the map, in the strip under it."""
    metres = round_below(settings.visibleExtent().width() / 5)
    length = metres / settings.mapUnitsPerPixel()
    top, right = float(settings.outputSize().height()), float(settings.outputSize().width())
    painter.setPen(QPen(QColor("#bbbbbb"), 2))
    painter.drawLine(QPointF(0, top), QPointF(right, top))
    left, middle = 30.0, top + _STRIP / 2
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    painter.setFont(_font(26))
    painter.setPen(QPen(QColor("#1c1c1c"), 3))
    painter.drawLine(QPointF(left, middle), QPointF(left + length, middle))
    for end in (left, left + length):
        painter.drawLine(QPointF(end, middle - 9), QPointF(end, middle + 9))
    painter.drawText(QPointF(left + length + 20, middle + 9), text)


def _font(pixels: int, bold: bool = False) -> QFont:
    font = QFont("Sans Serif")
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def round_below(value: float) -> float:
    """The largest of 1, 2, 5, 10, 20 … that is not above `value`."""
    power = 10.0 ** math.floor(math.log10(max(value, 1e-9)))
    return max(step * power for step in (1, 2, 5) if step * power <= value * (1 + 1e-12))
