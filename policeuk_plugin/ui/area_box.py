# SPDX-License-Identifier: GPL-2.0-or-later
"""The area as a field that searches while one types: by name, kind, code or postcode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFocusEvent
from qgis.PyQt.QtWidgets import QComboBox, QSizePolicy, QWidget

from offline_cache.area_choices import AreaChoice
from offline_cache.search import Found

from ..locator.wording import named
from ..text import tr
from .found_list import ROW, Finder, FoundModel
from .plain import plain

_NARROW = 12
"""Characters that the field asks room for; it takes what the panel gives."""
_WIDE = 330
"""Pixels of its lists."""


class AreaModel(QAbstractListModel):
    """All that is held, then the areas."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choices: tuple[AreaChoice, ...] = ()

    def show(self, choices: Sequence[AreaChoice]) -> None:
        """Offer these; a slice of one LSOA is that LSOA."""
        lsoas = {choice.text for choice in choices if choice.kind == "lsoa"}
        self.beginResetModel()
        self.choices = tuple(choice for choice in choices if choice.kind != "slice" or choice.text not in lsoas)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """All, and each area."""
        return 0 if parent.isValid() else len(self.choices) + 1

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name and kind."""
        if not index.isValid():
            return None
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
        if index.row() == 0:
            return all_held() if shown else None
        choice = self.choices[index.row() - 1]
        if shown:
            return label(choice)
        return plain(choice.text) if role == Qt.ItemDataRole.ToolTipRole else None


class AreaBox(QComboBox):
    """`area` is the text of the `AREA` parameter, '' for all that is held; `chosen` tells when it changes.

    `entered` tells that one is about to type, `typed` asks for what is to be listed under the field; `sought` is a text
    that was entered and stands for none of the areas offered; `picked` is what was picked of the list, `asked` the
    postcode that postcodes.io is to be asked.
    """

    chosen = pyqtSignal()
    entered = pyqtSignal()
    typed = pyqtSignal(str)
    sought = pyqtSignal(str)
    picked = pyqtSignal(object)
    asked = pyqtSignal(str)

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
        self.setToolTip(
            tr("Type a name, an ONS code or a postcode: force, CSP, district, ward, neighbourhood, LSOA or street")
        )
        self._area = ""
        self._names: dict[str, str] = {}  # of areas that the list of those held does not have
        self._typing = False
        self._later: Optional[tuple[AreaChoice, ...]] = None
        self._model = AreaModel(self)
        self.setModel(self._model)
        self.found = FoundModel(self)
        self.setCompleter(None)
        self.finder = Finder(self.found, self.lineEdit())
        self.view().setMinimumWidth(_WIDE)  # wider than the panel's field: names of LSOAs are long
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.lineEdit().setObjectName("policeukAreaEdit")
        self.lineEdit().setPlaceholderText(all_held())
        self.lineEdit().setClearButtonEnabled(True)
        self.finder.activated[QModelIndex].connect(self._take_found)
        self.activated.connect(self._take_row)
        self.lineEdit().textEdited.connect(self._typed)
        self.lineEdit().editingFinished.connect(self.take_text)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """One is about to type."""
        super().focusInEvent(event)
        self.entered.emit()

    @property
    def area(self) -> str:
        """What is chosen."""
        return self._area

    def offer(self, choices: Sequence[AreaChoice]) -> None:
        """Offer the areas of a cache, and keep what is chosen; not while the user types, but right afterwards."""
        if self._typing:
            self._later = tuple(choices)
        else:
            self._model.show(choices)
            self._write()

    def set_area(self, area: str) -> None:
        """Choose without telling; what the user is typing stays."""
        self._area = area
        if not self._typing:
            self._write()

    def forget_typing(self) -> None:
        """What was typed is of no use any more."""
        self._typing = False
        self._later = None
        self.found.show("", (), "", offline=False)

    def show_found(self, text: str, found: Sequence[Found], to_ask: str, offline: bool) -> None:
        """List under the field what was found for a text, unless another one was typed or it was chosen since."""
        edit = self.lineEdit()
        if text != edit.text().strip() or (text and not self._typing):
            return
        self.found.show(text, found, to_ask, offline)
        if not edit.hasFocus():
            return
        if self.found.rowCount():
            self.finder.open()
        else:
            self.finder.close()

    def take(self, area: str, name: str) -> None:
        """Choose an area that was found, by its text and how it is called."""
        self._names[area] = name
        self._choose(area)

    def give_up(self) -> None:
        """What was typed stands for nothing: show again what is chosen."""
        self._end_typing()
        self._write()

    def take_text(self) -> None:
        """Choose what was typed: a name or code that is offered, or a text as the parameter has it; else seek it."""
        text = self.lineEdit().text().strip()
        if self.finder.points:
            return  # Enter is for the list
        if text in ("", all_held()):
            self._choose("")
        elif text == self._label(self._area):
            self._end_typing()
        elif self._matches(text):
            self._choose(self._matches(text))
        elif ":" in text:
            self._choose(text)
        else:
            self._typing = True  # until it is known what it stands for
            self.sought.emit(text)

    def _matches(self, text: str) -> str:
        wanted = text.casefold()
        choices = sorted(self._model.choices, key=lambda choice: choice.kind == "slice")  # called after their LSOAs
        for choice in choices:
            if wanted in (label(choice).casefold(), choice.name.casefold(), choice.code.casefold()):
                return choice.text
        within = [choice for choice in choices if wanted in f"{label(choice)} {choice.code}".casefold()]
        return within[0].text if len(within) == 1 else ""

    def _typed(self, text: str) -> None:
        self._typing = True
        if not text.strip():
            self.found.show("", (), "", offline=False)
            self.finder.close()
        self.typed.emit(text.strip())

    def _take_row(self, row: int) -> None:
        self._choose(self._model.choices[row - 1].text if row > 0 else "")

    def _take_found(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is None:
            return
        if row < len(self.found.found):
            self.picked.emit(self.found.found[row])
        elif self.found.to_ask:
            self.asked.emit(self.found.to_ask)

    def _choose(self, area: str) -> None:
        changed = area != self._area
        self._area = area
        self._end_typing()
        self._write()
        if changed:
            self.chosen.emit()

    def _end_typing(self) -> None:
        self._typing = False
        choices, self._later = self._later, None
        if choices is not None:
            self._model.show(choices)

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
        return self._names.get(area, area)


def all_held() -> str:
    """What is shown where no area is chosen."""
    return tr("All that is held")


def label(choice: AreaChoice) -> str:
    """Name and kind, such as Luton (CSP)."""
    return named(choice.name, choice.kind, choice.code)
