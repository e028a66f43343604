# SPDX-License-Identifier: GPL-2.0-or-later
"""The photos of one notebook taken into another, in the caller's transaction: as bytes in it or as QField's files."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Set as AbstractSet
from typing import Callable

from ..errors import BadFile, CacheError
from .file import notes_sentences
from .jpeg import cleaned
from .merge_report import LeftOut, MergeReport, about_note
from .model import FieldNote, Photo
from .photo_files import LARGEST_FILE, read_photo_file
from .rows import as_text, read_deleted, read_photos
from .sources import Source


class PhotoMerge:
    """Takes the photos of a source into a target that holds their notes; one is in memory at a time."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        source: Source,
        families: AbstractSet[str],
        prepare: Callable[[bytes], bytes],
    ) -> None:
        self._connection, self._source, self._families, self._prepare = connection, source, families, prepare
        held = list(read_photos(connection))
        self._held = {photo.id: photo.note for photo in held}
        self._sizes = {photo.id: photo.size for photo in held}
        self._known = {family for note in source.notes for family in (note.id, note.family)}
        self._deleted = set(read_deleted(connection))
        self._left_out: list[LeftOut] = []
        self._added = 0

    def take(self, photo: Photo, theirs: sqlite3.Connection) -> None:
        """Take a photo that stands in the source."""
        if photo.note not in self._families:
            self._name_orphan(photo)
            return
        other = self._sizes.get(photo.id, photo.size) != photo.size
        if not other and not self._wanted(photo.id):
            return
        try:
            if photo.size > LARGEST_FILE:
                raise BadFile(f"it has more than {LARGEST_FILE // 2**20} MB.")
            with notes_sentences(self._source.path):
                row = theirs.execute("SELECT image FROM photo WHERE id = ?", (photo.id,)).fetchone()
            data = row[0] if row and isinstance(row[0], bytes) else b""
            photo_id = self._id_of_other(photo, data) if other else photo.id
            if self._wanted(photo_id):
                self._put(photo_id, photo.note, photo.made, data)
        except CacheError as error:
            self._left_out.append(LeftOut(self._source.path, f"photo of {photo.made[:10]}", str(error)))

    def _name_orphan(self, photo: Photo) -> None:
        """Name a photo that cannot be taken, as its note is in neither; with one that was deleted it is gone, too."""
        if not (photo.note in self._known or {photo.note, photo.id} & (self._deleted | set(self._source.deleted))):
            sentence = "its note is not there, or was not taken. Look at it in that file."
            self._left_out.append(LeftOut(self._source.path, f"photo of {photo.made[:10]}", sentence))

    def _id_of_other(self, photo: Photo, data: bytes) -> str:
        """The id of a picture that another program has put in the place of one held here: both are kept."""
        (held,) = self._connection.execute("SELECT image FROM photo WHERE id = ?", (photo.id,)).fetchone()
        picture = cleaned(data).data
        if held == picture:
            return photo.id
        return hashlib.sha256(photo.id.encode() + hashlib.sha256(picture).digest()).hexdigest()[:32]

    def take_file(self, note: FieldNote) -> None:
        """Take the photo that QField put beside the source."""
        if not note.photo_file or note.family not in self._families:
            return
        try:
            data = read_photo_file(self._source.path, note.photo_file)
            photo_id = hashlib.sha256(note.family.encode() + hashlib.sha256(data).digest()).hexdigest()[:32]
            if self._wanted(photo_id):
                self._put(photo_id, note.family, note.changed, self._prepare(data))
        except CacheError as error:
            about = f"note {about_note(note.text, note.category, note.made)}"
            self._left_out.append(LeftOut(self._source.path, about, str(error)))

    def take_deletions(self, kept: AbstractSet[str]) -> None:
        """Delete photos that were deleted there, but of the families in `kept`, whose notes were changed here."""
        living = {photo.id for photo in self._source.photos}
        for mark in self._source.deleted:
            if mark in self._held and mark not in living and self._held[mark] not in kept:
                self._connection.execute("DELETE FROM photo WHERE id = ?", (mark,))

    def report(self) -> MergeReport:
        """What came of it."""
        return MergeReport(left_out=tuple(self._left_out), photos=self._added)

    def _wanted(self, photo_id: str) -> bool:
        return photo_id not in self._held and photo_id not in self._deleted and photo_id not in self._source.deleted

    def _put(self, photo_id: str, family: str, made: str, data: bytes) -> None:
        picture = cleaned(data)
        self._connection.execute(
            "INSERT INTO photo (id, note, made, width, height, image) VALUES (?, ?, ?, ?, ?, ?)",
            (photo_id, family, as_text(made)[:40], picture.width, picture.height, picture.data),
        )
        self._held[photo_id] = family
        self._added += 1
