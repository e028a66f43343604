# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Data: which cache, what it holds, import files, add layers to the map."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from qgis.PyQt.QtWidgets import QFileDialog, QShortcut, QWidget

from offline_cache.errors import CacheError

from .. import settings
from ..layers.build import LayerRequest, available
from ..layers.holdings import Holdings, read_holdings
from ..tasks import ImportJob, ImportTask
from ..text import tr
from . import sentences
from .adding import add_to_map, refresh_layers
from .data_form import DataForm
from .importing import ImportRunner
from .surroundings import Surroundings

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "sample"
_AREA_SUFFIXES = (".geojson", ".gpkg", ".json")


class DataPage(QWidget):
    """Behaviour of the page; `DataForm` has its widgets."""

    def __init__(self, around: Surroundings, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("policeukDataPage")
        self.setAcceptDrops(True)
        self._around = around
        self._held = Holdings()
        self.runner = ImportRunner(self)
        self.form = DataForm(self)
        self._connect()
        self.refresh()

    @property
    def cache(self) -> Path:
        """The cache that the page is about."""
        return settings.cache_path()

    def refresh(self) -> None:
        """Read what the cache holds and show it."""
        problem = ""
        self._held = Holdings()
        if self.cache.is_file():
            try:
                self._held = read_holdings(self.cache)
            except CacheError as error:
                problem = str(error)
        self.form.show_cache(self.cache, settings.cache_is_fixed())
        self.form.show_held(self._held, problem)
        self._enable()

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files or folders; outlines go to the areas, all else has to be published files."""
        if self.runner.running or not paths:
            return
        if self.cache == settings.sample_cache_path():
            self.use_cache(settings.default_cache_path())  # real crimes never go among the invented ones
        settings.remember_folder(paths[0])
        areas = tuple(path for path in paths if path.suffix.lower() in _AREA_SUFFIXES)
        published = tuple(path for path in paths if path not in areas)
        self.runner.start(ImportJob(self.cache, published, areas))

    def try_sample(self) -> None:
        """Import the invented sample into a cache of its own."""
        if self.runner.running:
            return
        self.use_cache(settings.sample_cache_path())
        areas = tuple(sorted(SAMPLE.glob("*.geojson")) + sorted(SAMPLE.glob("*.csv")))
        self.runner.start(ImportJob(self.cache, tuple(sorted(SAMPLE.glob("*.zip"))), areas))

    def use_cache(self, path: Path) -> None:
        """Be about another cache from now on."""
        settings.set_cache_path(path)
        self.form.say("")
        self.refresh()

    def add_layers(self) -> list[QgsVectorLayer]:
        """Add the layers that are ticked to the map; gives them."""
        request = LayerRequest(self.cache, self.form.kinds())
        try:
            layers = add_to_map(request, self._held, self._around)
        except CacheError as error:
            self._around.warn(str(error))
            return []
        self.form.say(sentences.added(layers))
        return layers

    def shut_down(self) -> None:
        """Before the page goes away: nothing of it may be running."""
        self.runner.shut_down()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and folders."""
        if _dropped(event) and not self.runner.running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Import what is dropped."""
        event.acceptProposedAction()
        self.import_paths(_dropped(event))

    def _connect(self) -> None:
        form = self.form
        form.import_files_button.clicked.connect(self._pick_files)
        form.import_folder_button.clicked.connect(self._pick_folder)
        form.sample_button.clicked.connect(self.try_sample)
        form.add_button.clicked.connect(self.add_layers)
        form.cancel_button.clicked.connect(self.runner.cancel)
        form.own_cache_action.triggered.connect(lambda: self.use_cache(settings.default_cache_path()))
        form.sample_cache_action.triggered.connect(lambda: self.use_cache(settings.sample_cache_path()))
        form.other_cache_action.triggered.connect(self._pick_cache)
        for box in form.layer_boxes.values():
            box.toggled.connect(self._enable)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.runner.cancel)
        self.runner.started.connect(self._import_started)
        self.runner.progressed.connect(form.progress_bar.setValue)
        self.runner.step.connect(form.step_label.setText)
        self.runner.ended.connect(self._import_ended)

    def _enable(self) -> None:
        self.form.enable(self.runner.running, available(self._held), settings.cache_is_fixed())

    def _import_started(self) -> None:
        self.form.say("")
        self.form.show_progress(True)
        self._enable()

    def _import_ended(self, task: ImportTask) -> None:
        self.form.show_progress(False)
        self.refresh()
        refresh_layers(self._around.project, str(task.job.cache))
        if task.error is not None:
            self._around.warn(task.sentence)
            self.form.say(task.sentence)
        else:
            self.form.say(sentences.imported(task))

    def _pick_files(self) -> None:
        title = tr("Published files of data.police.uk, or outlines of areas")
        kinds = tr("Archives, CSV files and outlines (*.zip *.csv *.geojson *.gpkg);;All files (*)")
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
