# SPDX-License-Identifier: GPL-2.0-or-later
"""The widgets of the page Compare: the question first, and the second area where it takes one."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QRadioButton, QVBoxLayout, QWidget

from offline_cache.area_choices import AreaChoice

from ..text import tr
from .area_box import AreaBox
from .area_hint import AreaHint
from .area_search import AreaSearch


class OtherAreaBox(AreaBox):
    """The second area: none is chosen at first, and all that is held is none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukOtherArea")
        self.lineEdit().setObjectName("policeukOtherAreaEdit")
        self.lineEdit().setPlaceholderText(tr("Choose the other area"))
        self.setAccessibleName(tr("Other area"))

    def offer(self, choices: Sequence[AreaChoice]) -> None:
        """Offer areas, but not all that is held."""
        super().offer(choices)
        self.view().setRowHidden(0, True)

    @property
    def label(self) -> str:
        """What the area is called."""
        return self.lineEdit().text()


class CompareForm(QWidget):
    """Shows and gives values; `changed` tells that one is another."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukCompareForm")
        self.trend = self._question("policeukAskTrend", tr("How did it go through time?"))
        self.two = self._question("policeukAskTwo", tr("Here and home: two areas"))
        self.trend.setToolTip(tr("Counts months, beside the same month a year before and the range that is usual here"))
        self.two.setToolTip(
            tr("Counts the area on top and another one over the months held of both; rates need residents")
        )
        self.trend.setChecked(True)
        self.second = QWidget(self)
        self.second.setObjectName("policeukSecondArea")
        self.other = OtherAreaBox(self.second)
        self.hint = AreaHint(self.second)
        self.hint.label.setObjectName("policeukOtherAreaHint")
        self.hint.button.setObjectName("policeukOtherAskPostcode")
        self.hint.licence.setObjectName("policeukOtherAreaLicence")
        self.search = AreaSearch(self.other, self.hint, self)
        self.other.chosen.connect(self.changed)
        self._lay_out()
        self._adapt()

    def _lay_out(self) -> None:
        form = QFormLayout(self.second)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("&Beside"), self.other)
        form.addRow(self.hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (self.trend, self.two, self.second):
            layout.addWidget(widget)

    def _question(self, name: str, text: str) -> QRadioButton:
        button = QRadioButton(text, self)
        button.setObjectName(name)
        button.toggled.connect(self._adapt)
        return button

    def _adapt(self, *_: object) -> None:
        """Only what the question needs is shown."""
        if not hasattr(self, "search"):
            return
        self.second.setVisible(self.two.isChecked())
        self.changed.emit()
