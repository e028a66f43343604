# SPDX-License-Identifier: GPL-2.0-or-later
"""The brief to be read on the screen: over the whole window, larger and smaller by keys, buttons and fingers."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, QObject, QRectF, Qt
from qgis.PyQt.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QScroller, QVBoxLayout, QWidget

from ...text import many, number, tr
from . import field_style as style

_STEP, _LARGEST = 1.25, 4.0
_ROOM = 8
_SAME = 1e-6
_LARGER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_SMALLER = (Qt.Key.Key_Minus,)
_WIDE = (Qt.Key.Key_0,)


class _Page(QWidget):
    """A page at the width it is given; what is larger than its picture is drawn as far as it is seen."""

    def __init__(self, picture: QImage, number_of: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukBriefSheet")
        self.setAccessibleName(tr("Page {n} of the brief").format(n=number(number_of)))
        self._picture, self._smaller = picture, QImage()

    def fit(self, width: int) -> None:
        """Be as wide as this, in pixels before scaling."""
        if width == self.width():
            return
        self.setFixedSize(width, round(width * self._picture.height() / max(self._picture.width(), 1)))
        dots = round(width * self.devicePixelRatioF())
        smooth = Qt.TransformationMode.SmoothTransformation
        self._smaller = self._picture.scaledToWidth(dots, smooth) if dots < self._picture.width() else QImage()
        self.update()

    def paintEvent(self, event: Optional[QPaintEvent]) -> None:  # noqa: N802 - Qt's name
        """Draw what is seen of it."""
        if event is None or not self.width():
            return
        shown = self._picture if self._smaller.isNull() else self._smaller
        part, times = QRectF(event.rect()), shown.width() / self.width()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        source = QRectF(part.x() * times, part.y() * times, part.width() * times, part.height() * times)
        painter.drawImage(part, shown, source)
        painter.end()


class BriefView(QDialog):
    """Pages under one another. `zoom` is the width of a page over that of the window: 1 as it opens, and no smaller
    than a whole page."""

    def __init__(self, pages: tuple[QImage, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukBriefView")
        self.setWindowTitle(tr("Brief"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.zoom = self._high = 1.0
        self._pages: list[_Page] = []
        self.body = QWidget()
        self.body.setObjectName("policeukBriefPages")
        self._layout = QVBoxLayout(self.body)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(style.GAP)
        self.scroll = QScrollArea(self)
        self.scroll.setObjectName("policeukBriefScroll")
        self.scroll.setAccessibleName(tr("The brief: arrow keys move it, plus and minus make it larger and smaller"))
        self.scroll.setWidgetResizable(True)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scroll.setWidget(self.body)
        self.scroll.viewport().installEventFilter(self)
        QScroller.grabGesture(self.scroll.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(style.GAP, style.GAP, style.GAP, style.GAP)
        layout.addLayout(self._buttons())
        layout.addWidget(self.scroll, 1)
        self.resize(parent.window().size())
        self.show_pages(pages)
        self.scroll.setFocus()

    def show_pages(self, pages: tuple[QImage, ...]) -> None:
        """Show these: finer ones come later."""
        for page in self._pages:
            self._layout.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages = [_Page(picture, at, self.body) for at, picture in enumerate(pages, 1)]
        for page in self._pages:
            self._layout.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            page.show()  # a layout shows it only when the event loop comes to it, and nothing would be seen till then
        self._high = max((picture.height() / max(picture.width(), 1) for picture in pages[:1]), default=1.0)
        said = many(len(pages), tr("page"), tr("pages"))
        self.said.setText(tr("{pages} · keys + and −, arrows, Esc").format(pages=said))
        self._fit()

    def zoom_to(self, zoom: float) -> None:
        """Make the pages as wide as this times the window; what was in the middle stays there."""
        bars = (self.scroll.horizontalScrollBar(), self.scroll.verticalScrollBar())
        room = (self.scroll.viewport().width(), self.scroll.viewport().height())
        middles = [(bar.value() + part / 2) / self.zoom for bar, part in zip(bars, room)]
        self.zoom = min(max(zoom, self._least()), _LARGEST)
        self._fit()
        self.body.adjustSize()
        for bar, middle, part in zip(bars, middles, room):
            bar.setValue(round(middle * self.zoom - part / 2))

    def keyPressEvent(self, event: Optional[QKeyEvent]) -> None:  # noqa: N802 - Qt's name
        """Plus and minus zoom, 0 is as wide as the window; Esc closes, as in every dialogue."""
        key = event.key() if event is not None else None
        if key in _LARGER:
            self.zoom_to(self.zoom * _STEP)
        elif key in _SMALLER:
            self.zoom_to(self.zoom / _STEP)
        elif key in _WIDE:
            self.zoom_to(1.0)
        elif event is not None:
            super().keyPressEvent(event)

    def eventFilter(self, watched: Optional[QObject], event: Optional[QEvent]) -> bool:  # noqa: N802 - Qt's name
        """The window has another size."""
        if event is not None and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        self.said = style.label(self, "policeukBriefSaid", "", "quiet")
        self.said.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.out_button = style.button(self, "policeukBriefOut", "−", tr("Smaller (minus)"))
        self.in_button = style.button(self, "policeukBriefIn", "+", tr("Larger (plus)"))
        self.wide_button = style.button(self, "policeukBriefWide", tr("&Whole width"), tr("As wide as the window (0)"))
        self.close_button = style.button(self, "policeukBriefClose", tr("&Close"), tr("Back to field mode (Esc)"))
        for made in (self.out_button, self.in_button):
            made.setFixedWidth(64)
            made.setAccessibleName(made.toolTip())
        row.addWidget(self.said, 1)
        for made in (self.out_button, self.in_button, self.wide_button, self.close_button):
            row.addWidget(made)
        self.out_button.clicked.connect(lambda: self.zoom_to(self.zoom / _STEP))
        self.in_button.clicked.connect(lambda: self.zoom_to(self.zoom * _STEP))
        self.wide_button.clicked.connect(lambda: self.zoom_to(1.0))
        self.close_button.clicked.connect(self.close)
        return row

    def _width(self) -> int:
        """Pixels beside the bar that scrolls, also where it is not needed: else the one would move the other."""
        bar = self.scroll.verticalScrollBar()
        return self.scroll.width() - bar.sizeHint().width() - 2 * self.scroll.frameWidth() - _ROOM

    def _least(self) -> float:
        """At which the first page is seen whole."""
        return min((self.scroll.height() - _ROOM) / max(self._high * self._width(), 1), 1.0)

    def _fit(self) -> None:
        self.zoom = max(self.zoom, self._least())
        for page in self._pages:
            page.fit(max(round(self._width() * self.zoom), 60))
        self.out_button.setEnabled(self.zoom > self._least() + _SAME)
        self.in_button.setEnabled(self.zoom < _LARGEST - _SAME)
