# SPDX-License-Identifier: GPL-2.0-or-later
"""Plays the months on the map, by QGIS's own temporal controller."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsDateTimeRange, QgsInterval, QgsTemporalNavigationObject, QgsUnitTypes
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from offline_cache.model import Month

_FRAMES_PER_SECOND = 1.0
"""Slow enough to look at a month, and for a map of half a million crimes to be drawn in between."""


class Playing(QObject):
    """`frame` tells the month that the map shows, `changed` that it plays or does not play any more."""

    frame = pyqtSignal(object)
    changed = pyqtSignal()

    def __init__(self, canvas: Optional[QgsMapCanvas], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        controller = canvas.temporalController() if canvas is not None else None
        self._controller = controller if isinstance(controller, QgsTemporalNavigationObject) else None
        if self._controller is not None:
            self._controller.updateTemporalRange.connect(self._show_frame)
        self._ours = False
        # PyQt cannot connect the controller's signal of its state: when no frame comes any more, it is asked.
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(int(1500 / _FRAMES_PER_SECOND))
        self._quiet.timeout.connect(self.changed)

    @property
    def possible(self) -> bool:
        """Whether the window's map has a temporal controller."""
        return self._controller is not None

    @property
    def shown(self) -> bool:
        """Whether the map shows a month that this chose, playing or paused."""
        return self._ours

    @property
    def running(self) -> bool:
        """Whether months are being played that this began to play."""
        idle = QgsTemporalNavigationObject.AnimationState.Idle
        return self._ours and self._controller is not None and self._controller.animationState() != idle

    def start(self, months: QgsDateTimeRange) -> None:
        """Play from the first month on, a month a frame."""
        if self._controller is None:
            return
        self._ours = True
        mode = QgsTemporalNavigationObject.NavigationMode.Animated
        self._controller.pause()
        self._controller.setNavigationMode(mode)
        self._controller.setTemporalExtents(months)
        self._controller.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalUnit.TemporalMonths))
        self._controller.setFramesPerSecond(_FRAMES_PER_SECOND)
        self._controller.setLooping(False)
        self._controller.rewindToStart()
        self._show_frame(self._controller.dateTimeRangeForFrameNumber(0))
        self._controller.playForward()
        self.changed.emit()

    def stop(self) -> None:
        """Stay at the month that is shown."""
        if self._controller is not None and self._ours:
            self._controller.pause()
            self.changed.emit()

    def end(self) -> None:
        """Show all months at once again, as before."""
        if self._controller is not None and self._ours:
            self._controller.pause()
            self._controller.setNavigationMode(QgsTemporalNavigationObject.NavigationMode.NavigationOff)
            self._ours = False
            self.changed.emit()

    def shut_down(self) -> None:
        """Before the panel goes: the controller is the window's and stays."""
        if self._controller is not None:
            self.stop()
            self._quiet.stop()
            self._controller.updateTemporalRange.disconnect(self._show_frame)
            self._controller = None

    def _show_frame(self, shown: QgsDateTimeRange) -> None:
        begin = shown.begin()
        if self._ours and begin.isValid():
            self._quiet.start()
            self.frame.emit(Month(begin.date().year(), begin.date().month()))
