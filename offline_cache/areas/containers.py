# SPDX-License-Identifier: GPL-2.0-or-later
"""Area files on disk: plain, gzipped or in a zip; what they are is told from their first bytes."""

from __future__ import annotations

import contextlib
import enum
import gzip
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Optional, cast

from ..errors import BadFile, reason
from ..sources.disk import MAX_BYTES, MAX_MEMBERS, MAX_RATIO, refuse_member
from ..sources.regular import is_folder
from .fields import storable

# ONS's full-resolution LSOAs of England and Wales are a GeoPackage of about 700 MB; generalised ones a tenth.
MAX_GEOPACKAGE_BYTES = 1024 * 1024 * 1024
_SUFFIXES = (".csv", ".geojson", ".json", ".gpkg")
_CHUNK = 1 << 20
_DAMAGE = (
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError),
    *(ValueError, IndexError, struct.error),
)


class Format(enum.Enum):
    """What the bytes of an area file are."""

    CSV = "CSV"
    GEOJSON = "GeoJSON"
    GEOPACKAGE = "GeoPackage"


@dataclass(frozen=True)
class AreaFile:
    """A file of areas that stands at `path`, or is a `member` of the zip there."""

    path: Path
    member: Optional[str] = None

    @property
    def name(self) -> str:
        """Where the areas come from, for the ledger and in sentences."""
        return storable(f"{self.path.name}/{self.member}" if self.member else self.path.name)


@dataclass(frozen=True)
class Unpacked:
    """The bytes of an area file: `data`, or for a GeoPackage the `path` where SQLite can open it."""

    format: Format
    crc: int
    data: bytes
    path: Path


def find_area_files(path: Path) -> list[AreaFile]:
    """The file at `path`, or those in it where it is a zip; raises `BadFile`."""
    if is_folder(path):
        raise BadFile(f"{path} is a folder. Name the files of areas themselves.")
    try:
        with path.open("rb") as stream:
            zipped = stream.read(2) == b"PK"
        return _members(path) if zipped else [AreaFile(path)]
    except OSError as error:
        raise BadFile(f"{path} cannot be read ({reason(error)}). Check the file and its folder.") from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError, IndexError, struct.error) as error:
        raise BadFile(f"{path.name} is not a whole file ({reason(error)}). Download it again.") from error


def _members(path: Path) -> list[AreaFile]:
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise BadFile(f"{path.name} has {len(infos):,} files, far too many for a file of areas. Download it again.")
    for info in infos:
        refuse_member(info, path)
    files = [info.filename for info in infos if not info.is_dir()]
    names = [name for name in files if not PurePosixPath(name).name.startswith(".")]
    found = [AreaFile(path, name) for name in names if name.lower().endswith(_SUFFIXES)]
    if not found:
        if "xl/workbook.xml" in names or "content.xml" in names:
            raise BadFile(f"{path.name} is a spreadsheet. Open it, save the sheet as CSV in UTF-8, and import that.")
        kind = "a shapefile" if any(name.lower().endswith(".shp") for name in names) else "no file of areas"
        raise BadFile(f"{path.name} holds {kind}. Download the areas as GeoJSON, GeoPackage or CSV.")
    return found


def unpack(file: AreaFile, folder: Path) -> Unpacked:
    """The bytes of `file`; a packed GeoPackage is unpacked into `folder`. Raises `BadFile`."""
    try:
        with _opened(file) as (stream, packed):
            head = stream.read(_CHUNK)
            kind = _format(head, file.name)
            if kind is not Format.GEOPACKAGE:
                data = b"".join(_chunks(head, stream, file.name, min(MAX_BYTES, packed * MAX_RATIO)))
                return Unpacked(kind, zlib.crc32(data), data, file.path)
            chunks = _chunks(head, stream, file.name, min(MAX_GEOPACKAGE_BYTES, packed * MAX_RATIO))
            path, crc = _geopackage(file, chunks, folder)
            return Unpacked(kind, crc, b"", path)
    except _DAMAGE as error:
        raise BadFile(f"{file.name} is damaged ({reason(error)}). Download it again.") from error


@contextlib.contextmanager
def _opened(file: AreaFile) -> Iterator[tuple[BinaryIO, int]]:
    """The unpacked stream, and how many bytes it is packed in (at least 1024, as for members)."""
    with contextlib.ExitStack() as stack:
        raw = stack.enter_context(file.path.open("rb"))
        size = max(file.path.stat().st_size, 1024)
        if file.member is not None:
            archive = stack.enter_context(zipfile.ZipFile(raw))
            yield cast(BinaryIO, stack.enter_context(archive.open(file.member))), size
        elif raw.read(2) == b"\x1f\x8b":
            raw.seek(0)
            yield cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=raw))), size
        else:
            raw.seek(0)
            yield raw, size


def _format(head: bytes, name: str) -> Format:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:16]
    if not start:
        raise BadFile(f"{name} is empty. Download it again.")
    if start.startswith(b"SQLite format 3"):
        return Format.GEOPACKAGE
    return Format.GEOJSON if start[:1] in b"{[" else Format.CSV


def _chunks(head: bytes, stream: BinaryIO, name: str, limit: int) -> Iterator[bytes]:
    done = 0
    chunk = head
    while chunk:
        done += len(chunk)
        if done > limit:
            raise BadFile(
                f"{name} unpacks to more than {limit:,} bytes, far too many for a file of areas. Download it again."
            )
        yield chunk
        chunk = stream.read(_CHUNK)


def _geopackage(file: AreaFile, chunks: Iterator[bytes], folder: Path) -> tuple[Path, int]:
    """Where the GeoPackage can be opened, and its CRC-32: as it stands, or unpacked."""
    with file.path.open("rb") as stream:
        plain = stream.read(6) == b"SQLite"
    path = file.path if plain else folder / "areas.gpkg"
    crc = 0
    with contextlib.ExitStack() as stack:
        out = None if plain else stack.enter_context(path.open("wb"))
        for chunk in chunks:
            crc = zlib.crc32(chunk, crc)
            if out:
                _write(out, chunk, file.name, folder)
    return path, crc


def _write(out: BinaryIO, chunk: bytes, name: str, folder: Path) -> None:
    try:
        out.write(chunk)
        out.flush()
    except OSError as error:
        raise BadFile(
            f"{name} cannot be unpacked to {folder.parent} ({reason(error)}). Make room there, or unpack it yourself."
        ) from error
