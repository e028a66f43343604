# SPDX-License-Identifier: GPL-2.0-or-later
"""A notebook to be merged, as it was handed over: read whole before anything is written, strangers' rows bounded."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from ..errors import CacheError, shown
from .file import keeps_marks
from .merge_report import LeftOut, about_note
from .model import LONGEST_NAME, FieldNote, Photo, PriorityLink, clean
from .rows import as_text, read_deleted, read_notes, read_photos
from .shapes import check_geometry

LONGEST_MERGED = 100_000
"""Signs of a text that QGIS or QField wrote, where no form stops at fewer."""
LONGEST_WORDS = 500
"""Signs of what is shown on one line: category, initials, priority, the path of a photo."""
MOST_NOTES = 100_000
_MARK = re.compile(r"[0-9A-Za-z{}_-]{1,64}\Z")
_MOST_NAMES = 100
"""Categories and priorities that a source may add to a list to choose from; a team has some ten."""
_CATEGORIES = "SELECT substr(name, 1, 1000) FROM category ORDER BY position, fid LIMIT 10000"
_PRIORITIES = """
    SELECT substr(key, 1, 1000), substr(title, 1, 1000), substr(issued, 1, 1000) FROM priority
    ORDER BY position, fid LIMIT 10000
"""


@dataclass(frozen=True)
class Source:
    """What a notebook holds, and what of it cannot be taken. Photos are without bytes.

    Without `keeps_marks` its triggers are not ours: a note may have been changed under the version that it had.
    """

    path: Path
    notes: tuple[FieldNote, ...]
    photos: tuple[Photo, ...]
    deleted: dict[str, frozenset[str]]
    categories: tuple[str, ...]
    priorities: tuple[PriorityLink, ...]
    left_out: tuple[LeftOut, ...]
    keeps_marks: bool


def read_source(connection: sqlite3.Connection, path: Path) -> Source:
    """Read a notebook; raises `CacheError` where it is too large to be one."""
    count = sum(
        connection.execute(query).fetchone()[0]
        for query in (
            "SELECT count(*) FROM note_point",
            "SELECT count(*) FROM note_line",
            "SELECT count(*) FROM note_area",
            "SELECT count(*) FROM deleted",
            "SELECT count(*) FROM photo",
        )
    )
    if count > MOST_NOTES:
        raise CacheError(
            f"{path} holds {count:,} notes and photos, far more than a notebook has. It was not merged. "
            "Choose another file."
        )
    notes, left_out = [], []
    for note in read_notes(connection):
        note = _marked(note)
        try:
            _check(note)
            notes.append(_cleaned(note))
        except CacheError as error:
            left_out.append(LeftOut(path, f"note {about_note(note.text, note.category, note.made)}", str(error)))
    photos = list(read_photos(connection))
    for photo in photos:
        if not _MARK.match(photo.id):
            sentence = "its mark is damaged. Add the picture to the note anew."
            left_out.append(LeftOut(path, f"photo of {photo.made[:10]}", sentence))
    names = [_name(as_text(name)) for (name,) in connection.execute(_CATEGORIES)]
    links = [PriorityLink(*(_name(as_text(text)) for text in row)) for row in connection.execute(_PRIORITIES)]
    offered = [link for link in links if link.key and _is_short(*astuple(link))]
    left_out += _not_offered(path, "category", [name for name in names if not _is_short(name)], len(names))
    left_out += _not_offered(path, "priority", [x.title for x in links if not _is_short(*astuple(x))], len(links))
    return Source(
        path,
        tuple(notes),
        tuple(photo for photo in photos if _MARK.match(photo.id)),
        {mark: versions for mark, versions in read_deleted(connection).items() if _MARK.match(mark)},
        tuple(name for name in names if name and _is_short(name))[:_MOST_NAMES],
        tuple(offered)[:_MOST_NAMES],
        tuple(left_out),
        keeps_marks(connection),
    )


def _is_short(*words: str) -> bool:
    return all(len(each) <= LONGEST_NAME for each in words)


def _not_offered(path: Path, what: str, long: Sequence[str], count: int) -> Iterator[LeftOut]:
    """What of a list to choose from is not taken over; notes keep their own."""
    for name in long[:_MOST_NAMES]:
        sentence = f"it is longer than {LONGEST_NAME} characters and is not offered here."
        yield LeftOut(path, f"{what} {shown(name)}", sentence)
    if count > _MOST_NAMES:
        sentence = f"it has {count:,} names; the first {_MOST_NAMES} are offered here."
        yield LeftOut(path, f"list of {what}", sentence)


def _check(note: FieldNote) -> None:
    """Raise `CacheError` for what would break the notebook it came into; what is merely odd is taken as it is."""
    if note.geometry is not None:
        check_geometry(note.shape, note.geometry)
    if len(note.text) > LONGEST_MERGED:
        raise CacheError(
            f"it has {len(note.text):,} characters, and at most {LONGEST_MERGED:,} are taken. Shorten it in that file."
        )
    longest = max(map(len, (note.category, note.author, note.priority, note.photo_file)))
    if longest > LONGEST_WORDS:
        raise CacheError(
            f"its category, initials, priority or photo has a name of {longest:,} characters, and at most "
            f"{LONGEST_WORDS:,} are taken. Shorten it in that file."
        )
    if not all(map(_MARK.match, filter(None, (note.id, note.version, note.conflict_of, *note.ancestors)))):
        raise CacheError("its marks are damaged. Copy the text into a new note.")


def _marked(note: FieldNote) -> FieldNote:
    """The note with id and version, also where a program without triggers left them out: always the same ones."""
    if note.id and note.version:
        return note
    mark = hashlib.sha256(repr((note.shape, note.geometry, note.text, note.category, note.made)).encode())
    digest = mark.hexdigest()
    return replace(note, id=note.id or digest[:32], version=note.version or digest[32:48])


def _cleaned(note: FieldNote) -> FieldNote:
    return replace(
        note,
        text=clean(note.text),
        category=_name(note.category),
        author=_name(note.author),
        priority=_name(note.priority),
        made=_time(note.made),
        changed=_time(note.changed),
    )


def _name(text: str) -> str:
    return " ".join(clean(text).split())


def _time(text: str) -> str:
    """A time as it stands, short and without odd signs; clocks decide nothing."""
    return _name(text)[:40]
