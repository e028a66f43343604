# SPDX-License-Identifier: GPL-2.0-or-later
"""A layout that puts widgets side by side, and into the next line where the width is used up."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QRect, QSize, Qt
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
        top, gap = box.y(), 0
        for line in self._lines(box.width()):
            top += gap
            left, gap = box.x(), self._gap
            for item, wide in zip(line, self._widths(line, box.width())):
                if move:
                    item.setGeometry(QRect(left, top, wide, item.sizeHint().height()))
                left += wide + self._gap
            top += max(item.sizeHint().height() for item in line)
        return top - box.y()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Those of each line; what is hidden is in none."""
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wide = item.sizeHint().width()
            if lines and used + self._gap + wide <= width:
                lines[-1].append(item)
                used += self._gap + wide
            else:
                lines.append([item])
                used = wide
        return lines

    def _widths(self, line: list[QLayoutItem], width: int) -> list[int]:
        """Of the widgets of a line."""
        return [min(item.sizeHint().width(), max(width, 1)) for item in line]


class FullLines(FlowLayout):
    """The same, each line as wide as there is room: for buttons."""

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """No button is cut, even where it has a line of its own."""
        widest = max((item.minimumSize().width() for item in self._items if not item.isEmpty()), default=0)
        return QSize(widest, super().minimumSize().height())

    def _widths(self, line: list[QLayoutItem], width: int) -> list[int]:
        wanted = [item.sizeHint().width() for item in line]
        spare = width - sum(wanted) - self._gap * (len(line) - 1)
        ends = [spare * at // len(line) for at in range(len(line) + 1)]
        return [max(wide + end - begin, 1) for wide, begin, end in zip(wanted, ends, ends[1:])]
