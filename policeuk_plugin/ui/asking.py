# SPDX-License-Identifier: GPL-2.0-or-later
"""Questions to the cache off the main thread: the last one asked is answered, earlier ones are dropped."""

from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..tasks import AnswerTask
from .task_watch import TaskWatch, is_stopped

_PATIENCE_MS = 20_000


class Asker(QObject):
    """Asks one question at a time, after a pause in which nothing newer was asked; signals come in the main thread."""

    asked = pyqtSignal()
    answered = pyqtSignal(object)
    failed = pyqtSignal(str)

    def __init__(self, title: str, pause_ms: int, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._title = title
        self._question: Optional[Callable[[], Any]] = None
        self._asked: Optional[Callable[[], Any]] = None
        self._task: Optional[AnswerTask] = None
        self._watch = TaskWatch(self)
        self._watch.lost.connect(self._lost)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause_ms)
        self._timer.timeout.connect(self._start)

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._question is not None or self._task is not None

    def ask(self, question: Callable[[], Any]) -> None:
        """Ask; an earlier question that has no answer yet will have none."""
        self._question = question
        self._timer.start()
        self.asked.emit()

    def forget(self) -> None:
        """Want no answer any more."""
        self._question = None
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    def shut_down(self) -> None:
        """Wait until nothing of it is left, without telling anybody."""
        self._timer.stop()
        self._watch.end()
        task, self._task, self._question = self._task, None, None
        if task is not None:
            task.ended.disconnect()
            task.cancel()
            task.waitForFinished(_PATIENCE_MS)

    def _start(self) -> None:
        if self._question is None or self._task is not None:
            return  # the end of the one in work starts the next
        question, self._question = self._question, None
        self._begin(question)

    def _begin(self, question: Callable[[], Any]) -> None:
        self._asked, self._task = question, AnswerTask(self._title, question)
        self._task.ended.connect(self._end)
        QgsApplication.taskManager().addTask(self._task)
        self._watch.begin(self._task)

    def _lost(self) -> None:
        """The end was not told: the answer is taken if it is there, else asked for again."""
        task = self._task
        if task is None or task.has_run:
            self._end()
        elif self._asked is not None:
            self._begin(self._asked)

    def _end(self) -> None:
        self._watch.end()
        task, self._task = self._task, None
        if self._question is not None:
            # Not from here: QGIS clears up after this task, and may take a new one for the old.
            QTimer.singleShot(0, self._start)
        elif task is not None and not is_stopped(task):
            if task.error is None:
                self.answered.emit(task.answer)
            else:
                self.failed.emit(task.sentence)
