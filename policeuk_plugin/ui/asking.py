# SPDX-License-Identifier: GPL-2.0-or-later
"""Questions to the cache off the main thread: the last one asked is answered, earlier ones are dropped."""

from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..tasks import AnswerTask
from .kept_task import KeptTask, is_stopped


class Asker(QObject):
    """Asks one question at a time, after a pause in which nothing newer was asked; signals come in the main thread."""

    asked = pyqtSignal()
    answered = pyqtSignal(object)
    failed = pyqtSignal(str)

    def __init__(self, title: str, pause_ms: int, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._title = title
        self._question: Optional[Callable[[], Any]] = None
        self._kept = KeptTask(self)
        self._kept.ended.connect(self._end)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause_ms)
        self._timer.timeout.connect(self._start)

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._question is not None or self._kept.running

    def ask(self, question: Callable[[], Any]) -> None:
        """Ask; an earlier question that has no answer yet will have none."""
        self._question = question
        self._timer.start()
        self.asked.emit()

    def forget(self) -> None:
        """Want no answer any more."""
        self._question = None
        self._timer.stop()
        self._kept.cancel()

    def shut_down(self) -> None:
        """Wait until nothing of it is left, without telling anybody."""
        self._timer.stop()
        self._question = None
        self._kept.shut_down()

    def _start(self) -> None:
        question = self._question
        if question is None or self._kept.running:
            return  # the end of the one in work starts the next
        self._question = None
        self._kept.begin(lambda: AnswerTask(self._title, question))

    def _end(self, task: AnswerTask) -> None:
        if self._question is not None:
            self._start()
        elif not is_stopped(task):
            if task.failed:
                self.failed.emit(task.sentence)
            else:
                self.answered.emit(task.answer)
