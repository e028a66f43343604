# SPDX-License-Identifier: GPL-2.0-or-later
"""Lines to read and copy, as high as they are: what scrolls is the part of the panel they stand in, nothing else."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from qgis.PyQt.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

_SCROLLS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class FittingText(QPlainTextEdit):
    """Tab comes here and goes on; arrows and wheel are for what it stands in."""

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as the lines are, at the width it has."""
        height = 2 * (self.frameWidth() + self.document().documentMargin())
        block = self.document().begin()
        while block.isValid():
            height += self.document().documentLayout().blockBoundingRect(block).height()
            block = block.next()
        return QSize(super().sizeHint().width(), int(height) + 1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """No less, but as narrow as the panel."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lines wrap anew at another width."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keys that scroll are for what it stands in."""
        if event.key() in _SCROLLS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """So is the wheel."""
        event.ignore()

    def _fit(self) -> None:
        if self.sizeHint().height() != self.height():
            self.updateGeometry()  # a fixed height would be set while it is being set, as that wraps the lines anew
