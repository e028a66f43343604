# SPDX-License-Identifier: GPL-2.0-or-later
"""Bar, step and cancel button of a job."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ..text import tr
from .page import Page
from .slim import SlimButton


class ProgressRow(QWidget):
    """Hidden while nothing runs; `name` tells its parts from those of other pages."""

    def __init__(self, name: str, tip: str, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.setObjectName(f"{name}Progress")
        self.bar = QProgressBar(self)
        self.bar.setObjectName(f"{name}ProgressBar")
        self.step = QLabel(self)
        self.step.setObjectName(f"{name}Step")
        self.step.setWordWrap(True)
        self.step.setTextFormat(Qt.TextFormat.PlainText)
        self.cancel_button = SlimButton(tr("Cancel"), self)
        self.cancel_button.setObjectName(f"{name}Cancel")
        self.cancel_button.setToolTip(tip)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.step)
        self._before: Optional[QWidget] = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._give_back)
        self.setVisible(False)

    def show_running(self, running: bool) -> None:
        """Show it empty, or hide it; a control of the page, which the job may disable, gives its focus to Cancel, and
        has it back."""
        self.bar.setValue(0)
        self.step.setText("")
        focus = self.window().focusWidget()  # also where a dialogue for files has the keyboard still
        self.setVisible(running)
        if running:
            self._before = focus if focus is not None and self._page.isAncestorOf(focus) else None
            if self._before is not None:
                self.cancel_button.setFocus()
        elif focus is self.cancel_button and self._before is not None:
            self._later.start(0)  # by then it is enabled again

    def _give_back(self) -> None:
        """What was there may be gone, such as the welcome."""
        before = self._before
        usable = before is not None and before.isVisible() and before.isEnabled()
        (before if before is not None and usable else self._page.main_button).setFocus()
