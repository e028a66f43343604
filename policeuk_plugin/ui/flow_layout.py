# SPDX-License-Identifier: GPL-2.0-or-later
"""A layout that puts widgets side by side, and into the next line where the width is used up."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QPoint, QRect, QSize, Qt
from qgis.PyQt.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Every widget as wide as it would like, never wider than the line."""

    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self._gap = gap
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """At the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, at: int) -> Optional[QLayoutItem]:  # noqa: N802 - Qt's name
        """One of them."""
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> Optional[QLayoutItem]:  # noqa: N802 - Qt's name
        """Take one out."""
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """What its lines take."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, box: QRect) -> None:  # noqa: N802 - Qt's name
        """Put them there."""
        super().setGeometry(box)
        self._arrange(box, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As little as it can be."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """The height of a line."""
        return QSize(0, max((item.sizeHint().height() for item in self._items), default=0))

    def _arrange(self, box: QRect, move: bool) -> int:
        """The height of all lines; `move` also puts the widgets there."""
        at, line = QPoint(box.x(), box.y()), 0
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(max(box.width(), 1), 1000))
            if at.x() > box.x() and at.x() + size.width() > box.x() + box.width():
                at, line = QPoint(box.x(), at.y() + line + self._gap), 0
            if move:
                item.setGeometry(QRect(at, size))
            at.setX(at.x() + size.width() + self._gap)
            line = max(line, size.height())
        return at.y() + line - box.y()
