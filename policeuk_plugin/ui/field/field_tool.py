# SPDX-License-Identifier: GPL-2.0-or-later
"""The one map tool of field mode: a drag moves the map, two fingers zoom, a tap asks what is there."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent

_FOR_THE_WINDOW = (Qt.Key.Key_Escape, Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus)
_STILL = 10
"""Pixels that a finger may move and still tap."""


class FieldTool(QgsMapToolPan):
    """`tapped` carries the place in the CRS of the map."""

    tapped = pyqtSignal(QgsPointXY)

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._pressed: Optional[QPoint] = None

    def canvasPressEvent(self, event: Optional[QgsMapMouseEvent]) -> None:  # noqa: N802 - QGIS's name
        """A drag or a tap begins."""
        if event is not None:
            self._pressed = event.pos() if event.button() == Qt.MouseButton.LeftButton else None
            super().canvasPressEvent(event)

    def canvasReleaseEvent(self, event: Optional[QgsMapMouseEvent]) -> None:  # noqa: N802 - QGIS's name
        """QGIS would move the map where one only tapped."""
        pressed, self._pressed = self._pressed, None
        if event is None:
            return
        if pressed is not None and (event.pos() - pressed).manhattanLength() <= _STILL:
            if self._dragged:
                super().canvasReleaseEvent(event)
            self.tapped.emit(event.mapPoint())
        else:
            super().canvasReleaseEvent(event)
        self._dragged = False

    _dragged = False

    def keyPressEvent(self, event: Optional[QKeyEvent]) -> None:  # noqa: N802 - QGIS's name
        """Esc, plus and minus are for the window; the map moves by arrows only where its tool takes the event."""
        if event is not None and event.key() in _FOR_THE_WINDOW:
            event.ignore()

    def canvasMoveEvent(self, event: Optional[QgsMapMouseEvent]) -> None:  # noqa: N802 - QGIS's name
        """Move the map once the finger has moved."""
        if event is None or self._pressed is None:
            return
        if self._dragged or (event.pos() - self._pressed).manhattanLength() > _STILL:
            self._dragged = True
            super().canvasMoveEvent(event)
