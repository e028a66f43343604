# SPDX-License-Identifier: GPL-2.0-or-later
"""What a hotspot report will contain: a box to tick for each question."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from ...processing.report.report_questions import ALGORITHMS, USUAL
from ...text import tr
from ..slim import WrappingCheck
from .hotspots_questions import questions


class ReportContents(QWidget):
    """The questions of a report, those ticked that are usual; `changed` tells that one is another."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukReportContents")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(QLabel(tr("The report will contain:"), self))
        self.boxes: dict[str, QCheckBox] = {}
        texts = {key: one.text for key, one in questions().items()}
        texts.update(chance=tr("Would chance do it?"), random=tr("Busier than random placement?"))
        for key in ALGORITHMS:
            box = WrappingCheck(texts.get(key, key), self)
            box.setObjectName(f"policeukReport{key.capitalize()}")
            box.setChecked(key in USUAL)
            box.toggled.connect(lambda _: self.changed.emit())
            self.boxes[key] = box
            layout.addWidget(box)

    def explain(self, settings: Mapping[str, str]) -> None:
        """Say how each question will be answered, where one points at it."""
        for key, box in self.boxes.items():
            own = settings.get("clusters" if key in ("chance", "random") else key, "")
            if own:
                text = tr("As it is set on this page: {settings}. To change that, go back and choose the question.")
                box.setToolTip(text.format(settings=own))

    def chosen(self) -> list[str]:
        """QUESTIONS as ticked, in the order of the report."""
        return [key for key, box in self.boxes.items() if box.isChecked()]

    def choose(self, keys: Collection[str]) -> None:
        """Tick these, no others."""
        for key, box in self.boxes.items():
            box.setChecked(key in keys)
