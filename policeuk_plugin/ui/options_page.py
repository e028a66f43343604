# SPDX-License-Identifier: GPL-2.0-or-later
"""The page "Police UK" of QGIS's options: where the cache is and how large, what is remembered, the network."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from .. import settings
from ..text import many, tr
from .address_fields import AddressFields


class OptionsPage(QgsOptionsPageWidget):
    """`changed` is called when anything else is remembered than before."""

    def __init__(self, changed: Callable[[], None], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("policeukOptions")
        self._changed = changed
        self._place = QgsFileWidget(self)
        self._place.setObjectName("policeukOptionsCache")
        self._place.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self._place.setConfirmOverwrite(False)
        self._place.setFilter(tr("Police UK caches (*.sqlite);;All files (*)"))
        self._size = self._label("policeukOptionsSize")
        self._results = self._label("policeukOptionsResults")
        self._said = self._label("policeukOptionsSaid")
        self._open = self._button("policeukOpenResults", tr("Open the folder"), self._open_results)
        self._forget = self._button("policeukForget", tr("Forget the last runs"), self._forget_runs)
        self._reset = self._button("policeukReset", tr("Reset the panel"), self._reset_all)
        self._offline = QCheckBox(tr("Work offline: nothing of this plugin goes to the network"), self)
        self._offline.setObjectName("policeukOptionsOffline")
        self._addresses = AddressFields(self)
        self._lay_out()
        self._show()

    def apply(self) -> None:
        """QGIS's OK: use the cache that is named, and the network as it is set here."""
        path = self._place.filePath().strip()
        wanted = Path(path) if path else settings.default_cache_path()
        other_cache = not settings.cache_is_fixed() and wanted != settings.cache_path()
        if other_cache:
            settings.set_cache_path(wanted)
        switched = self._offline.isChecked() != settings.works_offline()
        settings.work_offline(self._offline.isChecked())
        moved = self._addresses.keep()
        if other_cache or switched or moved:
            self._changed()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Cache"), self._place)
        form.addRow("", self._size)
        results = QHBoxLayout()
        results.addWidget(self._results, 1)
        results.addWidget(self._open)
        form.addRow(tr("Results of runs"), results)
        buttons = QHBoxLayout()
        buttons.addWidget(self._forget)
        buttons.addWidget(self._reset)
        buttons.addStretch(1)
        network = QGroupBox(tr("Network"), self)
        inside = QVBoxLayout(network)
        inside.addWidget(self._offline)
        usual = self._label("policeukOptionsUsual")
        usual.setText(tr("Addresses that the data come from. Leave them empty unless your organisation has its own."))
        inside.addWidget(usual)
        inside.addWidget(self._addresses)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addLayout(buttons)
        layout.addWidget(self._said)
        layout.addWidget(network)
        layout.addStretch(1)

    def _show(self) -> None:
        cache, folder = settings.cache_path(), settings.results_folder()
        self._place.setFilePath(str(cache))
        self._place.setEnabled(not settings.cache_is_fixed())
        self._place.setToolTip(
            tr("The environment variable POLICEUK_CACHE says which cache is used.")
            if settings.cache_is_fixed()
            else tr("One file that holds all imported crimes; a folder on this computer, not on a network")
        )
        self._size.setText(_size(cache))
        files = [path for path in folder.glob("*") if path.is_file()] if folder.is_dir() else []
        total = sum(path.stat().st_size for path in files)
        self._results.setText(
            tr("{files}, {size}").format(files=many(len(files), tr("file"), tr("files")), size=_megabytes(total))
        )
        self._offline.setChecked(settings.works_offline())
        self._addresses.show_kept()
        self._open.setEnabled(folder.is_dir())
        self._open.setToolTip(str(folder) if folder.is_dir() else tr("Nothing has been run yet."))
        runs = len(settings.history())
        self._forget.setEnabled(runs > 0)
        self._forget.setToolTip(tr("Results and pages stay in their folder") if runs else tr("No run is remembered."))
        self._reset.setToolTip(tr("Forgets selection, settings of the pages, last runs and the choice of a cache"))

    def _forget_runs(self) -> None:
        settings.forget_history()
        self._said.setText(tr("The last runs are forgotten; their results stay."))
        self._changed()
        self._show()

    def _reset_all(self) -> None:
        settings.reset()
        self._said.setText(tr("All is as after installing. The caches themselves and the results stay where they are."))
        self._changed()
        self._show()

    def _open_results(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(settings.results_folder())))

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        return label

    def _button(self, name: str, text: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button


class OptionsFactory(QgsOptionsWidgetFactory):
    """Makes the page when the options are opened."""

    def __init__(self, icon: QIcon, changed: Callable[[], None]) -> None:
        super().__init__(tr("Police UK"), icon)
        self._changed = changed

    def createWidget(self, parent: Optional[QWidget] = None) -> OptionsPage:  # noqa: N802 - Qt's name
        """A fresh page."""
        return OptionsPage(self._changed, parent)


def _size(cache: Path) -> str:
    parts = [path for path in (cache, cache.with_name(cache.name + "-wal")) if path.is_file()]
    if not parts:
        return tr("There is no file yet: the first import makes it.")
    return _megabytes(sum(path.stat().st_size for path in parts))


def _megabytes(size: int) -> str:
    return tr("{size:.1f} MB").format(size=size / 1e6)
