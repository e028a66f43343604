# SPDX-License-Identifier: GPL-2.0-or-later
"""Field mode: a window of its own over QGIS, with a map and a project of its own; closing it is leaving it."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QShortcut,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from offline_cache.errors import CacheError
from offline_cache.field_pack import names

from ...text import tr
from ..download.caller import Caller
from . import field_style as style
from .field_area import AreaScreen
from .field_brief import BriefScreen
from .field_desk import FieldDesk
from .field_head import FieldHead
from .field_home import HomeScreen
from .field_map import FieldMap
from .field_menu import FieldMenu
from .field_notes import NotesScreen
from .field_pack_read import OpenedPack, open_pack
from .field_results import ChangeScreen, HotScreen
from .field_screen import FieldScreen
from .field_search import SearchScreen
from .field_start import FieldStart, remember_pack
from .field_team import TeamScreen
from .field_watch import FieldWatch

_SCREENS = (AreaScreen, ChangeScreen, HotScreen, TeamScreen, NotesScreen, BriefScreen, SearchScreen, HomeScreen)
"""In the order of the menu."""
_NARROW, _LOW = 900, 560
_COLUMN = 0.34
_LETTERS = 48


class FieldWindow(QMainWindow):
    """`closed`: it was left. QGIS, its project and its windows are as they were, as nothing of them is used.

    `rescued` carries the sentence on a note that could not be saved in its pack when the window was closed.
    """

    closed = pyqtSignal()
    rescued = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("policeukFieldWindow")
        self.setWindowTitle(tr("Police UK: field mode"))
        style.enlarge(self)
        self.pages = QStackedWidget(self)
        self.map = FieldMap(self.pages)
        self.desk = FieldDesk(self.map, self)
        self.start = FieldStart(self.pages)
        self._build()
        self.watch = FieldWatch(self)
        self.watch.said.connect(functools.partial(style.say, self.banner))
        self.watch.back.connect(self.map.canvas.refreshAllLayers)
        self.caller = Caller(tr("Field mode: opening the pack"), self)
        self.caller.answered.connect(self._opened)
        self.caller.failed.connect(self.start.say_problem)
        self.start.wanted.connect(lambda path: self.open(Path(path)))
        self.menu.chosen.connect(self.show_screen)
        self.desk.changed.connect(self._refresh)
        self.desk.wanted.connect(self.show_screen)
        self.desk.map_wanted.connect(lambda: self._turn_to(True))
        self.notes.form.closed.connect(lambda: self._turn_to(False))
        self.map.note_wanted.connect(self._take_note)
        for number, key in enumerate(self.screens, 1):
            shortcut = QShortcut(QKeySequence(str(number)), self)
            shortcut.activated.connect(functools.partial(self._by_number, key))
        self.resize(1366, 768)
        self.setMinimumSize(480, 320)
        self.start.first_control().setFocus()

    def open(self, path: Path) -> None:
        """Open a pack: its folder, a file in it, or its zip. A note that is open is saved and closed first."""
        self.notes.form.finish()
        self.desk.notes.flush()
        if self.notes.form.open:  # it could not be saved, and says why
            self.show_screen("notes")
        elif not self.caller.running:
            self.pages.setCurrentWidget(self.start)
            self.start.say_opening(path.name)
            self._path = path
            self.caller.call(functools.partial(open_pack, path))

    def show_screen(self, key: str) -> None:
        """Show a screen in place of the menu."""
        screen = self.screens.get(key)
        if screen is None or self.pages.currentWidget() is self.start:
            return
        current = self.column.currentWidget()
        if isinstance(current, FieldScreen) and current is not screen and not current.leave():
            return
        self.column.setCurrentWidget(screen)
        self._map_first = False
        screen.enter()
        self._arrange()
        screen.first_control().setFocus()

    def show_menu(self) -> None:
        """Back; the button of the screen that was left has the focus."""
        left = self.column.currentWidget()
        self.column.setCurrentWidget(self.menu)
        self._arrange()
        key = left.key if isinstance(left, FieldScreen) else "area"
        self.menu.buttons[key].setFocus()

    def keyPressEvent(self, event: Optional[QKeyEvent]) -> None:  # noqa: N802 - Qt's name
        """Esc goes back a step, never out; Enter presses what has the focus."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self._back()
        elif event is not None:
            super().keyPressEvent(event)

    def resizeEvent(self, event: Optional[QResizeEvent]) -> None:  # noqa: N802 - Qt's name
        """A small window shows map or screen, not both."""
        super().resizeEvent(event)
        self._arrange()

    def closeEvent(self, event: Optional[QCloseEvent]) -> None:  # noqa: N802 - Qt's name
        """Write what is still to be written, and let go of all files."""
        self.shut_down()
        super().closeEvent(event)
        if self.notes.form.rescued:
            self.rescued.emit(self.notes.form.rescued)
        self.closed.emit()

    def shut_down(self) -> None:
        """Nothing of it is left running; twice does no harm."""
        if self._over:
            return
        self._over = True
        self.watch.end()
        self.caller.shut_down()
        for screen in self.screens.values():
            if isinstance(screen, (NotesScreen, SearchScreen, BriefScreen)):
                screen.shut_down()
        self.desk.shut_down()
        self.notes.pins.shut_down()
        self.map.shut_down()

    _over = _map_first = False

    def _build(self) -> None:
        self.column = QStackedWidget(self.pages)
        self.column.setObjectName("policeukFieldColumn")
        made: list[FieldScreen] = [kind(self.desk, self.column) for kind in _SCREENS]
        self.screens: dict[str, FieldScreen] = {screen.key: screen for screen in made}
        notes = self.screens["notes"]
        if isinstance(notes, NotesScreen):
            self.notes = notes
        self.menu = FieldMenu(made, self.column)
        for part in (self.menu, *made):
            self.column.addWidget(part)
        for screen in made:
            screen.left.connect(self._back)
        self.work = QWidget(self.pages)
        row = QHBoxLayout(self.work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.GAP + 2)
        row.addWidget(self.map, 1)
        row.addWidget(self.column)
        for page in (self.start, self.work):
            self.pages.addWidget(page)
        inner = QWidget(self)
        inner.setObjectName("policeukFieldColumn")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.head = FieldHead(self)
        self.head.leave_button.clicked.connect(self.close)
        self.head.swap_button.clicked.connect(lambda: self._turn_to(not self._map_first))
        layout.addWidget(self.head)
        self.banner = style.label(inner, "policeukFieldBanner", "", "refused")
        style.say(self.banner, "")
        layout.addWidget(self.banner)
        holder = QVBoxLayout()
        holder.setContentsMargins(style.GAP, style.GAP, style.GAP, style.GAP)
        holder.addWidget(self.pages)
        layout.addLayout(holder, 1)
        self.setCentralWidget(inner)

    def _opened(self, pack: OpenedPack) -> None:
        self.start.setEnabled(True)
        self.start.say_problem("")
        remember_pack(self._path, pack.manifest.title)
        self.head.take(pack)
        style.say(self.banner, pack.refused)
        self.setWindowTitle(tr("{title}: field mode").format(title=pack.manifest.title))
        self.pages.setCurrentWidget(self.work)
        self.column.setCurrentWidget(self.menu)
        self.map.clear()  # nothing of the pack before stays under the name of this one
        if pack.is_as_made(names.PROJECT):
            try:
                self.map.open_project(pack.folder / names.PROJECT, pack.not_drawn)
            except CacheError as error:
                style.say(self.banner, " ".join(filter(None, (pack.refused, str(error)))))
        self.watch.begin(pack.folder, self.banner.text())
        self.desk.take(pack)
        self._arrange()
        self.menu.buttons["area"].setFocus()

    def _refresh(self) -> None:
        self.menu.refresh()

    def _take_note(self) -> None:
        self.show_screen("notes")
        self.notes.take_note()
        self._turn_to(True)

    def _by_number(self, key: str) -> None:
        if self.pages.currentWidget() is self.work and not self.notes.form.open:
            self.show_screen(key)

    def _back(self) -> None:
        current = self.column.currentWidget()
        if isinstance(current, FieldScreen) and current.leave():
            self.show_menu()

    def _turn_to(self, shown: bool) -> None:
        """Where there is no room for both: the map, or what is beside it."""
        self._map_first = shown
        self._arrange()
        if self._is_small():
            (self.map.canvas if shown else self._control()).setFocus()

    def _control(self) -> QWidget:
        current = self.column.currentWidget()
        return current.first_control() if isinstance(current, FieldScreen) else self.menu.buttons["area"]

    def _is_small(self) -> bool:
        return self.width() < _NARROW or self.height() < _LOW

    def _arrange(self) -> None:
        """Side by side, or the one or the other."""
        small = self._is_small()
        opened = self.pages.currentWidget() is self.work
        self.head.swap_button.setVisible(small and opened)
        back = tr("&Write") if self.notes.form.open else tr("&Back")
        self.head.swap_button.setText(back if self._map_first else tr("Ma&p"))
        self.map.setVisible(not small or self._map_first)
        self.column.setVisible(not small or not self._map_first)
        letters = _LETTERS * self.fontMetrics().averageCharWidth()  # larger text needs a wider column
        wide = min(max(int(self.width() * _COLUMN), letters), self.width() // 2)
        self.column.setMinimumWidth(0 if small else wide)
        self.column.setMaximumWidth(16_777_215 if small else wide)
        self.menu.arrange(2 if small and self.width() > 600 else 1)
        if small and not self._was_small:
            self.map.key_button.setChecked(False)  # it would cover the map
        self._was_small = small

    _was_small = False
