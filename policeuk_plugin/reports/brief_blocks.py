# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of a brief on paper, as slices of a column: words, pictures, lists that can be cut to their room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPdfWriter, QPen

from ..text import many, tr
from .brief import Entry, Listing, Said
from .document import Picture
from .paper import INK, SOFT, Slice, font, mm
from .paper_blocks import image_of, space, words_slices

HEAD = "#1f4e79"
Draw = Callable[[QPainter, float, float], None]


@dataclass(frozen=True)
class Column:
    """A column of a sheet: what words are measured for, its width in dots, by how much all letters are smaller."""

    device: QPdfWriter
    width: float
    scale: float

    def words(
        self, text: str, points: float, bold: bool = False, colour: str = INK, indent: float = 0.0
    ) -> list[Slice]:
        """A slice for each line; none of no text."""
        if not text:
            return []
        of = font(points * self.scale, bold=bold)
        return words_slices(text, of, self.device, self.width, indent, colour)


def height_of(slices: Sequence[Slice]) -> float:
    """Of all together."""
    return sum(one.height for one in slices)


def draw_all(slices: Sequence[Slice], painter: QPainter, x: float, y: float) -> None:
    """One under another, the first at x, y."""
    for one in slices:
        one.draw(painter, x, y)
        y += one.height


def said_slices(said: Sequence[Said], column: Column) -> list[Slice]:
    """What a brief says, each under its heading."""
    slices: list[Slice] = []
    for one in said:
        slices += column.words(one.heading, 8.8, bold=True, colour=HEAD)
        slices += [*column.words(one.text, 8.6), space(1.5 * column.scale)]
    return slices


def picture_slices(picture: Picture, column: Column, tallest: float) -> list[Slice]:
    """A picture as wide as the column, or as high as `tallest` dots; what it shows in words where it cannot be read."""
    image = image_of(picture)
    if image.isNull():
        return column.words(picture.text, 8.5, colour=SOFT)
    wide, high = column.width, column.width * image.height() / max(image.width(), 1)
    if high > tallest:
        wide, high = wide * tallest / high, tallest
    caption = column.words(picture.caption, 7.5, colour=SOFT)
    return [Slice(high, _image(image, wide, high)), space(0.8), *caption]


def _image(image: QImage, wide: float, high: float) -> Draw:
    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(x, y, wide, high), image)
        painter.setPen(QPen(QColor("#bbbbbb"), 2))
        painter.drawRect(QRectF(x, y, wide, high))

    return draw


def listing_slices(listing: Listing, column: Column, room: float) -> list[Slice]:
    """A list within `room` dots: entries that do not fit are counted, the last that does may be cut."""
    head = column.words(listing.title, 10.0, bold=True)
    note = column.words(listing.note, 7.4, colour=SOFT)
    left = room - height_of(head) - height_of(note) - mm(1)
    body: list[Slice] = []
    for at, entry in enumerate(listing.entries):
        lines, more = _entry(entry, column), _more(len(listing.entries) - at, column)
        last = at + 1 == len(listing.entries)
        if height_of(lines) <= left - (0 if last else height_of(more)):
            body += lines
            left -= height_of(lines)
        else:
            body += _cut(lines, left - height_of(more)) if not body else []
            body += _more(len(listing.entries) - at - (1 if not body else 0), column) if body else more
            break
    return [*head, *body, *note]


def _entry(entry: Entry, column: Column) -> list[Slice]:
    head = f"{entry.head} ({entry.when})" if entry.when else entry.head
    lines = [*column.words(head, 8.4, bold=True), *column.words(entry.more, 8.0)]
    return [*lines, space(1.1 * column.scale)]


def _more(count: int, column: Column) -> list[Slice]:
    if count <= 0:
        return []
    text = tr("… and {n} more: the page (HTML) has them in full.")
    return column.words(text.format(n=many(count, tr("entry"), tr("entries"))), 7.6, colour=SOFT)


def _cut(lines: Sequence[Slice], room: float) -> list[Slice]:
    kept: list[Slice] = []
    for one in lines:
        if one.height > room:
            break
        kept.append(one)
        room -= one.height
    return kept


def rule(column: Column, thick: float = 2.0, colour: str = "#999999") -> Slice:
    """A line across."""

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.setPen(QPen(QColor(colour), thick))
        painter.drawLine(QPointF(x, y), QPointF(x + column.width, y))

    return Slice(mm(1.4), draw)


def ruled(column: Column, title: str, room: float) -> list[Slice]:
    """Lines to write on, as many as fit; none where fewer than three do."""
    head = column.words(title, 9.0, bold=True)
    count = int((room - height_of(head)) // mm(7.5))
    if count < 3:
        return []

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.setPen(QPen(QColor("#bbbbbb"), 1.5))
        painter.drawLine(QPointF(x, y + mm(7)), QPointF(x + column.width, y + mm(7)))

    return [*head, *([Slice(mm(7.5), draw)] * count)]
