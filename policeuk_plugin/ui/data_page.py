# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Data: which cache, what it holds; download, refresh, import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from qgis.PyQt.QtWidgets import QFileDialog, QPushButton, QWidget

from .. import settings
from ..tasks import ImportJob, ImportTask, job_of
from ..text import tr
from . import sentences
from .data_form import DataForm
from .desk import Desk
from .download.download_part import DownloadPart
from .history import Entry
from .importing import ImportRunner
from .page import Page
from .refreshing import Refresher

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "sample"


class DataPage(Page):
    """Behaviour of the page; `DataForm` has its widgets."""

    key = "data"

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        super().__init__(desk, parent)
        self.setAcceptDrops(True)
        self.runner = ImportRunner(self)
        self.refresher = Refresher(desk.around, self)
        self.form = DataForm(self)
        self.part = DownloadPart(desk, self.form, self.refresher, self)
        for button in (self.form.foot.download_button, self.form.plan.start_button):
            self.make_main(button)
        self._connect()
        self._show()

    @classmethod
    def title(cls) -> str:
        """What stands on its tab."""
        return tr("Data")

    @property
    def main_button(self) -> QPushButton:
        """Opens the form of a download; in it, downloads."""
        form = self.form
        return form.plan.start_button if form.download_open else form.foot.download_button

    @property
    def cache(self) -> Path:
        """The cache that the page is about."""
        return self.desk.cache

    @property
    def running(self) -> bool:
        """Whether anything is under way."""
        return self.runner.running or self.part.running

    @property
    def is_about_selection(self) -> bool:
        """A download has an area and months of its own."""
        return not self.form.download_open

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files or folders; outlines go to the areas, all else has to be published files."""
        if self.running or not paths:
            return
        if self.cache == settings.sample_cache_path():
            self.use_cache(settings.default_cache_path())  # real crimes never go among the invented ones
        settings.remember_folder(paths[0])
        self.runner.start(job_of(self.cache, paths))

    def try_sample(self) -> None:
        """Import the invented sample into a cache of its own."""
        if self.running:
            return
        self.use_cache(settings.sample_cache_path())
        areas = tuple(sorted(SAMPLE.glob("*.geojson")) + sorted(SAMPLE.glob("*.csv")))
        self.runner.start(ImportJob(self.cache, tuple(sorted(SAMPLE.glob("*.zip"))), areas))

    def open_sample(self) -> None:
        """Be about the cache of the sample; what it lacks is imported first."""
        self.use_cache(settings.sample_cache_path())
        if not self.desk.held.files and not self.desk.problem:
            self.try_sample()

    def use_cache(self, path: Path) -> None:
        """Be about another cache from now on."""
        self.form.say("")
        self.desk.use_cache(path)

    def run_again(self, entry: Entry) -> None:
        """Download again what an earlier run was of."""
        if not self.runner.running:
            self.part.run_again(entry)

    def cancel(self) -> None:
        """Stop what is under way; where nothing is, close the form of a download."""
        if self.runner.running:
            self.runner.cancel()
        else:
            self.part.cancel()

    def shut_down(self) -> None:
        """Before the page goes away: nothing of it may be running."""
        self.runner.shut_down()
        self.part.shut_down()
        self.refresher.shut_down()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """There is more room for what came out, or less."""
        super().resizeEvent(event)
        self.form.fit_result()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and folders."""
        if _dropped(event) and not self.running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Import what is dropped."""
        event.acceptProposedAction()
        self.import_paths(_dropped(event))

    def _connect(self) -> None:
        form = self.form
        form.foot.import_files_button.clicked.connect(self._pick_files)
        form.foot.import_folder_button.clicked.connect(self._pick_folder)
        form.welcome.sample_button.clicked.connect(self.try_sample)
        form.welcome.files_button.clicked.connect(self._pick_files)
        form.progress.cancel_button.clicked.connect(self.cancel)
        form.own_cache_action.triggered.connect(lambda: self.use_cache(settings.default_cache_path()))
        form.sample_cache_action.triggered.connect(self.open_sample)
        form.other_cache_action.triggered.connect(self._pick_cache)
        self.desk.changed.connect(self._show)
        self.part.changed.connect(self._enable)
        self.part.opened.connect(self.rearranged)
        self.desk.watch.changed.connect(lambda: self.refresher.refresh(self.cache))
        self.runner.started.connect(self._import_started)
        self.runner.progressed.connect(form.progress.bar.setValue)
        self.runner.step.connect(form.progress.step.setText)
        self.runner.ended.connect(self._import_ended)

    def _show(self) -> None:
        form, desk = self.form, self.desk
        form.show_cache(desk.cache, settings.cache_is_fixed())
        form.show_held(desk.held, desk.problem)
        self._enable()

    def _enable(self) -> None:
        wait = tr("An import is running: cancel it or wait for its end.") if self.runner.running else ""
        self.part.enable(wait)

    def _import_started(self) -> None:
        self.form.say("")
        self.form.progress.show_running(True)
        self._enable()

    def _import_ended(self, task: ImportTask) -> None:
        self.form.progress.show_running(False)
        self.desk.refresh()
        self.refresher.refresh(task.job.cache)
        if task.error is not None:
            self.desk.around.warn(task.sentence)
            self.form.say(task.sentence)
        else:
            self.desk.around.clear_warnings()
            self.form.say(sentences.imported(task.answer, self.desk.held))

    def _pick_files(self) -> None:
        title = tr("Published files of data.police.uk, or outlines of areas")
        kinds = tr("Archives, CSV files, outlines and look-ups (*.zip *.csv *.gz *.geojson *.gpkg);;All files (*)")
        names, _ = QFileDialog.getOpenFileNames(self, title, settings.last_folder(), kinds)
        self.import_paths([Path(name) for name in names])

    def _pick_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Folder with published files"), settings.last_folder())
        self.import_paths([Path(name)] if name else [])

    def _pick_cache(self) -> None:
        title = tr("Open a cache, or name a new one")
        kinds = tr("Police UK caches (*.sqlite);;All files (*)")
        # A save dialogue lets an existing file be chosen and a new one be named; nothing is overwritten.
        keep = QFileDialog.Option.DontConfirmOverwrite
        name, _ = QFileDialog.getSaveFileName(self, title, str(self.cache.parent), kinds, options=keep)
        if name:
            path = Path(name)
            self.use_cache(path if path.suffix else path.with_suffix(".sqlite"))


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
