# SPDX-License-Identifier: GPL-2.0-or-later
"""A picture as others see it: without green cones (deuteranopia), or in grey as a copier prints it."""

from __future__ import annotations

import enum

import numpy as np
from qgis.PyQt.QtGui import QImage

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
_DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # of linear sRGB


class Vision(enum.Enum):
    """Who looks, or how it is copied."""

    FULL = "As drawn"
    DEUTERANOPIA = "Deuteranopia, simulated"
    GREY = "In grey"


def seen(image: QImage, vision: Vision) -> QImage:
    """The picture in another vision; RGB, without transparency."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    if vision is Vision.FULL:
        return plain
    table = _linear(np.arange(256) / 255)
    linear = table[pixels(plain)]
    if vision is Vision.DEUTERANOPIA:
        mixed = linear @ _DEUTERANOPIA.T
    else:
        mixed = np.repeat((linear @ _LUMINANCE)[..., None], 3, axis=2)
    return picture(np.rint(_encoded(np.clip(mixed, 0, 1)) * 255).astype(np.uint8))


def pixels(image: QImage) -> np.ndarray:
    """Red, green, blue of an RGB888 image, (height, width, 3), uint8."""
    bits = image.constBits()
    bits.setsize(image.bytesPerLine() * image.height())
    rows = np.frombuffer(bytes(bits), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)


def picture(values: np.ndarray) -> QImage:
    """Red, green, blue, (height, width, 3) uint8, as an image of its own."""
    height, width, _ = values.shape
    data = np.ascontiguousarray(values).tobytes()
    return QImage(data, width, height, width * 3, QImage.Format.Format_RGB888).copy()


def few_colours(image: QImage, colours: int) -> QImage:
    """The picture in so many of its colours, each other pixel in the nearest of them: a third of the bytes."""
    values = pixels(image.convertToFormat(QImage.Format.Format_RGB888)) & 0xF8
    codes = (values[..., 0].astype(np.uint32) << 16) | (values[..., 1].astype(np.uint32) << 8) | values[..., 2]
    found, at, counts = np.unique(codes.ravel(), return_inverse=True, return_counts=True)
    rgb = np.stack([found >> 16 & 255, found >> 8 & 255, found & 255], axis=1).astype(np.int32)
    kept = _kept(rgb, counts, colours)
    nearest = np.empty(len(rgb), np.uint8)
    for start in range(0, len(rgb), 1024):
        apart = ((rgb[start : start + 1024, None, :] - kept[None, :, :]) ** 2).sum(axis=2)
        nearest[start : start + 1024] = apart.argmin(axis=1)
    indexed = nearest[at].reshape(codes.shape)
    height, width = codes.shape
    made = QImage(indexed.tobytes(), width, height, width, QImage.Format.Format_Indexed8).copy()
    # White stays white, though its last bits are gone.
    made.setColorTable([0xFF000000 | _full(r) << 16 | _full(g) << 8 | _full(b) for r, g, b in kept.tolist()])
    return made


def _kept(rgb: np.ndarray, counts: np.ndarray, colours: int) -> np.ndarray:
    """Colours, (n, 3): the commonest make half, the rest are, one after the other, those farthest from all kept."""
    chosen = list(np.argsort(-counts, kind="stable")[: colours // 2])
    apart = np.full(len(rgb), np.iinfo(np.int32).max)
    for at in chosen:
        apart = np.minimum(apart, ((rgb - rgb[at]) ** 2).sum(axis=1))
    weight = np.log2(counts + 1)
    while len(chosen) < min(colours, len(rgb)):
        chosen.append(int((apart * weight).argmax()))
        apart = np.minimum(apart, ((rgb - rgb[chosen[-1]]) ** 2).sum(axis=1))
    return rgb[chosen]


def _full(value: int) -> int:
    return value | value >> 5


def _linear(encoded: np.ndarray) -> np.ndarray:
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def _encoded(linear: np.ndarray) -> np.ndarray:
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
