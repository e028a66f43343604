# SPDX-License-Identifier: GPL-2.0-or-later
"""Has QGIS run a task, keeps it until its end, and begins it again where QGIS loses it.

QGIS keeps the address of a runnable that its pool has freed, and takes what stands there out of the queue when it
clears up after the task (`QgsTaskManager::cleanupAndDeleteTask`, issue 53806 of qgis/QGIS). A runnable made while a
task ends may stand at that address: its task waits for its turn for ever, and nobody is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QThreadPool, QTimer, pyqtSignal

_EVERY_MS = 1_000
_LOOKS = 3
"""In so many looks one after the other a task has waited with nothing before it until it is taken for lost."""
_PATIENCE_MS = 20_000


class KeptTask(QObject):
    """One task at a time; `ended` is given it in the main thread, also where it was stopped."""

    ended = pyqtSignal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._make: Optional[Callable[[], Any]] = None
        self._waited = 0
        self.task: Any = None
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._give)
        self._watch = QTimer(self)
        self._watch.setInterval(_EVERY_MS)
        self._watch.timeout.connect(self._look)

    @property
    def running(self) -> bool:
        """Whether an end is still to come."""
        return self.task is not None

    def begin(self, make: Callable[[], Any]) -> None:
        """Have QGIS run the task that `make` makes, whose signal `ended` comes in the main thread.

        Not from here but in the next turn of the event loop: whoever calls may have been told of the end of a task.
        """
        self._make, self.task, self._waited = make, make(), 0
        self.task.ended.connect(self._end)
        self._turn.start(0)

    def cancel(self) -> None:
        """Ask it to stop."""
        if self.task is not None:
            self.task.cancel()

    def shut_down(self) -> None:
        """Stop it, and wait until nothing of it is left, without telling anybody."""
        task = self._let_go()
        if task is not None and not sip.isdeleted(task):
            task.ended.disconnect()
            task.cancel()
            task.waitForFinished(_PATIENCE_MS)

    def _give(self) -> None:
        if self.task.status() == QgsTask.TaskStatus.Queued:
            QgsApplication.taskManager().addTask(self.task)
            self._watch.start()
        else:  # stopped meanwhile, or QGIS could not prepare it: it would never be begun
            self._end()

    def _look(self) -> None:
        if is_let_go(self.task):
            self._end()
        elif self.task.status() == QgsTask.TaskStatus.Queued and _has_room():
            self._waited += 1
            if self._waited == _LOOKS:
                self._begin_again()
        else:
            self._waited = 0

    def _begin_again(self) -> None:
        """Nothing is done twice: one that is stopped before its turn is never begun, should it have one yet."""
        lost = self.task
        lost.ended.disconnect()
        self._watch.stop()
        if self._make is not None:
            self.begin(self._make)
        lost.cancel()

    def _end(self) -> None:
        task = self._let_go()
        if task is not None:
            self.ended.emit(task)

    def _let_go(self) -> Any:
        task, self.task, self._make = self.task, None, None
        self._turn.stop()
        self._watch.stop()
        return task


def _has_room() -> bool:
    """Whether QGIS would begin a task that waits for its turn."""
    pool = getattr(QgsApplication.taskManager(), "threadPool", QThreadPool.globalInstance)()  # its own since 3.40
    return bool(pool.activeThreadCount() < pool.maxThreadCount())


def is_let_go(task: QgsTask) -> bool:
    """Whether QGIS has such a task no more: it waits for its turn, or runs, as long as it has one."""
    return sip.isdeleted(task) or QgsApplication.taskManager().taskId(task) < 0


def is_stopped(task: QgsTask) -> bool:
    """Whether the user stopped a task; one that QGIS has deleted has no word on it."""
    return not sip.isdeleted(task) and bool(task.isCanceled())
