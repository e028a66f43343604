# SPDX-License-Identifier: GPL-2.0-or-later
"""The last runs as a list that folds away: again, as a command, open its page."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QDateTime, QLocale, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QGuiApplication
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAction,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .. import settings
from ..text import number, tr
from .desk import Desk
from .history import Entry
from .plain import plain
from .slim import SlimButton

_STATE = "history"
_LEAST, _HEIGHT = 38, 76


class HistoryView(QWidget):
    """`again` carries the entry to run anew."""

    again = pyqtSignal(object)

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("policeukHistory")
        self._desk = desk
        self._shown: list[Entry] = []
        self.fold = QToolButton(self)
        self.fold.setObjectName("policeukHistoryFold")
        self.fold.setCheckable(True)
        self.fold.setAutoRaise(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.again_button = self._button(tr("Again"), "policeukAgain")
        self.copy_button = self._button(tr("Copy"), "policeukCopy")
        self.page_button = self._button(tr("Page"), "policeukHistoryPage")
        self.pin_button = self._pin()
        self.list = QListWidget(self)
        self.list.setObjectName("policeukHistoryList")
        self.list.setAccessibleName(tr("Last runs"))
        self.list.setMinimumHeight(_LEAST)
        self.list.setMaximumHeight(_HEIGHT)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._add_menu()
        self._lay_out()
        self.fold.toggled.connect(self._unfold)
        self.list.currentRowChanged.connect(lambda _: self._enable())
        self.list.itemActivated.connect(lambda _: self._run_again())
        self.again_button.clicked.connect(self._run_again)
        self.page_button.clicked.connect(self._open_page)
        self.pin_button.clicked.connect(self._pin_current)
        desk.kept.connect(self.show_runs)
        desk.changed.connect(self._name_caches)
        self.fold.setChecked(settings.state(_STATE).get("open") is True)
        self._unfold(self.fold.isChecked())
        self.show_runs()

    def show_runs(self) -> None:
        """Show what is kept: presets first, then the runs, each the newest first."""
        self._shown = sorted(self._desk.runs, key=lambda entry: not entry.pinned)
        self.list.clear()
        for _ in self._shown:
            QListWidgetItem(self.list)
        self._name_caches()
        self.list.setCurrentRow(0 if self._desk.runs else -1)
        self.fold.setText(tr("Last runs ({n})").format(n=number(len(self._desk.runs))))
        self._enable()

    def _of_other_cache(self, entry: Entry) -> str:
        """The path of its cache where another one is open now, else ''."""
        return entry.cache if entry.cache and Path(entry.cache) != self._desk.cache else ""

    def _goes_on(self, entry: Entry) -> bool:
        return entry.stopped and not self._of_other_cache(entry)

    def _again_tip(self, entry: Optional[Entry]) -> str:
        """What the button does, and where: a run is made again on the cache that is open."""
        if entry is not None and self._goes_on(entry):
            return tr("Goes on where it stopped")
        does = tr("Chooses the same and runs it anew")
        if entry is None or not self._of_other_cache(entry):
            return does
        return tr("{does}, on the cache that is open now: {cache}").format(does=does, cache=self._desk.cache.stem)

    def _name_caches(self) -> None:
        """Say of which cache a run is where that is not the one open now."""
        for row, entry in enumerate(self._shown):
            when = QDateTime.fromString(entry.when, Qt.DateFormat.ISODate)
            other = self._of_other_cache(entry)
            cache = tr("Cache: {path}").format(path=other) if other else ""
            item = self.list.item(row)
            item.setText(f"{_head(entry, when, other)}\n{entry.sentence}")
            item.setToolTip(
                plain("\n".join(filter(None, (QLocale().toString(when), entry.title, entry.sentence, cache))))
            )
        self._enable()

    def current(self) -> Optional[Entry]:
        """The run that is selected."""
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _add_menu(self) -> None:
        menu = QMenu(self.copy_button)
        for name, text, slot in (
            ("policeukCopyCommand", tr("As a qgis_process command"), self._copy_command),
            ("policeukCopyPython", tr("As Python"), self._copy_python),
        ):
            action = QAction(text, menu)
            action.setObjectName(name)
            action.triggered.connect(slot)
            menu.addAction(action)
        self.copy_button.setMenu(menu)

    def _lay_out(self) -> None:
        self._buttons = QWidget(self)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        for button in (self.again_button, self.copy_button, self.page_button, self.pin_button):
            buttons.addWidget(button)
        head = QHBoxLayout()
        head.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self._buttons, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 2)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.list)

    def _button(self, text: str, name: str) -> QPushButton:
        button = SlimButton(text, self)
        button.setObjectName(name)
        return button

    def _unfold(self, opened: bool) -> None:
        self.fold.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.list.setVisible(opened)
        self._buttons.setVisible(opened)
        settings.remember_state(_STATE, {"open": opened})

    def _enable(self) -> None:
        entry = self.current()
        none = tr("Nothing has been run yet.")
        self.fold.setEnabled(bool(self._desk.runs))
        self.fold.setToolTip("" if self._desk.runs else none)
        page = bool(entry and entry.report and Path(entry.report).is_file())
        self.again_button.setText(tr("Go on") if entry and self._goes_on(entry) else tr("Again"))
        for button, enabled, tip, why in (
            (self.again_button, entry is not None, self._again_tip(entry), none),
            (self.copy_button, entry is not None, tr("For a shell, a model or a script"), none),
            (self.page_button, page, tr("Opens the result page in the browser"), tr("This run has no result page.")),
        ):
            button.setEnabled(enabled)
            button.setToolTip(tip if enabled else why)
        pinned = bool(entry and entry.pinned)
        self.pin_button.setChecked(pinned)
        self.pin_button.setEnabled(entry is not None)
        kept = tr("Keep as a preset: it stays on top until you take the star away")
        let_go = tr("A preset: press to let it go with the other runs")
        self.pin_button.setToolTip(let_go if pinned else kept if entry else none)

    def _pin(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("policeukPin")
        button.setText("★")
        button.setAccessibleName(tr("Keep as a preset"))
        button.setCheckable(True)
        return button

    def _pin_current(self) -> None:
        entry = self.current()
        if entry is not None:
            self._desk.pin(entry, self.pin_button.isChecked())
            rows = [row for row, one in enumerate(self._shown) if one.when == entry.when and one.title == entry.title]
            self.list.setCurrentRow(rows[0] if rows else 0)

    def _run_again(self) -> None:
        entry = self.current()
        if entry is not None:
            self.again.emit(entry)

    def _copy_command(self) -> None:
        entry = self.current()
        if entry is not None:
            self._copy(entry.as_command(), tr("Copied as a qgis_process command: {title}"), entry)

    def _copy_python(self) -> None:
        entry = self.current()
        if entry is not None:
            self._copy(entry.as_python(), tr("Copied as Python: {title}"), entry)

    def _copy(self, text: str, said: str, entry: Entry) -> None:
        QGuiApplication.clipboard().setText(text)
        self._desk.around.tell(said.format(title=entry.title))

    def _open_page(self) -> None:
        entry = self.current()
        if entry is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(entry.report))


def _head(entry: Entry, when: QDateTime, other_cache: str) -> str:
    """The line above the sentence: when, in which other cache, what; a preset has a star."""
    star = "★ " if entry.pinned else ""
    cache = f"[{Path(other_cache).stem}] " if other_cache else ""
    return f"{star}{_short(when)}  {cache}{entry.title}"


def _short(when: QDateTime) -> str:
    """A time in few letters: of today the time alone."""
    today = when.date() == QDateTime.currentDateTime().date()
    return QLocale().toString(when, "HH:mm" if today else "d MMM HH:mm")
