# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds areas of the cache while one types in the form of a download; what is picked is written as a code."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt
from qgis.PyQt.QtWidgets import QLineEdit

from offline_cache.search import Found, FoundKind

from ...locator.questions import search_cache
from ...text import tr
from ..asking import Asker
from ..found_list import ROW, Finder, FoundModel

_PAUSE_MS = 80
_LIMIT = 40
_WIDE = 330
_KINDS = (FoundKind.CSP, FoundKind.DISTRICT, FoundKind.PFA, FoundKind.WARD, FoundKind.LSOA)


class SliceSearch(QObject):
    """Lists what is found under `field`; nothing leaves this computer."""

    def __init__(self, field: QLineEdit, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.cache = Path()
        self._field = field
        self.found = FoundModel(self)
        self._finder = Finder(self.found, field)
        self._finder.popup().setMinimumWidth(_WIDE)
        self._finder.popup().setTextElideMode(Qt.TextElideMode.ElideRight)
        self._finder.activated[QModelIndex].connect(self._take)
        self.asker = Asker(tr("Police UK: searching"), _PAUSE_MS, self)
        self.asker.answered.connect(self._show)
        field.textEdited.connect(self._search)

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        self.asker.shut_down()

    def _search(self, text: str) -> None:
        text = text.strip()
        if text and ":" not in text and "," not in text:
            self.asker.ask(functools.partial(_asked, self.cache, text))
        else:
            self.asker.forget()
            self._finder.popup().hide()

    def _show(self, answer: tuple[str, tuple[Found, ...]]) -> None:
        text, found = answer
        if text != self._field.text().strip():
            return
        self.found.show(text, found, "", offline=False)
        if found and self._field.hasFocus():
            self._finder.complete()
        else:
            self._finder.popup().hide()

    def _take(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None and row < len(self.found.found):
            self._field.setText(str(self.found.found[row].area))


def _asked(cache: Path, text: str) -> tuple[str, tuple[Found, ...]]:
    found = search_cache(cache, text, _LIMIT)
    return text, tuple(one for one in found if one.kind in _KINDS and one.area)
