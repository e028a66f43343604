# SPDX-License-Identifier: GPL-2.0-or-later
"""The choice of peers that goes with a project, so that everybody who opens it compares with the same areas."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...processing.peers.peer_choice import PeerChoice
from .compare_state import choice_in

SCOPE, ENTRY = "policeuk", "peers"
"""Where it stands in the project: as text of `PeerChoice.text()`."""


class PeerMemory(QObject):
    """`opened` tells that a project was opened that has a choice of its own."""

    opened = pyqtSignal(object)

    def __init__(self, project: QgsProject, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._project = project
        project.readProject.connect(self._read)
        self._listens = True

    def read(self) -> Optional[PeerChoice]:
        """The project's choice; None where it has none, or a damaged one."""
        text, _ = self._project.readEntry(SCOPE, ENTRY, "")
        return choice_in(text)

    def write(self, choice: PeerChoice) -> None:
        """Keep a choice in the project; nothing changes where it has this one."""
        if self.read() != choice:
            self._project.writeEntry(SCOPE, ENTRY, choice.text())

    def shut_down(self) -> None:
        """Listen no more; once is enough."""
        if self._listens:
            self._listens = False
            self._project.readProject.disconnect(self._read)

    def _read(self, *_: object) -> None:
        choice = self.read()
        if choice is not None:
            self.opened.emit(choice)
