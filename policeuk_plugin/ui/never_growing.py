# SPDX-License-Identifier: GPL-2.0-or-later
"""Keeps the panel from asking for more height than its window has: what cannot fit is scrolled, as a last resort."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QObject, QSize, Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QWidget

_LEAST = 120


class NeverGrowing(QScrollArea):
    """`body` is as high as this is, or as it needs to be at least where that is more."""

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        self.setObjectName("policeukRoom")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = body
        self.setWidget(body)
        body.installEventFilter(self)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What the body would like."""
        return self._body.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the body has to be, and nearly no height."""
        return QSize(self._body.minimumSizeHint().width(), _LEAST)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The body needs more room, or less."""
        handled = bool(super().eventFilter(watched, event))
        if watched is self._body and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._fit()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """There is more room, or less."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().size()
        # Not by the layout's height for a width: that has what parts would like where it should have their least.
        self._body.resize(room.width(), max(room.height(), self._body.minimumSizeHint().height()))
