# SPDX-License-Identifier: GPL-2.0-or-later
"""Headings, words, lists, pictures and legends as slices of a page."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QImageReader, QPainter, QPdfWriter, QPen

from .document import Bullets, Heading, Legend, Paragraph, Picture, Pictures, Style
from .paper import INK, SOFT, Group, Slice, font, laid_out, mm
from .paper_swatch import draw_swatch
from .result_page import Swatch

POINTS = {
    Style.PLAIN: 9.2,
    Style.LEAD: 11.0,
    Style.SUBTITLE: 10.0,
    Style.NOTE: 8.5,
    Style.LABEL: 10.0,
    Style.FOOT: 8.0,
    Style.CODE: 7.5,
}
_SPACING = 1.18
_SHARP = 3
_MOST_PIXELS = 30_000_000
_GAP = 4.0


def words_slices(
    words: str, of: QFont, device: QPdfWriter, width: float, indent: float = 0.0, colour: str = INK
) -> list[Slice]:
    """A slice for each line."""
    layout = laid_out(words, of, device, width - indent)
    slices = []
    for at in range(layout.lineCount()):
        line = layout.lineAt(at)

        def draw(painter: QPainter, x: float, y: float, line: object = line, keep: object = layout) -> None:
            painter.setPen(QColor(colour))
            line.draw(painter, QPointF(x + indent, y - line.y()))  # type: ignore[attr-defined]

        slices.append(Slice(line.height() * _SPACING, draw))
    return slices


def space(millimetres: float) -> Slice:
    """Nothing."""
    return Slice(mm(millimetres), lambda painter, x, y: None)


def title_group(words: str, points: float, device: QPdfWriter, width: float) -> Group:
    """A title that stays with what follows."""
    return Group([*words_slices(words, font(points, bold=True), device, width), space(1.5)], True, None, True)


def heading_group(block: Heading, device: QPdfWriter, width: float) -> Group:
    """A heading that stays with what follows."""
    lines = words_slices(block.text, font(11, bold=True), device, width)
    return Group([space(3.5), *lines, space(0.8)], True, None, True)


def paragraph_group(block: Paragraph, device: QPdfWriter, width: float) -> Group:
    """Words; the bold ones on a line before, labels with a bar at their left."""
    style, points = block.style, POINTS[block.style]
    label = style is Style.LABEL
    colour = SOFT if style in (Style.NOTE, Style.FOOT, Style.SUBTITLE) else INK
    text_font = font(points, fixed=style is Style.CODE)
    slices: list[Slice] = []
    if block.bold:
        slices += words_slices(block.bold, font(points, bold=True), device, width)
    for part in block.text.split("\n") if style is Style.CODE else [block.text]:
        slices += words_slices(part, text_font, device, width, mm(4) if label else 0.0, colour)
    if label:
        slices = [_barred(one) for one in slices]
    return Group([*slices, space(1.0 if style is Style.FOOT else 2.2)], len(slices) <= 8)


def bullets_groups(block: Bullets, device: QPdfWriter, width: float) -> list[Group]:
    """Each line whole."""
    groups = []
    for text in block.lines:
        slices = words_slices(text, font(9), device, width, mm(4.5))
        if slices:
            groups.append(Group([_dotted(slices[0]), *slices[1:], space(0.4)], True))
    return groups


def pictures_group(block: Pictures, device: QPdfWriter, width: float) -> Group:
    """Side by side, as high as the highest, with their captions; smaller where less room is left."""
    many = len(block.pictures)
    each = (width - mm(_GAP) * (many - 1)) / many
    drawn = [(picture, image_of(picture)) for picture in block.pictures]
    shown = [(picture, image) for picture, image in drawn if not image.isNull()]
    if not shown:
        lost = [line for one in block.pictures for line in words_slices(one.text, font(9), device, width, 0, SOFT)]
        return Group([*lost, space(1.5)])
    captions = [words_slices(picture.caption, font(8.5), device, each, 0, SOFT) for picture, _ in shown]
    images = [image for _, image in shown]

    def sized(tallest: float) -> Group:
        return _side_by_side(images, captions, each, tallest)

    whole = sized(mm(block.tallest))
    words = whole.height - max(_box(image, each, mm(block.tallest)).height() for image in images)
    return replace(whole, smaller=lambda room: sized(max(room - words, mm(10))))


def _side_by_side(images: Sequence[QImage], captions: Sequence[list[Slice]], each: float, tallest: float) -> Group:
    """Images with the lines under them, each as wide as `each` or as high as `tallest` dots."""
    boxes = [_box(image, each, tallest) for image in images]
    tall = max(box.height() for box in boxes)
    below = max((sum(one.height for one in lines) for lines in captions), default=0.0)

    def draw(painter: QPainter, x: float, y: float) -> None:
        for at, (image, box, lines) in enumerate(zip(images, boxes, captions)):
            left = x + at * (each + mm(_GAP))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(left, y, box.width(), box.height()), image)
            painter.setPen(QPen(QColor("#bbbbbb"), 2))
            painter.drawRect(QRectF(left, y, box.width(), box.height()))
            top = y + tall + mm(0.8)
            for line in lines:
                line.draw(painter, left, top)
                top += line.height

    return Group([Slice(tall + below + mm(1.5 if below else 0.5), draw), space(1.2)], True)


def legend_group(block: Legend, device: QPdfWriter, width: float) -> Group:
    """Swatches with their words, as many in a row as fit."""
    of, rows = font(8.5), [[]]  # type: QFont, list[list[tuple[Swatch, float, Slice]]]
    at = 0.0
    for swatch in block.swatches:
        lead = mm(9) if swatch.background else 0.0
        layout = laid_out(swatch.text, of, device, width - lead)
        wide = lead + layout.lineAt(0).naturalTextWidth() + mm(5)
        if rows[-1] and at + wide > width:
            rows.append([])
            at = 0.0
        rows[-1].append((swatch, at, _stacked(words_slices(swatch.text, of, device, width - lead))))
        at += wide
    return Group([*(_legend_row(row) for row in rows), space(1.5)], True)


def _stacked(slices: Sequence[Slice]) -> Slice:
    """Lines that stay together."""

    def draw(painter: QPainter, x: float, y: float) -> None:
        for one in slices:
            one.draw(painter, x, y)
            y += one.height

    return Slice(sum(one.height for one in slices), draw)


def _legend_row(row: Sequence[tuple[Swatch, float, Slice]]) -> Slice:
    def draw(painter: QPainter, x: float, y: float) -> None:
        for swatch, at, words in row:
            lead = 0.0
            if swatch.background:
                draw_swatch(painter, swatch.background, QRectF(x + at, y + mm(0.3), mm(7), mm(3.4)))
                lead = mm(9)
            words.draw(painter, x + at + lead, y)

    return Slice(max((words.height for _, _, words in row), default=0.0) + mm(1), draw)


def image_of(picture: Picture) -> QImage:
    """The picture; a chart is drawn three times as fine as on a screen. Null where it cannot be read."""
    kind, _, data = picture.address.partition(";base64,")
    buffer = QBuffer()
    buffer.setData(QByteArray(base64.b64decode(data)))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"png" if kind.endswith("png") else b"svg"))
    size = reader.size()
    if size.width() * size.height() > _MOST_PIXELS:
        return QImage()
    if kind.endswith("svg+xml"):
        reader.setScaledSize(size * _SHARP)
    return reader.read()


def _box(image: QImage, width: float, tallest: float) -> QRectF:
    height = width * image.height() / max(image.width(), 1)
    if height > tallest:
        width, height = width * tallest / height, tallest
    return QRectF(0, 0, width, height)


def _dotted(one: Slice) -> Slice:
    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(INK))
        painter.drawEllipse(QPointF(x + mm(2), y + one.height * 0.45), mm(0.55), mm(0.55))
        one.draw(painter, x, y)

    return Slice(one.height, draw)


def _barred(one: Slice) -> Slice:
    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.fillRect(QRectF(x, y, mm(1.2), one.height), QColor("#d55e00"))
        one.draw(painter, x, y)

    return Slice(one.height, draw)
