# SPDX-License-Identifier: GPL-2.0-or-later
"""Imports what peers are found by, from the page Compare: each the algorithm, run as a task."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ... import settings
from ...processing.running.base import CACHE
from ...text import many, tr
from ..desk import Desk
from ..progress_row import ProgressRow
from ..running import AlgorithmRunner, Outcome
from .peer_choice_form import PeerChoiceForm

LIST, REFERENCE = "policeuk:importpeers", "policeuk:importreference"
_KINDS = "(*.csv *.gz *.zip)"


class PeerImports(QObject):
    """Does what the buttons of `form` ask for and shows it in `progress`; `ended` carries the `Outcome`."""

    ended = pyqtSignal(object)

    def __init__(self, desk: Desk, form: PeerChoiceForm, progress: ProgressRow, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._form, self._progress, self._window = desk, form, progress, parent
        self.runner = AlgorithmRunner(desk.around.project, self)
        self.runner.progressed.connect(progress.bar.setValue)
        self.runner.step.connect(progress.step.setText)
        self.runner.ended.connect(self._end)
        form.import_list.clicked.connect(self.pick_list)
        form.import_reference.clicked.connect(self.pick_reference)

    def import_list(self, path: Path) -> None:
        """Import a list of peers under the name of its file."""
        self._start(LIST, [path], str(path))

    def import_reference(self, paths: Sequence[Path]) -> None:
        """Import reference data."""
        if paths:
            self._start(REFERENCE, paths, [str(path) for path in paths])

    def pick_list(self) -> None:
        """Let the user choose a file."""
        kinds = tr("Tables (*.csv *.gz);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self._window, tr("A list of peers"), settings.last_folder(), kinds)
        if name:
            self.import_list(Path(name))

    def pick_reference(self) -> None:
        """Let the user choose files."""
        kinds = tr("Tables {kinds};;All files (*)").format(kinds=_KINDS)
        title = tr("Reference data: Census tables, classes, neighbours, recorded crime")
        names, _ = QFileDialog.getOpenFileNames(self._window, title, settings.last_folder(), kinds)
        self.import_reference([Path(name) for name in names])

    def why_not(self) -> str:
        """Why nothing can be imported now, '' where something can."""
        if self.runner.running:
            return tr("It is importing: wait for its end or cancel it (Esc).")
        if self._desk.cache == settings.sample_cache_path():
            return tr(
                "This is the invented sample: real data does not go among it. Open your own cache on the page Data."
            )
        return ""

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        self.runner.shut_down()

    def _start(self, algorithm: str, paths: Sequence[Path], given: Any) -> None:
        if self.why_not():
            return
        settings.remember_folder(paths[0])
        self.runner.start(algorithm, {"INPUT": given, CACHE: str(self._desk.cache)}, "")

    def _end(self, outcome: Outcome) -> None:
        """A list that came is the one that is meant."""
        self._progress.show_running(False)
        self.ended.emit(outcome)
        name = outcome.results.get("PEER_LIST")
        if outcome.algorithm == LIST and name:
            self._form.take_list(str(name))
        self._desk.refresh()


def imported(outcome: Outcome) -> str:
    """What came, in sentences; what the import wants to be noticed after it."""
    if outcome.cancelled:
        return tr("Stopped. Files that were whole by then are in the cache.")
    return " ".join([_came(outcome), *outcome.warnings])


def _came(outcome: Outcome) -> str:
    found = outcome.results
    if outcome.algorithm == LIST:
        return tr("Imported the list {name}: peers of {areas}.").format(
            name=found.get("PEER_LIST", ""), areas=many(_number(found.get("AREAS")), tr("area"), tr("areas"))
        )
    parts = [
        tr("{n} {what}").format(n=_number(found.get(name)), what=what)
        for name, what in (("ADDED", tr("new")), ("REVISED", tr("revised")), ("UNCHANGED", tr("held already")))
        if _number(found.get(name))
    ]
    files = many(_number(found.get("FILES")), tr("file"), tr("files"))
    return tr("Imported {files} of reference data: {parts}.").format(files=files, parts=", ".join(parts))


def _number(value: Any) -> int:
    return int(value) if isinstance(value, (int, float)) else 0
