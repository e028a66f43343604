# SPDX-License-Identifier: GPL-2.0-or-later
"""The months as from–to, under them a mark for each month that the cache knows of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QEvent, QRectF, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QHelpEvent, QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from offline_cache.model import Month

from ..processing.asking.selection_parameters import MONTHS_AT_FIRST
from ..text import month_name, month_short, tr
from .held_model import UNDER_HATCHES, State, brush

Marks = Sequence[tuple[Month, State]]


class MonthStrip(QWidget):
    """One mark a month: filled held, pale in part, hatched missing; months that are not chosen are low."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukMonthStrip")
        self.setFixedHeight(14)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.marks: tuple[tuple[Month, State], ...] = ()
        self._range: tuple[str, str] = ("", "")

    def show(self, marks: Marks, first: str, last: str) -> None:
        """Show these months, those from `first` to `last` as chosen."""
        self.marks = tuple(marks)
        self._range = (first, last)
        self.setAccessibleName(tr("Months held"))
        said = ((State.MISSING, tr("Missing: {months}")), (State.PARTLY, tr("Held in part: {months}")))
        of_state = [
            (words, [month_name(m) for m, found in marks if found is state and self._chosen(m)])
            for state, words in said
        ]
        self.setAccessibleDescription(". ".join(words.format(months=", ".join(m)) for words, m in of_state if m))
        self.update()

    def text_of(self, month: Month, state: State) -> str:
        """A month in words."""
        words = {
            State.HELD: tr("held"),
            State.PARTLY: tr("held in part: not of every force, or not all of its LSOAs"),
            State.MISSING: tr("missing, which is not zero"),
        }.get(state, "")
        beyond = "" if self._chosen(month) else tr(" (not chosen)")
        return f"{month_name(month)}: {words}{beyond}"

    def event(self, event: QEvent) -> bool:
        """Tell the month under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.marks:
            at = min(int(event.pos().x() * len(self.marks) / max(self.width(), 1)), len(self.marks) - 1)
            QToolTip.showText(event.globalPos(), self.text_of(*self.marks[max(at, 0)]), self)
            return True
        return bool(super().event(event))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the marks."""
        if not self.marks:
            return
        painter = QPainter(self)
        step = self.width() / len(self.marks)
        gap = 1.0 if step >= 4 else 0.0
        for at, (month, state) in enumerate(self.marks):
            chosen = self._chosen(month)
            height = self.height() - 2 if chosen else 4
            box = QRectF(at * step, self.height() - 1 - height, step - gap, height)
            painter.setOpacity(1.0 if chosen else 0.45)
            if state is State.MISSING:
                painter.fillRect(box, UNDER_HATCHES)
            painter.fillRect(box, QBrush(brush(state)))
            if state is State.MISSING:
                painter.setPen(brush(state).color())
                painter.drawRect(box.adjusted(0.5, 0.5, -1, -1))
        painter.end()

    def _chosen(self, month: Month) -> bool:
        return self._range[0] <= str(month) <= self._range[1]


class MonthsBox(QWidget):
    """`first` and `last` as YYYY-MM; `automatic` for as long as the user has not touched them."""

    chosen = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.automatic = True
        self._from = self._combo("policeukFrom", tr("First month"))
        self._to = self._combo("policeukTo", tr("Last month"))
        self.setFocusProxy(self._from)
        self.strip = MonthStrip(self)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._from, 1)
        row.addWidget(QLabel("–", self))
        row.addWidget(self._to, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(row)
        layout.addWidget(self.strip)

    @property
    def first(self) -> str:
        """The first month; '' where none is held."""
        return str(self._from.currentData() or "")

    @property
    def last(self) -> str:
        """The last month; '' where none is held."""
        return str(self._to.currentData() or "")

    def offer(self, months: Sequence[Month], first: str, last: str) -> None:
        """Offer months; where `first` and `last` are '' or not among them the last 36 are chosen."""
        texts = [str(month) for month in months]
        self.automatic = first not in texts or last not in texts or first > last
        if self.automatic and texts:
            first, last = texts[max(0, len(texts) - MONTHS_AT_FIRST)], texts[-1]
        for combo, chosen in ((self._from, first), (self._to, last)):
            combo.blockSignals(True)
            combo.clear()
            for month in months:
                combo.addItem(month_short(month), str(month))
            combo.setCurrentIndex(combo.findData(chosen))
            combo.setEnabled(bool(texts))
            combo.setToolTip("" if texts else tr("Import files first: the cache holds no month yet."))
            combo.blockSignals(False)
        self.mark([(month, State.OUTSIDE) for month in months])

    def mark(self, marks: Marks) -> None:
        """Show what is held of each month."""
        self.strip.show(marks, self.first, self.last)

    def _combo(self, name: str, title: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(title)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(5)
        combo.setMaxVisibleItems(24)
        combo.currentIndexChanged.connect(lambda _: self._changed(combo))
        return combo

    def _changed(self, combo: QComboBox) -> None:
        """Months the wrong way round: the other end follows."""
        if self.first > self.last:
            other = self._to if combo is self._from else self._from
            other.blockSignals(True)
            other.setCurrentIndex(combo.currentIndex())
            other.blockSignals(False)
        self.automatic = False
        self.mark(self.strip.marks)
        self.chosen.emit()
