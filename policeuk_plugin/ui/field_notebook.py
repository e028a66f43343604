# SPDX-License-Identifier: GPL-2.0-or-later
"""The notebook of the open pack: every change is written at once and in order, off the main thread."""

from __future__ import annotations

import functools
import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, pyqtSignal

from offline_cache.errors import CacheError
from offline_cache.field_notes.merging import merge_notes
from offline_cache.field_notes.model import FieldNote, PriorityLink
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_pack import names

from .. import settings
from ..tasks import AnswerTask
from ..text import tr
from .field_pack_read import OpenedPack

_PATIENCE_MS = 30_000


@dataclass(frozen=True)
class Held:
    """A notebook as it was read last; `elsewhere` says why its file is not in the pack, '' where it is there."""

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
        self._jobs: deque[_Job] = deque()
        self._task: Optional[AnswerTask] = None

    @property
    def busy(self) -> bool:
        """Whether something is still to be written or read."""
        return bool(self._jobs) or self._task is not None

    @property
    def notes(self) -> tuple[FieldNote, ...]:
        """The newest first."""
        return tuple(reversed(self.held.notes))

    def open_for(self, pack: OpenedPack) -> None:
        """Have the notebook of a pack, or one in the user's profile where the pack may not be written."""
        self.held, self.fault = Held(Path()), ""
        own = settings.default_cache_path().with_name("field notes") / f"{pack.manifest.id}.gpkg"
        self._add(functools.partial(_opened, pack.folder / names.NOTES, own), _nothing, self._keep_fault)

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
        """Wait until all is written that was asked for, and tell whoever asked: a window may be closed at once."""
        while self.busy:
            task = self._task
            if task is None:
                self._next()
                continue
            task.ended.disconnect()
            task.waitForFinished(_PATIENCE_MS)
            self._end()

    def shut_down(self) -> None:
        """Before it goes away: nothing is lost, nothing is left running."""
        self.flush()

    def _add(self, work: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[str], None]) -> None:
        self._jobs.append(_Job(work, then, failed))
        self._next()

    def _next(self) -> None:
        if self._task is not None or not self._jobs:
            return
        self._task = AnswerTask(tr("Field mode: notes"), self._jobs[0].work)
        self._task.ended.connect(self._end)
        QgsApplication.taskManager().addTask(self._task)

    def _end(self) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        job = self._jobs.popleft()
        if task.error is None and task.answer is None:
            job.failed(tr("The notebook did not answer in time. Try again."))
        elif task.error is None:
            self.held, answer = task.answer
            self.fault = ""
            job.then(answer)
            self.changed.emit()
        else:
            job.failed(task.sentence)
        self._next()

    def _keep_fault(self, sentence: str) -> None:
        self.fault = sentence
        self.changed.emit()


@dataclass(frozen=True)
class _Job:
    work: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Callable[[str], None]


def _nothing(answer: Any) -> None:
    """Nobody waits for it."""


def _opened(path: Path, own: Path) -> tuple[Held, None]:
    """The notebook of the pack where it can be written, else one of the user's own with what the pack's has."""
    if _can_write(path):
        return _read(Notebook(path), ""), None
    text = tr("The pack cannot be written there (read-only, or a disc), so your notes are kept in {path}.")
    elsewhere = text.format(path=own)
    try:
        own.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = tr("The folder for notes {folder} cannot be made: {error}. Free its name, or make it writable.")
        raise CacheError(text.format(folder=own.parent, error=error.strerror)) from error
    book = Notebook(own)
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
