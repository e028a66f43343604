# SPDX-License-Identifier: GPL-2.0-or-later
"""Published files on disk: an archive zip, a folder, or one CSV. Nothing is ever unpacked to disk."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Optional

from ..errors import BadFile, reason, shown
from ..model import Dataset, FileKey, Month, Snapshot
from .regular import is_folder

_NAME = re.compile(
    r"(?P<month>\d{4}-(0[1-9]|1[0-2]))-(?P<force>[a-z0-9][a-z0-9-]*?)-"
    r"(?P<dataset>street|outcomes|stop-and-search)\.csv\Z",
    re.ASCII,
)

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z", re.ASCII)

# A month of the Metropolitan Police is under 40 MB and packs 5 to 12 times; an archive has 4,500 members.
MAX_MEMBERS = 50_000
MAX_BYTES = 256 * 1024 * 1024
MAX_RATIO = 200
AGAIN = "Download it again."
"""What to do with a zip that cannot be one of the service's."""
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What zipfile raises on damaged archives besides its own error.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, NotImplementedError),
    *(ValueError, KeyError, IndexError, OverflowError),
)


@dataclass(frozen=True)
class SourceFile:
    """A published file that can be read from `path`, or from its `member` where `path` is a zip."""

    key: FileKey
    path: Path
    member: Optional[str]
    size: int
    crc: Optional[int]
    """CRC-32 of the CSV bytes where it is known without reading them."""

    @property
    def name(self) -> str:
        """Where the file comes from, for the ledger."""
        name = f"{self.path.name}/{self.member}" if self.member else self.path.name
        return name.encode("utf-8", "replace").decode()


@dataclass(frozen=True)
class Source:
    """The published files found at `path`, in order of month, and how many other files stand beside them."""

    path: Path
    files: tuple[SourceFile, ...]
    ignored: int

    @property
    def snapshot(self) -> Snapshot:
        """The release: the month of the archive's own name (`2026-04.zip`), else the newest month inside or later."""
        if self.files[0].member is not None and _MONTH.match(self.path.stem):
            return Snapshot(Month.parse(self.path.stem), exact=True)
        return Snapshot(max(file.key.month for file in self.files), exact=False)

    @contextlib.contextmanager
    def opened(self) -> Iterator[Callable[[SourceFile], bytes]]:
        """A function that reads the CSV bytes of these files, or raises `BadFile` where they are not whole."""
        if self.files[0].member is None:
            yield _read_file
        else:
            with _open_zip(self.path) as archive:
                yield functools.partial(_read_member, archive)


def _read_file(file: SourceFile) -> bytes:
    try:
        return file.path.read_bytes()
    except OSError as error:
        raise BadFile(f"{file.path} cannot be read ({reason(error)}). Check the file and its folder.") from error


def member_bytes(archive: zipfile.ZipFile, file: SourceFile) -> bytes:
    """The CSV bytes of a member, its CRC-32 checked; raises one of `DAMAGED` where they are not whole."""
    with archive.open(file.member or "") as packed:
        # No more than announced: reading without a limit would unpack a bomb before it is noticed.
        data = packed.read(file.size + 1)
    if len(data) != file.size:
        raise EOFError(f"{len(data):,} bytes instead of {file.size:,}")
    return data


def _read_member(archive: zipfile.ZipFile, file: SourceFile) -> bytes:
    try:
        return member_bytes(archive, file)
    except DAMAGED as error:
        raise BadFile(
            f"{file.key} in {file.path.name} is damaged ({reason(error)}). Download the archive again."
        ) from error


def _open_zip(path: Path) -> zipfile.ZipFile:
    if path.suffix.lower() != ".zip" and not zipfile.is_zipfile(path):
        raise BadFile(f"{path} is no zip archive, folder or CSV of data.police.uk. Choose another file.")
    try:
        return zipfile.ZipFile(path)
    except DAMAGED as error:
        raise BadFile(f"{path} is not a whole zip archive ({reason(error)}). Download it again.") from error


def file_key(name: str) -> Optional[FileKey]:
    """What a file of this name is of, or None where it is no name of a published file."""
    match = _NAME.match(name)
    if not match:
        return None
    return FileKey(match["force"], Month.parse(match["month"]), Dataset(match["dataset"]))


def find_published(path: Path) -> list[Source]:
    """Find the published files at `path`; the zips in a folder are sources of their own, in order of name.

    Raises `BadFile` where there are none or an archive is hostile. A file may stand there twice: see `twins`.
    """
    if is_folder(path):
        children = _files_in(path)
        zips = [child for child in children if child.suffix.lower() == ".zip" and child.is_file()]
        found = [(path, list(_in_folder(children))), *((child, list(_in_zip(child))) for child in zips)]
    elif path.suffix.lower() == ".csv":
        found = [(path, [(path.name, SourceFile(_key_of_csv(path), path, None, path.stat().st_size, None))])]
    else:
        found = [(path, list(_in_zip(path)))]
    sources = [source for source in (_source(of, files) for of, files in found) if source.files]
    if not sources:
        raise BadFile(
            f"{path} holds no published file. They are named such as 2026-04-bedfordshire-street.csv; "
            "areas are imported with 'areas import'."
        )
    return sources


def _source(path: Path, found: list[tuple[str, Optional[SourceFile]]]) -> Source:
    files = [file for _, file in found if file]
    refuse_large(files)
    files.sort(key=lambda file: (file.key.month, file.key.force, file.key.dataset.value))
    return Source(path, tuple(files), len(found) - len(files))


def _key_of_csv(path: Path) -> FileKey:
    key = file_key(path.name)
    if key is None:
        raise BadFile(
            f"{path.name} is not named as the service names its files (such as 2026-04-bedfordshire-street.csv), "
            "so its force and month are unknown. Give it its published name."
        )
    return key


def _files_in(folder: Path) -> list[Path]:
    """All files in a folder and its folders; raises `BadFile` where one of them cannot be looked into."""

    def refuse(error: OSError) -> None:
        raise BadFile(f"{error.filename} cannot be read ({reason(error)}). Nothing was imported.") from error

    return sorted(Path(parent, name) for parent, _, names in os.walk(folder, onerror=refuse) for name in names)


def _in_folder(children: list[Path]) -> Iterator[tuple[str, Optional[SourceFile]]]:
    for path in children:
        key = file_key(path.name)
        if key:
            is_folder(path)  # a link to nowhere, or a pipe, of a published name: without it a month would be missing
            yield path.name, SourceFile(key, path, None, path.stat().st_size, None)
        elif path.is_file() and path.suffix.lower() != ".zip" and not path.name.startswith("."):
            yield path.name, None


def _in_zip(path: Path) -> Iterator[tuple[str, Optional[SourceFile]]]:
    with _open_zip(path) as archive:
        members = archive.infolist()
    yield from files_among(members, path)


def files_among(members: list[zipfile.ZipInfo], path: Path) -> Iterator[tuple[str, Optional[SourceFile]]]:
    """The name of each file in the directory of the zip `path`, and what it is where it is a published one.

    Raises `BadFile` where a member of any name is hostile; nothing is read of the zip for it.
    """
    if len(members) > MAX_MEMBERS:
        raise BadFile(
            f"{path.name} has {len(members):,} members; an archive of the service has fewer than {MAX_MEMBERS:,}. "
            f"{AGAIN}"
        )
    for info in members:
        refuse_member(info, path)
        if info.is_dir():
            continue
        name = PurePosixPath(info.filename).name
        key = None if name.startswith(".") else file_key(name)
        yield name, SourceFile(key, path, info.filename, info.file_size, info.CRC) if key else None


def refuse_member(info: zipfile.ZipInfo, path: Path) -> None:
    """Raise `BadFile` for a member with an unsafe name, a password or a size that no file of ours unpacks to."""
    name = info.filename
    parts = name.split("/")
    if not name or name.startswith("/") or ".." in parts or "\\" in name or ":" in name or min(name) < " ":
        raise BadFile(f"{path.name} has a member with the unsafe name {shown(name)}. {AGAIN}")
    if info.flag_bits & 0x1:
        raise BadFile(f"{path.name} is locked with a password. Unpack it yourself and import the folder.")
    if info.compress_type not in _PACKED:
        raise BadFile(f"{path.name} is packed in an unusual way. Unpack it yourself and import the folder.")
    if info.file_size > MAX_RATIO * max(info.compress_size, 1024):
        raise BadFile(
            f"{path.name}: {shown(name)} would unpack to {info.file_size:,} bytes; no file of ours does. {AGAIN}"
        )


def refuse_large(files: list[SourceFile]) -> None:
    """Raise `BadFile` for a file that would unpack to more than any of ours does."""
    for file in files:
        if file.size > MAX_BYTES:
            raise BadFile(f"{file.key} has {file.size:,} bytes; no published file is that large. {AGAIN}")
