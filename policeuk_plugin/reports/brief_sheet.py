# SPDX-License-Identifier: GPL-2.0-or-later
"""A brief as one sheet of A4 that is never cut: letters shrink first, then lists, until all of it fits."""

from __future__ import annotations

from qgis.PyQt.QtGui import QPainter, QPdfWriter

from ..text import tr
from .brief import Brief
from .brief_blocks import (
    Column,
    draw_all,
    height_of,
    listing_slices,
    picture_slices,
    rule,
    ruled,
    said_slices,
)
from .paper import SOFT, Slice, mm
from .paper_blocks import space

_SCALES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76)
_MAP, _GAP = 0.47, 5.0
_LISTS, _LEAST_LISTS = 62.0, 30.0
"""Millimetres wanted for priorities and events, and the least that they get."""
_TALLEST_MAP = 104.0
_LONGEST_TITLE = 110


def brief_slice(brief: Brief, device: QPdfWriter, width: float, height: float) -> Slice:
    """The sheet as something `width` by `height` dots that is drawn whole."""
    parts: list[Slice] = []
    for scale in _SCALES:
        parts = _parts(brief, Column(device, width, scale), height)
        if height_of(parts) <= height:
            break

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.save()
        draw_all(parts, painter, x, y)
        painter.restore()

    return Slice(height, draw)


def _parts(brief: Brief, column: Column, height: float) -> list[Slice]:
    head = _head(brief, column)
    middle = _middle(brief, column)
    charts = _charts(brief, column)
    end = _end(brief, column)
    used = height_of([*head, *middle, *charts, *end])
    room = max(height - used - mm(3), mm(_LEAST_LISTS))
    lists = _lists(brief, column, room)
    left = height - used - lists.height - mm(4)
    lines = ruled(column, tr("Notes"), left)
    return [*head, *middle, *charts, lists, *lines, space(max(0.0, (left - height_of(lines)) / mm(1) - 1)), *end]


def _head(brief: Brief, column: Column) -> list[Slice]:
    name = brief.title if len(brief.title) <= _LONGEST_TITLE else brief.title[: _LONGEST_TITLE - 1].rstrip() + "…"
    labels = [line for text in brief.labels for line in column.words(text, 9.0, bold=True, colour="#b34700")]
    return [
        *column.words(name, 17.0, bold=True),
        *column.words(brief.subtitle, 9.0, colour=SOFT),
        *labels,
        space(1.2),
        rule(column, 4.0, "#1f4e79"),
        space(0.8),
    ]


def _middle(brief: Brief, column: Column) -> list[Slice]:
    """The map at the left, what is said at its right."""
    if brief.picture is None:
        return [*said_slices(brief.said, column), space(1)]
    wide = column.width * _MAP
    left = Column(column.device, wide, column.scale)
    right = Column(column.device, column.width - wide - mm(_GAP), column.scale)
    picture = picture_slices(brief.picture, left, mm(_TALLEST_MAP))
    words = said_slices(brief.said, right)
    tall = max(height_of(picture), height_of(words))

    def draw(painter: QPainter, x: float, y: float) -> None:
        draw_all(picture, painter, x, y)
        draw_all(words, painter, x + wide + mm(_GAP), y)

    return [Slice(tall, draw), space(1)]


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

    return [Slice(max(height_of(slices) for slices in pictures), draw), space(1.2)]


def _lists(brief: Brief, column: Column, room: float) -> Slice:
    """Priorities at the left, events at the right."""
    half = Column(column.device, (column.width - mm(_GAP)) / 2, column.scale)
    left, right = (listing_slices(one, half, room) for one in (brief.priorities, brief.events))

    def draw(painter: QPainter, x: float, y: float) -> None:
        draw_all(left, painter, x, y)
        draw_all(right, painter, x + half.width + mm(_GAP), y)

    return Slice(max(height_of(left), height_of(right)), draw)


def _end(brief: Brief, column: Column) -> list[Slice]:
    """What to keep in mind; whose data it is stands in the foot too."""
    words = " ".join([*brief.caveats, *brief.rights])
    return [rule(column), *column.words(words, 7.2, colour=SOFT)]
