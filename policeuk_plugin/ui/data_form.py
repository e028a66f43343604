# SPDX-License-Identifier: GPL-2.0-or-later
"""The widgets of the page Data, top to bottom as they are read."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QAction,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from offline_cache.areas.model import AreaKind

from ..layers.holdings import Holdings
from ..text import tr
from . import sentences
from .answer_label import AnswerLabel
from .data_foot import DataFoot, PlanFoot
from .download.download_form import DownloadForm
from .download.fetch_areas_row import FetchAreasRow
from .fitting_text import FittingText
from .held_view import HeldView
from .page import LEAST_RESULT, Page
from .plain import plain
from .progress_row import ProgressRow
from .slim import SlimButton
from .welcome import Welcome

_ROOM, _ROOM_UNFOLDED = 150, 220
"""Pixels left of what came out where there are lines below its sentence."""
_ROOM_ELSEWHERE, _ELSEWHERE_UNFOLDED = 150, 70
"""Pixels left of what stands above."""
_SETTLED_MS = 60
"""Until what was unfolded has its place."""


class DataForm:
    """Makes the widgets inside `page` and shows values in them; knows nothing of tasks or files."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._results = page.results
        self._settled = QTimer(page)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._show_changes)
        self.held_part = QWidget(page)
        layout = QVBoxLayout(self.held_part)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._cache_row())
        self.welcome = Welcome(page)
        layout.addWidget(self.welcome)
        self.held_view = HeldView(page)  # above its words: on a small screen it is what is in sight
        layout.addWidget(self.held_view)
        self.summary_label = self._label("policeukSummary")
        self.summary_label.setTextFormat(Qt.TextFormat.RichText)
        layout.addWidget(self.summary_label)
        self.areas_row = FetchAreasRow("policeukFetchOutlines", page)
        layout.addWidget(self.areas_row)
        self.gaps_label = self._label("policeukGaps")
        layout.addWidget(self.gaps_label)
        self.caveat_label = self._label("policeukCaveat")
        self.caveat_label.setTextFormat(Qt.TextFormat.RichText)
        layout.addWidget(self.caveat_label)
        self.download = DownloadForm(page)
        self.foot, self.plan = DataFoot(page), PlanFoot(page)
        self.progress = ProgressRow("policeuk", tr("Stops it; each file that has come stays (Esc)"), page)
        self.closing_label = AnswerLabel("policeukClosing", page)
        after = self._after()
        self.changes = FittingText("policeukChanges", tr("What changed, by force and month"), page)
        for into, widgets in (
            (page.body_layout, (self.held_part, self.download)),
            (page.foot_layout, (self.foot, self.plan, self.progress)),
            (page.result_layout, (self.closing_label, after, self.changes)),
        ):
            for widget in widgets:
                into.addWidget(widget)
        self.open_download(False)
        self.say("")

    @property
    def download_open(self) -> bool:
        """Whether the form of a download is in sight in place of what is held."""
        return not self.download.isHidden()

    def open_download(self, opened: bool) -> None:
        """Show the form of a download, or what is held."""
        for widget, shown in (
            (self.held_part, not opened),
            (self.foot, not opened),
            (self.download, opened),
            (self.plan, opened),
        ):
            widget.setVisible(shown)
        self._page.fill(opened)
        self.changes_button.setChecked(False)

    def say(self, sentence: str, lines: Sequence[str] = (), can_add: bool = False) -> None:
        """Show what was done last and what comes next, '' for nothing; below it a line for each change."""
        self.closing_label.say(sentence)
        self.add_button.setVisible(can_add)
        self.changes.setPlainText("\n".join(lines))
        self.changes_button.setVisible(bool(lines))
        self.changes_button.setChecked(False)
        self._unfold(False)

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
        drawn = any(areas.kind is AreaKind.LSOA for areas in held.areas)
        self.areas_row.setVisible(held.real and not drawn)
        for force in held.forces:
            self.areas_row.propose(force)
        self.held_view.setVisible(bool(held.files))
        self.held_view.show_held(held)
        gaps, all_gaps = sentences.gaps(held)
        self.gaps_label.setText(gaps)
        self.gaps_label.setToolTip(plain(all_gaps))
        self.gaps_label.setVisible(bool(gaps))
        self.caveat_label.setText(sentences.foot(held))
        self.caveat_label.setVisible(bool(held.files))

    def enable(self, wait: str, offline: str, empty: str, fixed: bool) -> None:
        """Enable what can be used; what cannot says why. The first three are reasons, '' where they are none."""
        self.foot.enable(wait, offline, empty)
        for row in (self.areas_row, self.download.areas_row):
            row.enable(wait or offline)
        only = tr("The environment variable POLICEUK_CACHE says which cache is used.") if fixed else ""
        self.welcome.enable(wait or only, wait, wait or offline)

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

    def _after(self) -> QWidget:
        """What can be done with what came."""
        after = QWidget(self._page)
        self.add_button = self._button(tr("Add to map"), "policeukAddToMap", after)
        self.add_button.setToolTip(tr("Opens the page Map and adds the layers that are ticked there"))
        self.changes_button = self._button(tr("Details"), "policeukShowChanges", after)
        self.changes_button.setCheckable(True)
        self.changes_button.setToolTip(tr("Shows a line for each thing that changed, and for what is missing"))
        self.changes_button.toggled.connect(self._unfold)
        row = QHBoxLayout(after)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.add_button, 1)
        row.addWidget(self.changes_button, 1)
        return after

    def fit_result(self) -> None:
        """Leave what came out its room; never so much that the form above it has none, on a small screen with the
        last runs unfolded."""
        has_more, unfolded = self.changes_button.isVisibleTo(self._page), self.changes_button.isChecked()
        wanted = _ROOM_UNFOLDED if unfolded else _ROOM if has_more else LEAST_RESULT
        elsewhere = _ELSEWHERE_UNFOLDED if unfolded else _ROOM_ELSEWHERE
        free = self._page.height() - self._page.foot.sizeHint().height() - elsewhere
        self._results.keep_room(max(min(wanted, free), LEAST_RESULT))

    def _unfold(self, shown: bool) -> None:
        self.changes.setVisible(shown)
        self.fit_result()
        if shown:
            self._settled.start(_SETTLED_MS)

    def _show_changes(self) -> None:
        """Where there is too little room, scroll to the lines that were just asked for."""
        self._results.ensureWidgetVisible(self.changes, 0, 0)

    def _label(self, name: str) -> QLabel:
        label = QLabel(self._page)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _button(self, text: str, name: str, parent: QWidget) -> QPushButton:
        button = SlimButton(text, parent)
        button.setObjectName(name)
        return button

    def _action(self, menu: QMenu, text: str, name: str) -> QAction:
        action = QAction(text, menu)
        action.setObjectName(name)
        menu.addAction(action)
        return action
