# SPDX-License-Identifier: GPL-2.0-or-later
"""The words of field notes as values: notes, their photos, priorities to link to, and what makes a note fit to keep."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import Optional

from ..errors import CacheError, shown
from .shapes import Shape, check_geometry

LONGEST_TEXT = 4_000
LONGEST_NAME = 80
"""Signs of a category or the title of a priority."""
LONGEST_INITIALS = 4
CATEGORIES = (
    "Anti-social behaviour seen",
    "Damage or graffiti",
    "Lighting or sight lines",
    "Litter or fly-tipping",
    "Vehicles and parking",
    "Drugs paraphernalia",
    "Talked with the public",
    "Patrol or visit done",
    "Other",
)
"""What a new notebook offers; the team changes the list with `Notebook.set_categories`."""
WHY_NO_PEOPLE = (
    "Write what you saw and where, not who: no names, addresses, number plates or health of anyone. Notes stay on this "
    "machine until you hand them over, are deleted for good when you delete them, and are due to be deleted after the "
    "time that your team has set. Faces and number plates in photos are personal data, too."
)
"""The line that stands wherever a note is taken."""


@dataclass(frozen=True)
class Photo:
    """A photo of a note without its bytes, which `Notebook.photo_bytes` gives; JPEG, sizes in pixels and bytes."""

    id: str
    note: str
    made: str
    width: int
    height: int
    size: int


@dataclass(frozen=True)
class PriorityLink:
    """A priority that notes can be linked to: its key, and what it is about on one line."""

    key: str
    title: str
    issued: str = ""


@dataclass(frozen=True)
class FieldNote:
    """A note. `geometry` is WKB (2-D, WGS84, longitude first); times are UTC as ISO 8601 by the clock of the machine.

    `id`, the times, `version` and `ancestors` are empty until `Notebook.save` has given them. A version is a random
    mark that changes with every change, whichever program made it; `ancestors` are those before it, newest first.
    From these, never from clocks, a merge tells which of two is the later. `priority` is the key of a
    `PriorityLink`, '' for none. `conflict_of` is the id of the note beside which this one was kept because both were
    changed. `photo_file` is a photo that QField put beside the notebook, as a path relative to it.
    """

    shape: Shape
    geometry: Optional[bytes]
    category: str = ""
    text: str = ""
    author: str = ""
    priority: str = ""
    photo_file: str = ""
    id: str = ""
    made: str = ""
    changed: str = ""
    photos: tuple[Photo, ...] = ()
    conflict_of: str = ""
    version: str = ""
    ancestors: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The id that notes kept side by side have in common; photos belong to it."""
        return self.conflict_of or self.id

    def says_the_same(self, other: FieldNote) -> bool:
        """Whether two notes have the same content, whenever and by which id."""
        return _content(self) == _content(other)


def checked(note: FieldNote) -> FieldNote:
    """The note fit to be saved: signs that steer a screen gone, ends trimmed; raises `CacheError` where it is not."""
    if note.geometry is None:
        raise CacheError("The note has no place yet. Show on the map where it belongs.")
    check_geometry(note.shape, note.geometry)
    author = clean(note.author).strip().upper()
    if author and not (author.isalpha() and len(author) <= LONGEST_INITIALS):
        raise CacheError(
            f"Initials are up to {LONGEST_INITIALS} letters, not {shown(note.author)}. Write no full name."
        )
    text = clean(note.text).strip()
    if len(text) > LONGEST_TEXT:
        raise CacheError(
            f"The note has {len(text):,} characters, and at most {LONGEST_TEXT:,} can be kept. "
            "Shorten it or take two notes."
        )
    if not (text or note.category or note.photos or note.photo_file):
        raise CacheError("The note says nothing yet. Choose a category or write a line.")
    return replace(note, author=author, text=text, category=name_of(note.category), priority=name_of(note.priority))


def name_of(text: str) -> str:
    """A name (category, key or title of a priority) on one line; raises `CacheError` where it is too long."""
    name = " ".join(clean(text).split())
    if len(name) > LONGEST_NAME:
        raise CacheError(f"{shown(name)} is longer than {LONGEST_NAME} characters. Choose a shorter name.")
    return name


def clean(text: str) -> str:
    """The text without signs that steer a screen or the direction of writing, and without halves of signs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in _STEERING)


_STEERING = ("Cc", "Cf", "Cs", "Co")


def _content(note: FieldNote) -> tuple[object, ...]:
    names = (note.category, note.author, note.priority, note.photo_file)
    return (note.shape, note.geometry, clean(note.text), *(" ".join(clean(name).split()) for name in names))
