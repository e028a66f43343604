# SPDX-License-Identifier: GPL-2.0-or-later
"""What the panel asks of a page: one question, one main button, what it costs, what it made last."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QWidget

from .desk import Desk
from .history import Entry


class Page(QWidget):
    """A page; `key` names it in settings and history and stays. Register it in `pages.PAGES`."""

    key = ""

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"policeuk{self.key.capitalize()}Page")
        self.desk = desk

    @classmethod
    def title(cls) -> str:
        """What stands on its tab."""
        raise NotImplementedError

    @property
    def main_button(self) -> QPushButton:
        """What Enter presses."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Stop what is running; Esc does it."""

    def run_again(self, entry: Entry) -> None:
        """Do again what this page did."""

    def shut_down(self) -> None:
        """Before the page goes away: nothing of it may be running."""

    def label(self, name: str, text: str = "") -> QLabel:
        """A label that wraps and whose text can be copied."""
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def button(self, name: str, text: str, tip: str = "", parent: Optional[QWidget] = None) -> QPushButton:
        """A button with its name."""
        button = QPushButton(text, parent or self)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button
