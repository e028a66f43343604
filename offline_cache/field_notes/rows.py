# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows of a notebook as values, and back; whatever stands in a file that others wrote is read as text or left out."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Optional

from .model import FieldNote, Photo
from .shapes import Shape, box

COLUMNS = (
    *("geom", "category", "text", "author", "priority", "photo_file"),
    *("id", "made", "changed", "conflict_of", "version", "ancestors"),
)
_LISTED, _MARKS = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
_SET = ", ".join(f"{column} = ?" for column in COLUMNS)
_SELECT = {shape: " ".join(("SELECT", _LISTED, "FROM", shape.value)) for shape in Shape}
_INSERT = {shape: " ".join(("INSERT INTO", shape.value, "(", _LISTED, ") VALUES (", _MARKS, ")")) for shape in Shape}
_UPDATE = {shape: " ".join(("UPDATE", shape.value, "SET", _SET, "WHERE id = ?")) for shape in Shape}
_DELETE = {shape: " ".join(("DELETE FROM", shape.value, "WHERE id = ?")) for shape in Shape}
MOST_ANCESTORS = 2_000
"""Versions remembered; of one that was changed more often the first are forgotten, and a merge may ask again."""
_BESIDE = " WHERE id = ? OR conflict_of = ?"
_PHOTOS = "SELECT id, note, made, width, height, length(image) FROM photo ORDER BY fid"
_PHOTOS_OF = "SELECT id, note, made, width, height, length(image) FROM photo WHERE note = ? ORDER BY fid"
# GeoPackage 1.2, clause 2.1.3: how many doubles the envelope has by its code.
_ENVELOPES = (0, 4, 6, 6, 8)


def read_notes(connection: sqlite3.Connection, note_id: Optional[str] = None) -> tuple[FieldNote, ...]:
    """All notes, or the one with this id and those beside it; in the order in which they were taken by the clock."""
    limit, values = ("", ()) if note_id is None else (_BESIDE, (note_id, note_id))
    notes = [
        _note(shape, row) for shape, select in _SELECT.items() for row in connection.execute(select + limit, values)
    ]
    photos: dict[str, list[Photo]] = {}
    for photo in read_photos(connection, None if note_id is None else {note.family for note in notes}):
        photos.setdefault(photo.note, []).append(photo)
    notes.sort(key=lambda note: note.made)
    return tuple(_with_photos(note, photos.get(note.family, ())) for note in notes)


def read_photos(connection: sqlite3.Connection, families: Optional[Iterable[str]] = None) -> Iterator[Photo]:
    """What is known of all photos, or of those of some notes, without their bytes."""
    asked = [(_PHOTOS, ())] if families is None else [(_PHOTOS_OF, (family,)) for family in families]
    for query, values in asked:
        for row in connection.execute(query, values):
            width, height, size = (value if isinstance(value, int) else 0 for value in row[3:])
            yield Photo(as_text(row[0]), as_text(row[1]), as_text(row[2]), width, height, size)


def read_deleted(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """The ids of what was deleted, with the versions of it that were known when it was."""
    found: dict[str, frozenset[str]] = {}
    for deleted_id, versions in connection.execute("SELECT id, versions FROM deleted"):
        found[as_text(deleted_id)] = found.get(as_text(deleted_id), frozenset()) | set(as_text(versions).split())
    return found


def write_note(connection: sqlite3.Connection, note: FieldNote) -> None:
    """Add the note as it is, with its id and versions."""
    connection.execute(_INSERT[note.shape], _values(note))


def rewrite_note(connection: sqlite3.Connection, note: FieldNote) -> None:
    """Put the note in the place of the one with its id and shape."""
    connection.execute(_UPDATE[note.shape], (*_values(note), note.id))


def delete_note(connection: sqlite3.Connection, note: FieldNote) -> None:
    """Delete it; the triggers keep its marks and delete its photos."""
    connection.execute(_DELETE[note.shape], (note.id,))


def as_text(value: Any) -> str:
    """What stands in a column as text; bytes and NULL are none."""
    if isinstance(value, bool) or value is None or isinstance(value, bytes):
        return ""
    return value if isinstance(value, str) else str(value)


def package_geometry(shape: Shape, wkb: bytes) -> bytes:
    """WKB as a GeoPackage stores it: little-endian, WGS84, of lines and areas with their box."""
    if shape is Shape.POINT:
        return b"GP\0\1" + struct.pack("<i", 4326) + wkb
    west, south, east, north = box(shape, wkb)
    return struct.pack("<2sBBi4d", b"GP", 0, 3, 4326, west, east, south, north) + wkb


def wkb_of(blob: Any) -> Optional[bytes]:
    """The WKB in a GeoPackage's geometry; None for NULL and for what is none."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        return None
    code = blob[3] >> 1 & 7
    empty = bool(blob[3] & 0x10)
    return None if code >= len(_ENVELOPES) or empty else blob[8 + 8 * _ENVELOPES[code] :]


def _note(shape: Shape, row: tuple[Any, ...]) -> FieldNote:
    category, text, author, priority, photo_file, note_id, made, changed, conflict, version, ancestors = map(
        as_text, row[1:]
    )
    return FieldNote(
        *(shape, wkb_of(row[0]), category, text, author, priority, photo_file, note_id, made, changed),
        conflict_of=conflict,
        version=version,
        ancestors=tuple(ancestors.split()),
    )


def _with_photos(note: FieldNote, photos: Iterable[Photo]) -> FieldNote:
    return replace(note, photos=tuple(photos)) if photos else note


def _values(note: FieldNote) -> tuple[Any, ...]:
    geometry = None if note.geometry is None else package_geometry(note.shape, note.geometry)
    return (
        *(geometry, note.category, note.text, note.author, note.priority, note.photo_file, note.id),
        *(note.made, note.changed, note.conflict_of or None, note.version, " ".join(note.ancestors[:MOST_ANCESTORS])),
    )
