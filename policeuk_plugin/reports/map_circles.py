# SPDX-License-Identifier: GPL-2.0-or-later
"""The legend of circles by number, in the strip with the scale under a map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QPen

from ..text import number, tr
from .result_map import DPI, round_below

_STRIP = 96


@dataclass(frozen=True)
class Circles:
    """The largest number, and the diameter in millimetres of the map's scale that a number has."""

    most: int
    diameter: Callable[[int], float]

    @property
    def shown(self) -> tuple[int, ...]:
        """Up to three numbers to explain the circles by."""
        top = int(round_below(max(self.most, 1)))
        return tuple(sorted({1, max(1, top // 5), top}))


def with_legend(image: QImage, circles: Circles) -> QImage:
    """The map with a strip below it that says what the circles are; as it is where there are none."""
    if circles.most <= 0:
        return image
    made = QImage(image.width(), image.height() + _STRIP, image.format())
    made.setDotsPerMeterX(image.dotsPerMeterX())
    made.setDotsPerMeterY(image.dotsPerMeterY())
    made.fill(QColor("#ffffff"))
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawImage(0, 0, image)
    font = QFont("Sans Serif")
    font.setPixelSize(27)
    painter.setFont(font)
    _draw(painter, circles, float(image.height()))
    painter.end()
    return made


def _draw(painter: QPainter, circles: Circles, top: float) -> None:
    middle, x = top + _STRIP / 2, 30.0
    words = painter.fontMetrics()
    for count in circles.shown:
        across = circles.diameter(count) * DPI / 25.4
        painter.setPen(QPen(QColor("#ffffff"), 1))
        painter.setBrush(QColor(31, 78, 121, 150))
        painter.drawEllipse(QPointF(x + across / 2, middle), across / 2, across / 2)
        painter.setPen(QColor("#1c1c1c"))
        text = number(count)
        wide = words.horizontalAdvance(text) + 8
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(x + across + 12, middle - 24, wide, 48), flags, text)
        x += across + 12 + wide + 26
    painter.setPen(QColor("#1c1c1c"))
    text = tr("crimes on a snap point")
    painter.drawText(QRectF(x, middle - 24, 800, 48), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
