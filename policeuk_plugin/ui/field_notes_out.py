# SPDX-License-Identifier: GPL-2.0-or-later
"""Hands notes over: as a file for the office, to be merged there, or for others to read; and deletes those due."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ..text import tr
from . import field_style as style
from .field_desk import FieldDesk


class FieldHandOver(QWidget):
    """Buttons, and what came of them."""

    def __init__(self, desk: FieldDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("policeukFieldOut")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(style.heading(self, "", tr("Hand over")))
        self.button = style.button(self, "policeukFieldOutBook", tr("Notebook for the office…"))
        layout.addWidget(self.button)

    def first_control(self) -> QWidget:
        """The usual way."""
        return self.button

    def read(self) -> None:
        """As it is."""
