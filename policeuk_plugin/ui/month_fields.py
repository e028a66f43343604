# SPDX-License-Identifier: GPL-2.0-or-later
"""The months of a download: typed as YYYY-MM, or chosen once the service has said which it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QDate, QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFocusEvent, QKeyEvent
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from offline_cache.model import Month

from ..text import tr
from .download.wanted_download import MONTHS_AT_FIRST
from .placeholders import show_placeholder

_BACK = 42
"""Months that are offered before the service was asked: its window of 36, and those it may be behind."""


class MonthFields(QWidget):
    """`first` and `last` as typed, both '' for the newest months, which are filled in when they are known."""

    chosen = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._before: dict[QObject, str] = {}  # what stood in a field before one typed
        self._from = self._field("policeukDownloadFrom", tr("First month of the download"))
        self._to = self._field("policeukDownloadTo", tr("Last month of the download"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._from, 1)
        row.addWidget(QLabel("–", self))
        row.addWidget(self._to, 1)
        self._hint()
        self._fill([str(month) for month in reversed(months_until_today())])

    @property
    def first(self) -> str:
        """The first month as typed."""
        return str(self._from.currentText()).strip()

    @property
    def last(self) -> str:
        """The last month as typed."""
        return str(self._to.currentText()).strip()

    @property
    def field(self) -> QComboBox:
        """The first field, to be a buddy."""
        return self._from

    def set_months(self, first: str, last: str) -> None:
        """Write without telling."""
        for field, text in ((self._from, first), (self._to, last)):
            field.blockSignals(True)
            field.setEditText(text)
            field.blockSignals(False)

    def offer(self, months: Sequence[Month]) -> None:
        """Offer the months of the newest release, the newest first; the newest are proposed where none is typed."""
        first, last = self.first, self.last
        texts = [str(month) for month in reversed(months)]
        self._fill(texts)
        if not first and not last and texts:
            first, last = texts[min(MONTHS_AT_FIRST, len(texts)) - 1], texts[0]
        self.set_months(first, last)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Esc takes back what was typed, and does no more: it is a slip of the hand here, not the wish to leave."""
        if isinstance(event, QFocusEvent) and event.gotFocus():
            self._before[watched] = watched.currentText()
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() == Qt.Key.Key_Escape:
            watched.setEditText(self._before.get(watched, watched.currentText()))
            return True
        return bool(super().eventFilter(watched, event))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """While nothing can be typed nothing is proposed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._hint()

    def _fill(self, texts: Sequence[str]) -> None:
        """Offer these, and leave what is typed."""
        for field in (self._from, self._to):
            typed = field.currentText()
            field.blockSignals(True)
            field.clear()
            field.addItems(texts)
            field.setCurrentIndex(texts.index(typed) if typed in texts else -1)
            field.setEditText(typed)
            field.blockSignals(False)

    def _field(self, name: str, title: str) -> QComboBox:
        field = QComboBox(self)
        field.setObjectName(name)
        field.setEditable(True)
        field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        field.setAccessibleName(title)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(4)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        field.setMaxVisibleItems(18)
        field.lineEdit().setObjectName(f"{name}Edit")
        field.installEventFilter(self)  # it has the focus for its field
        field.activated.connect(lambda _: self._before.update({field: field.currentText()}))
        field.editTextChanged.connect(lambda _: self.chosen.emit())
        return field

    def _hint(self) -> None:
        newest = tr("newest {n} months").format(n=MONTHS_AT_FIRST)
        show_placeholder(self._from.lineEdit(), tr("({n} months)").format(n=MONTHS_AT_FIRST), self.isEnabled())
        show_placeholder(self._to.lineEdit(), tr("(newest)"), self.isEnabled())
        for field in (self._from, self._to):
            field.setToolTip(
                tr("A month as YYYY-MM, such as 2025-05. Left empty: the {newest} that the service has.").format(
                    newest=newest
                )
            )


def months_until_today() -> tuple[Month, ...]:
    """Those that the service may have, as its months are past: by this computer's calendar."""
    today = QDate.currentDate()
    days = (today.addMonths(-back) for back in range(_BACK, 0, -1))
    return tuple(Month(day.year(), day.month()) for day in days)
