# SPDX-License-Identifier: GPL-2.0-or-later
"""Versions of the note that is open, kept side by side as two machines changed it: shown, and settled by a person."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from offline_cache.field_notes.model import FieldNote

from ...text import tr
from . import field_style as style
from .field_desk import FieldDesk
from .field_note_words import row_words


class FieldVersions(QWidget):
    """Hidden where there is one version only. `settled` carries the note that took the place of all."""

    settled = pyqtSignal(object)
    failed = pyqtSignal(str)

    def __init__(self, desk: FieldDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self._others: tuple[FieldNote, ...] = ()
        self.words = style.label(self, "policeukFieldVersions", "", "warning")
        text = tr("Keep what stands in this form")
        self.keep_button = style.button(
            self, "policeukFieldSettle", text, tr("The other versions are deleted for good")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words)
        layout.addWidget(self.keep_button)

    def show_of(self, note: FieldNote) -> None:
        """The other versions of this note."""
        held = self.desk.notes.held.notes
        same = (other for other in held if note.id and other.family == note.family and other.id != note.id)
        self._others = tuple(same)
        said = tr("Two machines changed this note, and all versions are kept. Elsewhere it says:")
        self.words.setText("\n".join([said, *(row_words(other) for other in self._others)]))
        self.setVisible(bool(self._others))

    def settle(self, note: FieldNote) -> None:
        """Let this note, as it was saved, take the place of all."""
        others = self._others
        self.desk.notes.do(lambda book: book.settle(note, *others), self.settled.emit, self.failed.emit)
