# SPDX-License-Identifier: GPL-2.0-or-later
"""The widgets of the page Hotspots: the question first, its settings behind "More settings"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QRadioButton, QToolButton, QVBoxLayout, QWidget

from ...settings import as_number
from ...text import tr
from ..slim import WrappingRadio
from . import hotspots_words as words
from .hotspots_questions import PERSISTENCE, REPORT, Question, questions, report
from .hotspots_settings import HotspotsSettings, unit_choices
from .report_contents import ReportContents


class HotspotsForm(QWidget):
    """Shows and gives values; knows nothing of algorithms. `changed` tells that a value is another.

    Units and cell size are remembered for each question by itself.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukHotspotsForm")
        self._inside = tr("inside the outlines of the area")
        self._known = {**questions(), REPORT: report()}
        self._counted_in = {key: (one.units, one.cell) for key, one in self._known.items()}
        self._key, self._asked = PERSISTENCE, PERSISTENCE
        self.questions = QWidget(self)
        self.questions.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.head = QLabel(tr("&Question:"), self.questions)
        self.head.setBuddy(self.questions)  # not the radio button, which would be clicked a moment later
        self.radios = {key: self._radio(one) for key, one in questions().items()}
        self.radios[PERSISTENCE].setChecked(True)
        self.questions.setFocusProxy(self.radios[PERSISTENCE])
        self.list = self._list()
        self._short = self._folded = False
        self.contents = ReportContents(self)
        self.method = QLabel(self)
        self.method.setObjectName("policeukHotspotsMethod")
        self.method.setWordWrap(True)
        self.method.setTextFormat(Qt.TextFormat.PlainText)
        self.more = self._more()
        self.settings = HotspotsSettings(self)
        self.settings.setVisible(False)
        self._name_fields()
        self.settings.changed.connect(self._adapt)
        self.contents.changed.connect(self._adapt)
        self._lay_out()
        self._adapt()

    def _name_fields(self) -> None:
        fields = self.settings
        self.units, self.unit_layer, self.study = fields.units, fields.unit_layer, fields.study
        self.cell, self.bandwidth, self.alpha = fields.cell, fields.bandwidth, fields.alpha

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self.questions)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.head)
        inner.addWidget(self.list)
        for radio in self.radios.values():
            inner.addWidget(radio)
            radio.toggled.connect(self._choose_radio)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (self.questions, self.contents, self.method, self.more, self.settings):
            layout.addWidget(widget)

    @property
    def question(self) -> Question:
        """What is asked."""
        return self._known[self._key]

    def ask(self, key: str) -> None:
        """Ask this question, with units and cells as it had them."""
        if key in self.radios:
            self._asked = key
            self.radios[key].setChecked(True)
            self.list.setCurrentIndex(self.list.findData(key))
            self._take_focus()
        if key != self._key:
            self._counted_in[self._key] = (self.units.currentData(), self.cell.value())
            self._key = key
            self._count_in(*self._counted_in[key])
        self._adapt()

    def be_short(self, short: bool) -> None:
        """Questions as a list to open, where there is no room for all of them one under another."""
        if short != self._short:
            self._short = short
            self.list.setVisible(short)
            for radio in self.radios.values():
                radio.setVisible(not short)
            self._take_focus()
            self._adapt()

    def fold(self, folded: bool) -> None:
        """Where there is no room for how it is answered, too: what came out has that of it."""
        folded = folded and self._short and not self.more.isChecked()
        if folded != self._folded:
            self._folded = folded
            self._adapt()

    @property
    def is_folded(self) -> bool:
        """Whether only the question is in sight."""
        return self._folded

    @property
    def wants_all(self) -> bool:
        """Whether all of it is to be seen where there is little room: what came out scrolls then."""
        return self._short and self._key != REPORT and not self.more.isChecked()

    def height_of_questions(self) -> int:
        """Pixels that all questions one under another take at the width there is."""
        return sum(radio.height_at(self.questions.width()) for radio in self.radios.values())

    def _take_focus(self) -> None:
        self.questions.setFocusProxy(self.list if self._short else self.radios[self._asked])

    def leave_report(self) -> None:
        """Back to the question that was asked before."""
        self.ask(self._asked)

    def counted_in(self) -> dict[str, list[Any]]:
        """Units and cell size in metres of each question."""
        now = {**self._counted_in, self._key: (self.units.currentData(), self.cell.value())}
        return {key: list(pair) for key, pair in now.items()}

    def restore_counted_in(self, kept: Mapping[str, Any]) -> None:
        """Set them again; what is no such value is passed over."""
        for key, pair in kept.items():
            if key in self._counted_in and isinstance(pair, (list, tuple)) and len(pair) == 2:
                units, cell = pair[0], as_number(pair[1])
                known = [value for value, _ in unit_choices(self._known[key].more_units)]
                if units in known and cell is not None:
                    self._counted_in[key] = (units, min(max(cell, self.cell.minimum()), self.cell.maximum()))
        self._count_in(*self._counted_in[self._key])
        self._adapt()

    def count_in(self, units: object, cell: object) -> None:
        """Units and cell size in metres of the question asked; what is no such value is passed over."""
        size = as_number(cell)
        chosen = units if isinstance(units, str) else self.units.currentData()
        self._count_in(chosen, self.cell.value() if size is None else size)
        self._adapt()

    def _count_in(self, units: str, cell: float) -> None:
        self.settings.offer_units(self.question.more_units, units)
        self.settings.set_cell(cell)

    def show_ground(self, inside: str) -> None:
        """Say inside of what crimes are counted where no study area is chosen."""
        if inside != self._inside:
            self._inside = inside
            self.method.setText(self.words())

    def words(self) -> str:
        """The settings in a sentence, so that nobody has to open them."""
        return words.method(self.question, self.settings, self._inside)

    def layer_name(self) -> str:
        """What the result is called among the layers of its selection: what was chosen here."""
        return words.layer_name(self.question, self.settings)

    def _radio(self, one: Question) -> QRadioButton:
        button = WrappingRadio(one.text, self.questions)
        button.setObjectName(f"policeukAsk{one.key.capitalize()}")
        button.setToolTip(one.tip)
        return button

    def _list(self) -> QComboBox:
        box = QComboBox(self.questions)
        box.setObjectName("policeukAsk")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(10)
        box.setAccessibleName(tr("Question"))
        for at, one in enumerate(questions().values()):
            box.addItem(one.text, one.key)
            box.setItemData(at, one.tip, Qt.ItemDataRole.ToolTipRole)
        box.setVisible(False)
        box.activated.connect(lambda at: self.ask(str(box.itemData(at))))
        return box

    def _more(self) -> QToolButton:
        more = QToolButton(self)
        more.setObjectName("policeukHotspotsMore")
        more.setText(tr("More sett&ings"))
        more.setCheckable(True)
        more.setAutoRaise(True)
        more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        more.setArrowType(Qt.ArrowType.RightArrow)
        more.toggled.connect(self._show_more)
        return more

    def _choose_radio(self, checked: bool) -> None:
        if checked:
            self.ask(next(key for key, radio in self.radios.items() if radio.isChecked()))

    def _show_more(self, more: bool) -> None:
        self.more.setArrowType(Qt.ArrowType.DownArrow if more else Qt.ArrowType.RightArrow)
        self.settings.setVisible(more)

    def _adapt(self) -> None:
        """Only what the question and the units need is shown."""
        reporting = self._key == REPORT
        self.questions.setVisible(not reporting)
        self.contents.setVisible(reporting)
        self.method.setVisible(not (self._folded or (reporting and self._short)))
        self.settings.show_only(self.question.settings)
        counted = self.counted_in()
        self.contents.explain(
            {key: words.of_question(one, self.settings, *counted[key]) for key, one in questions().items()}
        )
        self.method.setText(self.words())
        self.changed.emit()
