# SPDX-License-Identifier: GPL-2.0-or-later
"""One question to the network at a time, in a worker; it can be stopped."""

from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...tasks import CallTask
from ..kept_task import KeptTask, is_stopped


class Caller(QObject):
    """Signals come in the main thread; `stopped` instead of an answer where the user did not wait for it."""

    started = pyqtSignal()
    answered = pyqtSignal(object)
    failed = pyqtSignal(str)
    stopped = pyqtSignal()

    def __init__(self, title: str, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._title = title
        self._kept = KeptTask(self)
        self._kept.ended.connect(self._end)

    @property
    def running(self) -> bool:
        """Whether an answer is still to come."""
        return self._kept.running

    def call(self, question: Callable[[Callable[[], bool]], Any]) -> None:
        """Ask; does nothing while a question is under way."""
        if not self.running:
            self._kept.begin(lambda: CallTask(self._title, question))
            self.started.emit()

    def cancel(self) -> None:
        """Stop asking."""
        self._kept.cancel()

    def shut_down(self) -> None:
        """Stop, and wait until nothing of it is left, without telling anybody."""
        self._kept.shut_down()

    def _end(self, task: CallTask) -> None:
        if is_stopped(task):
            self.stopped.emit()
        elif task.failed:
            self.failed.emit(task.sentence)
        else:
            self.answered.emit(task.answer)
