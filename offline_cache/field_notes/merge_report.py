# SPDX-License-Identifier: GPL-2.0-or-later
"""What a merge of notebooks did, note by note, and in sentences."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import shown
from .model import FieldNote


class ConflictKind(enum.Enum):
    """What two machines did with the same note without knowing of each other; nothing is overwritten."""

    BOTH_CHANGED = "changed in both; both are kept side by side"
    DELETED_THERE = "deleted there, changed here; it is kept here"
    DELETED_HERE = "deleted here, changed there; it is not brought back and is still in that file"


@dataclass(frozen=True)
class Conflict:
    """A note to look at: its id here, that of the one kept beside it ('' for none), and the file it came from.

    `about` is the note in few words, `theirs` what it says in the file, whole; '' where it was deleted there.
    """

    kind: ConflictKind
    note: str
    beside: str
    source: Path
    about: str
    theirs: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A note or photo that was not taken, and the sentence that says why; it is still in the file."""

    source: Path
    what: str
    sentence: str


@dataclass(frozen=True)
class MergeReport:
    """What came of it; notes by their ids in the target.

    `same` were there as they are or older; `updated` had been changed in the file since; `deleted` were deleted there
    and unchanged here; `still_there` are deleted here and still stand in the file, unchanged. `alike` are pairs of
    notes that say the same at the same place and time under two ids. `photos` were added.
    """

    added: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    deleted: tuple[str, ...] = ()
    still_there: tuple[str, ...] = ()
    alike: tuple[tuple[str, str], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    photos: int = 0

    def __add__(self, other: MergeReport) -> MergeReport:
        """Both, one after the other."""
        return MergeReport(
            *(self.added + other.added, self.same + other.same, self.updated + other.updated),
            *(self.conflicts + other.conflicts, self.deleted + other.deleted, self.still_there + other.still_there),
            *(self.alike + other.alike, self.left_out + other.left_out, self.photos + other.photos),
        )

    @property
    def sentence(self) -> str:
        """The counts in one sentence."""
        parts = [
            f"{_notes(len(self.added))} added",
            f"{len(self.updated)} brought up to date",
            f"{len(self.same)} held already",
            f"{len(self.deleted)} deleted",
            f"{self.photos} photo{'' if self.photos == 1 else 's'} added",
        ]
        look = f" Look at {len(self.conflicts)}, as both sides changed them." if self.conflicts else ""
        return f"{', '.join(parts)}.{look}"

    def lines(self) -> Iterator[str]:
        """The sentence, then a line for each thing to look at; fit for a terminal."""
        yield self.sentence
        for conflict in self.conflicts:
            yield f"Note {conflict.about}: {conflict.kind.value} ({conflict.source.name})."
        if self.still_there:
            yield f"{_notes(len(self.still_there))} deleted here still in a file that was merged. Delete the file, too."
        for _, about in self.alike:
            yield f"Note {about} says the same as another one at the same place and time; both are kept."
        for left in self.left_out:
            yield f"{left.source.name}, {left.what}: {left.sentence}"


def about_note(text: str, category: str, made: str) -> str:
    """A note in few words for a line: its day and how it begins."""
    words = " ".join((text or category).split())
    return f"{made[:10]} {shown(words)}" if words else f"of {made[:10]}"


def said(note: FieldNote) -> str:
    """A note whole, with who changed it and when by the clock of that machine."""
    words = f"{note.category}: {note.text}" if note.category else note.text
    return f"{words}\n{note.author} {note.changed[:16].replace('T', ' ')}".rstrip()


def _notes(count: int) -> str:
    return f"{count} note{'' if count == 1 else 's'}"
