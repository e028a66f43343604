# SPDX-License-Identifier: GPL-2.0-or-later
"""What field mode asks of a screen: one question, large controls, a way back, and a line for the menu."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QScroller, QVBoxLayout, QWidget

from ...text import tr
from . import field_style as style
from .field_desk import FieldDesk


class FieldScreen(QWidget):
    """`key` names it; `left`: back to the menu is wanted. What is in `body_layout` scrolls, by finger too."""

    key = ""
    left = pyqtSignal()

    def __init__(self, desk: FieldDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"policeukField{self.key.capitalize()}")
        self.desk = desk
        self.back_button = style.button(self, f"{self.objectName()}Back", tr("‹ &Menu"), tr("Back to the menu (Esc)"))
        self.title_label = style.heading(self, f"{self.objectName()}Title", self.title())
        self.title_label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setSpacing(style.GAP + 4)
        head.addWidget(self.back_button)
        head.addWidget(self.title_label, 1)
        self.body = QWidget()
        self.body.setObjectName("policeukFieldBody")
        self.body_layout = QVBoxLayout(self.body)
        self.body_layout.setContentsMargins(0, 0, 6, 0)
        self.body_layout.setSpacing(style.GAP)
        self.scroll = QScrollArea(self)
        self.scroll.setObjectName("policeukFieldScroll")
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setWidget(self.body)
        style.Fit(self.scroll.viewport(), self.body)
        QScroller.grabGesture(self.scroll.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.foot = QVBoxLayout()
        self.foot.setSpacing(style.GAP)
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(style.GAP)
        self.outer.addLayout(head)
        self.outer.addWidget(self.scroll, 1)
        self.outer.addLayout(self.foot)
        self.back_button.clicked.connect(self.left)
        self.build()
        self.body_layout.addStretch(1)
        desk.changed.connect(self.refresh)

    @classmethod
    def title(cls) -> str:
        """What it is called, in the menu too."""
        raise NotImplementedError

    def hint(self) -> str:
        """The line under its name in the menu."""
        return ""

    def build(self) -> None:
        """Add the widgets, once."""

    def refresh(self) -> None:
        """The desk has something else to tell."""

    def enter(self) -> None:
        """It is shown: let the map show what it is about."""

    def first_control(self) -> QWidget:
        """What has the focus when it is shown."""
        return self.back_button

    def leave(self) -> bool:
        """Whether Esc may go back to the menu; else it has done something smaller."""
        return True

    def main(self, name: str, text: str, tip: str = "") -> QPushButton:
        """The main button of the screen, always in sight."""
        made = style.button(self, name, text, tip)
        style.make_main(made)
        self.foot.addWidget(made)
        return made


def clear(layout: Optional[QVBoxLayout]) -> None:
    """Take everything out of a layout."""
    while layout is not None and layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def card(parent: QWidget, name: str = "") -> tuple[QFrame, QVBoxLayout]:
    """A white part of a screen."""
    frame = QFrame(parent)
    frame.setObjectName(name)
    frame.setProperty("role", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(12, 10, 12, 10)
    layout.setSpacing(6)
    return frame, layout
