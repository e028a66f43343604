# SPDX-License-Identifier: GPL-2.0-or-later
"""Words over the lower edge of the map: what lies where one tapped."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QWidget

from ...text import tr
from . import field_style as style

_MOST = 190


class FieldSaid(QFrame):
    """`changed`: there is something else to read, or nothing."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukFieldSaid")
        self.setProperty("role", "card")
        self.words = QLabel(self)
        self.words.setObjectName("policeukFieldHere")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setOpenExternalLinks(False)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self.words)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.close_button = style.button(self, "policeukFieldSaidClose", tr("Close"))
        self.close_button.clicked.connect(self.close_it)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 6, 6)
        row.addWidget(self._scroll, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, html: str) -> None:
        """Show a tip, or that there is nothing."""
        self.words.setText(html or tr("Nothing is shown there. Tap on a coloured area or a dot."))
        self.show()
        self.raise_()
        self.changed.emit()

    def close_it(self) -> None:
        """Read enough."""
        self.hide()
        self.changed.emit()

    def fit(self, width: int, height: int) -> None:
        """Along the lower edge of a map of this size."""
        wide = width - 16
        words = max(wide - self.close_button.sizeHint().width() - 50, 60)
        high = max(self.words.heightForWidth(words) + 20, self.close_button.sizeHint().height() + 16)
        high = min(high, _MOST, height - 16)
        self.setGeometry(8, height - high - 8, wide, high)
