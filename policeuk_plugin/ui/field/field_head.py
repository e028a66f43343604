# SPDX-License-Identifier: GPL-2.0-or-later
"""The head of field mode: which pack it is, how far it can be trusted, and the way out; always in sight."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...text import invented, tr
from . import field_style as style
from .field_pack_read import OpenedPack

_LONG_NAME = 32


class FieldHead(QWidget):
    """`swap_button` turns to the map and back where there is no room for both, `leave_button` leaves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukFieldHead")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(16)
        self.name = style.heading(self, "policeukFieldName", tr("Field mode"))
        self.invented = style.strong(style.label(self, "policeukFieldInvented"))
        self.trust = style.label(self, "policeukFieldTrust")
        self.name.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        lines.addWidget(self.invented)
        lines.addWidget(self.trust)
        lines.addStretch(1)
        self.swap_button = style.button(self, "policeukFieldSwap", tr("Ma&p"))
        self.leave_button = style.button(
            self, "policeukFieldLeave", tr("&Leave field mode"), tr("Back to QGIS (Alt+L)")
        )
        row.addWidget(self.name)
        row.addLayout(lines, 1)
        row.addWidget(self.swap_button)
        row.addWidget(self.leave_button)
        style.say(self.invented, "")

    def take(self, pack: OpenedPack) -> None:
        """Tell of this pack from now on."""
        self.name.setText(pack.manifest.title)
        self.name.setWordWrap(len(pack.manifest.title) > _LONG_NAME)
        style.say(self.invented, invented() if pack.invented else "")
        self.trust.setText(pack.trust)
