# SPDX-License-Identifier: GPL-2.0-or-later
"""The notes of one notebook taken into another, in the caller's transaction: the rules, note by note."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace

from .merge_report import Conflict, ConflictKind, LeftOut, MergeReport, about_note, said
from .model import FieldNote
from .rows import delete_note, read_deleted, read_notes, read_photos, rewrite_note, write_note
from .sources import Source


class NoteMerge:
    """Takes the notes of a source into a target; what it holds of the target is kept in step with the file."""

    def __init__(self, connection: sqlite3.Connection, source: Source) -> None:
        self._connection, self._source = connection, source
        self._held = {note.id: note for note in read_notes(connection)}
        self._families: dict[str, list[str]] = {}
        for note in self._held.values():
            self._families.setdefault(note.family, []).append(note.id)
        self._deleted = read_deleted(connection)
        self._places = {_place(note): note.id for note in self._held.values()}
        self._added: list[str] = []
        self._same: list[str] = []
        self._updated: list[str] = []
        self._gone: list[str] = []
        self._still: list[str] = []
        self._conflicts: list[Conflict] = []
        self._alike: list[tuple[str, str]] = []
        self.kept_against_deletion: set[str] = set()
        """Families that were deleted there and are kept here, as they were changed."""

    def take(self, note: FieldNote) -> None:
        """Take one note: known, later, new or beside."""
        family = [self._held[held] for held in self._families.get(note.family, ())]
        alike = any(held.says_the_same(note) for held in family)
        if not alike and self._is_doubtful(note, family):
            note = _remarked(note)
        known = any(note.version in (held.version, *held.ancestors) for held in family)
        if known or alike and not self._source.keeps_marks:
            self._same.append(note.id)
        elif any(held.version in note.ancestors and held.shape is note.shape for held in family):
            self._update(note, [held for held in family if held.version in note.ancestors and held.shape is note.shape])
        elif note.id in self._deleted and note.id not in self._held:
            self._leave_deleted(note)
        elif family:
            self._beside(note, family)
        else:
            self._add(note if note.id not in self._held else replace(note, id=_derived(note)))

    def take_deletions(self) -> None:
        """Delete what was deleted there in the state that it has here."""
        living = {note.id for note in self._source.notes}
        known: dict[str, set[str]] = {}
        for theirs in self._source.notes:
            known.setdefault(theirs.family, set()).update((theirs.version, *theirs.ancestors))
        for mark, versions in self._source.deleted.items():
            note = self._held.get(mark)
            if mark in living:
                continue
            if note is not None and (note.version not in versions or self._has_photos_unknown_there(note)):
                self.kept_against_deletion.add(note.family)
                if note.version not in known.get(note.family, ()):  # else it was the side that they kept
                    self._conflict(ConflictKind.DELETED_THERE, note, note, "")
                continue
            if note is not None:
                self._delete(note)
                self._gone.append(mark)

    def take_names(self) -> None:
        """Offer the categories and priorities of the source, too, after those of the target."""
        held = {name for (name,) in self._connection.execute("SELECT name FROM category")}
        for name in self._source.categories:
            if name not in held:
                self._connection.execute(
                    "INSERT INTO category (name, position) SELECT ?, coalesce(max(position), 0) + 1 FROM category",
                    (name,),
                )
                held.add(name)
        for link in self._source.priorities:
            self._connection.execute(
                "INSERT INTO priority (key, title, issued, position) SELECT ?1, ?2, ?3, "
                "(SELECT coalesce(max(position), 0) + 1 FROM priority) "
                "WHERE NOT EXISTS (SELECT 1 FROM priority WHERE key = ?1)",
                (link.key, link.title, link.issued),
            )

    def kept_families(self) -> frozenset[str]:
        """The families that the target holds notes of."""
        return frozenset(family for family, members in self._families.items() if members)

    def report(self) -> MergeReport:
        """What came of it."""
        left: tuple[LeftOut, ...] = self._source.left_out
        return MergeReport(
            *(tuple(self._added), tuple(self._same), tuple(self._updated), tuple(self._conflicts)),
            *(tuple(self._gone), tuple(self._still), tuple(self._alike), left),
        )

    def _is_doubtful(self, note: FieldNote, family: list[FieldNote]) -> bool:
        """Whether a note may say what its version never said, as a program without our triggers changed it.

        Where the triggers of the source are not ours, it may be newer than its version, which may be older than what
        is held or have been deleted here. Where two of one version differ, nothing says which of them was changed.
        """
        return not self._source.keeps_marks or any(held.version == note.version for held in family)

    def _leave_deleted(self, note: FieldNote) -> None:
        added = [photo for photo in note.photos if photo.id not in self._deleted]
        if note.version in self._deleted[note.id] and not added:
            self._still.append(note.id)
        else:
            self._conflict(ConflictKind.DELETED_HERE, note, note, "")

    def _has_photos_unknown_there(self, note: FieldNote) -> bool:
        """Whether a photo was added to the note here that who deleted it there never saw: it would go with the note.

        One that QField put beside a notebook has no mark there, so that of a note with such a file one is no news.
        """
        seen = {photo.id for photo in self._source.photos} | set(self._source.deleted)
        unknown = [photo for photo in note.photos if photo.id not in seen]
        return len(self._families[note.family]) == 1 and len(unknown) > bool(note.photo_file)

    def _update(self, note: FieldNote, older: list[FieldNote]) -> None:
        """Put the later version in the place of the ones it came from; those it settled go."""
        first = next((held for held in older if not held.conflict_of), older[0])
        ancestors = dict.fromkeys([*note.ancestors, *(mark for held in older for mark in held.ancestors)])
        new = replace(note, id=first.id, conflict_of=first.conflict_of, ancestors=tuple(ancestors))
        rewrite_note(self._connection, new)
        self._held[first.id] = new
        for held in older:
            if held.id != first.id:
                self._delete(held)
        self._updated.append(first.id)

    def _beside(self, note: FieldNote, family: list[FieldNote]) -> None:
        twin = next((held for held in family if held.says_the_same(note)), None)
        if twin is not None:  # both were changed alike
            # Under their version, so that a later one of theirs is known to come from it.
            joined = tuple(dict.fromkeys([twin.version, *twin.ancestors, *note.ancestors]))
            new = replace(twin, version=note.version, ancestors=joined)
            rewrite_note(self._connection, new)
            self._held[twin.id] = new
            self._same.append(twin.id)
            return
        beside = replace(note, id=_derived(note), conflict_of=note.family)
        if beside.id in self._deleted:  # looked at before, and this one was let go
            self._same.append(note.id)
            return
        write_note(self._connection, beside)
        self._hold(beside)
        main = self._held.get(note.family, family[0])
        self._conflict(ConflictKind.BOTH_CHANGED, main, note, beside.id)

    def _add(self, note: FieldNote) -> None:
        alike = self._places.get(_place(note))
        write_note(self._connection, note)
        self._hold(note)
        self._added.append(note.id)
        if alike is not None:
            self._alike.append((alike, about_note(note.text, note.category, note.made)))

    def _hold(self, note: FieldNote) -> None:
        self._held[note.id] = note
        self._families.setdefault(note.family, []).append(note.id)
        self._places.setdefault(_place(note), note.id)

    def _delete(self, note: FieldNote) -> None:
        delete_note(self._connection, note)
        del self._held[note.id]
        self._families[note.family].remove(note.id)

    def _conflict(self, kind: ConflictKind, held: FieldNote, theirs: FieldNote, beside: str) -> None:
        about = about_note(theirs.text, theirs.category, theirs.made)
        text = "" if kind is ConflictKind.DELETED_THERE else said(theirs)
        self._conflicts.append(Conflict(kind, held.id, beside, self._source.path, about, text))


def remember_deletions(connection: sqlite3.Connection, source: Source) -> None:
    """Keep the marks of what was deleted there and is not here, so that a third notebook does not bring it back."""
    here = {note.id for note in read_notes(connection)} | {photo.id for photo in read_photos(connection)}
    known = read_deleted(connection)
    more = [
        (mark, " ".join(sorted(versions)))
        for mark, versions in source.deleted.items()
        if mark not in here and (mark not in known or not versions <= known[mark])
    ]
    connection.executemany("INSERT INTO deleted (id, versions, scrubbed) VALUES (?, ?, 1)", more)


def _place(note: FieldNote) -> tuple[object, ...]:
    return (note.shape, note.geometry, note.text, note.category, note.made)


def _derived(note: FieldNote) -> str:
    """The id of a note that is kept beside another: the same one whenever this version is merged."""
    return hashlib.sha256(f"{note.family} {note.version}".encode()).hexdigest()[:32]


def _remarked(note: FieldNote) -> FieldNote:
    """The note under a version of its own, made from what it says."""
    words = (note.version, note.shape, note.geometry, note.category, note.text, note.author, note.priority)
    digest = hashlib.sha256(repr((*words, note.photo_file)).encode()).hexdigest()[:16]
    return replace(note, version=digest, ancestors=note.ancestors)
