# SPDX-License-Identifier: GPL-2.0-or-later
"""Opens field mode and closes it; offers it where the project of a field pack is opened in QGIS itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Optional

from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QPushButton, QWidget

from offline_cache.field_pack import names

from ...layers.project import BRITISH_GRID, WGS84
from ...text import tr
from ..surroundings import Surroundings

if TYPE_CHECKING:
    from .field_window import FieldWindow


class FieldMode(QObject):
    """`action` opens it; `window` is there while it is open; nothing of QGIS is changed by opening or leaving it."""

    def __init__(self, around: Surroundings, icon: QIcon, parent: QWidget) -> None:
        super().__init__(parent)
        self._around, self._main = around, parent
        self.window: Optional[FieldWindow] = None
        self._told: list[QgsMessageBarItem] = []
        self.action = QAction(icon, tr("Police UK field mode"), self)
        self.action.setObjectName("policeukFieldMode")
        self.action.triggered.connect(lambda _=False: self.open())
        around.project.readProject.connect(self._look)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.shut_down)

    def open(self, path: str = "") -> None:
        """Show field mode, with the pack at `path`, or with those to choose from where it is ''."""
        from .field_window import FieldWindow  # not while QGIS starts

        if self.window is None:
            self.window = FieldWindow(self._main)
            self.window.closed.connect(self._closed)
            self.window.rescued.connect(self._around.warn)
            self._told = list(self._around.message_bar.items())
            self.window.showMaximized()
        self.window.raise_()
        self.window.activateWindow()
        if path:
            self.window.open(Path(path))

    def shut_down(self) -> None:
        """Before the plugin or QGIS goes away: what was written is kept, nothing is left running."""
        if self.window is not None:
            self.window.close()

    def _closed(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.deleteLater()
        self._quieten()
        QTimer.singleShot(0, self._quieten)  # what the last drawing has still to say

    def _quieten(self) -> None:
        """Take out what QGIS said of a transformation: it draws any map by the user's project, which has no say here.

        Other messages stay, whoever sent them meanwhile.
        """
        for item in self._around.message_bar.items():
            if item not in self._told and all(crs in item.text() for crs in (BRITISH_GRID, WGS84)):
                self._around.message_bar.popWidget(item)

    def _look(self) -> None:
        """The project that was opened is that of a pack: say what else there is."""
        project = Path(self._around.project.fileName())
        if project.name != names.PROJECT or not (project.parent / names.MANIFEST).is_file():
            return
        made = QPushButton(tr("Open field mode"))
        made.setObjectName("policeukOfferField")
        folder = str(project.parent)
        made.clicked.connect(lambda: self.open(folder))
        self._around.offer(tr("This is a field pack. Field mode shows it with large controls, notes and brief."), made)
