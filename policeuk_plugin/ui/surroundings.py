# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of QGIS's window that the panel works with, so that it needs no `iface`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from qgis.core import Qgis, QgsProject
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtWidgets import QPushButton

from ..text import tr
from .plain import plain

_SECONDS = 10


@dataclass(frozen=True)
class Surroundings:
    """Message bar, map and project of the window."""

    message_bar: QgsMessageBar
    canvas: Optional[QgsMapCanvas]
    project: QgsProject

    def warn(self, sentence: str) -> None:
        """Show a sentence that stays until the user closes it."""
        self.message_bar.pushMessage(tr("Police UK"), plain(sentence), Qgis.MessageLevel.Warning, 0)

    def offer(self, sentence: str, button: QPushButton) -> None:
        """Show a sentence with what can be done next; it stays until the user closes it."""
        self._offer(sentence, button, Qgis.MessageLevel.Info)

    def warn_and_offer(self, sentence: str, button: QPushButton) -> None:
        """Warn, with what can be done nevertheless."""
        self._offer(sentence, button, Qgis.MessageLevel.Warning)

    def take_back(self, sentence: str) -> None:
        """Take a sentence out again that is not so any more."""
        for item in self.message_bar.items():
            if item.title() == tr("Police UK") and item.text() == plain(sentence):
                self.message_bar.popWidget(item)

    def clear_warnings(self) -> None:
        """Take our sentences out again, as what they were about went well since."""
        for item in self.message_bar.items():
            if item.title() == tr("Police UK") and item.level() == Qgis.MessageLevel.Warning:
                self.message_bar.popWidget(item)

    def tell(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        self.message_bar.pushMessage(tr("Police UK"), plain(sentence), Qgis.MessageLevel.Info, _SECONDS)

    def _offer(self, sentence: str, button: QPushButton, level: Qgis.MessageLevel) -> None:
        item = self.message_bar.createMessage(tr("Police UK"), plain(sentence))
        item.layout().addWidget(button)
        self.message_bar.pushWidget(item, level, 0)
