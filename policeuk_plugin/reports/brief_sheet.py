# SPDX-License-Identifier: GPL-2.0-or-later
"""A brief as one sheet of A4 that is never cut: letters shrink first, then lists, until all of it fits."""

from __future__ import annotations

from qgis.PyQt.QtGui import QPainter, QPdfWriter

from ..text import tr
from .brief import Brief
from .brief_blocks import (
    INVENTED,
    Column,
    cut,
    draw_all,
    height_of,
    listing_height,
    listing_slices,
    picture_slices,
    rule,
    ruled,
    said_slices,
)
from .paper import SOFT, Slice, mm
from .paper_blocks import space

_SCALES = (1.0, 0.97, 0.94, 0.91, 0.88, 0.84, 0.8, 0.76, 0.7)
_READABLE = 0.88
"""The least size of letters for the sake of lists; smaller ones only where the sheet would not hold the rest."""
_MAP, _GAP, _BEYOND = 0.45, 5.0, 7.0
_LEAST_LISTS, _TALLEST_MAP = 30.0, 104.0
"""Millimetres: the least that priorities and events get, the most that the map does."""
_LONGEST_TITLE = 110


def brief_slice(brief: Brief, device: QPdfWriter, width: float, height: float) -> Slice:
    """The sheet as something `width` by `height` dots that is drawn whole."""
    parts = _fitting(brief, device, width, height)

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.save()
        draw_all(parts, painter, x, y)
        painter.restore()

    return Slice(height, draw)


def _fitting(brief: Brief, device: QPdfWriter, width: float, height: float) -> list[Slice]:
    """The largest letters with which lists are whole, else with which none of their entries is left out.

    Where no readable ones do that, entries are left out; smaller ones are taken only where nothing else would fit.
    """
    columns = [Column(device, width, scale) for scale in _SCALES]
    readable = [column for column in columns if column.scale >= _READABLE]
    for short in (False, True):
        for column in readable:
            if _wanted(brief, column, short) <= height:
                return _parts(brief, column, height)
    found: list[Slice] = []
    for column in columns[len(readable) - 1 :]:
        found = _parts(brief, column, height)
        if height_of(found) <= height:
            break
    return found


def _wanted(brief: Brief, column: Column, short: bool) -> float:
    """The height of the sheet with all entries of its lists, as they are or shortened."""
    fixed = [*_head(brief, column), *_middle(brief, column), *_charts(brief, column), *_end(brief, column)]
    lists = (listing_height(one, _half(column), short) for one in (brief.priorities, brief.events))
    return height_of(fixed) + max(lists) + mm(3)


def _half(column: Column) -> Column:
    return Column(column.device, (column.width - mm(_GAP)) / 2, column.scale)


def _parts(brief: Brief, column: Column, height: float) -> list[Slice]:
    head = _head(brief, column)
    middle = _middle(brief, column)
    charts = _charts(brief, column)
    end = _end(brief, column)
    used = height_of([*head, *middle, *charts, *end])
    room = max(height - used - mm(3), mm(_LEAST_LISTS))
    lists = _lists(brief, column, room)
    left = height - used - lists.height - mm(4)
    lines = [space(3), *ruled(column, tr("Notes"), left - mm(8))]
    return [*head, *middle, *charts, lists, *lines, space(max(0.0, (left - height_of(lines)) / mm(1) - 1)), *end]


def _head(brief: Brief, column: Column) -> list[Slice]:
    name = cut(brief.title, _LONGEST_TITLE)
    labels = [line for text in brief.labels for line in column.words(text, 9.0, bold=True, colour=INVENTED)]
    return [
        *column.words(name, 17.0, bold=True),
        *column.words(brief.subtitle, 9.0, colour=SOFT),
        *labels,
        space(1.2),
        rule(column, 4.0, "#1f4e79"),
        space(0.8),
    ]


def _middle(brief: Brief, column: Column) -> list[Slice]:
    """The map at the left, at its right what is said as far as it lasts, the rest below in the whole width."""
    if brief.picture is None:
        return [*said_slices(brief.said, column), space(1)]
    wide = column.width * _MAP
    left = Column(column.device, wide, column.scale)
    right = Column(column.device, column.width - wide - mm(_GAP), column.scale)
    picture = picture_slices(brief.picture, left, mm(_TALLEST_MAP))
    high = height_of(picture)
    count = len(brief.said)
    while count and height_of(said_slices(brief.said[:count], right)) > high + mm(_BEYOND):
        count -= 1
    words = said_slices(brief.said[:count], right)
    tall = max(high, height_of(words))

    def draw(painter: QPainter, x: float, y: float) -> None:
        draw_all(picture, painter, x, y)
        draw_all(words, painter, x + wide + mm(_GAP), y)

    return [Slice(tall, draw), space(1.2), *said_slices(brief.said[count:], column), space(0.6)]


def _charts(brief: Brief, column: Column) -> list[Slice]:
    """Side by side."""
    if not brief.charts:
        return []
    many = max(len(brief.charts), 3)
    each = Column(column.device, (column.width - mm(3) * (many - 1)) / many, column.scale)
    pictures = [picture_slices(one, each, mm(60)) for one in brief.charts]

    def draw(painter: QPainter, x: float, y: float) -> None:
        for at, slices in enumerate(pictures):
            draw_all(slices, painter, x + at * (each.width + mm(3)), y)

    note = column.words(brief.charts_note, 7.2, colour=SOFT)
    return [Slice(max(height_of(slices) for slices in pictures), draw), space(0.6), *note, space(1.4)]


def _lists(brief: Brief, column: Column, room: float) -> Slice:
    """Priorities at the left, events at the right."""
    half = _half(column)
    left, right = (listing_slices(one, half, room) for one in (brief.priorities, brief.events))

    def draw(painter: QPainter, x: float, y: float) -> None:
        draw_all(left, painter, x, y)
        draw_all(right, painter, x + half.width + mm(_GAP), y)

    return Slice(max(height_of(left), height_of(right)), draw)


def _end(brief: Brief, column: Column) -> list[Slice]:
    """What to keep in mind; whose data it is stands in the foot too."""
    words = " ".join([*brief.caveats, *brief.rights])
    return [rule(column), *column.words(words, 7.2, colour=SOFT)]
