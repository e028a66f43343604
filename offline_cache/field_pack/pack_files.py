# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of a pack as it lies there, a folder or a zip: their names and sizes, and one after the other to read."""

from __future__ import annotations

import contextlib
import stat
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Optional, Union

from ..errors import BadFile, reason
from ..sources.disk import DAMAGED
from ..sources.regular import is_folder
from . import names
from .manifest import MOST_BYTES, files_below, parsed, read_manifest
from .model import Manifest
from .zip_members import Members, members_of

GONE = "Check that its disk or stick is still there, and copy the pack again where it is damaged."


@dataclass(frozen=True)
class FolderPack:
    """A pack as a folder."""

    path: Path
    sizes: Mapping[str, int]

    def manifest(self) -> Manifest:
        """What the pack says of itself; raises `CacheError`."""
        return read_manifest(self.path)

    def is_regular(self, path: str) -> bool:
        """Whether a file is one: a link might lead out of the pack."""
        return stat.S_ISREG((self.path / path).lstat().st_mode)

    def open(self, path: str) -> IO[bytes]:
        """A file to read; raises `OSError`."""
        return (self.path / path).open("rb")


@dataclass(frozen=True)
class ZipPack:
    """A pack as a zip that is open."""

    path: Path
    sizes: Mapping[str, int]
    archive: zipfile.ZipFile
    members: Members

    def manifest(self) -> Manifest:
        """What the pack says of itself; raises `CacheError`."""
        info = self.members.files.get(names.MANIFEST)
        if info is None:
            raise BadFile(f"{self.path} is no field pack: it has no {names.MANIFEST}. Choose another file.")
        try:
            with self.archive.open(info) as file:
                data = file.read(MOST_BYTES + 1)
        except DAMAGED as error:
            raise BadFile(f"The manifest of the field pack {self.path} is damaged ({reason(error)}). {GONE}") from error
        return parsed(data, str(self.path))

    def is_regular(self, path: str) -> bool:
        """Whether a file is one; links are refused when the zip is opened."""
        return path in self.members.files

    def open(self, path: str) -> IO[bytes]:
        """A file to read, as long as its directory says; raises one of `sources.disk.DAMAGED`."""
        return self.archive.open(self.members.files[path])


PackFiles = Union[FolderPack, ZipPack]


@contextlib.contextmanager
def opened_pack(path: Path) -> Iterator[PackFiles]:
    """The pack at `path`; raises `BadFile` where it is none, cannot be read, or is a hostile zip."""
    with _readable(path), contextlib.ExitStack() as stack:
        if is_folder(path):
            yield FolderPack(path, files_below(path))
            return
        archive = _zip(path)
        stack.enter_context(archive)
        members = members_of(archive, path)
        yield ZipPack(path, {name: info.file_size for name, info in members.files.items()}, archive, members)


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where: Optional[str] = error.filename if isinstance(error.filename, str) else None
        raise BadFile(f"{where or path} cannot be read ({reason(error)}). {GONE}") from error


def _zip(path: Path) -> zipfile.ZipFile:
    with path.open("rb") as file:
        if file.read(4) not in (b"PK\3\4", b"PK\5\6"):
            raise BadFile(f"{path} is no field pack: neither a folder nor a zip. Choose another file.")
    try:
        return zipfile.ZipFile(path)
    except DAMAGED as error:
        raise BadFile(f"{path} is not a whole zip: it was copied or downloaded in part. Copy it again.") from error
