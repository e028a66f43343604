# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a pack is as it was made, and which part is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ..errors import BadFile, Cancelled, reason
from ..sources.disk import DAMAGED
from ..sync.words import listed, many, size_phrase
from . import names
from .compared import refuse_other_months
from .hashing import digest_as
from .manifest import NewerPack
from .model import Cancelled as IsCancelled
from .model import Manifest, PackCheck, PackedFile, Progress
from .pack_files import GONE, FolderPack, PackFiles, opened_pack
from .paths import holds_changes, is_clutter, side_file_of
from .trimming import never, nothing

_NAMED = 5
_STATISTICS = ".aux.xml"
"""GDAL writes such a file beside a picture that QGIS shows."""
_ANEW = "Copy the pack again from where it was made; your notes are in notes.gpkg, keep that file."


def check_pack(pack: Path, progress: Progress = nothing, cancelled: IsCancelled = never) -> PackCheck:
    """Compare a pack, folder or zip, with its manifest; `progress` is told the share of bytes read.

    Nothing is written. Raises `CacheError` where it is no pack at all, is a hostile zip or cannot be read to its
    end, where its manifest was changed or names other months than the cache in the folder holds; and `Cancelled`.
    """
    with opened_pack(pack) as files:
        try:
            manifest = files.manifest()
        except NewerPack as error:
            return PackCheck(None, (), (), (), True, str(error))
        changed, missing, cut = _differing(files, manifest, progress, cancelled)
        if isinstance(files, FolderPack) and names.CACHE not in (*changed, *missing):
            refuse_other_months(files.path, manifest)
        named = {file.path for file in manifest.files}
        unknown = tuple(path for path in sorted(files.sizes) if _is_unknown(path, named))
    sentence = _sentence(manifest, changed, missing, cut, unknown)
    return PackCheck(manifest, changed, missing, unknown, False, sentence)


def _differing(
    files: PackFiles, manifest: Manifest, progress: Progress, cancelled: IsCancelled
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The paths that were changed, that are missing, and those of the changed that are cut short."""
    total, done = sum(file.size for file in manifest.files) or 1, 0

    def each(size: int) -> None:
        nonlocal done
        done += size
        if cancelled():
            raise Cancelled("Stopped. The pack was not checked to its end.")
        progress(min(1.0, done / total))

    changed, missing, cut = [], [], []
    for file in manifest.files:
        if file.path not in files.sizes:
            missing.append(file.path)
        elif files.sizes[file.path] < file.size:
            cut.append(file.path)
            changed.append(file.path)
        elif not _is_same(files, file, each) or _has_changes_beside(files, file.path):
            changed.append(file.path)
    return tuple(changed), tuple(missing), tuple(cut)


def _is_same(files: PackFiles, file: PackedFile, each: Callable[[int], None]) -> bool:
    if files.sizes[file.path] != file.size or not files.is_regular(file.path):
        return False
    try:
        with files.open(file.path) as opened:
            found = digest_as(opened, each, file.header)
    except DAMAGED as error:
        if isinstance(files, FolderPack):
            raise BadFile(f"{file.path} cannot be read to its end ({reason(error)}). {GONE}") from error
        return False
    return (found.size, found.sha256) == (file.size, file.sha256)


def _has_changes_beside(files: PackFiles, path: str) -> bool:
    return any(side_file_of(side) == path and holds_changes(side) and size for side, size in files.sizes.items())


def _is_unknown(path: str, named: set[str]) -> bool:
    known = named | set(names.NOT_HASHED)
    beside = side_file_of(path) or path.removesuffix(_STATISTICS)
    return not (path in known or beside in known or names.is_of_notes(path) or is_clutter(path))


def _sentence(
    manifest: Manifest, changed: Iterable[str], missing: Iterable[str], cut: Iterable[str], unknown: Iterable[str]
) -> str:
    title = f"The field pack '{manifest.title}'"
    changed = [path for path in changed if path not in set(cut)]
    parts = [
        (list(missing), "missing"),
        (list(cut), "cut short"),
        (changed, "not as it was made" if len(changed) == 1 else "not as they were made"),
    ]
    wrong = [f"{_named(paths)} {'is' if len(paths) == 1 else 'are'} {what}" for paths, what in parts if paths]
    if wrong:
        what = "was changed" if changed else "was not wholly copied"
        return f"{title} {what}: {'; '.join(wrong)}. Its results are not shown. {_ANEW}"
    size = size_phrase(sum(file.size for file in manifest.files))
    whole = f"{title} is as it was made on {manifest.made[:10]}: {many(len(manifest.files), 'file')}, {size}."
    extra = list(unknown)
    return f"{whole} Not of it, and not looked at: {_named(extra)}." if extra else whole


def _named(paths: list[str]) -> str:
    more = len(paths) - _NAMED
    return listed(paths[:_NAMED]) if more <= 0 else f"{', '.join(paths[:_NAMED])} and {more:,} more"
