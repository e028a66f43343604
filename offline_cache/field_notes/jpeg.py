# SPDX-License-Identifier: GPL-2.0-or-later
"""JPEG files without what cameras write into them: place, time, device, owner, thumbnails, films after the end.

Only the parts that a decoder needs are kept (ITU T.81, annex B; JFIF 1.02); which way up is written anew.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional

from ..errors import BadFile

LONGEST_KEPT = 8 * 1024 * 1024
"""Bytes of a photo in a notebook; 1600 pixels are under 1 MB."""
MOST_PIXELS = 200_000_000

_NEEDED = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD})
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_SOS, _EOI, _APP1, _APP14 = 0xDA, 0xD9, 0xE1, 0xEE
_RESTARTS = range(0xD0, 0xD8)
_JFIF = b"\xff\xe0\0\x10JFIF\0\1\2\0\0\1\0\1\0\0"
_NO_JPEG = "The photo is no JPEG picture. Choose another photo."
_DAMAGED = "The photo is damaged or copied in part. Take or copy it again."


@dataclass(frozen=True)
class CleanPhoto:
    """A JPEG without metadata; sizes in pixels as stored, before it is turned the right way up."""

    data: bytes
    width: int
    height: int


def cleaned(data: bytes, longest: int = LONGEST_KEPT) -> CleanPhoto:
    """The picture alone; the same pixels, bit for bit. Raises `BadFile` for what is no whole JPEG or is too large.

    `longest` is the most bytes that may be left.
    """
    if data[:3] != b"\xff\xd8\xff":
        raise BadFile(_NO_JPEG)
    parts, size, seen = [b"\xff\xd8"], None, set()
    turned = 1
    for marker, body in _segments(data):
        seen.add(marker)
        if marker in _FRAMES:
            size = _size(body)
        if marker == _APP1:
            turned = _orientation(body) or turned
        elif marker == _APP14 and body[:5] == b"Adobe":
            parts.append(_segment(marker, body[:12]))
        elif marker in _NEEDED:
            parts.append(_segment(marker, body))
        elif marker == _SOS:
            parts.append(body)
    if size is None or not {_SOS, _EOI} <= seen:
        raise BadFile(_DAMAGED)
    parts[1:1] = [_JFIF, *([_turn(turned)] if turned != 1 else [])]
    clean = b"".join([*parts, b"\xff\xd9"])
    if len(clean) > longest:
        raise BadFile(
            f"The photo has {len(clean) / 2**20:.0f} MB, and at most {longest // 2**20} MB can be kept. "
            "Add or merge it in QGIS, which makes it smaller."
        )
    return CleanPhoto(clean, *size)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers with their bodies up to the end of the image; of a scan all from its marker to the next."""
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            raise BadFile(_DAMAGED)
        while at < len(data) and data[at] == 0xFF:  # fill bytes
            at += 1
        if at + 3 > len(data) and data[at : at + 1] != b"\xd9":
            raise BadFile(_DAMAGED)
        marker = data[at]
        if marker == _EOI:
            yield marker, b""
            return
        length = struct.unpack_from(">H", data, at + 1)[0]
        end = at + 1 + length
        if length < 2 or end > len(data):
            raise BadFile(_DAMAGED)
        if marker == _SOS:
            end = _scan_end(data, end)
            yield marker, b"\xff" + data[at:end]
        else:
            yield marker, data[at + 3 : end]
        at = end


def _scan_end(data: bytes, at: int) -> int:
    """Where the next marker after a scan stands."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise BadFile(_DAMAGED)
        following = data[at + 1]
        if following != 0 and following not in _RESTARTS and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _size(body: bytes) -> tuple[int, int]:
    if len(body) < 6:
        raise BadFile(_DAMAGED)
    height, width = struct.unpack_from(">HH", body, 1)
    if not width or not height:
        raise BadFile(_DAMAGED)
    if width * height > MOST_PIXELS:
        raise BadFile(f"The photo has {width:,} × {height:,} pixels, more than can be opened safely. Make it smaller.")
    return width, height


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _orientation(body: bytes) -> Optional[int]:
    """Which way up by Exif 2.3, table 4 (tag 0x0112): 1 to 8; None where nothing is said."""
    order = {b"II": "<", b"MM": ">"}.get(body[6:8])
    if body[:6] != b"Exif\0\0" or order is None or len(body) < 16:
        return None
    at = 6 + int(struct.unpack_from(f"{order}I", body, 10)[0])
    if at + 2 > len(body):
        return None
    (count,) = struct.unpack_from(f"{order}H", body, at)
    for entry in range(at + 2, min(at + 2 + 12 * count, len(body) - 11), 12):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", body, entry)
        if tag == 0x0112 and kind == 3 and 1 <= value <= 8:
            return int(value)
    return None


def _turn(orientation: int) -> bytes:
    """An Exif segment that says which way up and nothing else."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    return _segment(_APP1, b"Exif\0\0MM\0\x2a\0\0\0\x08\0\1" + entry + b"\0\0\0\0")
