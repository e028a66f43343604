# SPDX-License-Identifier: GPL-2.0-or-later
"""Photos of the note that is open: small pictures of them, and a button for another."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QImage, QPixmap
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from offline_cache.field_notes.model import FieldNote, Photo
from offline_cache.field_notes.notebook import Notebook

from ... import settings
from ...text import tr
from . import field_style as style
from .field_desk import FieldDesk

_SMALL = 80
_MOST_SHOWN = 3


class FieldPhotos(QWidget):
    """`wanted`: a photo waits for its note to be kept; `done`: it is, or was `refused`.

    A photo is made smaller and loses its metadata in a worker.
    """

    wanted = pyqtSignal()
    refused = pyqtSignal()
    done = pyqtSignal()

    def __init__(self, desk: FieldDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.pending: list[Path] = []
        self.photos: tuple[Photo, ...] = ()
        self._working = 0
        self.add_button = style.button(self, "policeukFieldAddPhoto", tr("Add p&hoto…"), tr("Alt+H"))
        self.said = style.label(self, "policeukFieldPhotoSaid", "", "warning")
        self._row = QHBoxLayout()
        self._row.setSpacing(style.GAP)
        self._row.addWidget(self.add_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._row)
        layout.addWidget(self.said)
        self._shown: list[QPushButton] = []
        self.add_button.clicked.connect(self._pick)
        style.say(self.said, "")

    @property
    def waiting(self) -> bool:
        """Whether a photo is still to be kept."""
        return bool(self.pending) or self._working > 0

    def show_of(self, note: FieldNote) -> None:
        """The photos of this note, which was just opened."""
        self.pending = []
        style.say(self.said, "")
        self.show_of_kept(note)

    def show_of_kept(self, note: FieldNote) -> None:
        """The photos of this note as it was kept."""
        self._show(note.photos)

    def take_note(self, note: FieldNote) -> None:
        """The note is kept: so are the photos that waited for it."""
        while self.pending:
            path = self.pending.pop(0)
            self._working += 1
            self.desk.notes.do(functools.partial(_added, path, note.id), self._kept, self._refused)

    def add(self, path: Path) -> None:
        """Keep this file with the note."""
        settings.remember_folder(path)
        style.set_role(self.said, "quiet")
        style.say(self.said, tr("Keeping {name}…").format(name=path.name))
        self.pending.append(path)
        self.wanted.emit()

    def shut_down(self) -> None:
        """What waits for its note is given up with it."""
        self.pending = []

    def _pick(self) -> None:
        kinds = tr("Photos (*.jpg *.jpeg *.png);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, tr("Add a photo"), settings.last_folder(), kinds)
        if name:
            self.add(Path(name))

    def _kept(self, photos: tuple[Photo, ...]) -> None:
        self._working -= 1
        style.say(self.said, "")
        self._show(photos)
        self.done.emit()

    def _refused(self, sentence: str) -> None:
        self._working -= 1
        style.set_role(self.said, "warning")
        style.say(self.said, sentence)
        self.refused.emit()
        self.done.emit()

    def _show(self, photos: tuple[Photo, ...]) -> None:
        for made in self._shown:
            made.hide()
            made.deleteLater()
        self._shown, self.photos = [], photos
        for photo in photos[:_MOST_SHOWN]:
            made = style.button(self, "policeukFieldPhoto", "", tr("Delete this photo"))
            made.setAccessibleName(tr("Photo; press to delete it"))
            made.setIconSize(QSize(_SMALL, _SMALL))
            made.setFixedWidth(_SMALL + 24)
            made.setProperty("photo", True)
            made.clicked.connect(lambda _=False, one=photo, at=made: self._delete(one, at))
            self._row.insertWidget(len(self._shown), made)
            self._shown.append(made)
            self.desk.notes.do(functools.partial(_image, photo.id), functools.partial(_put, made), lambda _: None)
        more = len(photos) - len(self._shown)
        self.add_button.setText(tr("Add p&hoto…") if more <= 0 else tr("Add p&hoto… ({n} more)").format(n=more))

    def _delete(self, photo: Photo, made: QPushButton) -> None:
        """The first press asks, the second deletes."""
        if made.text():
            self.desk.notes.do(functools.partial(_deleted, photo), self._show, self._refused_deletion)
            return
        made.setIcon(QIcon())
        made.setText(tr("Delete?"))

    def _refused_deletion(self, sentence: str) -> None:
        style.set_role(self.said, "warning")
        style.say(self.said, sentence)


def _added(path: Path, note_id: str, book: Notebook) -> tuple[Photo, ...]:
    from ...field.photo import prepare_file

    book.add_photo(note_id, prepare_file(path))
    return _photos(book, note_id)


def _deleted(photo: Photo, book: Notebook) -> tuple[Photo, ...]:
    book.delete_photo(photo.id)
    return _photos(book, photo.note)


def _photos(book: Notebook, note_id: str) -> tuple[Photo, ...]:
    note = book.note(note_id)
    return note.photos if note is not None else ()


def _image(photo_id: str, book: Notebook) -> QImage:
    whole = QImage.fromData(book.photo_bytes(photo_id))
    return whole.scaled(
        _SMALL * 2, _SMALL * 2, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _put(made: QPushButton, image: Any) -> None:
    from qgis.PyQt import sip

    if not sip.isdeleted(made):
        made.setIcon(QIcon(QPixmap.fromImage(image)))
