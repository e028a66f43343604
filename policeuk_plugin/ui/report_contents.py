# SPDX-License-Identifier: GPL-2.0-or-later
"""What a hotspot report will contain: a box to tick for each question."""

from __future__ import annotations

from collections.abc import Collection

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from ..processing.report_questions import ALGORITHMS, USUAL, question_text
from ..text import tr


class ReportContents(QWidget):
    """The questions of a report, those ticked that are usual; `changed` tells that one is another."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukReportContents")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(QLabel(tr("The report will contain:"), self))
        self.boxes: dict[str, QCheckBox] = {}
        for key, algorithm in ALGORITHMS.items():
            box = QCheckBox(question_text(algorithm), self)
            box.setObjectName(f"policeukReport{key.capitalize()}")
            box.setChecked(key in USUAL)
            box.toggled.connect(lambda _: self.changed.emit())
            self.boxes[key] = box
            layout.addWidget(box)

    def chosen(self) -> list[str]:
        """QUESTIONS as ticked, in the order of the report."""
        return [key for key, box in self.boxes.items() if box.isChecked()]

    def choose(self, keys: Collection[str]) -> None:
        """Tick these, no others."""
        for key, box in self.boxes.items():
            box.setChecked(key in keys)
