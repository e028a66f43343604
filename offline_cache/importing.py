# SPDX-License-Identifier: GPL-2.0-or-later
"""Bring published files from disk into the cache, one whole file after the other."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .csv_files import read_published
from .errors import Cancelled
from .model import ChangeKind, FileChange
from .sources.disk import Source, SourceFile, find_published, refuse_twins
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
) -> ImportReport:
    """Import the published files at `paths` (zips, folders, CSVs).

    Everything is found and looked over before the first file is written. Each file is written wholly or not
    at all; one that is held with the same CRC-32 is left as it is. Raises `BadFile` for the first file that
    is not whole (those before it stay), `Cancelled` between files, `BadCache`.
    """
    sources = [find_published(path) for path in paths]
    refuse_twins(file for source in sources for file in source.files)
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
                changes.append(_import_file(cache, source, file, read))
    cache.settle()
    progress(Progress(total, total, ""))
    return ImportReport(tuple(changes), sum(source.ignored for source in sources))


def _import_file(
    cache: OfflineCache, source: Source, file: SourceFile, read: Callable[[SourceFile], bytes]
) -> FileChange:
    held = cache.held_crc(file.key)
    if held is not None and held == file.crc:
        return cache.unchanged(file.key)
    data = read(file)
    crc = zlib.crc32(data)
    if held == crc:
        return cache.unchanged(file.key)
    return cache.replace(file.key, read_published(data, file.key), crc, file.name, source.snapshot)
