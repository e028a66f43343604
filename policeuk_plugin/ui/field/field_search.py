# SPDX-License-Identifier: GPL-2.0-or-later
"""Search in the pack: streets and other snap points, areas, postcodes; nothing is sent."""

from __future__ import annotations

import functools
from pathlib import Path

from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QLineEdit, QScroller, QWidget

from offline_cache.field_pack import names
from offline_cache.search import Found

from ...locator.questions import locate, search_cache
from ...locator.wording import title
from ...text import tr
from ..asking import Asker
from ..found_list import FoundModel
from . import field_style as style
from .field_list import FieldList
from .field_screen import FieldScreen

_LIMIT = 30
_PAUSE_MS = 60


class SearchScreen(FieldScreen):
    """A field, and what was found under it."""

    key = "search"

    @classmethod
    def title(cls) -> str:
        """What it is called."""
        return tr("Search")

    def hint(self) -> str:
        """What can be searched."""
        return tr("Street, area or postcode")

    def build(self) -> None:
        """Field, words, list."""
        self.field = QLineEdit(self)
        self.field.setObjectName("policeukFieldSearchText")
        self.field.setPlaceholderText(tr("Street, ward, LSOA or postcode"))
        self.field.setAccessibleName(tr("Search for"))
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumHeight(style.LEAST)
        self.model = FoundModel(self)
        self.list = FieldList(self)
        self.list.setObjectName("policeukFieldFound")
        self.list.setAccessibleName(tr("Found"))
        self.list.setModel(self.model)
        self.list.setWordWrap(True)
        QScroller.grabGesture(self.list.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.said = style.label(self, "policeukFieldSearchSaid", "", "quiet")
        for widget, stretch in ((self.field, 0), (self.said, 0), (self.list, 1)):
            self.outer.addWidget(widget, stretch)
        self.scroll.hide()
        self.asker = Asker(tr("Field mode: searching"), _PAUSE_MS, self)
        self.asker.answered.connect(self._show)
        self.asker.failed.connect(self._fail)
        self.field.textEdited.connect(self._search)
        self.field.returnPressed.connect(lambda: self.pick(self.model.index(0, 0)))
        self.list.picked.connect(self.pick)

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self.asker.waiting

    def first_control(self) -> QWidget:
        """One types at once."""
        self.field.selectAll()
        return self.field

    def refresh(self) -> None:
        """Only in a cache that is as it was made."""
        pack = self.desk.pack
        whole = pack is not None and pack.is_as_made(names.CACHE)
        self.field.setEnabled(whole)
        self.field.setToolTip("" if whole or pack is None else pack.refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Down goes from the field into the list."""
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus() and self.model.rowCount():
            self.list.setFocus()
            self.list.setCurrentIndex(self.model.index(0, 0))
        else:
            super().keyPressEvent(event)

    def pick(self, index: QModelIndex) -> None:
        """Show it on the map."""
        pack = self.desk.pack
        if pack is not None and index.isValid() and index.row() < len(self.model.found):
            self.list.setCurrentIndex(index)
            self._go(self.model.found[index.row()])

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        self.asker.shut_down()

    def _search(self, text: str) -> None:
        pack = self.desk.pack
        if pack is None or not text.strip():
            self.asker.forget()
            self._show(())
        else:
            self.asker.ask(functools.partial(_found, pack.cache, text))

    def _show(self, found: tuple[Found, ...]) -> None:
        text = self.field.text().strip()
        self.model.show(text, found, "", False)
        nothing = tr("Nothing in this pack is called '{text}'. Try a part of the name.").format(text=text)
        style.say(self.said, nothing if text and not found else "")

    def _go(self, found: Found) -> None:
        shown = self.desk.map
        if found.extent is not None:
            shown.show_extent(QgsRectangle(*found.extent))
        elif found.position is not None:
            shown.show_place(*found.position)
        self.desk.map_wanted.emit()
        style.say(self.said, tr("The map shows {name}.").format(name=title(found)))

    def _fail(self, sentence: str) -> None:
        style.say(self.said, sentence)


def _found(cache: Path, text: str) -> tuple[Found, ...]:
    """What is found and lies somewhere that the pack can show: look-ups name areas far from it, too."""
    found = (locate(cache, one) for one in search_cache(cache, text, _LIMIT))
    return tuple(one for one in found if one.extent is not None or one.position is not None)
