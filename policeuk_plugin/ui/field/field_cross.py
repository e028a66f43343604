# SPDX-License-Identifier: GPL-2.0-or-later
"""A cross in the middle of the map: one moves the map under it to say where, by finger, mouse or arrow keys alike."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPen
from qgis.PyQt.QtWidgets import QWidget

_SIZE = 64
_HOLE = 7
_LINE, _HALO = QColor("#b00020"), QColor("#ffffff")


class FieldCross(QWidget):
    """Hidden unless a note is being placed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukFieldCross")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setStyleSheet("background: transparent;")
        self.resize(_SIZE, _SIZE)
        self.hide()

    def fit(self, width: int, height: int) -> None:
        """Stand in the middle of a map of this size."""
        self.move((width - _SIZE) // 2, (height - _SIZE) // 2)

    def paintEvent(self, event: Optional[QPaintEvent]) -> None:  # noqa: N802 - Qt's name
        """Four arms and a ring, with a light edge so that they are seen on any ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = _SIZE // 2
        for colour, width in ((_HALO, 6), (_LINE, 3)):
            painter.setPen(QPen(colour, width))
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                inner = QPoint(middle + dx * _HOLE, middle + dy * _HOLE)
                painter.drawLine(inner, QPoint(middle + dx * (middle - 3), middle + dy * (middle - 3)))
            painter.drawEllipse(QPoint(middle, middle), 18, 18)
        painter.end()
