# SPDX-License-Identifier: GPL-2.0-or-later
"""A chart of ours in the panel: an SVG as wide as there is room, never wider than it was made, without its title."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import QByteArray, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

NARROWEST, WIDEST = 300, 900
_DARK = 128
_TITLE = re.compile(r'<text x="[^"]*" y="([^"]*)"[^>]* font-weight="600">.*</text>')
_BELOW_TITLE = 5


class ChartView(QWidget):
    """Hidden while it has no chart, and where this QGIS comes without Qt's SVG module; then the page has it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._renderer: Optional[Any] = None
        self.hide()

    @property
    def size_drawn(self) -> QSize:
        """The size of the chart in pixels as it was made, without its title; empty without one."""
        return self._renderer.viewBoxF().size().toSize() if self._renderer is not None else QSize()

    def show_file(self, path: str, words: str) -> None:
        """Show the chart of a file, with what it says for those who do not see it; '' or no chart: nothing."""
        there = bool(path) and Path(path).is_file()
        self.show_text(Path(path).read_text(encoding="utf-8") if there else "", words)

    def show_text(self, chart: str, words: str) -> None:
        """The same of the text of a chart."""
        self._renderer = _rendered(chart)
        self.setAccessibleName(words)
        self.setVisible(self._renderer is not None)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Its shape stays."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """As high as its shape asks at this width."""
        size = self.size_drawn
        return round(min(width, size.width()) * size.height() / size.width()) if size.width() > 0 else 0

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As it was made; the panel is mostly narrower."""
        return QSize(NARROWEST, self.heightForWidth(NARROWEST))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw it at the left."""
        if self._renderer is None:
            return
        width = min(self.width(), self.size_drawn.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer.render(painter, QRectF(0, 0, width, self.heightForWidth(width)))
        painter.end()


def is_dark(widget: QWidget) -> bool:
    """Whether what the widget lies on is dark."""
    return bool(widget.palette().color(widget.backgroundRole()).lightness() < _DARK)


def _rendered(chart: str) -> Optional[Any]:
    """What draws the SVG; None where there is none, or no module for it."""
    try:
        from qgis.PyQt.QtSvg import QSvgRenderer  # some builds come without it
    except ImportError:
        return None
    if not chart:
        return None
    renderer = QSvgRenderer(QByteArray(chart.encode("utf-8")))
    if not renderer.isValid():
        return None
    renderer.setViewBox(_without_title(chart, renderer.viewBoxF()))
    if hasattr(renderer, "setAspectRatioMode"):
        renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return renderer


def _without_title(chart: str, box: QRectF) -> QRectF:
    """What is under the lines of the title, which the panel says above the chart."""
    top = 0.0
    for line in chart.splitlines()[2:]:
        title = _TITLE.fullmatch(line.strip())
        if title is None:
            if top or line.startswith("<text"):
                break
            continue
        top = float(title[1]) + _BELOW_TITLE
    return box.adjusted(0, top, 0, 0) if top < box.height() else box
