# SPDX-License-Identifier: GPL-2.0-or-later
"""Bring published files from disk into the cache, one whole file after the other."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Optional

from .already import already
from .csv_files import PublishedRows, read_published
from .errors import BadFile, Cancelled
from .model import ChangeKind, Dataset, FileChange, FileKey, Snapshot
from .reference import force_names
from .scope import Scope, scope_of
from .sources.disk import Source, SourceFile, find_published
from .sources.twins import without_twins
from .store import OfflineCache


@dataclass(frozen=True)
class Progress:
    """How far an import is: `done` of `total` files; `name` is the file that comes next."""

    done: int
    total: int
    name: str


@dataclass(frozen=True)
class ImportReport:
    """What an import did, file by file, and how many files beside the published ones it left alone."""

    changes: tuple[FileChange, ...]
    ignored: int

    def of_kind(self, kind: ChangeKind) -> list[FileChange]:
        """The changes of one kind."""
        return [change for change in self.changes if change.kind is kind]


def silent(progress: Progress) -> None:
    """Progress that nobody watches."""


def never() -> bool:
    """A cancel button that nobody presses."""
    return False


def import_paths(
    cache: OfflineCache,
    paths: Sequence[Path],
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] = never,
    lsoas: Optional[Collection[str]] = None,
    wanted: Optional[Callable[[FileKey], bool]] = None,
) -> ImportReport:
    """Import the published files at `paths` (zips, folders, CSVs): of `lsoas` only, and those `wanted`, where given.

    Everything is found and looked over before the first file is written. Each file is written wholly or not
    at all; one that is held with the same CRC-32 is left as it is. Raises `BadFile` for the first file that
    is not whole (those before it stay) or where none is wanted, `Cancelled` between files, `BadCache`.
    """
    found = [source for path in paths for source in find_published(path)]
    sources = without_twins(found)
    if wanted is not None:
        sources = _only(sources, wanted)
    report = import_sources(cache, sources, progress, cancelled, lsoas)
    return ImportReport(report.changes, sum(source.ignored for source in found))


def _only(sources: Sequence[Source], wanted: Callable[[FileKey], bool]) -> list[Source]:
    """The files that are wanted; raises `BadFile` where there is none."""
    files = [(source, tuple(file for file in source.files if wanted(file.key))) for source in sources]
    kept = [replace(source, files=of) for source, of in files if of]
    if not kept:
        raise BadFile("None of the files is of the forces and kinds that are wanted. Choose other files or forces.")
    return kept


def import_sources(
    cache: OfflineCache,
    sources: Sequence[Source],
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] = never,
    lsoas: Optional[Collection[str]] = None,
) -> ImportReport:
    """Import the files of `sources`, none of which may stand in two of them; see `import_paths`.

    `lsoas` are the LSOA codes whose rows are kept, None for whole files. What is held of a file never shrinks:
    of a slice the rows held before are kept too, a whole file stays whole and takes a slice over. Files of stops,
    and those that carry no LSOA, are kept whole.
    """
    scope = scope_of(lsoas)
    total = sum(len(source.files) for source in sources)
    changes: list[FileChange] = []
    for source in sources:
        with source.opened() as read:
            for file in source.files:
                progress(Progress(len(changes), total, str(file.key)))
                if cancelled():
                    raise Cancelled(
                        f"Stopped: {len(changes)} of {total} files are in the cache, each of them whole. "
                        "Import again to go on."
                    )
                changes.append(import_file(cache, source.snapshot, file, read, scope))
    cache.settle()
    progress(Progress(total, total, ""))
    return ImportReport(tuple(changes), 0)


def import_file(
    cache: OfflineCache, snapshot: Snapshot, file: SourceFile, read: Callable[[SourceFile], bytes], wanted: Scope
) -> FileChange:
    """Bring one file in, unless it is held; `wanted` of it is kept. `OfflineCache.settle` comes after the last one.

    Raises what `read` does, and `BadFile` for a file that is not whole; nothing is changed then.
    """
    if file.key.dataset is Dataset.STOPS:
        wanted = None  # stops carry no LSOA
    held = cache.held(file.key)
    stays = already(held, file.crc, snapshot, wanted)
    if stays is not None:
        return stays
    data = [read(file)]
    crc = zlib.crc32(data[0])
    stays = already(held, crc, snapshot, wanted)
    if stays is not None:
        return stays
    rows = read_published(data.pop(), file.key)  # which can forget them: the largest month has 40 MB
    _refuse_other_force(file.key, rows)
    return cache.replace(file.key, rows, crc, file.name, snapshot, wanted)


def _refuse_other_force(key: FileKey, rows: PublishedRows) -> None:
    """Raise where all rows name another force than the file's name does: they would be counted twice."""
    slugs = {name.casefold(): slug for slug, name in force_names().items()}
    slug = slugs.get(rows.reported_by.casefold(), key.force)
    if slug != key.force and all(note.reported_by == rows.reported_by for note in rows.notes):
        raise BadFile(f"{key} holds rows of {rows.reported_by}. Give the file its published name, with '{slug}' in it.")
