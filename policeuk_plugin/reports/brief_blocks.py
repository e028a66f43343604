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
INVENTED = "#b34700"
_LONGEST_HEAD, _LONGEST_MORE = 140, 170
"""Letters of an entry where not all of all entries has room."""
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
    image = image_of(picture).convertToFormat(QImage.Format.Format_RGB32)
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


def listing_height(listing: Listing, column: Column, short: bool) -> float:
    """Dots that all entries take, as they are or shortened."""
    entries = map(shortened_entry, listing.entries) if short else listing.entries
    return height_of(_around(listing, column, [line for entry in entries for line in _entry(entry, column)]))


def listing_slices(listing: Listing, column: Column, room: float) -> list[Slice]:
    """A list within `room` dots: where that is too little, entries are shortened, then those left over are counted."""
    if listing_height(listing, column, short=False) <= room:
        return _around(listing, column, [line for entry in listing.entries for line in _entry(entry, column)])
    body: list[Slice] = []
    for at, entry in enumerate(listing.entries):
        count = len(listing.entries) - at
        lines = _entry(shortened_entry(entry), column)
        if height_of(_around(listing, column, [*body, *lines, *_more(count - 1, column)])) > room:
            body += _more(count, column)
            break
        body += lines
    return _around(listing, column, body)


def _around(listing: Listing, column: Column, body: Sequence[Slice]) -> list[Slice]:
    return [*column.words(listing.title, 10.0, bold=True), *body, *column.words(listing.note, 7.4, colour=SOFT)]


def shortened_entry(entry: Entry) -> Entry:
    """An entry of any length as a few lines."""
    return Entry(cut(entry.head, _LONGEST_HEAD), entry.when[:_LONGEST_HEAD], cut(entry.more, _LONGEST_MORE))


def cut(text: str, most: int) -> str:
    """A text of up to `most` letters, with an ellipsis where it was longer, between words where it has any."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip(" ,;:.") + "…"


def _entry(entry: Entry, column: Column) -> list[Slice]:
    head = f"{entry.head} ({entry.when})" if entry.when else entry.head
    lines = [*column.words(head, 8.4, bold=True), *column.words(entry.more, 8.0)]
    return [*lines, space(1.1 * column.scale)]


def _more(count: int, column: Column) -> list[Slice]:
    if count <= 0:
        return []
    text = tr("… and {n} more. The page (HTML) has all in full.")
    return column.words(text.format(n=many(count, tr("entry"), tr("entries"))), 7.6, colour=SOFT)


def rule(column: Column, thick: float = 2.0, colour: str = "#999999") -> Slice:
    """A line across."""

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.setPen(QPen(QColor(colour), thick))
        painter.drawLine(QPointF(x, y), QPointF(x + column.width, y))

    return Slice(mm(1.4), draw)


def ruled(column: Column, title: str, room: float) -> list[Slice]:
    """Lines to write on, as many as fit; none where only one does."""
    head = column.words(title, 9.0, bold=True)
    count = int((room - height_of(head)) // mm(7.5))
    if count < 2:
        return []

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.setPen(QPen(QColor("#bbbbbb"), 1.5))
        painter.drawLine(QPointF(x, y + mm(7)), QPointF(x + column.width, y + mm(7)))

    return [*head, *([Slice(mm(7.5), draw)] * count)]
