# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel "Police UK": the selection on top, pages side by side, the last runs; built when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence, QShowEvent
from qgis.PyQt.QtWidgets import QApplication, QMainWindow, QPushButton, QShortcut, QTabWidget, QToolButton, QWidget

from .. import settings
from ..text import tr
from .surroundings import Surroundings

if TYPE_CHECKING:
    from .history import Entry
    from .page import Page

_STATE = "dock"
_WIDTH = 370


class PoliceUkDock(QgsDockWidget):
    """Holds selection, pages and history; costs nothing while QGIS starts, as they are built when first seen.

    `field_wanted` asks for field mode, with the path of a pack or ''.
    """

    field_wanted = pyqtSignal(str)

    def __init__(self, around: Surroundings, parent: Optional[QWidget] = None) -> None:
        super().__init__(tr("Police UK"), parent)
        self.setObjectName("policeukDock")
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self._around = around
        self.pages: Optional[QTabWidget] = None

    def build(self) -> None:
        """Make everything, once."""
        if self.pages is not None:
            return
        from .body import Body
        from .never_growing import NeverGrowing

        body = Body(self._around)
        self.desk, self.selection, self.history = body.desk, body.selection, body.history
        self.page_of, self.quality = body.page_of, body.quality
        self.data_page = body.page_of["data"]
        body.tabs.setCurrentIndex(self._remembered_page())
        body.tabs.currentChanged.connect(self._remember_page)
        body.history.again.connect(self._run_again)
        body.desk.wanted_page.connect(self._show_page)
        body.desk.wanted_field.connect(self.field_wanted)
        self.pages = body.tabs
        self.setWidget(NeverGrowing(body))
        for at in range(body.tabs.count()):
            self._number_page(at)
        self.desk.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Build when first seen; read the cache anew each time."""
        if self.pages is None:
            self.build()
        else:
            self.desk.refresh()
        super().showEvent(event)

    def take_room(self) -> None:
        """Be as wide as its sentences read well, which is more than it needs; the user may make it narrower."""
        window = self.parent()
        if isinstance(window, QMainWindow) and self.isVisible() and self.width() < _WIDTH:
            window.resizeDocks([self], [_WIDTH], Qt.Orientation.Horizontal)

    def take_focus(self) -> None:
        """Let typing begin where reading does: in the area, or on the page while there is nothing to choose."""
        if self.pages is None or not self.isVisible():
            return
        self.activateWindow()
        chooses = self.selection.isVisible()
        (self.selection.area_box if chooses else self._page().main_button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and Esc that no control wanted; as shortcuts they would be taken from lists that are open."""
        if self.pages is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif self.pages is not None and event.key() == Qt.Key.Key_Escape:
            if self.quality.isVisible():
                self.quality.close_panel()
            else:
                self._page().cancel()
        else:
            super().keyPressEvent(event)

    def settings_changed(self) -> None:
        """The options chose another cache, or forgot what was remembered."""
        if self.pages is not None:
            self.desk.read_settings()

    def shut_down(self) -> None:
        """Before the plugin goes away: end what is running."""
        if self.pages is not None:
            self.desk.shut_down()
            self.quality.shut_down()
            self.selection.shut_down()
            for page in self.page_of.values():
                page.shut_down()

    def _number_page(self, at: int) -> None:
        """Alt and its number opens a page from anywhere in the window: letters are taken by QGIS's menus."""
        tabs = self.pages
        if tabs is not None:
            keys = QKeySequence(f"Alt+{at + 1}")
            QShortcut(keys, self).activated.connect(lambda: self._open_page(at))
            keys_told = keys.toString(QKeySequence.SequenceFormat.NativeText)
            tabs.setTabToolTip(at, f"{tabs.tabText(at)} ({keys_told})")

    def _open_page(self, at: int) -> None:
        self.quality.close_panel()
        if self.pages is not None:
            self.pages.setCurrentIndex(at)

    def _enter(self) -> None:
        """Presses the button that has the focus, takes an area that is being typed, else does what the page is for."""
        from .area_box import AreaBox  # not while QGIS starts

        focus = QApplication.focusWidget()
        if isinstance(focus, (QPushButton, QToolButton)) and focus.isEnabled():
            focus.click()
        elif isinstance(focus, AreaBox):  # an editable box has the focus for its field
            focus.take_text()
        elif focus is self.history.list:
            self.history.again_button.click()
        elif not self.quality.isVisible():
            self._page().main_button.click()

    def _page(self) -> Page:
        keys = list(self.page_of)
        return self.page_of[keys[self.pages.currentIndex() if self.pages else 0]]

    def _run_again(self, entry: Entry) -> None:
        page = self.page_of.get(entry.page)
        if page is not None and self.pages is not None:
            self.pages.setCurrentIndex(list(self.page_of).index(page.key))
            page.run_again(entry)

    def _show_page(self, key: str) -> None:
        """Show a page and press its main button, as soon as what is chosen has been counted."""
        if self.pages is not None:
            self.pages.setCurrentIndex(list(self.page_of).index(key))
            self.page_of[key].main_button.setFocus()
            self.page_of[key].main_button.click()

    def _remembered_page(self) -> int:
        key = settings.state(_STATE).get("page")
        keys = list(self.page_of)
        return keys.index(key) if key in keys else 0

    def _remember_page(self, at: int) -> None:
        settings.remember_state(_STATE, {"page": list(self.page_of)[at]})
