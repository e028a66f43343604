# SPDX-License-Identifier: GPL-2.0-or-later
"""A task that QGIS loses is begun again, and nothing is done twice: the answer comes, once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingProvider,
    QgsProject,
    QgsTask,
)
from qgis.PyQt.QtCore import QObject, QThreadPool

from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_notes.shapes import Shape, point
from policeuk_plugin.tasks import AnswerTask, ImportJob
from policeuk_plugin.ui import kept_task
from policeuk_plugin.ui.asking import Asker
from policeuk_plugin.ui.download.caller import Caller
from policeuk_plugin.ui.field import field_notebook
from policeuk_plugin.ui.importing import ImportRunner
from policeuk_plugin.ui.kept_task import KeptTask
from policeuk_plugin.ui.running import AlgorithmRunner, Outcome
from tests.plugin_window import turn_for, turn_until


class Busy:
    """All threads of QGIS's tasks taken, so that what comes waits for its turn."""

    def __init__(self) -> None:
        manager = QgsApplication.taskManager()
        self.pool = getattr(manager, "threadPool", QThreadPool.globalInstance)()  # its own since 3.40
        self._free = threading.Event()
        self._tasks = [
            QgsTask.fromFunction("busy", lambda task: self._free.wait()) for _ in range(self.pool.maxThreadCount())
        ]
        for task in self._tasks:
            manager.addTask(task)
        turn_until(lambda: all(task.status() == QgsTask.TaskStatus.Running for task in self._tasks))

    def end(self) -> None:
        """Free the threads."""
        self._free.set()
        turn_until(lambda: all(kept_task.is_let_go(task) for task in self._tasks))

    def lose(self) -> None:
        """Take what waits out of the queue, as QGIS does with what it takes for something else; then free all."""
        waiting = [task for task in QgsApplication.taskManager().tasks() if task.status() == QgsTask.TaskStatus.Queued]
        assert len(waiting) == 1
        self.pool.clear()
        self.end()
        assert waiting[0].status() == QgsTask.TaskStatus.Queued


@pytest.fixture(name="busy")
def _busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Busy]:
    """Give threads that are taken; a task that is lost is looked for often."""
    monkeypatch.setattr(kept_task, "_EVERY_MS", 20)
    busy = Busy()
    yield busy
    busy.end()


class _Counted(QgsProcessingAlgorithm):
    """Counts how often it was begun, or cannot be prepared."""

    runs = 0

    def __init__(self, name: str = "counted") -> None:
        super().__init__()
        self._name = name

    def name(self) -> str:
        """Its name."""
        return self._name

    displayName = group = groupId = name  # noqa: N815 - QGIS's names

    def createInstance(self) -> QgsProcessingAlgorithm:  # noqa: N802 - QGIS's name
        """Another."""
        return type(self)(self._name)

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: N802 - QGIS's name
        """It has no parameters."""

    def prepareAlgorithm(  # noqa: N802 - QGIS's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """In the main thread."""
        if self._name == "refused":
            raise QgsProcessingException("It cannot be prepared.")
        return True

    def processAlgorithm(  # noqa: N802 - QGIS's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """In the worker."""
        _Counted.runs += 1
        return {"RUNS": _Counted.runs}


class _Provider(QgsProcessingProvider):
    """Has these two."""

    def id(self) -> str:
        """Its id."""
        return "counting"

    name = id

    def loadAlgorithms(self) -> None:  # noqa: N802 - QGIS's name
        """Add them."""
        self.addAlgorithm(_Counted("counted"))
        self.addAlgorithm(_Counted("refused"))


@pytest.fixture(name="runner")
def _runner() -> Iterator[AlgorithmRunner]:
    """Give a runner, and algorithms to run."""
    provider, parent = _Provider(), QObject()
    QgsApplication.processingRegistry().addProvider(provider)
    _Counted.runs = 0
    runner = AlgorithmRunner(QgsProject.instance(), parent)
    yield runner
    runner.shut_down()
    QgsApplication.processingRegistry().removeProvider(provider)


def added() -> None:
    """Until QGIS was given the task that has just been begun."""
    turn_until(lambda: any(task.status() == QgsTask.TaskStatus.Queued for task in QgsApplication.taskManager().tasks()))


def test_a_question_that_is_lost_is_asked_again(busy: Busy) -> None:
    parent = QObject()
    asker, heard, asked = Asker("Counting", 0, parent), list[object](), list[int]()
    asker.answered.connect(heard.append)
    asker.ask(lambda: asked.append(1) or 12)
    added()
    busy.lose()
    turn_until(lambda: bool(heard))
    assert (heard, asked) == ([12], [1])
    assert not asker.waiting
    assert QgsApplication.taskManager().count() == 0
    asker.shut_down()


def test_a_call_that_is_lost_is_made_again(busy: Busy) -> None:
    parent = QObject()
    calling, heard = Caller("Opening", parent), list[object]()
    calling.answered.connect(heard.append)
    calling.call(lambda stopped: "pack")
    added()
    busy.lose()
    turn_until(lambda: bool(heard))
    assert heard == ["pack"]
    assert not calling.running
    calling.shut_down()


def test_a_run_that_is_lost_is_run_once(busy: Busy, runner: AlgorithmRunner) -> None:
    ended: list[Outcome] = []
    runner.ended.connect(ended.append)
    runner.start("counting:counted", {}, "")
    added()
    busy.lose()
    turn_until(lambda: bool(ended))
    turn_for(50)
    assert [outcome.results for outcome in ended] == [{"RUNS": 1}]
    assert _Counted.runs == 1
    assert not runner.running


def test_a_run_that_is_stopped_before_its_turn_is_never_begun(busy: Busy, runner: AlgorithmRunner) -> None:
    ended: list[Outcome] = []
    runner.ended.connect(ended.append)
    runner.start("counting:counted", {}, "")
    added()
    runner.cancel()
    turn_until(lambda: bool(ended))
    busy.end()
    turn_for(50)
    assert [outcome.cancelled for outcome in ended] == [True]
    assert _Counted.runs == 0


def test_an_import_that_is_lost_is_begun_again(busy: Busy, tmp_path: Path) -> None:
    parent = QObject()
    runner, ended = ImportRunner(parent), list[Any]()
    runner.ended.connect(ended.append)
    runner.start(ImportJob(tmp_path / "cache.sqlite"))
    added()
    busy.lose()
    turn_until(lambda: bool(ended))
    assert [task.failed for task in ended] == [False]
    assert (tmp_path / "cache.sqlite").is_file()
    runner.shut_down()


def test_who_only_waits_its_turn_is_left_alone(busy: Busy) -> None:
    parent = QObject()
    asker, heard = Asker("Counting", 0, parent), list[object]()
    asker.answered.connect(heard.append)
    asker.ask(lambda: 12)
    added()
    (waiting,) = (task for task in QgsApplication.taskManager().tasks() if task.status() == QgsTask.TaskStatus.Queued)
    turn_for(200)  # ten looks
    assert not kept_task.is_let_go(waiting)
    busy.end()
    turn_until(lambda: bool(heard))
    assert heard == [12]
    asker.shut_down()


def test_what_is_stopped_before_its_turn_ends(busy: Busy) -> None:
    parent = QObject()
    calling, stopped = Caller("Opening", parent), list[int]()
    calling.stopped.connect(lambda: stopped.append(1))
    for turn in (lambda: None, added):  # before QGIS was given it, and after
        calling.call(lambda stop: "pack")
        turn()
        calling.cancel()
        turn_until(lambda: not calling.running)
    assert stopped == [1, 1]
    calling.shut_down()


def test_what_waits_its_turn_does_not_hold_up_who_leaves(busy: Busy) -> None:
    parent = QObject()
    asker = Asker("Counting", 0, parent)
    asker.ask(lambda: 12)
    added()
    asker.shut_down()
    assert not asker.waiting


def test_what_cannot_be_prepared_ends_with_its_sentence(runner: AlgorithmRunner) -> None:
    ended: list[Outcome] = []
    runner.ended.connect(ended.append)
    runner.start("counting:refused", {}, "")
    turn_until(lambda: bool(ended))
    assert (ended[0].error, ended[0].cancelled) == ("It cannot be prepared.", False)
    assert not runner.running


def test_no_task_is_given_to_qgis_while_it_tells_the_end_of_another() -> None:
    parent = QObject()
    first, second, given = Caller("First", parent), Caller("Second", parent), list[int]()

    def told(answer: object) -> None:
        before = QgsApplication.taskManager().count()
        second.call(lambda stopped: 2)
        given.append(QgsApplication.taskManager().count() - before)

    first.answered.connect(told)
    first.call(lambda stopped: 1)
    turn_until(lambda: bool(given) and not second.running)
    assert given == [0]
    for caller in (first, second):
        caller.shut_down()


def test_an_end_that_nobody_was_told_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_task, "_EVERY_MS", 20)
    parent = QObject()
    kept, ended = KeptTask(parent), list[AnswerTask]()
    kept.ended.connect(ended.append)
    kept.begin(lambda: AnswerTask("Counting", lambda: 12))
    kept.task.ended.disconnect()
    turn_until(lambda: bool(ended))
    assert [task.answer for task in ended] == [12]
    kept.shut_down()


def test_what_is_asked_of_a_notebook_is_done_once(busy: Busy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(field_notebook, "_PATIENCE_MS", 20)
    Notebook(tmp_path / "notes.gpkg").save(FieldNote(Shape.POINT, point(2.0, 54.72), text="Held"))
    parent = QObject()
    book, heard = field_notebook.FieldNotebook(parent), list[object]()
    book.held = field_notebook.Held(tmp_path / "notes.gpkg")
    done: list[int] = []
    book.do(lambda _: done.append(1), heard.append, heard.append)
    turn_until(lambda: bool(heard))
    busy.end()
    turn_for(50)
    assert (heard, done) == ([None], [1])
    assert [note.text for note in book.notes] == ["Held"]
    assert not book.busy
    book.shut_down()
