# SPDX-License-Identifier: GPL-2.0-or-later
"""Notebooks of several machines brought together: nothing overwritten, nothing doubled, nothing brought back.

Which of two versions of a note is the later is told by the versions each has gone through, never by clocks, which
may be apart. Where neither knows the other, both are kept side by side and shown.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Callable

from ..errors import BAD_PATH, CacheError, Cancelled
from .file import is_marked_open, keep_private, make_or_check, notes_sentences, reading, writing
from .jpeg import cleaned
from .merge_notes import NoteMerge, remember_deletions
from .merge_photos import PhotoMerge
from .merge_report import LeftOut, MergeReport
from .scrubbing import scrub
from .sources import Source, read_source

_OPEN = (
    "it was open in another program when it was copied, so the newest notes may not be in it. Close QGIS or QField "
    "there and copy it again, or bring the file of its name with -wal at the end along."
)
Prepare = Callable[[bytes], bytes]
"""Makes a picture of a camera fit for a note; raises `CacheError`."""


def only_cleaned(data: bytes) -> bytes:
    """A JPEG without metadata, in its own size: where there is no QGIS to make it smaller."""
    return cleaned(data).data


def merge_notes(
    target: Path,
    sources: Sequence[Path],
    prepare: Prepare = only_cleaned,
    cancelled: Callable[[], bool] = lambda: False,
) -> MergeReport:
    """Merge the notebooks `sources` into `target`, which is made where there is none; says what came of it.

    Each source is one transaction: it comes in wholly or not at all, and merging it again changes nothing. Sources
    are read only. Raises `CacheError` for what is no notebook, before anything of it is written.
    """
    _check(target, sources)
    make_or_check(target)
    keep_private(target)
    report = MergeReport()
    for path in sources:
        with writing(target) as connection:
            report += _merged(connection, target, path, prepare, cancelled)
    scrub(target)
    return report


def compare_notes(
    target: Path,
    sources: Sequence[Path],
    prepare: Prepare = only_cleaned,
    cancelled: Callable[[], bool] = lambda: False,
) -> MergeReport:
    """What `merge_notes` would do, for the user to look at first; nothing is changed."""
    _check(target, sources)
    report = MergeReport()
    if not target.exists():
        raise CacheError(f"{target} does not exist. Merge into it to make it, or choose another notebook.")
    with contextlib.suppress(_Undone), writing(target) as connection:
        for path in sources:
            report += _merged(connection, target, path, prepare, cancelled)
        raise _Undone
    return report


class _Undone(Exception):
    """Ends a transaction that was only tried."""


def _check(target: Path, sources: Sequence[Path]) -> None:
    """Raise `CacheError` before anything is written where a source is no notebook or the target itself."""
    if not sources:
        raise CacheError("Name at least one file of notes to merge.")
    if target.suffix.lower() != ".gpkg" and not target.exists():
        raise CacheError(f"{target.name} is not a name for a notebook. Give it a name that ends in .gpkg.")
    for path in sources:
        with _found(path):
            if target.exists() and os.path.samefile(path, target):
                raise CacheError(f"{path} cannot be merged into itself. Choose another file of notes.")
        if path.suffix.lower() == ".zip":
            raise CacheError(f"{path} is a zip. Unpack it, then merge the notes.gpkg that was in it.")
        with reading(path):
            pass


@contextlib.contextmanager
def _found(path: Path) -> Iterator[None]:
    try:
        if not path.exists():
            raise CacheError(f"{path} does not exist. Check the name, and that the disk or stick is in place.")
        yield
    except BAD_PATH as error:
        raise CacheError(f"{path} cannot be read. Choose another file of notes.") from error


def _merged(
    connection: sqlite3.Connection, target: Path, path: Path, prepare: Prepare, cancelled: Callable[[], bool]
) -> MergeReport:
    """Merge one source in the caller's transaction."""

    def go_on() -> None:
        if cancelled():
            raise Cancelled("Stopped. Each file is merged wholly or not at all; merge again to go on.")

    with notes_sentences(path):
        marked_open = is_marked_open(path)
    with reading(path) as theirs:
        source = read_source(theirs, path)
        if marked_open:
            source = replace(source, left_out=(*source.left_out, LeftOut(path, "the file", _OPEN)))
        with notes_sentences(target):  # what goes wrong from here on is of the target's disk
            return _taken(connection, source, theirs, prepare, go_on)


def _taken(
    connection: sqlite3.Connection,
    source: Source,
    theirs: sqlite3.Connection,
    prepare: Prepare,
    go_on: Callable[[], None],
) -> MergeReport:
    notes = NoteMerge(connection, source)
    for note in source.notes:
        go_on()
        notes.take(note)
    notes.take_deletions()
    notes.take_names()
    photos = PhotoMerge(connection, source, notes.kept_families(), prepare)
    for photo in source.photos:
        go_on()
        photos.take(photo, theirs)
    for note in source.notes:
        go_on()
        photos.take_file(note)
    photos.take_deletions(notes.kept_against_deletion)
    remember_deletions(connection, source)
    return notes.report() + photos.report()
