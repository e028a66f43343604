# SPDX-License-Identifier: GPL-2.0-or-later
"""What is in the panel, from top to bottom."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from .desk import Desk
from .history_view import HistoryView
from .page import Page
from .pages import PAGES
from .quality.quality_panel import QualityPanel
from .selection_panel import SelectionPanel
from .slim import SlimTabs
from .surroundings import Surroundings


class Body(QWidget):
    """Selection, tabs with the pages, and history."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.setObjectName("policeukBody")
        top = QWidget(self)
        self.selection = SelectionPanel(top)
        self.desk = Desk(around, self.selection, self)
        self.tabs = SlimTabs(self)
        self.tabs.setObjectName("policeukPages")
        self.tabs.setDocumentMode(True)
        self.page_of: dict[str, Page] = {page.key: page(self.desk) for page in PAGES}
        for made in self.page_of.values():
            self.tabs.addTab(made, made.title())
        self.quality = QualityPanel(self.desk, self)
        self.history = HistoryView(self.desk, self)  # last: Tab goes in the order in which widgets are made
        self._top = _holding(top, self.selection)
        self.tabs.currentChanged.connect(lambda _: self._arrange())
        for made in self.page_of.values():
            made.rearranged.connect(self._arrange)
        self.selection.quality_asked.connect(self._open_quality)
        self.quality.closed.connect(self.tabs.show)
        for asked in (self.tabs.currentChanged, self.history.again, self.desk.wanted_page):
            asked.connect(lambda _: self.quality.close_panel())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(top)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.quality, 1)
        layout.addWidget(self.history)

    def _open_quality(self) -> None:
        """Shown in place of the pages, or they again."""
        if self.quality.isHidden():
            self.tabs.hide()
            self.quality.open()
        else:
            self.quality.close_panel()

    def _arrange(self) -> None:
        """The selection makes room for a page that is not about it."""
        page = self.tabs.currentWidget()
        self._top.setVisible(not isinstance(page, Page) or page.is_about_selection)


def _holding(top: QWidget, selection: QWidget) -> QWidget:
    """The selection in a part of its own: it hides itself where nothing is held, whatever the page."""
    layout = QVBoxLayout(top)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(selection)
    return top
