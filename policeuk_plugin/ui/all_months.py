# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers with the clock are drawn whenever QGIS's temporal navigation is off."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsDateTimeRange, QgsTemporalNavigationObject
from qgis.PyQt.QtCore import QDateTime, QObject, QTimer

from ..layers.upkeep import is_ours
from .surroundings import Surroundings


class AllMonths(QObject):
    """Takes a time away from the map that nobody asked for, from now until `shut_down`.

    When a project with a time range is opened, QGIS 3.22 sets its slider, and with it the map, to the last hour of
    that range although temporal navigation is off: every layer with the clock is empty.
    """

    def __init__(self, around: Surroundings, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._around = around
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._look)
        controller = around.canvas.temporalController() if around.canvas is not None else None
        self._controller = controller if isinstance(controller, QgsTemporalNavigationObject) else None
        if self._controller is not None:
            self._controller.updateTemporalRange.connect(self._later)
            around.project.readProject.connect(self._later)
            self._turn.start()

    def shut_down(self) -> None:
        """Hear no more of the window's controller."""
        self._turn.stop()
        if self._controller is not None:
            self._controller.updateTemporalRange.disconnect(self._later)
            self._around.project.readProject.disconnect(self._later)
            self._controller = None

    def _later(self, *_: object) -> None:
        self._turn.start()

    def _look(self) -> None:
        canvas, off = self._around.canvas, QgsTemporalNavigationObject.NavigationMode.NavigationOff
        if canvas is None or self._controller is None or self._controller.navigationMode() != off:
            return
        ours = any(is_ours(layer) for layer in self._around.project.mapLayers().values())
        if ours and canvas.mapSettings().isTemporal():
            canvas.setTemporalRange(QgsDateTimeRange(QDateTime(), QDateTime()))
