# SPDX-License-Identifier: GPL-2.0-or-later
"""The area as a field that searches while one types: by name, kind or code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QCompleter, QSizePolicy, QWidget

from offline_cache.area_choices import AreaChoice

from ..text import INVENTED_FORCE, tr
from .plain import plain

_SEARCHED = Qt.ItemDataRole.UserRole + 1
_NARROW = 12
"""Characters that the field asks room for; it takes what the panel gives."""
_WIDE = 290
"""Pixels of its lists."""


class AreaModel(QAbstractListModel):
    """All that is held, then the areas."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choices: tuple[AreaChoice, ...] = ()

    def show(self, choices: Sequence[AreaChoice]) -> None:
        """Offer these."""
        self.beginResetModel()
        self.choices = tuple(choices)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """All, and each area."""
        return 0 if parent.isValid() else len(self.choices) + 1

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name and kind; with the code for the search."""
        if not index.isValid():
            return None
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
        if index.row() == 0:
            return all_held() if shown or role == _SEARCHED else None
        choice = self.choices[index.row() - 1]
        if shown:
            return label(choice)
        if role == _SEARCHED:
            return f"{label(choice)} {choice.code}"
        return plain(choice.text) if role == Qt.ItemDataRole.ToolTipRole else None


class Finder(QCompleter):
    """Finds by name, kind and code, and writes the name alone."""

    def pathFromIndex(self, index: QModelIndex) -> str:  # noqa: N802 - Qt's name
        """What is written when one is picked."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class AreaBox(QComboBox):
    """`area` is the text of the `AREA` parameter, '' for all that is held; `chosen` tells when it changes."""

    chosen = pyqtSignal()
    not_found = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("policeukArea")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_NARROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(16)
        self.setAccessibleName(tr("Area"))
        self.setToolTip(tr("Type a name or an ONS code: force, CSP, district, police area, ward or LSOA"))
        self._area = ""
        self._model = AreaModel(self)
        self.setModel(self._model)
        finder = Finder(self._model, self)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setCompletionRole(_SEARCHED)
        finder.setMaxVisibleItems(12)
        self.setCompleter(finder)
        for popup in (self.view(), finder.popup()):  # wider than the panel's field: names of LSOAs are long
            popup.setMinimumWidth(_WIDE)
            popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.lineEdit().setObjectName("policeukAreaEdit")
        self.lineEdit().setPlaceholderText(all_held())
        self.lineEdit().setClearButtonEnabled(True)
        finder.activated.connect(lambda _: self.take_text())
        self.activated.connect(self._take_row)
        self.lineEdit().editingFinished.connect(self.take_text)

    @property
    def area(self) -> str:
        """What is chosen."""
        return self._area

    def offer(self, choices: Sequence[AreaChoice]) -> None:
        """Offer the areas of a cache, and keep what is chosen."""
        self._model.show(choices)
        self._write()

    def set_area(self, area: str) -> None:
        """Choose without telling."""
        self._area = area
        self._write()

    def take_text(self) -> None:
        """Choose what was typed: a name or code that is offered, or a text as the parameter has it."""
        text = self.lineEdit().text().strip()
        if text in ("", all_held()):
            self._choose("")
            return
        if text == self._label(self._area):
            return
        found = self._matches(text)
        if found:
            self._choose(found)
        elif ":" in text:
            self._choose(text)
        else:
            self._write()
            self.not_found.emit(text)

    def _matches(self, text: str) -> str:
        wanted = text.casefold()
        choices = self._model.choices
        for choice in choices:
            if wanted in (label(choice).casefold(), choice.name.casefold(), choice.code.casefold()):
                return choice.text
        within = [choice for choice in choices if wanted in f"{label(choice)} {choice.code}".casefold()]
        return within[0].text if len(within) == 1 else ""

    def _take_row(self, row: int) -> None:
        self._choose(self._model.choices[row - 1].text if row > 0 else "")

    def _choose(self, area: str) -> None:
        changed = area != self._area
        self._area = area
        self._write()
        if changed:
            self.chosen.emit()

    def _write(self) -> None:
        rows = [choice.text for choice in self._model.choices]
        self.blockSignals(True)
        self.setCurrentIndex(rows.index(self._area) + 1 if self._area in rows else 0 if not self._area else -1)
        self.blockSignals(False)
        self.setEditText(self._label(self._area))
        self.lineEdit().setCursorPosition(0)

    def _label(self, area: str) -> str:
        for choice in self._model.choices:
            if choice.text == area:
                return label(choice)
        return area


def all_held() -> str:
    """What is shown where no area is chosen."""
    return tr("All that is held")


def label(choice: AreaChoice) -> str:
    """Name and kind, such as Luton (CSP)."""
    kinds = {
        "force": tr("force"),
        "csp": tr("CSP"),
        "district": tr("district"),
        "pfa": tr("police area"),
        "ward": tr("ward"),
        "lsoa": tr("LSOA"),
        "slice": tr("slice"),
    }
    name = tr("{name}, invented").format(name=choice.name) if choice.code == INVENTED_FORCE else choice.name
    return tr("{name} ({kind})").format(name=name, kind=kinds.get(choice.kind, choice.kind))
