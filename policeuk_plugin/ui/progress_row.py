# SPDX-License-Identifier: GPL-2.0-or-later
"""Bar, step and cancel button of a job."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ..text import tr


class ProgressRow(QWidget):
    """Hidden while nothing runs; `name` tells its parts from those of other pages."""

    def __init__(self, name: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Progress")
        self.bar = QProgressBar(self)
        self.bar.setObjectName(f"{name}ProgressBar")
        self.step = QLabel(self)
        self.step.setObjectName(f"{name}Step")
        self.step.setWordWrap(True)
        self.cancel_button = QPushButton(tr("Ca&ncel"), self)
        self.cancel_button.setObjectName(f"{name}Cancel")
        self.cancel_button.setToolTip(tip)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.step)
        self.setVisible(False)

    def show_running(self, running: bool) -> None:
        """Show it empty, or hide it."""
        self.bar.setValue(0)
        self.step.setText("")
        self.setVisible(running)
