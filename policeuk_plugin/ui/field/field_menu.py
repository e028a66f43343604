# SPDX-License-Identifier: GPL-2.0-or-later
"""The menu of field mode: one large button for each screen, with a line that says what is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QScroller, QVBoxLayout, QWidget

from . import field_style as style
from .field_screen import FieldScreen


class MenuButton(QPushButton):
    """A name, its number on the keyboard, and a line under it that may wrap."""

    def __init__(self, parent: QWidget, screen: FieldScreen, number: int) -> None:
        super().__init__(parent)
        self.setObjectName(f"policeukFieldOpen{screen.key.capitalize()}")
        self.setProperty("card", True)
        self.setAutoDefault(True)
        self.setToolTip(str(number))
        self._screen, self._number = screen, number
        self.name = style.strong(style.label(self, "", f"{number}  {screen.title()}"))
        self.line = style.label(self, f"{self.objectName()}Hint", "", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 5, 12, 5)
        layout.setSpacing(0)
        for label in (self.name, self.line):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            layout.addWidget(label)

    def refresh(self) -> None:
        """Say what is there now."""
        style.say(self.line, self._screen.hint())
        self.setAccessibleName(f"{self._screen.title()}. {self.line.text()}")
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Lines wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """As high as its lines."""
        layout = self.layout()
        return max(layout.heightForWidth(width) if layout else 0, style.LEAST)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """At the width it has."""
        return QSize(200, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """No line is cut."""
        return QSize(120, self.heightForWidth(self.width()))


class FieldMenu(QScrollArea):
    """`chosen` carries the key of a screen."""

    chosen = pyqtSignal(str)

    def __init__(self, screens: Sequence[FieldScreen], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukFieldScroll")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setObjectName("policeukFieldBody")
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(0, 0, 6, 0)
        self._grid.setSpacing(style.GAP)
        self.buttons: dict[str, MenuButton] = {}
        for number, screen in enumerate(screens, 1):
            made = MenuButton(body, screen, number)
            made.clicked.connect(lambda _=False, key=screen.key: self.chosen.emit(key))
            self.buttons[screen.key] = made
        self.setWidget(body)
        style.Fit(self.viewport(), body)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._columns: Optional[int] = None
        self.arrange(1)

    def arrange(self, columns: int) -> None:
        """In so many columns."""
        if columns == self._columns:
            return
        self._columns = columns
        for at, made in enumerate(self.buttons.values()):
            self._grid.removeWidget(made)
            self._grid.addWidget(made, at // columns, at % columns)
        for row in range(len(self.buttons) + 1):
            self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(len(self.buttons), 1)

    def refresh(self) -> None:
        """Say anew what is where."""
        for made in self.buttons.values():
            made.refresh()
