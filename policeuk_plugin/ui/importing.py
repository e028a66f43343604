# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs one import at a time as a task."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..tasks import ImportJob, ImportTask
from .kept_task import KeptTask


class ImportRunner(QObject):
    """Starts, shows and cancels imports; signals come in the main thread."""

    started = pyqtSignal()
    progressed = pyqtSignal(int)
    step = pyqtSignal(str)
    ended = pyqtSignal(object)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._kept = KeptTask(self)
        self._kept.ended.connect(self.ended)

    @property
    def running(self) -> bool:
        """Whether an import is under way."""
        return self._kept.running

    def start(self, job: ImportJob) -> None:
        """Start an import; does nothing while one is running."""
        if not self.running:
            self._kept.begin(lambda: self._made(job))
            self.started.emit()

    def cancel(self) -> None:
        """Ask the import to stop after the file in work."""
        self._kept.cancel()

    def shut_down(self) -> None:
        """Cancel, and wait until nothing of it is left, without telling anybody."""
        task = self._kept.task
        if task is not None:
            task.step.disconnect()
            task.progressChanged.disconnect(self._show_progress)
        self._kept.shut_down()

    def _made(self, job: ImportJob) -> ImportTask:
        task = ImportTask(job)
        task.step.connect(self.step)
        task.progressChanged.connect(self._show_progress)
        return task

    def _show_progress(self, percent: float) -> None:
        self.progressed.emit(int(percent))
