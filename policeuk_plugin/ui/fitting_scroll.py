# SPDX-License-Identifier: GPL-2.0-or-later
"""A scroll area as high as what is in it, and less only where there is no room: what stands under it stays in sight."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QObject, QSize, Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class FittingScroll(QScrollArea):
    """Scrolls up and down only; never less than `least` pixels high where its contents are."""

    def __init__(self, body: QWidget, parent: QWidget, least: int) -> None:
        super().__init__(parent)
        self._least = least
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = body
        self.setWidget(body)
        body.installEventFilter(self)

    def let_keys_scroll(self) -> None:
        """Where there is more than fits, Tab comes here and the arrow keys scroll: for contents without controls."""
        self.verticalScrollBar().rangeChanged.connect(self._take_keys)

    def keep_room(self, least: int) -> None:
        """Never be less than this many pixels high from now on, where the contents are."""
        self._least = least
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As much as the contents need at this width."""
        hint = self._body.sizeHint()
        layout = self._body.layout()
        if layout is not None and layout.hasHeightForWidth():
            # As if the bar were there: else it would narrow the contents, which then need it.
            bar = self.verticalScrollBar().sizeHint().width()
            hint.setHeight(layout.heightForWidth(max(self.width() - bar, 1)))
        frame = max(self.height() - self.viewport().height(), 0)  # a theme's padding
        return QSize(hint.width(), hint.height() + frame)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as what is in it has to be, with the bar beside it; no higher than what is in it."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._body.minimumSizeHint().width() + bar, min(self._least, self.sizeHint().height()))

    def _take_keys(self, least: int, most: int) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if most > least else Qt.FocusPolicy.NoFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The contents are higher or lower than before."""
        if watched is self._body and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return bool(super().eventFilter(watched, event))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Labels wrap anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
