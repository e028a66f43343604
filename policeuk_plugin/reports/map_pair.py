# SPDX-License-Identifier: GPL-2.0-or-later
"""Two maps of the same ground beside each other, each with what it is above it, as one picture."""

from __future__ import annotations

from dataclasses import replace

from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter

from .result_map import MapPicture, draw, image_address

WIDTH = 1000
_HEAD, _GAP, _TEXT = 54, 24, 30


def pair_address(left: MapPicture, left_name: str, right: MapPicture, right_name: str) -> str:
    """Both maps as the address of an image that the page holds itself."""
    return image_address(draw_pair(left, left_name, right, right_name))


def draw_pair(left: MapPicture, left_name: str, right: MapPicture, right_name: str) -> QImage:
    """Draw both at the same size."""
    images = [draw(replace(picture, width=WIDTH)) for picture in (left, right)]
    whole = QImage(2 * WIDTH + _GAP, images[0].height() + _HEAD, QImage.Format.Format_ARGB32_Premultiplied)
    whole.setDotsPerMeterX(images[0].dotsPerMeterX())
    whole.setDotsPerMeterY(images[0].dotsPerMeterY())
    whole.fill(QColor("#ffffff"))
    painter = QPainter(whole)
    font = QFont("Sans Serif")
    font.setPixelSize(_TEXT)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor("#1c1c1c"))
    for at, (image, name) in enumerate(zip(images, (left_name, right_name))):
        x = at * (WIDTH + _GAP)
        box = QRectF(x + 16, 0, WIDTH - 32, _HEAD)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.drawImage(x, _HEAD, image)
    painter.end()
    return whole
