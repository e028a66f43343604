# SPDX-License-Identifier: GPL-2.0-or-later
"""A pack as one zip, and a zip as a folder again: whole, checked while it is read, or not there."""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from ..errors import BadFile, CacheError, Cancelled, reason
from ..export.whole_file import replaced_when_whole
from ..sources.disk import DAMAGED
from ..sync.words import size_phrase
from . import names
from .hashing import Digest, digest_as
from .making import beside, disk_sentences
from .model import Cancelled as IsCancelled
from .model import Manifest, PackedFile, Progress
from .pack_files import FolderPack, ZipPack, opened_pack
from .paths import is_clutter, is_safe
from .trimming import never, nothing

MOST_NOTES = 4_000_000_000
"""Bytes of a notebook and photos in a zip; no manifest says how long they are."""
_PACKED_ALREADY = (".qgz", ".pdf", ".mbtiles", ".jpg", ".jpeg", ".png", ".webp", ".zip", ".tif", ".tiff")
_AGAIN = "Copy the pack again from where it was made."
_STOPPED = "Stopped. Nothing was made."


class _Copy:
    """A file to read, which writes what is read of it."""

    def __init__(self, source: IO[bytes], target: IO[bytes]) -> None:
        self._source, self._target = source, target

    def read(self, size: int = -1) -> bytes:
        """As of any file."""
        block = self._source.read(size)
        self._target.write(block)
        return block


def zip_pack(folder: Path, out: Path, progress: Progress = nothing, cancelled: IsCancelled = never) -> None:
    """Write the pack in `folder` to the zip `out`, its files in a folder of the pack's name, with its notes.

    A zip of a pack that is there is replaced when the new one is whole. Raises `CacheError` where the pack is not as
    it was made, `out` is something else or lies in the pack, or the disk refuses, and `Cancelled`.
    """
    refuse_as_zip(out)
    if Path(os.path.realpath(out)).is_relative_to(os.path.realpath(folder)):
        raise CacheError(f"{out} lies in the pack itself. Choose another place for the zip.")
    with opened_pack(folder) as files:
        if not isinstance(files, FolderPack):
            raise CacheError(f"{folder} is a zip already. Copy it as it is.")
        manifest = files.manifest()
        with replaced_when_whole(out) as part, zipfile.ZipFile(part, "w", allowZip64=True) as archive:
            _write_members(files, manifest, archive, _Meter(manifest, progress, cancelled))
    progress(1.0)


class _Meter:
    """Told of bytes, it tells progress and notices who wants to stop."""

    def __init__(self, manifest: Manifest, progress: Progress, cancelled: IsCancelled) -> None:
        self._total = sum(file.size for file in manifest.files) or 1
        self._progress, self._cancelled, self._done = progress, cancelled, 0

    def __call__(self, size: int) -> None:
        self._done += size
        if self._cancelled():
            raise Cancelled(_STOPPED)
        self._progress(min(1.0, self._done / self._total))


def _write_members(files: FolderPack, manifest: Manifest, archive: zipfile.ZipFile, meter: _Meter) -> None:
    top = f"{_top(files.path)}/"
    made = datetime.strptime(manifest.made[:19], "%Y-%m-%dT%H:%M:%S")
    archive.writestr(_info(top + names.MANIFEST, made), (files.path / names.MANIFEST).read_bytes())
    for file in manifest.files:
        if file.path not in files.sizes or not files.is_regular(file.path):
            raise BadFile(f"{file.path} of the pack {files.path} is missing. {_AGAIN}")
        with files.open(file.path) as source, archive.open(_info(top + file.path, made), "w", force_zip64=True) as to:
            found = digest_as(_Copy(source, to), meter, file.header)  # type: ignore[arg-type]
        _refuse_other(found, file, files.path)
    _write_notes(files, archive, top)


def _write_notes(files: FolderPack, archive: zipfile.ZipFile, top: str) -> None:
    if files.sizes.get(f"{names.NOTES}-wal") or files.sizes.get(f"{names.NOTES}-journal"):
        raise CacheError("The notes of the pack are open in a program. Close it and try again.")
    for path in sorted(files.sizes):
        if names.is_of_notes(path) and is_safe(path) and not is_clutter(path) and files.is_regular(path):
            archive.write(files.path / path, top + path, zipfile.ZIP_DEFLATED)


def _top(folder: Path) -> str:
    """The name of the folder in the zip: that of the pack's, as far as all systems can have it."""
    name = Path(os.path.abspath(folder)).name
    plain = "".join(sign if sign.isalnum() or sign in " -_()," else "_" for sign in name).strip(" .")
    return plain or "field pack"


def _info(name: str, made: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, made.timetuple()[:6])
    info.compress_type = zipfile.ZIP_STORED if name.lower().endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    return info


def _refuse_other(found: Digest, file: PackedFile, pack: Path) -> None:
    if (found.size, found.sha256) != (file.size, file.sha256):
        raise BadFile(f"{file.path} of the pack {pack} is not as it was made. {_AGAIN}")


def refuse_as_zip(out: Path) -> None:
    """Raise `CacheError` where a zip of a pack cannot be written to `out` without destroying something else."""
    with disk_sentences(out):
        if not os.path.lexists(out):
            if not out.absolute().parent.is_dir():
                raise CacheError(
                    f"The folder {out.absolute().parent} does not exist. Make it, or choose another place."
                )
            return
        if not out.is_file() or out.stat().st_size and not _is_pack(out):
            raise CacheError(f"{out} is there and is no field pack. Choose another name; nothing was changed.")


def _is_pack(path: Path) -> bool:
    try:
        with opened_pack(path) as files:
            return names.MANIFEST in files.sizes
    except CacheError:
        return False


def unzip_pack(pack: Path, folder: Path, progress: Progress = nothing, cancelled: IsCancelled = never) -> Manifest:
    """Unpack the zip `pack` to the new folder `folder`, each file checked by its hash.

    What its manifest does not name is left out, but for notes and their photos. Nothing is there where it raises
    `CacheError`: the zip is hostile, cut short, newer, or not as it was made, or the disk has no room; or `Cancelled`.
    """
    with opened_pack(pack) as files:
        if not isinstance(files, ZipPack):
            raise CacheError(f"{pack} is a folder already. Open it as it is.")
        manifest = files.manifest()
        _refuse_contents(files, manifest)
        with beside(folder) as part:
            _refuse_full(part, sum(map(files.sizes.__getitem__, [*_notes(files), *_paths(manifest)])), folder)
            meter = _Meter(manifest, progress, cancelled)
            for file in manifest.files:
                _unpack(files, file, part, meter)
            (part / names.MANIFEST).write_bytes(b"".join(_read(files, names.MANIFEST)))
            for path in _notes(files):
                _unpack_note(files, path, part)
    return manifest


def _refuse_contents(files: ZipPack, manifest: Manifest) -> None:
    for file in manifest.files:
        if files.sizes.get(file.path) != file.size:
            raise BadFile(f"{file.path} in {files.path.name} is missing or not as it was made. {_AGAIN}")
    if sum(files.sizes[path] for path in _notes(files)) > MOST_NOTES:
        raise BadFile(f"The notes in {files.path.name} are too long to be notes. {_AGAIN}")


def _paths(manifest: Manifest) -> list[str]:
    return [file.path for file in manifest.files]


def _notes(files: ZipPack) -> list[str]:
    return [path for path in sorted(files.sizes) if names.is_of_notes(path)]


def _refuse_full(part: Path, needed: int, folder: Path) -> None:
    if shutil.disk_usage(part).free < needed:
        raise CacheError(f"There is no room for {folder}, which takes {size_phrase(needed)}. Make room and try again.")


def _unpack(files: ZipPack, file: PackedFile, part: Path, meter: _Meter) -> None:
    target = _place(part, file.path)
    try:
        with files.open(file.path) as source, target.open("xb") as to:
            found = digest_as(_Copy(source, to), meter, file.header)  # type: ignore[arg-type]
    except DAMAGED as error:
        _raise(error, files, file.path)
    _refuse_other(found, file, files.path)


def _read(files: ZipPack, path: str) -> Iterator[bytes]:
    with files.open(path) as source:
        yield from iter(lambda: source.read(1 << 20), b"")


def _place(part: Path, path: str) -> Path:
    """Where a file goes, in a folder that is there."""
    *folders, name = path.split("/")
    target = part
    for folder in folders:
        target = target / folder
        target.mkdir(exist_ok=True)  # never the parents: on a disk that was taken away they would be others
    return target / name


def _unpack_note(files: ZipPack, path: str, part: Path) -> None:
    """The notebook or a photo, readable by the user alone from its first byte."""
    try:
        place = _place(part, path)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as to:
            for block in _read(files, path):
                to.write(block)
    except DAMAGED as error:
        _raise(error, files, path)


def _raise(error: BaseException, files: ZipPack, path: str) -> None:
    if isinstance(error, OSError) and error.errno is not None:
        raise error
    raise BadFile(f"{path} in {files.path.name} is damaged ({reason(error)}). {_AGAIN}") from error
