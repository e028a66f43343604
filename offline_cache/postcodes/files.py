# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of postcodes on disk: a CSV, or the CSVs in a zip; read line by line, never unpacked."""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Optional, cast

from ..areas.fields import storable
from ..errors import BadFile, reason
from ..sources.disk import DAMAGED, MAX_MEMBERS
from ..sources.regular import is_folder

# ONSPD of 2025 is one CSV of 1.3 GB.
_LARGEST = 4 * 1024**3
_LONGEST_LINE = 16_384
_CHUNK = 1 << 20
_LOOKED_AT = 1 << 14
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

Row = list[str]


@dataclass(frozen=True)
class PostcodeFile:
    """A CSV at `path`, or the `member` of the zip there, with the CRC-32 of its bytes."""

    path: Path
    member: Optional[str]
    crc: int

    @property
    def name(self) -> str:
        """Where postcodes come from, for the cache and in sentences."""
        return storable(f"{self.path.name}/{self.member}" if self.member else self.path.name)


def csv_files(path: Path) -> list[PostcodeFile]:
    """The CSV at `path`, or those in the zip there; raises `BadFile`."""
    if is_folder(path):
        raise BadFile(f"{path} is a folder. Name the zip or CSV of postcodes itself.")
    try:
        with path.open("rb") as stream:
            if stream.read(2) != b"PK":
                return [PostcodeFile(path, None, _crc(path))]
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except DAMAGED as error:
        raise BadFile(f"{path.name} cannot be read ({reason(error)}). Check the file, or download it again.") from error
    if len(infos) > MAX_MEMBERS:
        raise BadFile(f"{path.name} has {len(infos):,} files, far too many for a file of postcodes. Download it again.")
    found = [info for info in infos if info.filename.lower().endswith(".csv") and not _hidden(info.filename)]
    for info in found:
        if info.file_size > _LARGEST or info.compress_type not in _PACKED or info.flag_bits & 1:
            raise BadFile(
                f"{storable(info.filename)} in {path.name} is too large, locked or packed in an unknown way. "
                "Download it again, or unpack it yourself and import the CSV."
            )
    return [PostcodeFile(path, info.filename, info.CRC) for info in found]


def read_rows(file: PostcodeFile) -> Iterator[tuple[int, Row]]:
    """Line number and fields of each row, blank ones left out; raises `BadFile`."""
    try:
        with _opened(file) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
            reader = csv.reader(_lines(text), strict=True)
            for row in reader:
                if row:
                    yield reader.line_num, row
    except UnicodeDecodeError as error:
        raise BadFile(f"{file.name} is not written in UTF-8. Download it again as CSV.") from error
    except (csv.Error, *DAMAGED) as error:
        raise BadFile(f"{file.name} cannot be read ({reason(error)}). Download it again as CSV.") from error


def first_row(file: PostcodeFile) -> Row:
    """The fields of the first line; none where it cannot be read: such a file is none of postcodes."""
    with contextlib.suppress(*DAMAGED, csv.Error), _opened(file) as stream:
        line = stream.read(_LOOKED_AT).decode("utf-8-sig", "replace").partition("\n")[0]
        return next(csv.reader([line.rstrip("\r")]), [])
    return []


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Lines of bounded length: a file without line ends would be read into memory as one."""
    while True:
        line = text.readline(_LONGEST_LINE)
        if not line:
            return
        yield line


@contextlib.contextmanager
def _opened(file: PostcodeFile) -> Iterator[BinaryIO]:
    with contextlib.ExitStack() as stack:
        if file.member is None:
            yield stack.enter_context(file.path.open("rb"))
        else:
            archive = stack.enter_context(zipfile.ZipFile(file.path))
            yield cast(BinaryIO, stack.enter_context(archive.open(file.member)))


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            if not chunk:
                return crc
            crc = zlib.crc32(chunk, crc)


def _hidden(member: str) -> bool:
    parts: Sequence[str] = PurePosixPath(member).parts
    return any(part.startswith((".", "__MACOSX")) for part in parts)
