# SPDX-License-Identifier: GPL-2.0-or-later
"""Notes: those that were taken, the one that is open, and what the team has agreed on for them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Optional

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QScroller, QVBoxLayout, QWidget

from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.notebook import LONGEST_RETENTION
from offline_cache.field_notes.retention import due_notes

from ...text import tr
from . import field_style as style
from .field_desk import FieldDesk
from .field_form import FieldForm
from .field_list import FieldList
from .field_note_words import count_words, row_words
from .field_notes_agreed import FieldAgreed
from .field_notes_out import FieldHandOver
from .field_pins import FieldPins
from .field_screen import FieldScreen

_LIST, _FORM, _AGREED, _OUT = range(4)


class NotesScreen(FieldScreen):
    """List, form, agreements, handing over: one at a time; Esc goes back to the list first."""

    key = "notes"

    def __init__(self, desk: FieldDesk, parent: QWidget) -> None:
        self.pins = FieldPins(desk.map, parent)
        super().__init__(desk, parent)

    @classmethod
    def title(cls) -> str:
        """What it is called."""
        return tr("Notes")

    def hint(self) -> str:
        """How many, when the last was taken."""
        book = self.desk.notes
        return book.fault if book.fault else count_words(book.notes)

    def build(self) -> None:
        """All four, of which one is seen."""
        self.elsewhere = style.label(self.body, "policeukFieldElsewhere", "", "warning")
        self.body_layout.addWidget(self.elsewhere)
        self.model = NoteModel(self)
        self.list = FieldList(self)
        self.list.setObjectName("policeukFieldNoteList")
        self.list.setAccessibleName(tr("Notes; Enter opens one"))
        self.list.setModel(self.model)
        self.list.setWordWrap(True)
        self.list.picked.connect(self._open_row)
        QScroller.grabGesture(self.list.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.outer.insertWidget(2, self.list, 1)
        none = tr("No notes yet. Move the map to the place and press '+ Note here'.")
        self.none = style.label(self, "policeukFieldNoNotes", none, "quiet")
        self.outer.insertWidget(1, self.none)
        self.form = FieldForm(self.desk, self.pins, self.body)
        self.agreed = FieldAgreed(self.desk, self.body)
        self.out = FieldHandOver(self.desk, self.body)
        for part in (self.form, self.agreed, self.out):
            self.body_layout.addWidget(part)
        self.foot_list, self.foot_form = QWidget(self), QWidget(self)
        self._build_foot(self.foot_list)
        self.foot_form.setLayout(self.form.foot())
        for foot in (self.foot_list, self.foot_form):
            layout = foot.layout()
            if layout is not None:
                layout.setContentsMargins(0, 0, 0, 0)
            self.foot.addWidget(foot)
        self.form.closed.connect(self._to_list)
        self.form.photos.done.connect(self.form.photo_done)
        self.desk.map.tool.tapped.connect(self._tapped)
        self._show(_LIST)

    def refresh(self) -> None:
        """Notes are others."""
        book = self.desk.notes
        self.model.show(book.notes)
        self.pins.show(book.notes)
        due = due_notes(book.held.notes, book.held.months or LONGEST_RETENTION, datetime.now(timezone.utc).date())
        style.say(self.elsewhere, " ".join(filter(None, (book.fault, book.held.elsewhere, due.sentence))))
        self.title_label.setText(f"{self.title()} ({len(book.notes)})" if book.notes else self.title())
        for made in (self.new_button, self.out_button, self.agreed_button):
            made.setEnabled(not book.fault)
            made.setToolTip(book.fault)
        self._arrange()

    def take_note(self) -> None:
        """A new note at the middle of the map."""
        if not self.form.open and not self.desk.notes.fault:
            self.form.begin()
            self._show(_FORM)
        self.form.first_control().setFocus()

    def open_note(self, note: FieldNote) -> None:
        """A note that is kept."""
        if self.form.open:
            return
        box = self.pins.on_map(note).boundingBox()
        if not self.desk.map.canvas.extent().contains(box):
            self.desk.map.canvas.setCenter(box.center())
            self.desk.map.canvas.refresh()
        self.form.edit(note)
        self._show(_FORM)
        self.form.text.setFocus()

    def enter(self) -> None:
        """The list, unless a note is being written."""
        if not self.form.open:
            self.desk.notes.reload()
            self._show(_LIST)

    def first_control(self) -> QWidget:
        """The list where there is one."""
        if self.form.open:
            return self.form.first_control()
        return self.list if self.desk.notes.notes else self.new_button

    def leave(self) -> bool:
        """A note is saved and closed first."""
        if self.form.open:
            self.form.finish()
            return False
        if self._at != _LIST:
            self._to_list()
            return False
        return True

    @property
    def waiting(self) -> bool:
        """Whether something is still to be written."""
        return self.form.waiting or self.desk.notes.busy

    def shut_down(self) -> None:
        """What was written is written out."""
        self.form.shut_down()

    def _build_foot(self, foot: QWidget) -> None:
        layout = QVBoxLayout(foot)
        layout.setSpacing(style.GAP)
        self.new_button = style.button(foot, "policeukFieldNew", tr("+ New note"), tr("At the middle of the map"))
        style.make_main(self.new_button)
        row = QHBoxLayout()
        self.out_button = style.button(foot, "policeukFieldHandOver", tr("&Hand over…"))
        self.agreed_button = style.button(foot, "policeukFieldAgreed", tr("Team a&greed…"))
        row.addWidget(self.out_button, 1)
        row.addWidget(self.agreed_button, 1)
        layout.addWidget(self.new_button)
        layout.addLayout(row)
        self.new_button.clicked.connect(self.take_note)
        self.out_button.clicked.connect(lambda: self._show(_OUT))
        self.agreed_button.clicked.connect(lambda: self._show(_AGREED))

    def _tapped(self, at: QgsPointXY) -> None:
        note = self.pins.at(at)
        if note is not None and not self.form.open:
            self.desk.map.said.close_it()
            self.desk.wanted.emit(self.key)
            self.open_note(note)

    def _open_row(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self.model.notes):
            self.open_note(self.model.notes[index.row()])

    def _to_list(self) -> None:
        self._show(_LIST)
        if self.isVisible():
            self.first_control().setFocus()

    def _show(self, at: int) -> None:
        self._at = at
        self.form.setVisible(at == _FORM)
        self.agreed.setVisible(at == _AGREED)
        self.out.setVisible(at == _OUT)
        self.foot_list.setVisible(at == _LIST)
        self.foot_form.setVisible(at == _FORM)
        if at == _AGREED:
            self.agreed.read()
        if at == _OUT:
            self.out.read()
        self._arrange()
        for made in (self.form, self.agreed, self.out)[max(at - 1, 0) : at]:
            made.first_control().setFocus()

    def _arrange(self) -> None:
        self.list.setVisible(self._at == _LIST)
        self.none.setVisible(self._at == _LIST and not self.desk.notes.notes)
        self.elsewhere.setVisible(self._at == _LIST and bool(self.elsewhere.text()))
        self.scroll.setVisible(self._at != _LIST or bool(self.elsewhere.text()))
        self.scroll.setMaximumHeight(16_777_215 if self._at != _LIST else 110)

    _at = _LIST


class NoteModel(QAbstractListModel):
    """A row for each note."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.notes: tuple[FieldNote, ...] = ()

    def show(self, notes: tuple[FieldNote, ...]) -> None:
        """These."""
        if notes != self.notes:
            self.beginResetModel()
            self.notes = notes
            self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """One for each."""
        return 0 if parent.isValid() else len(self.notes)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Optional[str]:
        """Its words."""
        if not index.isValid() or index.row() >= len(self.notes):
            return None
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return row_words(self.notes[index.row()]) if role in shown else None
