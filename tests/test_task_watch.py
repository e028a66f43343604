# SPDX-License-Identifier: GPL-2.0-or-later
"""A task that QGIS loses, or of which it never tells the end, is waited for by nobody: the answer comes."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject

from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_notes.shapes import Shape, point
from policeuk_plugin.tasks import AnswerTask
from policeuk_plugin.ui import asking
from policeuk_plugin.ui.download import caller
from policeuk_plugin.ui.field import field_notebook
from policeuk_plugin.ui.task_watch import is_let_go
from tests.plugin_window import turn_until


class Losing:
    """QGIS's tasks, of which the first is lost: never begun, or done without a word on its end."""

    def __init__(self, begun: bool) -> None:
        self._begun, self.lost = begun, list[AnswerTask]()

    def addTask(self, task: AnswerTask) -> int:  # noqa: N802 - QGIS's name
        """Take a task."""
        if self.lost:
            return int(QgsApplication.taskManager().addTask(task))
        self.lost.append(task)
        if self._begun:
            task.ended.disconnect()
            QgsApplication.taskManager().addTask(task)
            turn_until(lambda: is_let_go(task))
        return 0


@pytest.fixture(params=[False, True], ids=["never begun", "done without a word"])
def losing(request: pytest.FixtureRequest) -> Losing:
    """Give tasks of which the first is lost."""
    return Losing(request.param)


def put(where: ModuleType, losing: Losing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a module give its tasks to these."""
    monkeypatch.setattr(where, "QgsApplication", SimpleNamespace(taskManager=lambda: losing))


def test_a_question_to_the_cache_is_answered(losing: Losing, monkeypatch: pytest.MonkeyPatch) -> None:
    put(asking, losing, monkeypatch)
    parent = QObject()
    asker, heard = asking.Asker("Counting", 0, parent), list[object]()
    asker.answered.connect(heard.append)
    asker.ask(lambda: 12)
    turn_until(lambda: bool(heard))
    assert losing.lost
    assert heard == [12]
    assert not asker.waiting
    asker.shut_down()


def test_a_call_is_answered(losing: Losing, monkeypatch: pytest.MonkeyPatch) -> None:
    put(caller, losing, monkeypatch)
    parent = QObject()
    calling, heard = caller.Caller("Opening", parent), list[object]()
    calling.answered.connect(heard.append)
    calling.call(lambda stopped: "pack")
    turn_until(lambda: bool(heard))
    assert losing.lost
    assert heard == ["pack"]
    assert not calling.running
    calling.shut_down()


def test_what_is_asked_of_a_notebook_is_done_once(
    losing: Losing, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put(field_notebook, losing, monkeypatch)
    Notebook(tmp_path / "notes.gpkg").save(FieldNote(Shape.POINT, point(2.0, 54.72), text="Held"))
    parent = QObject()
    book, heard = field_notebook.FieldNotebook(parent), list[object]()
    book.held = field_notebook.Held(tmp_path / "notes.gpkg")
    done: list[int] = []
    book.do(lambda _: done.append(1), heard.append, heard.append)
    turn_until(lambda: bool(heard))
    assert losing.lost
    assert heard == [None]
    assert done == [1]
    assert [note.text for note in book.notes] == ["Held"]
    assert not book.busy
    book.shut_down()
