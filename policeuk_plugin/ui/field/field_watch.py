# SPDX-License-Identifier: GPL-2.0-or-later
"""Notices that the stick or disc of the open pack was taken out: an empty map would look like no crimes."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from offline_cache.field_pack import names

from ...text import tr

_EVERY_MS = 2_000


class FieldWatch(QObject):
    """`said` carries what is to stand in the banner, `back`: the files are there again and can be drawn."""

    said = pyqtSignal(str)
    back = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder, self._usual, self._gone = Path(), "", False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self, folder: Path, usual: str) -> None:
        """Watch this pack; `usual` is what the banner says while it is there."""
        self._folder, self._usual, self._gone = folder, usual, False
        self._timer.start()

    def end(self) -> None:
        """Nothing is watched any more."""
        self._timer.stop()

    def look(self) -> None:
        """Whether it is there now."""
        gone = not (self._folder / names.MANIFEST).exists()
        if gone == self._gone:
            return
        self._gone = gone
        if gone:
            self.said.emit(_sentence(self._folder))
        else:
            self.said.emit(self._usual)
            self.back.emit()


def _sentence(folder: Path) -> str:
    text = tr(
        "The pack {folder} is not there any more: was its stick or disc taken out? What the map and the screens show "
        "now may lack crimes. Put it back in; a note that is being written is kept until then."
    )
    return text.format(folder=folder)
