# SPDX-License-Identifier: GPL-2.0-or-later
"""The widgets of the page Data, top to bottom as they are read."""

from __future__ import annotations

from html import escape
from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAction,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..layers.holdings import Holdings
from ..text import tr
from . import sentences
from .held_view import HeldView
from .page import Page
from .plain import plain
from .progress_row import ProgressRow


class DataForm:
    """Makes the widgets inside `page` and shows values in them; knows nothing of tasks or files."""

    def __init__(self, page: Page) -> None:
        self._page: QWidget = page
        layout = page.body_layout
        layout.addLayout(self._cache_row())
        layout.addWidget(self._welcome())
        self.summary_label = self._label("policeukSummary")
        self.summary_label.setTextFormat(Qt.TextFormat.RichText)
        layout.addWidget(self.summary_label)
        self.held_view = HeldView(page)
        layout.addWidget(self.held_view)
        self.gaps_label = self._label("policeukGaps")
        layout.addWidget(self.gaps_label)
        layout = page.foot_layout
        layout.addLayout(self._import_row())
        self.cost_label = self._label("policeukDataCost")
        layout.addWidget(self.cost_label)
        self.progress = ProgressRow("policeuk", tr("Stops after the file in work (Esc)"), page)
        layout.addWidget(self.progress)
        layout = page.result_layout
        self.closing_label = self._label("policeukClosing")
        layout.addWidget(self.closing_label)
        self.caveat_label = self._label("policeukCaveat")
        self.caveat_label.setTextFormat(Qt.TextFormat.RichText)
        layout.addWidget(self.caveat_label)

    def say(self, sentence: str) -> None:
        """Show what was done last and what comes next; '' for nothing."""
        self.closing_label.setText(sentence)
        self.closing_label.setVisible(bool(sentence))

    def show_cache(self, path: Path, fixed: bool) -> None:
        """Show which cache is open."""
        self.cache_label.setText(path.stem if path.suffix == ".sqlite" else path.name)
        self.cache_label.setToolTip(plain(str(path)))
        self.cache_button.setEnabled(not fixed)
        self.cache_button.setToolTip(
            tr("The environment variable POLICEUK_CACHE says which cache is used.")
            if fixed
            else tr("Use another cache")
        )

    def show_held(self, held: Holdings, problem: str) -> None:
        """Show what is held, or the welcome where nothing is, or why it cannot be read."""
        empty = not held.files and not problem
        self.welcome.setVisible(empty)
        self.summary_label.setText(escape(problem, quote=False) or sentences.summary(held))
        self.summary_label.setVisible(not empty)
        self.held_view.setVisible(bool(held.files))
        self.held_view.show_held(held)
        gaps, all_gaps = sentences.gaps(held)
        self.gaps_label.setText(gaps)
        self.gaps_label.setToolTip(plain(all_gaps))
        self.gaps_label.setVisible(bool(gaps))
        self.caveat_label.setText(sentences.foot(held))

    def enable(self, running: bool, fixed: bool) -> None:
        """Enable what can be used; what cannot says why."""
        wait = tr("An import is running: cancel it or wait for its end.") if running else ""
        for button, hint in self._hints.items():
            button.setEnabled(not running)
            button.setToolTip(wait or hint)
        if fixed and not running:
            self.sample_button.setEnabled(False)
            self.sample_button.setToolTip(tr("The environment variable POLICEUK_CACHE says which cache is used."))
        self.cost_label.setText(sentences.import_cost())
        self.cost_label.setVisible(not running)

    def _cache_row(self) -> QHBoxLayout:
        self.cache_label = self._label("policeukCache")
        self.cache_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.cache_button = self._button(tr("Chan&ge"), "policeukCacheButton", self._page)
        menu = QMenu(self.cache_button)
        menu.setObjectName("policeukCacheMenu")
        self.own_cache_action = self._action(menu, tr("My own cache"), "policeukOwnCache")
        self.sample_cache_action = self._action(menu, tr("Invented sample"), "policeukSampleCache")
        self.other_cache_action = self._action(menu, tr("Open or make another…"), "policeukOtherCache")
        self.cache_button.setMenu(menu)
        caption = QLabel(tr("Cache:"), self._page)
        row = QHBoxLayout()
        row.addWidget(caption)
        row.addWidget(self.cache_label, 1)
        row.addWidget(self.cache_button)
        return row

    def _welcome(self) -> QFrame:
        self.welcome = QFrame(self._page)
        self.welcome.setObjectName("policeukWelcome")
        self.welcome.setFrameShape(QFrame.Shape.StyledPanel)
        text = QLabel(sentences.welcome(), self.welcome)
        text.setObjectName("policeukWelcomeText")
        text.setWordWrap(True)
        self.sample_button = self._button(tr("&Try the sample"), "policeukSampleButton", self.welcome)
        layout = QVBoxLayout(self.welcome)
        layout.addWidget(text)
        layout.addWidget(self.sample_button)
        return self.welcome

    def _import_row(self) -> QHBoxLayout:
        self.import_files_button = self._button(tr("&Import files…"), "policeukImportFiles", self._page)
        self.import_folder_button = self._button(tr("Import &folder…"), "policeukImportFolder", self._page)
        self._hints = {
            self.sample_button: tr("A town that does not exist, in the open sea: to try everything out"),
            self.import_files_button: tr(
                "Zip archives or CSV files of data.police.uk, outlines and look-ups of ONS; they can be dropped "
                "here too"
            ),
            self.import_folder_button: tr("A folder with CSV files of data.police.uk"),
        }
        row = QHBoxLayout()
        row.addWidget(self.import_files_button)
        row.addWidget(self.import_folder_button)
        return row

    def _label(self, name: str) -> QLabel:
        label = QLabel(self._page)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _button(self, text: str, name: str, parent: QWidget) -> QPushButton:
        button = QPushButton(text, parent)
        button.setObjectName(name)
        return button

    def _action(self, menu: QMenu, text: str, name: str) -> QAction:
        action = QAction(text, menu)
        action.setObjectName(name)
        menu.addAction(action)
        return action
