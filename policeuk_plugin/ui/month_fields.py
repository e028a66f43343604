# SPDX-License-Identifier: GPL-2.0-or-later
"""The months of a download: typed as YYYY-MM, or chosen once the service has said which it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from offline_cache.model import Month

from ..text import tr
from .wanted_download import MONTHS_AT_FIRST


class MonthFields(QWidget):
    """`first` and `last` as typed, both '' for the newest months, which are filled in when they are known."""

    chosen = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._from = self._field("policeukDownloadFrom", tr("First month of the download"))
        self._to = self._field("policeukDownloadTo", tr("Last month of the download"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._from, 1)
        row.addWidget(QLabel("–", self))
        row.addWidget(self._to, 1)
        self._hint()

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
        for field in (self._from, self._to):
            field.blockSignals(True)
            field.clear()
            field.addItems(texts)
            field.blockSignals(False)
        if not first and not last and texts:
            first, last = texts[min(MONTHS_AT_FIRST, len(texts)) - 1], texts[0]
        self.set_months(first, last)

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
        field.editTextChanged.connect(lambda _: self.chosen.emit())
        return field

    def _hint(self) -> None:
        newest = tr("newest {n} months").format(n=MONTHS_AT_FIRST)
        self._from.lineEdit().setPlaceholderText(tr("{n} months").format(n=MONTHS_AT_FIRST))
        self._to.lineEdit().setPlaceholderText(tr("newest"))
        for field in (self._from, self._to):
            field.setToolTip(
                tr("A month as YYYY-MM, such as 2025-05. Left empty: the {newest} that the service has.").format(
                    newest=newest
                )
            )
