# SPDX-License-Identifier: GPL-2.0-or-later
"""The list under a field in which one searches: what was found, and whether postcodes.io could be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, Qt
from qgis.PyQt.QtWidgets import QCompleter, QWidget

from offline_cache.search import Found

from ..locator.wording import ask_phrase, detail, offline_reason, title
from ..text import tr
from .plain import plain

ROW = Qt.ItemDataRole.UserRole + 1
"""The role of a row's number, which the completer's own model does not change."""
_BESIDE, _WIDEST = 30, 560
"""Pixels for the scroll bar, and of the widest list."""


_SHOWN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole)


class FoundModel(QAbstractListModel):
    """What was found for `text`, then perhaps a row that asks for the postcode `to_ask`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.text = ""
        self.found: tuple[Found, ...] = ()
        self.to_ask = ""
        self._offline = False

    def show(self, text: str, found: Sequence[Found], to_ask: str, offline: bool) -> None:
        """Offer these."""
        self.beginResetModel()
        self.text, self.found, self.to_ask, self._offline = text, tuple(found), to_ask, offline
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """One for each, and the question."""
        return 0 if parent.isValid() else len(self.found) + bool(self.to_ask)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """The question cannot be picked while the user works offline."""
        asks = index.row() >= len(self.found)
        return Qt.ItemFlag.NoItemFlags if asks and self._offline else super().flags(index)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, kind and what tells it apart."""
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        if role == ROW:
            return index.row()
        if index.row() >= len(self.found):
            return self._question(role)
        found = self.found[index.row()]
        line = ", ".join(part for part in (title(found), detail(found)) if part)
        if role in _SHOWN:
            return line
        return plain("\n".join(filter(None, (line, found.licence)))) if role == Qt.ItemDataRole.ToolTipRole else None

    def _question(self, role: int) -> Any:
        phrase = ask_phrase(self.to_ask)
        if self._offline:
            phrase = tr("{ask}: {reason}").format(ask=phrase, reason=offline_reason())
        return phrase if role in (*_SHOWN, Qt.ItemDataRole.ToolTipRole) else None


class Finder(QCompleter):
    """Shows what was found as it is, under a field that it does not write into."""

    def __init__(self, model: FoundModel, field: QWidget) -> None:
        super().__init__(model, field)
        self.setWidget(field)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(12)
        self.popup().setTextElideMode(Qt.TextElideMode.ElideRight)

    @property
    def points(self) -> bool:
        """Whether the user has gone to a row of the list."""
        return self.popup().isVisible() and self.popup().currentIndex().isValid()

    def open(self) -> None:
        """Show the list, wider than a narrow field; Qt keeps what is given so on the screen."""
        field = self.widget()
        self.popup().setFont(field.font())  # it is a window of its own, which QGIS's size of letters does not reach
        wide = min(max(self.popup().sizeHintForColumn(0) + _BESIDE, field.width()), _WIDEST)
        self.complete(QRect(0, 0, wide, field.height()))
        self.popup().setCurrentIndex(QModelIndex())  # Qt makes the first row current, and Enter would take it unseen

    def close(self) -> None:
        """Hide it."""
        self.popup().hide()
