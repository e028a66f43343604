# SPDX-License-Identifier: GPL-2.0-or-later
"""One question to the network at a time, in a worker; it can be stopped."""

from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...tasks import CallTask
from ..task_watch import TaskWatch, is_stopped

_PATIENCE_MS = 20_000


class Caller(QObject):
    """Signals come in the main thread; `stopped` instead of an answer where the user did not wait for it."""

    started = pyqtSignal()
    answered = pyqtSignal(object)
    failed = pyqtSignal(str)
    stopped = pyqtSignal()

    def __init__(self, title: str, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._title = title
        self._task: Optional[CallTask] = None
        self._asked: Optional[Callable[[Callable[[], bool]], Any]] = None
        self._watch = TaskWatch(self)
        self._watch.lost.connect(self._lost)

    @property
    def running(self) -> bool:
        """Whether an answer is still to come."""
        return self._task is not None

    def call(self, question: Callable[[Callable[[], bool]], Any]) -> None:
        """Ask; does nothing while a question is under way."""
        if self._task is not None:
            return
        self._asked, self._task = question, CallTask(self._title, question)
        self._task.ended.connect(self._end)
        self.started.emit()
        self._add(self._task)

    def cancel(self) -> None:
        """Stop asking."""
        if self._task is not None:
            self._task.cancel()

    def shut_down(self) -> None:
        """Stop, and wait until nothing of it is left, without telling anybody."""
        self._watch.end()
        task, self._task = self._task, None
        if task is not None:
            task.ended.disconnect()
            task.cancel()
            task.waitForFinished(_PATIENCE_MS)

    def _add(self, task: CallTask) -> None:
        QgsApplication.taskManager().addTask(task)
        self._watch.begin(task)

    def _lost(self) -> None:
        """The end was not told: the answer is taken if it is there, else asked for again, unless it was stopped."""
        task = self._task
        if task is None or self._asked is None or task.has_run or is_stopped(task):
            self._end()
        else:
            self._task = CallTask(self._title, self._asked)
            self._task.ended.connect(self._end)
            self._add(self._task)

    def _end(self) -> None:
        self._watch.end()
        task, self._task = self._task, None
        if task is None:
            return
        if is_stopped(task):
            self.stopped.emit()
        elif task.error is not None:
            self.failed.emit(task.sentence)
        else:
            self.answered.emit(task.answer)
