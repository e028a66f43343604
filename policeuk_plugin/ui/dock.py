# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel "Police UK": pages side by side, built when it is first shown."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QTabWidget, QWidget

from ..text import tr
from .surroundings import Surroundings


class PoliceUkDock(QgsDockWidget):
    """Holds the pages; costs nothing while QGIS starts, because they are built when it is first seen."""

    def __init__(self, around: Surroundings, parent: Optional[QWidget] = None) -> None:
        super().__init__(tr("Police UK"), parent)
        self.setObjectName("policeukDock")
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self._around = around
        self.pages: Optional[QTabWidget] = None

    def build(self) -> None:
        """Make the pages, once."""
        if self.pages is not None:
            return
        from .data_page import DataPage

        self.pages = QTabWidget(self)
        self.pages.setObjectName("policeukPages")
        self.pages.setDocumentMode(True)
        self.data_page = DataPage(self._around)
        self.pages.addTab(_scrolled(self.data_page), tr("Data"))
        self.pages.setMinimumWidth(300)
        self.setWidget(self.pages)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Build when first seen; read the cache anew each time."""
        if self.pages is None:
            self.build()
        else:
            self.data_page.refresh()
        super().showEvent(event)

    def shut_down(self) -> None:
        """Before the plugin goes away: end what is running."""
        if self.pages is not None:
            self.data_page.shut_down()


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(f"{page.objectName()}Scroll")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area
