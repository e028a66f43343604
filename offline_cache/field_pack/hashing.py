# SPDX-License-Identifier: GPL-2.0-or-later
"""The hash of a file of a pack, and of an SQLite file that was only looked at.

QGIS opens a GeoPackage in WAL mode and closes it again: nothing of it changes but the mode, the change counter and the
version of SQLite in its header (sqlite.org/fileformat2.html, section 1.3). So those bytes of each SQLite file stand in
the manifest, and a file is unchanged where with them it is what it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_MODES = (b"\1\1", b"\2\2")
"""Write and read version: with a journal, or in WAL mode. With others no SQLite opens the file."""
_PLACES = ((18, 20), (24, 28), (92, 100))
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Digest:
    """Bytes, SHA-256 as 64 lower-case hex digits, and of an SQLite file the bytes in question as hex, else ''."""

    size: int
    sha256: str
    header: str


def digest(file: IO[bytes], each: Callable[[int], None]) -> Digest:
    """Read a file to its end; `each` is told of the bytes of each block, and may raise to stop."""
    return _digest(file, each, "")


def digest_as(file: IO[bytes], each: Callable[[int], None], header: str) -> Digest:
    """The same of a file with the header that stands in a manifest put in the place of its own, where it is SQLite."""
    return _digest(file, each, header)


def _digest(file: IO[bytes], each: Callable[[int], None], header: str) -> Digest:
    hashed, size, found = hashlib.sha256(), 0, ""
    for number, block in enumerate(blocks(file)):
        each(len(block))
        size += len(block)
        if number == 0 and block.startswith(_MAGIC) and len(block) >= _HEADER:
            found = _header(block)
            looked_at = len(header) == len(found) and block[18:20] in _MODES
            block = _with_header(block, header) if looked_at else block
        hashed.update(block)
    return Digest(size, hashed.hexdigest(), found)


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """A file in blocks of 1 MB; the first has its whole header."""
    while True:
        block = file.read(_BLOCK)
        if not block:
            return
        yield block


def _header(block: bytes) -> str:
    return b"".join(block[start:end] for start, end in _PLACES).hex()


def _with_header(block: bytes, header: str) -> bytes:
    values, changed = bytes.fromhex(header), bytearray(block)
    for start, end in _PLACES:
        changed[start:end], values = values[: end - start], values[end - start :]
    return bytes(changed)
