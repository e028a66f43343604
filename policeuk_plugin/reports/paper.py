# SPDX-License-Identifier: GPL-2.0-or-later
"""Sheets of A4 that are filled from above: what is kept together is not cut, pages are numbered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen, QTextLayout, QTextOption

from ..text import tr

DPI = 300
_LEFT, _TOP, _BOTTOM = 15.0, 14.0, 18.0
_WIDTH, _HEIGHT = 210.0, 297.0
_FOOT = 8.0
_BETWEEN = 9.0
LEAST = 0.6
INK, SOFT = "#1c1c1c", "#444444"


def mm(length: float) -> float:
    """Millimetres in dots of the paper."""
    return length * DPI / 25.4


@dataclass(frozen=True)
class Slice:
    """Something as wide as the page that is not cut: its height in dots, and what draws it at x, y."""

    height: float
    draw: Callable[[QPainter, float, float], None]


@dataclass(frozen=True)
class Group:
    """Slices one under another; `whole`: together on one page where a page can hold them.

    `again` is drawn first on every further page; `with_next`: on the page of what follows. `smaller` gives the same no
    higher than some dots, which may be down to `LEAST` of its height: a picture, where less than it wants is left.
    """

    slices: Sequence[Slice]
    whole: bool = False
    again: Optional[Slice] = None
    with_next: bool = False
    smaller: Optional[Callable[[float], Group]] = None

    @property
    def height(self) -> float:
        """Of all slices."""
        return sum(one.height for one in self.slices)

    @property
    def least(self) -> float:
        """The least height that it can do with."""
        return self.height * LEAST if self.smaller is not None else self.height


class Paper:
    """A PDF in memory; `pages` is the number of its pages, as they are known from a first try.

    Use it in a `with`: Qt complains of a paper that goes away while it is drawn on, as where a run is stopped.
    """

    def __init__(self, title: str, foot: str, pages: int = 0, marking: str = "") -> None:
        self._data = QByteArray()
        self._buffer = QBuffer(self._data)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setResolution(DPI)
        self._writer.setTitle(title)
        self._writer.setCreator("policeuk_plugin")
        size = QPageSize(QPageSize.PageSizeId.A4)
        layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        self._writer.setPageLayout(layout)
        self._painter = QPainter(self._writer)
        self._foot, self._pages, self._marking = foot, pages, marking
        self.page, self._y = 1, mm(_TOP)

    def __enter__(self) -> Paper:
        return self

    def __exit__(self, *_: object) -> None:
        if self._painter.isActive():
            self._painter.end()

    @property
    def width(self) -> float:
        """Room between the margins, in dots."""
        return mm(_WIDTH - 2 * _LEFT)

    @property
    def height(self) -> float:
        """Room on an empty page, in dots."""
        return mm(_HEIGHT - _TOP - _BOTTOM)

    @property
    def device(self) -> QPdfWriter:
        """What words are measured for."""
        return self._writer

    def new_page(self) -> None:
        """Begin a page, unless this one is empty."""
        if self._y > mm(_TOP):
            self._write_foot()
            self._writer.newPage()
            self.page, self._y = self.page + 1, mm(_TOP)

    def begin_part(self, needed: float) -> None:
        """Begin what needs so much room below a line on this page, where it has that, else on the next page."""
        if self._y <= mm(_TOP):
            return
        if mm(_BETWEEN) + needed > self._room:
            self.new_page()
            return
        painter, y = self._painter, self._y + mm(_BETWEEN / 2)
        painter.setPen(QPen(QColor("#777777"), 3))
        painter.drawLine(QPointF(mm(_LEFT), y), QPointF(mm(_WIDTH - _LEFT), y))
        self._y += mm(_BETWEEN)

    def put(self, groups: Sequence[Group]) -> None:
        """Put groups below what is there."""
        for at, group in enumerate(groups):
            if _needed(groups, at, self.height) > self._room:
                self.new_page()
            below = groups[at + 1].height if group.with_next and at + 1 < len(groups) else 0.0
            if group.smaller is not None and group.height + below > self._room:
                group = group.smaller(self._room - below)
            for number, one in enumerate(group.slices):
                if one.height > self._room and number:
                    self.new_page()
                    if group.again is not None:
                        self._draw(group.again)
                self._draw(one)

    def finish(self) -> bytes:
        """The file."""
        self._write_foot()
        self._painter.end()
        self._buffer.close()
        return bytes(self._data)

    @property
    def _room(self) -> float:
        return mm(_HEIGHT - _BOTTOM) - self._y + 1

    def _draw(self, one: Slice) -> None:
        self._painter.save()
        one.draw(self._painter, mm(_LEFT), self._y)
        self._painter.restore()
        self._y += one.height

    def _write_foot(self) -> None:
        """Title and number of the page, and whose data it is, under a thin line."""
        painter, y = self._painter, mm(_HEIGHT - _BOTTOM + 3)
        painter.setPen(QPen(QColor("#999999"), 1.5))
        painter.drawLine(QPointF(mm(_LEFT), y), QPointF(mm(_WIDTH - _LEFT), y))
        of = str(self._pages) if self._pages else "000"
        number = tr("Page {n} of {all}").format(n=self.page, all=of)
        text_line(painter, self._foot, font(7), QRectF(mm(_LEFT), y + mm(1), self.width - mm(28), mm(_FOOT)))
        box = QRectF(mm(_WIDTH - _LEFT - 28), y + mm(1), mm(28), mm(_FOOT))
        text_line(painter, number, font(8), box, Qt.AlignmentFlag.AlignRight)
        for top in (3.0, _HEIGHT - _BOTTOM + 11):
            middle = QRectF(mm(_LEFT), mm(top), self.width, mm(6))
            text_line(painter, self._marking, font(9, bold=True), middle, Qt.AlignmentFlag.AlignHCenter, INK)


def _needed(groups: Sequence[Group], at: int, page: float) -> float:
    """Room that a group needs to begin here: all of it where it is whole, with what a heading stands over."""
    group = groups[at]
    own = group.least if group.whole and group.height <= page else sum(one.height for one in group.slices[:2])
    if group.with_next and at + 1 < len(groups):
        both = own + _needed(groups, at + 1, page)
        return both if both <= page else own + sum(one.height for one in groups[at + 1].slices[:2])
    return own


def font(points: float, bold: bool = False, fixed: bool = False) -> QFont:
    """A font of the size."""
    made = QFont("DejaVu Sans Mono" if fixed else "Sans Serif")
    if fixed:
        made.setStyleHint(QFont.StyleHint.Monospace)
    made.setPointSizeF(points)
    made.setBold(bold)
    return made


def text_line(
    painter: QPainter,
    words: str,
    of: QFont,
    box: QRectF,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    colour: str = SOFT,
) -> None:
    """Words in a box, broken where they have to be."""
    painter.setPen(QColor(colour))
    painter.setFont(of)
    option = QTextOption(align)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    painter.drawText(box, words, option)


def laid_out(words: str, of: QFont, device: QPdfWriter, width: float) -> QTextLayout:
    """Words in lines as wide as `width` dots, also where one word is wider."""
    layout = QTextLayout(words, of, device)
    option = layout.textOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
    layout.endLayout()
    return layout
