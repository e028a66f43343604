# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS can lose a task: it takes a new one for one that it clears up (`QgsTaskManager::cleanupAndDeleteTask`), and
neither starts it nor tells its end. Whoever waits for a task is told here."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

_EVERY_MS = 1_000


class TaskWatch(QObject):
    """Looks now and then whether QGIS still has the task that is waited for; `lost` where it has not."""

    lost = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: Optional[QgsTask] = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def begin(self, task: QgsTask) -> None:
        """Watch a task that QGIS was just given."""
        self._task = task
        self._timer.start()

    def end(self) -> None:
        """Nothing is waited for any more."""
        self._task = None
        self._timer.stop()

    def _look(self) -> None:
        # QGIS tells the end and lets go of a task in one call on this thread, so one that is let go of was told.
        if self._task is not None and is_let_go(self._task):
            self.end()
            self.lost.emit()


def is_let_go(task: QgsTask) -> bool:
    """Whether QGIS has such a task no more: it waits for its turn, or runs, as long as it has one."""
    return sip.isdeleted(task) or QgsApplication.taskManager().taskId(task) < 0


def is_stopped(task: QgsTask) -> bool:
    """Whether the user stopped a task; one that QGIS has deleted has no word on it."""
    return not sip.isdeleted(task) and bool(task.isCanceled())
