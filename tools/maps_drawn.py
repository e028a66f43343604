# SPDX-License-Identifier: GPL-2.0-or-later
"""Run inside QGIS: whether every map on the screen is drawn, wholly and for good, so that a picture can be taken."""

from __future__ import annotations

import time

from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QApplication, QWidget

QUIET = 0.5
"""Seconds in which nothing may have been drawn or moved: between a change and its drawing no map says that it draws."""


class MapsDrawn:
    """Hears of maps as they come: what draws, or is moved, or has other layers, is not drawn yet."""

    def __init__(self) -> None:
        self._canvases: list[QgsMapCanvas] = []
        self._known: list[QWidget] = []
        self._moved = time.monotonic()

    def __call__(self) -> bool:
        """Whether all are drawn."""
        self._known = QApplication.allWidgets()  # kept: to make a window's thousands known to Python takes 50 ms
        seen = [part for part in self._known if isinstance(part, QgsMapCanvas) and part.isVisible()]
        self._canvases = [canvas for canvas in self._canvases if not sip.isdeleted(canvas)]
        for canvas in seen:
            if canvas not in self._canvases:
                self._canvases.append(canvas)
                self._hear(canvas)
        if any(canvas.isDrawing() for canvas in seen):
            self._move()
        return time.monotonic() - self._moved >= QUIET

    def _hear(self, canvas: QgsMapCanvas) -> None:
        self._move()
        for signal in (
            canvas.renderStarting,
            canvas.mapCanvasRefreshed,
            canvas.extentsChanged,
            canvas.layersChanged,
            canvas.destroyed,
        ):
            signal.connect(self._move)

    def _move(self, *_: object) -> None:
        self._moved = time.monotonic()
