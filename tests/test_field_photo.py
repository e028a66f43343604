# SPDX-License-Identifier: GPL-2.0-or-later
"""Photos come into a notebook small, the right way up and as pixels alone; what is no picture is refused."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.PyQt.QtCore import QBuffer, QIODevice
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from offline_cache.errors import BadFile
from offline_cache.field_notes.jpeg import cleaned
from policeuk_plugin.field.photo import LARGEST_FILE, LONGEST_SIDE, prepare, prepare_file
from tests.conftest import ROOT
from tests.note_cases import exif, jpeg, segment

SECRET = b"Zebrafinch49"


def picture(width: int, height: int, kind: str = "JPEG", **texts: str) -> bytes:
    """Give a file of Qt's: left half red, right half blue, above a green line."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    painter.fillRect(width // 2, 0, width, height, QColor("blue"))
    painter.fillRect(0, 0, width, height // 4, QColor("lime"))
    painter.end()
    for key, text in texts.items():
        image.setText(key, text)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind, 95)
    return bytes(buffer.data())


def opened(data: bytes) -> QImage:
    """Read a picture as a viewer would."""
    image = QImage.fromData(data)
    assert not image.isNull()
    return image


def with_segments(data: bytes, *segments: bytes) -> bytes:
    """Put parts after the beginning of a JPEG."""
    return data[:2] + b"".join(segments) + data[2:]


@pytest.mark.parametrize(
    ("size", "kept"),
    [((3200, 800), (1600, 400)), ((60, 40), (60, 40)), ((1601, 1), (1600, 1)), ((20, 2400), (13, 1600))],
)
def test_pictures_are_made_small(size: tuple[int, int], kept: tuple[int, int]) -> None:
    image = opened(prepare(picture(*size)))
    assert (image.width(), image.height()) == kept
    assert max(kept) <= LONGEST_SIDE


def test_nothing_of_the_camera_is_left() -> None:
    data = with_segments(picture(80, 40, Comment="Zebrafinch49"), exif(SECRET), segment(0xFE, SECRET))
    data += b"\0\0\0\x18ftypmp42" + SECRET * 9  # a film after the picture
    clean = prepare(data)
    assert data.count(SECRET) >= 12
    assert SECRET not in clean
    assert b"Exif" not in clean
    assert opened(clean).textKeys() == []


def test_a_png_comes_without_its_texts() -> None:
    data = picture(40, 20, "PNG", Author="Zebrafinch49")
    assert SECRET in data
    clean = prepare(data)
    assert clean.startswith(b"\xff\xd8\xff")
    assert SECRET not in clean
    assert opened(clean).textKeys() == []


@pytest.mark.parametrize(
    ("orientation", "left", "right"),
    [(1, "lime", "lime"), (3, "blue", "red"), (6, "red", "lime"), (8, "lime", "blue")],
)
def test_pictures_are_turned_the_right_way_up(orientation: int, left: str, right: str) -> None:
    image = opened(prepare(with_segments(picture(80, 40), exif(b"", orientation))))
    assert (image.width(), image.height()) == ((80, 40) if orientation in (1, 3) else (40, 80))
    for x, wanted in ((3, left), (image.width() - 4, right)):
        assert abs(image.pixelColor(x, 3).hue() - QColor(wanted).hue()) < 12


def test_without_qgis_a_picture_stays_the_same_pixels() -> None:
    data = with_segments(picture(81, 43), exif(SECRET, 6), segment(0xFE, SECRET))
    clean = cleaned(data)
    assert (clean.width, clean.height) == (81, 43)
    assert SECRET not in clean.data
    assert opened(clean.data) == opened(data)  # turned alike, too
    assert cleaned(clean.data) == clean


def png(width: int, height: int) -> bytes:
    """Give a PNG that says it is this large and holds nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def sized(width: int, height: int) -> bytes:
    """Give a JPEG that says it is this large."""
    return jpeg().replace(struct.pack(">HH", 8, 8), struct.pack(">HH", height, width), 1)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "neither JPEG nor PNG"),
        (b"GIF89a" + bytes(100), "neither JPEG nor PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/hostname'/></svg>", "neither JPEG nor PNG"),
        (b"\xff\xd8\xff", "damaged"),
        (jpeg()[:-2], "damaged"),
        (jpeg(b"\xff\xe1\0\1"), "damaged"),
        (jpeg(b"\xff\xe1\xff\xff"), "damaged"),
        (sized(0, 8), "damaged"),
        (sized(65_000, 65_000), "more than can be opened safely"),
        (sized(12_000, 12_000), "more than can be opened safely"),
        (png(30_000, 30_000), "more than can be opened safely"),
        (png(8, 8), "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "damaged"),
    ],
)
def test_hostile_pictures_are_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        prepare(data)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "huge.jpg").touch()
    with (tmp_path / "huge.jpg").open("r+b") as file:
        file.truncate(LARGEST_FILE + 1)
    (tmp_path / "good.jpg").write_bytes(picture(10, 10))
    for name, sentence in (("gone.jpg", "cannot be read"), ("huge.jpg", "48 MB"), ("", "is no file")):
        with pytest.raises(BadFile, match=sentence):
            prepare_file(tmp_path / name)
    with pytest.raises(BadFile, match="cannot be read"):
        prepare_file(Path("a\0b"))
    with pytest.raises(BadFile, match="up to 48 MB are read"):
        prepare(bytes(LARGEST_FILE + 1))
    assert prepare_file(tmp_path / "good.jpg") == prepare(picture(10, 10))


@settings(max_examples=150, deadline=None)
@given(at=st.integers(2, 400), byte=st.integers(0, 255), cut=st.integers(0, 500))
def test_any_damage_ends_in_a_picture_or_a_sentence(at: int, byte: int, cut: int) -> None:
    data = bytearray(with_segments(picture(16, 16), exif(SECRET)))
    data[at % len(data)] = byte
    damaged = bytes(data[: len(data) - cut]) if cut < 200 else bytes(data)
    try:
        clean = prepare(damaged)
    except BadFile:
        return
    assert not opened(clean).isNull()
    assert SECRET not in clean


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_after_the_mark_of_a_jpeg(data: bytes) -> None:
    try:
        clean = cleaned(b"\xff\xd8\xff" + data)
    except BadFile:
        return
    assert cleaned(clean.data) == clean


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux to tell the peak of memory")
def test_twenty_megabytes_are_bounded_in_memory(tmp_path: Path) -> None:
    script = (
        "import os, sys; from qgis.PyQt.QtGui import QImage; from policeuk_plugin.field.photo import prepare_file\n"
        "from pathlib import Path\n"
        "path = Path(sys.argv[1])\n"
        "image = QImage(os.urandom(9000 * 6000), 9000, 6000, QImage.Format.Format_Grayscale8)\n"
        "image.save(str(path), 'JPEG', 60); del image\n"
        "assert path.stat().st_size > 20e6, path.stat().st_size\n"
        "out = prepare_file(path); assert len(out) < 2e6, len(out)\n"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(QImage.fromData(out).width(), int(peak.split()[1]) // 1024)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "large.jpg")]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    width, megabytes = map(int, told.stdout.split())
    assert width == LONGEST_SIDE
    assert megabytes < 500
