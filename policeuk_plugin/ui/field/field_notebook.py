# SPDX-License-Identifier: GPL-2.0-or-later
"""The notebook of the open pack: every change is written at once and in order, off the main thread."""

from __future__ import annotations

import functools
import os
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from offline_cache.errors import CacheError
from offline_cache.field_notes.merging import merge_notes
from offline_cache.field_notes.model import FieldNote, PriorityLink
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_pack import names

from ...tasks import AnswerTask
from ...text import tr
from ..kept_task import is_let_go
from .field_own_notes import own_notebook, own_notes, rescue_note, take_over
from .field_pack_read import OpenedPack

_PATIENCE_MS = 3_000
"""After which a task that was not started is taken for lost."""
_LIVING: set[AnswerTask] = set()
"""Tasks that QGIS has not ended yet: it calls nothing of one that Python has let go."""


@dataclass(frozen=True)
class Held:
    """A notebook as it was read last; `elsewhere` says why its file is not in the pack, or what was taken over."""

    path: Path
    notes: tuple[FieldNote, ...] = ()
    categories: tuple[str, ...] = ()
    priorities: tuple[PriorityLink, ...] = ()
    months: int = 0
    elsewhere: str = ""
    private: bool = True


class FieldNotebook(QObject):
    """`changed`: its notes are others. What went wrong is told to whoever asked, and kept in `fault`."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.held = Held(Path())
        self.fault = ""
        self._own = own_notes("without a pack")
        self._jobs: deque[_Job] = deque()
        self._task: Optional[AnswerTask] = None
        self._telling = False
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.setInterval(_PATIENCE_MS)
        self._watch.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether something is still to be written or read."""
        return bool(self._jobs)

    @property
    def notes(self) -> tuple[FieldNote, ...]:
        """The newest first."""
        return tuple(reversed(self.held.notes))

    def open_for(self, pack: OpenedPack) -> None:
        """Have the notebook of a pack, or one in the user's profile where the pack may not be written."""
        self.flush()
        self.held, self.fault = Held(Path()), ""
        self._own = own_notes(pack.manifest.id)
        self._add(functools.partial(_opened, pack.folder / names.NOTES, self._own), _nothing, self._keep_fault)

    def rescue(self, note: FieldNote) -> str:
        """Keep a note that its notebook cannot take in the user's profile; gives the sentence on it.

        It comes into the pack when that is opened and can be written again (see `take_over`).
        """
        return rescue_note(self._own, note)

    def save(self, note: FieldNote, then: Callable[[FieldNote], None], failed: Callable[[str], None]) -> None:
        """Write a note; `then` is given it as it is held."""
        self.do(lambda book: book.save(note), then, failed)

    def delete(self, note_id: str, then: Callable[[Any], None], failed: Callable[[str], None]) -> None:
        """Delete a note for good."""
        self.do(lambda book: book.delete(note_id), then, failed)

    def do(self, work: Callable[[Notebook], Any], then: Callable[[Any], None], failed: Callable[[str], None]) -> None:
        """Do something else with the notebook; `then` is given what it gave."""
        self._add(lambda: _worked(self.held, work), then, failed)

    def reload(self) -> None:
        """Read it again: another window or program may have written in it."""
        if not self.fault:
            self.do(_nothing, _nothing, self._keep_fault)

    def flush(self) -> None:
        """Have all done that was asked for, and tell whoever asked: a window may be closed at once."""
        task, self._task = self._task, None
        if task is not None and not is_let_go(task) and task.status() == QgsTask.TaskStatus.Queued:
            task.cancel()
        while self._jobs:
            self._tell(self._jobs.popleft())

    def shut_down(self) -> None:
        """Before it goes away: nothing is lost, nothing is left running."""
        self.flush()
        self._watch.stop()

    def _add(self, work: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[str], None]) -> None:
        self._jobs.append(_Job(_Once(work), then, failed))
        if not self._telling:
            QTimer.singleShot(0, self._next)  # not from here: see `kept_task`

    def _next(self) -> None:
        if self._task is not None or not self._jobs:
            return
        self._task = AnswerTask(tr("Field mode: notes"), self._jobs[0].work)
        _LIVING.add(self._task)
        self._task.ended.connect(functools.partial(self._end, self._task))
        self._watch.start()
        QgsApplication.taskManager().addTask(self._task)

    def _end(self, task: AnswerTask) -> None:
        _LIVING.discard(task)
        if task is not self._task:
            return  # it was not waited for
        self._task = None
        self._tell(self._jobs.popleft())
        QTimer.singleShot(0, self._next)  # not from here: see `kept_task`

    def _look(self) -> None:
        """QGIS can lose a task (see `kept_task`), before it is started or when it has run: it is done here then."""
        task = self._task
        if task is None:
            return
        if is_let_go(task) or task.status() == QgsTask.TaskStatus.Queued:
            self.flush()
        else:
            self._watch.start()

    def _tell(self, job: _Job) -> None:
        """What came of a job; it is done now where nobody has begun it."""
        self._telling = True
        try:
            self.held, answer = job.work()
        except Exception as error:  # noqa: BLE001 - shown beside the note
            job.failed(str(error) if isinstance(error, CacheError) else _fault(error))
        else:
            self.fault = ""
            job.then(answer)
            self.changed.emit()
        finally:
            self._telling = False

    def _keep_fault(self, sentence: str) -> None:
        self.fault = sentence
        self.changed.emit()


class _Once:
    """Work that is done once, by whoever comes first; whoever comes second waits and is given the same."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work, self._lock, self._done = work, threading.Lock(), False
        self._answer: Any = None
        self._error: Optional[Exception] = None

    def __call__(self) -> Any:
        """The answer; raises what the work raised."""
        with self._lock:
            if not self._done:
                self._done = True
                try:
                    self._answer = self._work()
                except Exception as error:  # noqa: BLE001 - raised below, for each of them
                    self._error = error
        if self._error is not None:
            raise self._error
        return self._answer


@dataclass(frozen=True)
class _Job:
    work: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Callable[[str], None]


def _fault(error: Exception) -> str:
    return tr("The notes could not be written: {error}. Please report this.").format(error=repr(error))


def _nothing(answer: Any) -> None:
    """Nobody waits for it."""


def _opened(path: Path, own: Path) -> tuple[Held, None]:
    """The notebook of the pack where it can be written, else one of the user's own with what the pack's has."""
    if _can_write(path):
        book = Notebook(path)
        taken = take_over(path, own)
        return _read(book, taken), None
    text = tr("The pack cannot be written there (read-only, or a disc), so your notes are kept in {path}.")
    elsewhere = text.format(path=own)
    book = own_notebook(own)
    if path.is_file():
        merge_notes(own, [path])
    return _read(book, elsewhere), None


def _can_write(path: Path) -> bool:
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _worked(held: Held, work: Callable[[Notebook], Any]) -> tuple[Held, Any]:
    book = Notebook(held.path)
    answer = work(book)
    return _read(book, held.elsewhere), answer


def _read(book: Notebook, elsewhere: str) -> Held:
    return Held(
        book.path,
        book.notes(),
        book.categories(),
        book.priorities(),
        book.retention_months(),
        elsewhere,
        book.private,
    )
