# SPDX-License-Identifier: GPL-2.0-or-later
"""A sheet of one layer or theme: its map at three scales with the legend beside it, a row for each vision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDateTimeRange,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsLayerTree,
    QgsLayerTreeModel,
    QgsLegendRenderer,
    QgsLegendSettings,
    QgsLegendStyle,
    QgsMapLayer,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsMapToPixel,
    QgsRectangle,
    QgsRenderContext,
)
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QPen

from policeuk_plugin.layers.results import name_legend
from policeuk_plugin.reports.result_map import round_below
from tools.colour_vision import Vision, seen

DPI = 96
MAP = QSize(380, 320)
LEGEND_WIDTH = 290
_HEAD, _FOOT, _GAP = 46, 26, 8
_PAPER, _INK = "#ffffff", "#1c1c1c"


@dataclass(frozen=True)
class Scale:
    """One map of a sheet: 1 to `denominator`."""

    name: str
    denominator: float


FORCE, TOWN, STREETS = Scale("Force", 250_000), Scale("Town", 50_000), Scale("Streets", 10_000)
SCALES = (FORCE, TOWN, STREETS)


@dataclass(frozen=True)
class Sheet:
    """What a sheet shows: layers, topmost first, those that the legend explains, and how they are looked at.

    `centre` is in metres of `crs`; `months` of the temporal controller, None without it.
    """

    key: str
    title: str
    layers: Sequence[QgsMapLayer]
    explained: Sequence[QgsMapLayer]
    centre: tuple[float, float]
    crs: QgsCoordinateReferenceSystem
    transforms: QgsCoordinateTransformContext
    scales: Sequence[Scale] = SCALES
    months: Optional[QgsDateTimeRange] = None


def draw_sheet(sheet: Sheet, note: str) -> QImage:
    """Draw the sheet; `note` stands under its title."""
    maps = [_map(sheet, scale) for scale in sheet.scales]
    legend = _legend(sheet)
    height = max(MAP.height(), legend.height())
    width = _GAP + len(maps) * (MAP.width() + _GAP) + LEGEND_WIDTH
    sheet_size = QSize(width, _HEAD + len(Vision) * (height + _FOOT))
    image = QImage(sheet_size, QImage.Format.Format_RGB32)
    image.fill(QColor(_PAPER))
    painter = QPainter(image)
    _text(painter, QRectF(_GAP, 4, width - 2 * _GAP, 22), sheet.title, 15, bold=True)
    _text(painter, QRectF(_GAP, 25, width - 2 * _GAP, 18), note, 11)
    for row, vision in enumerate(Vision):
        top = _HEAD + row * (height + _FOOT)
        for column, (one, scale) in enumerate(zip(maps, sheet.scales)):
            left = _GAP + column * (MAP.width() + _GAP)
            painter.drawImage(left, top, seen(one, vision))
            painter.setPen(QPen(QColor("#bbbbbb"), 1))
            painter.drawRect(left, top, MAP.width() - 1, MAP.height() - 1)
            _scale(painter, left, top + MAP.height(), scale, vision)
        painter.drawImage(width - LEGEND_WIDTH, top, seen(legend, vision))
    painter.end()
    return image


def settings_of(sheet: Sheet, scale: Scale) -> QgsMapSettings:
    """What a map of the sheet is drawn by."""
    settings = QgsMapSettings()
    settings.setLayers(list(sheet.layers))
    settings.setDestinationCrs(sheet.crs)
    settings.setTransformContext(sheet.transforms)
    settings.setOutputSize(MAP)
    settings.setOutputDpi(DPI)
    settings.setBackgroundColor(QColor(_PAPER))
    metre = _metre(scale)
    x, y = sheet.centre
    width, height = MAP.width() * metre, MAP.height() * metre
    settings.setExtent(QgsRectangle(x - width / 2, y - height / 2, x + width / 2, y + height / 2))
    if sheet.months is not None:
        settings.setIsTemporal(True)
        settings.setTemporalRange(sheet.months)
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.globalScope())
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    return settings


def _map(sheet: Sheet, scale: Scale) -> QImage:
    job = QgsMapRendererSequentialJob(settings_of(sheet, scale))
    job.start()
    job.waitForFinished()
    if job.errors():
        raise RuntimeError(f"{sheet.key}: {[error.message for error in job.errors()]}")
    return job.renderedImage()


def _legend(sheet: Sheet) -> QImage:
    """The legend as a layout draws it, of one column as wide as it may be."""
    root = QgsLayerTree()
    for layer in sheet.explained:
        node = root.addLayer(layer)
        name_legend(node)
    model = QgsLayerTreeModel(root)
    settings = QgsLegendSettings()
    for part, points in ((QgsLegendStyle.Style.Subgroup, 9.0), (QgsLegendStyle.Style.SymbolLabel, 8.0)):
        style = settings.style(part)
        font = QFont("Sans Serif")
        font.setPointSizeF(points)
        font.setBold(part == QgsLegendStyle.Style.Subgroup)
        style.setFont(font)
        if part == QgsLegendStyle.Style.SymbolLabel:
            style.setMargin(QgsLegendStyle.Side.Top, 0.9)
            style.setMargin(QgsLegendStyle.Side.Left, 2)
        settings.setStyle(part, style)
    symbols = settings.style(QgsLegendStyle.Style.Symbol)
    symbols.setMargin(QgsLegendStyle.Side.Top, 1.1)
    settings.setStyle(QgsLegendStyle.Style.Symbol, symbols)
    settings.setSymbolSize(QSizeF(6, 3.4))
    legend = QgsLegendRenderer(model, settings)
    dots = DPI / 25.4
    size = legend.minimumSize()
    image = QImage(LEGEND_WIDTH, max(MAP.height(), round(size.height() * dots) + 4), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(DPI / 0.0254))
    image.setDotsPerMeterY(round(DPI / 0.0254))
    image.fill(QColor(_PAPER))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    context = QgsRenderContext.fromQPainter(painter)
    context.setMapToPixel(QgsMapToPixel(_metre(TOWN)))  # what is sized on the ground is as on a map of a town
    painter.scale(dots, dots)  # it is drawn in millimetres
    legend.drawLegend(context)
    painter.end()
    return image


def _scale(painter: QPainter, left: float, top: float, scale: Scale, vision: Vision) -> None:
    """The name of the scale and a bar of a round length, under its map."""
    metre = _metre(scale)
    metres = round_below(MAP.width() * metre / 6)
    length = metres / metre
    end, middle = left + MAP.width(), top + 10
    painter.setPen(QPen(QColor(_INK), 2))
    painter.drawLine(QPointF(end - length, middle), QPointF(end, middle))
    label = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    words = f"{scale.name}, 1:{scale.denominator:,.0f}. {vision.value}."
    _text(painter, QRectF(left, top + 2, MAP.width() - length - 60, 16), words, 11)
    box = QRectF(end - length - 58, top + 2, 52, 16)
    _text(painter, box, label, 11, Qt.AlignmentFlag.AlignRight)


def _metre(scale: Scale) -> float:
    """Metres on the ground of a pixel."""
    return scale.denominator * 0.0254 / DPI


def _text(
    painter: QPainter,
    box: QRectF,
    text: str,
    pixels: int,
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    bold: bool = False,
) -> None:
    font = QFont("Sans Serif")
    font.setPixelSize(pixels)
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(QColor(_INK))
    painter.drawText(box, int(alignment | Qt.AlignmentFlag.AlignVCenter), text)
