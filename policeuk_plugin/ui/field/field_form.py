# SPDX-License-Identifier: GPL-2.0-or-later
"""A note as a form: what is filled in is saved while one writes."""

from __future__ import annotations

from dataclasses import replace

from qgis.PyQt.QtCore import Qt, QTime, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QWidget

from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_notes.shapes import Shape

from ... import settings
from ...text import tr
from . import field_style as style
from .field_desk import FieldDesk
from .field_fields import fill
from .field_form_view import FieldFormView
from .field_note_words import times_words
from .field_pins import FieldPins

_PAUSE_MS = 700
_STATE = "field"


class FieldForm(FieldFormView):
    """`closed`: the note is kept, deleted or given up. `draft` is the note as it was written last."""

    closed = pyqtSignal()

    def __init__(self, desk: FieldDesk, pins: FieldPins, parent: QWidget) -> None:
        super().__init__(desk, pins, parent)
        self.draft = FieldNote(Shape.POINT, None)
        self._dirty = self._filling = self._closing = self._saving = self._asked_twice = False
        self._unsaved, self.rescued = False, ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._save)
        self._connect()

    @property
    def open(self) -> bool:
        """Whether a note is being written."""
        return self._open

    _open = False

    @property
    def waiting(self) -> bool:
        """Whether something is still to be written."""
        return self._pause.isActive() or self._saving or self.photos.waiting

    def begin(self) -> None:
        """A new note at the middle of the map."""
        last = settings.state(_STATE)
        self._fill(FieldNote(Shape.POINT, None, author=str(last.get("initials") or "")))
        self.place.begin()
        self.desk.map.said.close_it()

    def edit(self, note: FieldNote) -> None:
        """A note that is kept."""
        self._fill(note)
        self.place.edit(note.shape, note.geometry or b"")

    def first_control(self) -> QWidget:
        """One chooses a category first."""
        return self.category

    def written(self) -> bool:
        """Whether there is something in it that would be lost."""
        return bool(self.draft.id or self.text.toPlainText().strip() or self._dirty or self.photos.pending)

    def finish(self) -> None:
        """Save what is written and close; where it cannot be saved it stays open and says why."""
        if not self._open:
            return
        if not self.written():
            self._close()
            return
        self._closing = True
        self._dirty = True
        self._save()

    def delete(self) -> None:
        """Delete it for good; asked twice."""
        if self._saving:
            self.desk.notes.flush()
        if not self.draft.id:
            self._dirty = False
            self._close()
            return
        if not self._asked_twice:
            self._ask_twice(True)
            return
        self._pause.stop()
        self._dirty = False
        self.desk.notes.delete(self.draft.id, lambda _: self._close(), self._fail)

    def shut_down(self) -> None:
        """The window is closed: what was written is written out first, also what came while the last was saved."""
        for _ in range(2):
            self.desk.notes.flush()
            self._pause.stop()
            if self._open and (self._dirty or self._unsaved):
                self._dirty = True
                self._save()
        self.desk.notes.flush()
        if self._open and self._unsaved and self.written():
            self.rescued = self.desk.notes.rescue(self._as_written())
        self.photos.shut_down()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Control and Enter save, from the text too."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finish()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.place.changed.connect(self._change)
        self.text.textChanged.connect(self._change)
        self.category.activated.connect(lambda _: self._change())
        self.priority.activated.connect(lambda _: self._change())
        self.initials.textEdited.connect(lambda _: self._change())
        self.photos.wanted.connect(self._need_note)
        self.photos.refused.connect(self._stay)
        self.save_button.clicked.connect(self.finish)
        self.delete_button.clicked.connect(self.delete)
        self.versions.keep_button.clicked.connect(self._settle_versions)
        self.versions.settled.connect(self.edit)
        self.versions.failed.connect(self._fail)
        self.keep_button.clicked.connect(lambda: self._ask_twice(False))

    def _fill(self, note: FieldNote) -> None:
        self._filling, self.draft, self._open = True, note, True
        self._dirty = self._closing = self._unsaved = False
        held = self.desk.notes.held
        fill(self.category, [(name, name) for name in held.categories], note.category)
        fill(self.priority, [(tr("None"), ""), *((one.title, one.key) for one in held.priorities)], note.priority)
        self.priority.setEnabled(bool(held.priorities))
        self.priority.setToolTip("" if held.priorities else tr("The pack knows no priorities of this area."))
        self.text.setPlainText(note.text)
        self.initials.setText(note.author)
        self.photos.show_of(note)
        self.versions.show_of(note)
        self._ask_twice(False)
        self._filling = False
        self._say(tr("Kept as you write.") if not note.id else times_words(note), "quiet")

    def _change(self) -> None:
        if self._open and not self._filling:
            self._dirty = True
            self._pause.start()

    def _need_note(self) -> None:
        """A photo is to be kept: the note it belongs to first."""
        self._dirty = True
        self._save()

    def _save(self) -> None:
        if self._saving or not self._open:
            return  # the end of the one under way starts the next
        if not self._dirty:
            self._settle()
            return
        self._pause.stop()
        self._dirty, self._saving = False, True
        self._remember()
        note = self._as_written()
        if self.draft.id and self.draft.shape is not note.shape:
            old = self.draft.id
            note = replace(note, id="", version="", ancestors=(), photos=())
            self.desk.notes.do(lambda book: _redrawn(book, note, old), self._saved, self._not_saved)
        else:
            self.desk.notes.save(note, self._saved, self._not_saved)

    def _as_written(self) -> FieldNote:
        """The note with what stands in the form."""
        return replace(
            self.draft,
            shape=self.place.shape,
            geometry=self.place.geometry_of_note,
            category=str(self.category.currentData() or ""),
            text=self.text.toPlainText(),
            author=self.initials.text(),
            priority=str(self.priority.currentData() or ""),
        )

    def _settle_versions(self) -> None:
        """What stands in the form takes the place of all versions."""
        self.desk.notes.flush()
        self._pause.stop()
        self._dirty = False
        self.versions.settle(self._as_written())

    def _saved(self, note: FieldNote) -> None:
        self._saving = self._unsaved = False
        self.draft = note
        if self.text.toPlainText().strip():
            self.place.fix()
        self._say(tr("Saved {time}").format(time=QTime.currentTime().toString("HH:mm:ss")), "good")
        if note.photos != self.photos.photos:
            self.photos.show_of_kept(note)
        self.photos.take_note(note)
        if self._dirty:
            self._save()
        else:
            self._settle()

    def _settle(self) -> None:
        """Close where that is wanted and nothing is left to write."""
        if self._closing and not self.photos.waiting:
            self._close()

    def _stay(self) -> None:
        """What the button of photos says has to be read first."""
        self._closing = False

    def photo_done(self) -> None:
        """A photo is kept, or could not be."""
        self._settle()

    def _not_saved(self, sentence: str) -> None:
        self._saving = self._closing = False
        self._unsaved = True
        self._say(tr("Not saved yet: {why}").format(why=sentence), "warning")

    def _fail(self, sentence: str) -> None:
        self._say(sentence, "warning")

    def _say(self, text: str, role: str) -> None:
        style.set_role(self.said, role)
        style.say(self.said, text)

    def _close(self) -> None:
        self._open = self._closing = False
        self._pause.stop()
        self.place.end()
        self.closed.emit()

    def _ask_twice(self, asking: bool) -> None:
        self._asked_twice = asking
        self.keep_button.setVisible(asking)
        self.save_button.setVisible(not asking)
        self.delete_button.setText(tr("Delete for good") if asking else tr("Delete…"))
        if asking:
            self._say(tr("Delete this note and its photos? Nothing of it is kept, and it cannot come back."), "refused")

    def _remember(self) -> None:
        settings.remember_state(_STATE, {**settings.state(_STATE), "initials": self.initials.text().strip()})


def _redrawn(book: Notebook, note: FieldNote, old: str) -> FieldNote:
    """A note that is drawn otherwise is another one; the old goes once the new is there, with its photos."""
    saved = book.save(note)
    before = book.note(old)
    for photo in before.photos if before is not None else ():
        book.add_photo(saved.id, book.photo_bytes(photo.id))
    book.delete(old)
    return book.note(saved.id) or saved
