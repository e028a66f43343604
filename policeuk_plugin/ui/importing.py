# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs one import at a time as a task, and keeps the task until it has ended."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..tasks import ImportJob, ImportTask

_PATIENCE_MS = 20_000
"""A cancelled import ends after the published file in work; the largest takes a few seconds."""


class ImportRunner(QObject):
    """Starts, shows and cancels imports; signals come in the main thread."""

    started = pyqtSignal()
    progressed = pyqtSignal(int)
    step = pyqtSignal(str)
    ended = pyqtSignal(object)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._task: Optional[ImportTask] = None

    @property
    def running(self) -> bool:
        """Whether an import is under way."""
        return self._task is not None

    def start(self, job: ImportJob) -> None:
        """Start an import; does nothing while one is running."""
        if self.running:
            return
        task = ImportTask(job)
        task.step.connect(self.step)
        task.progressChanged.connect(self._show_progress)
        task.ended.connect(self._finish)
        self._task = task
        self.started.emit()
        QgsApplication.taskManager().addTask(task)

    def cancel(self) -> None:
        """Ask the import to stop after the file in work."""
        if self._task is not None:
            self._task.cancel()

    def shut_down(self) -> None:
        """Cancel, and wait until nothing of it is left, without telling anybody."""
        task, self._task = self._task, None
        if task is None:
            return
        task.step.disconnect()
        task.progressChanged.disconnect()
        task.ended.disconnect()
        task.cancel()
        task.waitForFinished(_PATIENCE_MS)

    def _show_progress(self, percent: float) -> None:
        self.progressed.emit(int(percent))

    def _finish(self) -> None:
        task, self._task = self._task, None
        self.ended.emit(task)
