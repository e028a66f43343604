# SPDX-License-Identifier: GPL-2.0-or-later
"""Notes and notebooks that tests begin with, and small pictures made without a library."""

from __future__ import annotations

import sqlite3
import struct
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from offline_cache.field_notes import shapes
from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.notebook import Notebook

AT = shapes.point(-0.4147, 51.8787)


def at_point(text: str, **more: Any) -> FieldNote:
    """Give a new note at a point."""
    return FieldNote(shapes.Shape.POINT, AT, text=text, author="AB", **more)


def changed(notebook: Notebook, note: FieldNote, text: str) -> FieldNote:
    """Change the words of a note as it is held."""
    return notebook.save(replace(held(notebook, note.id), text=text))


def held(notebook: Notebook, note_id: str) -> FieldNote:
    """Give a note that has to be there."""
    note = notebook.note(note_id)
    assert note is not None
    return note


def texts(path: Path) -> Counter[str]:
    """Count the texts in a notebook, read by SQL alone."""
    found: Counter[str] = Counter()
    for table in ("note_point", "note_line", "note_area"):
        found.update(text for (text,) in rows(path, f"SELECT text FROM {table}"))
    return found


def rows(path: Path, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Ask the file of a notebook as any program would."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query, values).fetchall()


def run(path: Path, *statements: str) -> None:
    """Change the file of a notebook as any program would, triggers and all."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def whole(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    return rows(path, "PRAGMA integrity_check") == [("ok",)]


def segment(marker: int, body: bytes) -> bytes:
    """Give a part of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg(*extra: bytes, scan: bytes = b"\x7f\xa0", end: bytes = b"\xff\xd9") -> bytes:
    """Give a grey JPEG of 8 × 8 pixels that decoders open, with parts added after its beginning."""
    frame = segment(0xC0, struct.pack(">BHHBBBB", 8, 8, 8, 1, 1, 0x11, 0))
    one_code = bytes([1, *[0] * 15, 0])
    tables = segment(0xDB, b"\0" + b"\x10" * 64) + segment(0xC4, b"\0" + one_code) + segment(0xC4, b"\x10" + one_code)
    start = segment(0xDA, bytes([1, 1, 0, 0, 63, 0]))
    return b"".join([b"\xff\xd8", *extra, tables, frame, start, scan, end])


def exif(secret: bytes, orientation: int = 1) -> bytes:
    """Give an Exif segment that says which way up and carries something that nobody should see."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    return segment(0xE1, b"Exif\0\0MM\0\x2a\0\0\0\x08\0\1" + entry + b"\0\0\0\0" + secret)
