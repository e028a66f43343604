# SPDX-License-Identifier: GPL-2.0-or-later
"""What is in the panel, from top to bottom."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from .desk import Desk
from .history_view import HistoryView
from .page import Page
from .pages import PAGES
from .selection_panel import SelectionPanel
from .surroundings import Surroundings

_NARROWEST = 300


class Body(QWidget):
    """Selection, tabs with the pages, and history."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.setObjectName("policeukBody")
        self.selection = SelectionPanel(self)
        self.desk = Desk(around, self.selection, self)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("policeukPages")
        self.tabs.setDocumentMode(True)
        self.tabs.setMinimumWidth(_NARROWEST)
        self.page_of: dict[str, Page] = {page.key: page(self.desk) for page in PAGES}
        for made in self.page_of.values():
            self.tabs.addTab(made, made.title())
        self.history = HistoryView(self.desk, self)  # last: Tab goes in the order in which widgets are made
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.selection)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.history)
