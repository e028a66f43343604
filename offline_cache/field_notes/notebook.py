# SPDX-License-Identifier: GPL-2.0-or-later
"""A notebook: notes saved at once and for good, deleted for good, in a GeoPackage that its user alone may read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from secrets import token_hex
from typing import Optional

from ..errors import CacheError
from .file import keep_private, make_or_check, reading, writing
from .jpeg import cleaned
from .model import FieldNote, Photo, PriorityLink, checked, name_of
from .rows import as_text, delete_note, read_notes, rewrite_note, write_note
from .scrubbing import scrub

LONGEST_RETENTION = 120
"""Months."""


class Notebook:
    """The notes of one file, which is made where there is none; raises `CacheError` for what is no notebook.

    It holds nothing open: each call is one piece of work on the file, so a notebook may be used from any thread, and
    by two programs at once.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        make_or_check(self.path)
        self.private = keep_private(self.path)
        """Whether nobody but the user may read the file; a stick often knows no users."""
        if self.writable:
            scrub(self.path)

    @property
    def writable(self) -> bool:
        """Whether notes can be saved: neither the file nor its folder is read-only."""
        return os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)

    def notes(self) -> tuple[FieldNote, ...]:
        """All notes, the one that was taken first first."""
        with reading(self.path) as connection:
            return read_notes(connection)

    def note(self, note_id: str) -> Optional[FieldNote]:
        """The note with this id; None where there is none (any more)."""
        with reading(self.path) as connection:
            return _held(connection, note_id)

    def save(self, note: FieldNote) -> FieldNote:
        """Save a new note or a changed one; gives it as it is held. It is on the disk when this returns.

        Where another window or program has changed the same note meanwhile, this one is kept beside it: the note
        given back has another id then, and `conflict_of`. Raises `CacheError` for a note that cannot be kept or was
        deleted meanwhile; nothing is changed then.
        """
        note = checked(note)
        with writing(self.path) as connection:
            return _save(connection, note)

    def delete(self, *note_ids: str) -> None:
        """Delete notes with their photos, all or none: nothing of them is left in the file but random marks.

        The file is rebuilt once at the end (2 s for 80 MB of photos), so give many at once.
        """
        with writing(self.path) as connection:
            for note_id in note_ids:
                note = _held(connection, note_id)
                if note is not None:
                    delete_note(connection, note)
        scrub(self.path)

    def add_photo(self, note_id: str, jpeg: bytes) -> Photo:
        """Keep a photo with a note, without its metadata; raises `CacheError` for what is no JPEG or too large.

        Pictures from a camera go through `policeuk_plugin.field.photo.prepare` first, which makes them smaller.
        """
        picture = cleaned(jpeg)
        with writing(self.path) as connection:
            note = _held(connection, note_id)
            if note is None:
                raise CacheError("The note of this photo was deleted meanwhile. Take a new note for it.")
            photo = Photo(token_hex(16), note.family, now(), picture.width, picture.height, len(picture.data))
            put_photo(connection, photo, picture.data)
        return photo

    def photo_bytes(self, photo_id: str) -> bytes:
        """The JPEG; raises `CacheError` where it was deleted."""
        with reading(self.path) as connection:
            row = connection.execute("SELECT image FROM photo WHERE id = ?", (photo_id,)).fetchone()
        if row is None or not isinstance(row[0], bytes):
            raise CacheError("The photo was deleted meanwhile. Open the note again to see which photos it has.")
        return row[0]

    def delete_photo(self, photo_id: str) -> None:
        """Delete one photo for good."""
        with writing(self.path) as connection:
            connection.execute("DELETE FROM photo WHERE id = ?", (photo_id,))
        scrub(self.path)

    def settle(self, kept: FieldNote, *others: FieldNote) -> FieldNote:
        """Of notes kept side by side let `kept`, as it is given, take the place of all; gives it as it is held.

        Machines that have one of the others take this one over when they merge.
        """
        kept = checked(kept)
        with writing(self.path) as connection:
            return _settle(connection, kept, others)

    def categories(self) -> tuple[str, ...]:
        """The categories in the team's order."""
        with reading(self.path) as connection:
            rows = connection.execute("SELECT name FROM category ORDER BY position, fid")
            return tuple(as_text(name) for (name,) in rows)

    def set_categories(self, names: Sequence[str]) -> None:
        """Change the list; notes keep the category that they have. Raises `CacheError` for an empty list."""
        wanted = list(dict.fromkeys(filter(None, map(name_of, names))))
        if not wanted:
            raise CacheError("A notebook needs one category at least. Name one.")
        with writing(self.path) as connection:
            connection.execute("DELETE FROM category")
            connection.executemany("INSERT INTO category (name, position) VALUES (?, ?)", zip(wanted, range(10_000)))

    def priorities(self) -> tuple[PriorityLink, ...]:
        """The priorities that notes can be linked to, in the team's order."""
        with reading(self.path) as connection:
            rows = connection.execute("SELECT key, title, issued FROM priority ORDER BY position, fid")
            return tuple(PriorityLink(*map(as_text, row)) for row in rows)

    def set_priorities(self, links: Sequence[PriorityLink]) -> None:
        """Offer these; those that notes are linked to stay as well."""
        with writing(self.path) as connection:
            put_priorities(connection, links)

    def retention_months(self) -> int:
        """After how many months a note is due to be deleted, as the team has set it."""
        with reading(self.path) as connection:
            row = connection.execute("SELECT value FROM setting WHERE name = 'retention_months'").fetchone()
        text = as_text(row[0]) if row else ""
        return int(text) if text.isdecimal() and 1 <= int(text[:9]) <= LONGEST_RETENTION else LONGEST_RETENTION

    def set_retention_months(self, months: int) -> None:
        """Set it; raises `CacheError` unless it is 1 to 120."""
        if not 1 <= months <= LONGEST_RETENTION:
            raise CacheError(
                f"Notes can be kept for 1 to {LONGEST_RETENTION} months, not {months}. Choose another number."
            )
        with writing(self.path) as connection:
            connection.execute("DELETE FROM setting WHERE name = 'retention_months'")
            connection.execute("INSERT INTO setting (name, value) VALUES ('retention_months', ?)", (str(months),))


def now() -> str:
    """The time of this machine's clock in UTC, as GeoPackage writes it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def put_photo(connection: sqlite3.Connection, photo: Photo, jpeg: bytes) -> None:
    """Add the photo as it is, with its id."""
    connection.execute(
        "INSERT INTO photo (id, note, made, width, height, image) VALUES (?, ?, ?, ?, ?, ?)",
        (photo.id, photo.note, photo.made, photo.width, photo.height, jpeg),
    )


def put_priorities(connection: sqlite3.Connection, links: Sequence[PriorityLink]) -> None:
    """Offer these first; those that notes are linked to stay after them."""
    used = {note.priority for note in read_notes(connection)}
    rows = connection.execute("SELECT key, title, issued FROM priority ORDER BY position, fid").fetchall()
    kept = [link for link in (PriorityLink(*map(as_text, row)) for row in rows) if link.key in used]
    wanted = {link.key: link for link in [*kept, *links]}
    order = [*(link.key for link in links), *(link.key for link in kept)]
    connection.execute("DELETE FROM priority")
    connection.executemany(
        "INSERT INTO priority (key, title, issued, position) VALUES (?, ?, ?, ?)",
        [(key, wanted[key].title, wanted[key].issued, at) for at, key in enumerate(dict.fromkeys(order))],
    )


def _held(connection: sqlite3.Connection, note_id: str) -> Optional[FieldNote]:
    return next((note for note in read_notes(connection, note_id) if note.id == note_id), None)


def _save(connection: sqlite3.Connection, note: FieldNote) -> FieldNote:
    if not note.id:
        return _written(connection, replace(note, id=token_hex(16), made=now(), changed=now(), ancestors=()))
    held = _held(connection, note.id)
    if held is None:
        raise CacheError("The note was deleted meanwhile. To keep what you wrote, take a new note.")
    if held.shape is not note.shape:
        raise CacheError("A note cannot change between point, line and area. Take a new note and delete this one.")
    if held.says_the_same(note):
        return held
    if held.version != note.version:
        beside = replace(note, id=token_hex(16), conflict_of=held.family, changed=now())
        return _written(connection, replace(beside, ancestors=(note.version, *note.ancestors)))
    new = replace(note, changed=now(), version=token_hex(8), ancestors=(held.version, *held.ancestors))
    new = replace(new, made=held.made, conflict_of=held.conflict_of)
    rewrite_note(connection, new)
    return replace(new, photos=held.photos)


def _written(connection: sqlite3.Connection, note: FieldNote) -> FieldNote:
    note = replace(note, version=token_hex(8))
    write_note(connection, note)
    return note


def _settle(connection: sqlite3.Connection, kept: FieldNote, others: Sequence[FieldNote]) -> FieldNote:
    held = {note.id: note for note in read_notes(connection, kept.family)}
    given = {note.id: note.version for note in (kept, *others)}
    joined = [note for note in held.values() if given.get(note.id) == note.version]
    if len(joined) < len(given):
        raise CacheError("One of these notes was changed or deleted meanwhile. Look at them again.")
    main = next((note for note in joined if note.id == kept.family and note.shape is kept.shape), held[kept.id])
    before = dict.fromkeys(version for note in joined for version in (note.version, *note.ancestors))
    new = replace(kept, id=main.id, conflict_of=main.conflict_of, made=main.made, changed=now())
    new = replace(new, version=token_hex(8), ancestors=tuple(before))
    rewrite_note(connection, new)
    for note in joined:
        if note.id != main.id:
            delete_note(connection, note)
    return next(note for note in read_notes(connection, main.id) if note.id == main.id)
