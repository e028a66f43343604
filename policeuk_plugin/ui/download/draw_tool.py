# SPDX-License-Identifier: GPL-2.0-or-later
"""The map tool that draws one polygon: left adds a corner, right or Enter ends, Backspace takes one back, Esc stops."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent

from .ground_band import dress

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAKES_BACK = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
LEAST_CORNERS = 3


class DrawTool(QgsMapTool):
    """`drawn` carries the polygon in the CRS of the map, `stopped` tells that there will be none; `lacking` that it has
    too few corners to end."""

    drawn = pyqtSignal(QgsGeometry)
    stopped = pyqtSignal()
    lacking = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._corners: list[QgsPointXY] = []
        self._band = dress(QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry))

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802 - QGIS's name
        """A corner, or the end."""
        if event.button() == Qt.MouseButton.LeftButton:
            point = event.mapPoint()
            if not self._corners or point != self._corners[-1]:  # a double click comes twice
                self._corners.append(QgsPointXY(point))
            self._show(event.mapPoint())
        elif event.button() == Qt.MouseButton.RightButton:
            self._end()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802 - QGIS's name
        """The next corner follows the pointer."""
        self._show(event.mapPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ends, takes back, stops."""
        if event.key() in _ENDS:
            self._end()
        elif event.key() in _TAKES_BACK:
            del self._corners[-1:]
            self._show(None)
        elif event.key() == Qt.Key.Key_Escape:
            self.stopped.emit()
        else:
            event.ignore()

    def deactivate(self) -> None:
        """Leave nothing on the map."""
        self._corners.clear()
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        super().deactivate()

    def _end(self) -> None:
        if len(self._corners) < LEAST_CORNERS:
            self.lacking.emit()
        else:
            self.drawn.emit(QgsGeometry.fromPolygonXY([self._corners]))

    def _show(self, pointer: Optional[QgsPointXY]) -> None:
        shown = [*self._corners, *([QgsPointXY(pointer)] if pointer is not None and self._corners else [])]
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        for corner in shown:
            self._band.addPoint(corner)
