# SPDX-License-Identifier: GPL-2.0-or-later
"""A swatch of a legend on paper: what CSS would draw, as far as pages use it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPen

from .paper import mm

_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")
_GRADIENT = re.compile(
    r"linear-gradient\((?P<angle>\d+)deg,\s*(?P<first>#\w+|transparent) (?:0 )?(?P<upto>[\d.]+)(?P<unit>mm|px|%),\s*"
    r"(?P<second>#\w+|transparent) [\d.]+(?:mm|px|%)(?: (?P<end>[\d.]+)(?:mm|px))?\)(?: 0 0/(?P<size>[\d.]+)mm)?"
)
_PIXEL = 25.4 / 96  # mm


@dataclass(frozen=True)
class Stripes:
    """Lines at `angle` degrees, counted as CSS counts: 0 lie, 90 stand, 45 fall to the right, 135 rise. Widths in mm;
    the wider part is the ground, '' where what is below shows through."""

    angle: int
    line: str
    ground: str
    width: float
    apart: float


def stripes_of(background: str) -> list[Stripes]:
    """The layers of stripes of a CSS background, the lowest first."""
    found = []
    for part in reversed(list(_GRADIENT.finditer(background))):
        to_mm = _PIXEL if part["unit"] == "px" else 1.0
        apart = float(part["end"]) * to_mm if part["end"] else float(part["size"] or 2.0)
        upto = float(part["upto"]) / 100 * apart if part["unit"] == "%" else float(part["upto"]) * to_mm
        line, ground, width = part["first"], part["second"], upto
        if upto > apart / 2:
            line, ground, width = ground, line, apart - upto
        found.append(Stripes(int(part["angle"]), line, "" if ground == "transparent" else ground, width, apart))
    return found


def draw_swatch(painter: QPainter, background: str, box: QRectF) -> None:
    """A colour, lines on a colour, or dots on one."""
    colours, stripes = [QColor(text) for text in _COLOUR.findall(background)], stripes_of(background)
    painter.save()
    plain = colours and not stripes and not background.rstrip().endswith("mm")
    painter.fillRect(box, colours[-1] if plain else QColor("#ffffff"))
    painter.setClipRect(box)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for one in stripes:
        _draw_stripes(painter, one, box)
    if "radial-gradient" in background and colours:
        _draw_dots(painter, colours, "/" not in background, box)
    painter.restore()
    painter.setPen(QPen(QColor("#777777"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def _draw_stripes(painter: QPainter, stripes: Stripes, box: QRectF) -> None:
    if stripes.ground:
        painter.fillRect(box, QColor(stripes.ground))
    painter.setPen(QPen(QColor(stripes.line), mm(stripes.width), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    # The gradient's own direction, to the right and down on paper; lines cross it.
    along = QPointF(math.sin(math.radians(stripes.angle)), -math.cos(math.radians(stripes.angle)))
    across, reach = QPointF(-along.y(), along.x()), box.width() + box.height()
    for step in range(-math.ceil(reach / mm(stripes.apart)), math.ceil(reach / mm(stripes.apart)) + 1):
        middle = box.center() + along * (step * mm(stripes.apart))
        painter.drawLine(middle - across * reach, middle + across * reach)


def _draw_dots(painter: QPainter, colours: list[QColor], single: bool, box: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours[0])
    middle = box.center()
    spots = [middle] if single else [QPointF(box.left() + mm(k), middle.y()) for k in (1.2, 3.5, 5.8)]
    if single and len(colours) > 2:
        painter.setPen(QPen(colours[1], mm(0.2)))
    for spot in spots:
        painter.drawEllipse(spot, mm(0.8 if single else 0.4), mm(0.8 if single else 0.4))
