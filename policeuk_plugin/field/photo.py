# SPDX-License-Identifier: GPL-2.0-or-later
"""A picture made fit for a note: right way up, 1600 pixels at most, drawn anew so that only pixels are left."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage, QImageReader, QPainter

from offline_cache.errors import BAD_PATH, BadFile, reason
from offline_cache.field_notes.jpeg import cleaned

from ..text import tr

LONGEST_SIDE = 1600
"""Pixels; what is written on a sign across the street can still be read."""
LARGEST_FILE = 48 * 1024 * 1024
"""Bytes that are read of a file; the largest phones write 30 MB."""
MOST_JPEG, MOST_PNG = 120_000_000, 50_000_000
"""Pixels: a JPEG is made smaller while it is read, a PNG has to be in memory as a whole (200 MB)."""
QUALITY = 85

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"


def prepare_file(path: Path) -> bytes:
    """`prepare` of a file; raises `BadFile`, too, where it cannot be read or is too large."""
    try:
        size = path.stat().st_size
        if path.is_file() and size <= LARGEST_FILE:
            with path.open("rb") as file:
                return prepare(file.read(LARGEST_FILE + 1))
    except BAD_PATH as error:
        raise BadFile(
            tr("The photo {path} cannot be read: {reason}. Choose another.").format(path=path, reason=reason(error))
        ) from error
    if not path.is_file():
        raise BadFile(tr("{path} is no file. Choose a photo.").format(path=path))
    raise BadFile(_too_large(size))


def prepare(data: bytes) -> bytes:
    """The picture as a JPEG of 1600 pixels at most, right way up, without metadata; from JPEG or PNG.

    Raises `BadFile` with the user's sentence for anything else, what is damaged, or what is too large to be opened.
    """
    if len(data) > LARGEST_FILE:
        raise BadFile(_too_large(len(data)))
    if data.startswith(_JPEG):
        # Before Qt sees it: what is cut or is no picture throughout ends here, and no metadata reaches its parsers.
        return _jpeg(_drawn(cleaned(data, LARGEST_FILE).data, b"jpeg", MOST_JPEG))
    if data.startswith(_PNG):
        return _jpeg(_drawn(data, b"png", MOST_PNG))
    raise BadFile(tr("The photo is neither JPEG nor PNG. Let the camera save JPEG, or choose another photo."))


def _drawn(data: bytes, kind: bytes, most: int) -> QImage:
    """The picture read at the size that is kept, drawn on white, so that nothing but pixels comes along."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise BadFile(_damaged())
    if size.width() * size.height() > most:
        text = tr("The photo has {width} × {height} pixels, more than can be opened safely. Make it smaller.")
        raise BadFile(text.format(width=size.width(), height=size.height()))
    reader.setScaledSize(_kept(size))
    image = reader.read()
    if image.isNull():
        raise BadFile(_damaged())
    clean = QImage(image.size(), QImage.Format.Format_RGB32)
    clean.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(clean)
    painter.drawImage(0, 0, image)
    painter.end()
    return clean


def _kept(size: QSize) -> QSize:
    if max(size.width(), size.height()) <= LONGEST_SIDE:
        return size
    scaled = size.scaled(LONGEST_SIDE, LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
    return scaled.expandedTo(QSize(1, 1))


def _jpeg(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "JPEG", QUALITY):
        raise BadFile(tr("The photo could not be saved as JPEG. Choose another photo."))
    return cleaned(bytes(buffer.data())).data


def _damaged() -> str:
    return tr("The photo is damaged or copied in part. Take or copy it again.")


def _too_large(size: int) -> str:
    text = tr("The photo has {size} MB; up to {most} MB are read. Make it smaller.")
    return text.format(size=round(size / 2**20), most=LARGEST_FILE // 2**20)
