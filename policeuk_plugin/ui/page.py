# SPDX-License-Identifier: GPL-2.0-or-later
"""What the panel asks of a page: one question, one main button, what it costs, what it made last."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from .desk import Desk
from .fitting_scroll import FittingScroll
from .history import Entry
from .slim import SlimButton

_LEAST, LEAST_RESULT = 40, 100
"""Pixels left of the form, and of what came out, where there is little room."""


class Page(QWidget):
    """A page; `key` names it in settings and history and stays. Register it in `pages.PAGES`.

    `rearranged` tells that the page wants more, or less, of the panel than before.

    `body` and under it `result` scroll where there is no room for them; `foot` between them, with the main button,
    is always in sight.
    """

    key = ""
    rearranged = pyqtSignal()

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"policeuk{self.key.capitalize()}Page")
        self.desk = desk
        self.body, self.foot, self.result = QWidget(self), QWidget(self), QWidget(self)
        self.body_layout, self.foot_layout, self.result_layout = (
            _part(part, f"{self.objectName()}{name}")
            for part, name in ((self.body, "Body"), (self.foot, "Foot"), (self.result, "Result"))
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(0)
        self.forms = FittingScroll(self.body, self, _LEAST)
        layout.addWidget(self.forms)
        layout.addWidget(self.foot)
        self.results = FittingScroll(self.result, self, LEAST_RESULT)
        self.results.let_keys_scroll()
        layout.addWidget(self.results)
        layout.addStretch(1)

    @classmethod
    def title(cls) -> str:
        """What stands on its tab."""
        raise NotImplementedError

    @property
    def main_button(self) -> QPushButton:
        """What Enter presses."""
        raise NotImplementedError

    @property
    def is_about_selection(self) -> bool:
        """Whether the selection on top of the panel is what the page is about; else it makes room."""
        return True

    def make_main(self, button: QPushButton) -> None:
        """Let the button that Enter presses stand out."""
        button.setStyleSheet("font-weight: bold")  # not its font: QGIS's own size of letters takes the place of that

    def fill(self, filled: bool) -> None:
        """Whether `body` takes all the room there is, so that what is in `foot` stays where it is."""
        layout = self.layout()
        layout.setStretchFactor(self.forms, int(filled))
        layout.setStretch(layout.count() - 1, int(not filled))
        upright = QSizePolicy.Policy.Expanding if filled else QSizePolicy.Policy.Maximum
        self.forms.setSizePolicy(QSizePolicy.Policy.Preferred, upright)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A page behind another takes no height: else the panel would scroll for what nobody sees."""
        least, inner = super().minimumSizeHint(), self.foot_layout
        wide = max(self.width(), least.width())
        more = max(inner.minimumHeightForWidth(wide) - self.foot.minimumSizeHint().height(), 0)
        return QSize(least.width(), 0 if self.isHidden() else least.height() + more)

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
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def button(self, name: str, text: str, tip: str = "", parent: Optional[QWidget] = None) -> QPushButton:
        """A button with its name."""
        button = SlimButton(text, parent or self)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button


def _part(widget: QWidget, name: str) -> QVBoxLayout:
    widget.setObjectName(name)
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(8, 3, 8, 3)
    return layout
