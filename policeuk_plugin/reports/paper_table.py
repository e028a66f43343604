# SPDX-License-Identifier: GPL-2.0-or-later
"""A table as slices of a page: rows are never cut, a table only where it is longer than a page."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QPointF
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QPainter, QPdfWriter, QPen, QTextLayout

from .document import Heading, Paragraph, Style
from .paper import INK, Group, Slice, font, laid_out, mm
from .paper_blocks import heading_group, paragraph_group
from .result_page import Table

_POINTS = 8.5
_PAD = 2.0
_LONGEST_NUMBER = 30


def table_groups(table: Table, device: QPdfWriter, width: float) -> list[Group]:
    """Title, rows under their head, and the note."""
    columns = max((len(row) for row in (table.head, *table.rows)), default=0)
    if not columns:
        return []
    widths = _widths(table, columns, device, width)
    words = [table.has_words(at) or _has_sentences(table, at) for at in range(columns)]
    head = _row(table.head, widths, words, device, True)
    rows = [_row(row, widths, words, device, False) for row in table.rows]
    groups = [heading_group(Heading(table.title), device, width)] if table.title else []
    groups.append(Group([head, *rows, Slice(mm(1), lambda painter, x, y: None)], True, head))
    if table.foot:
        groups.append(paragraph_group(Paragraph(table.foot, Style.NOTE), device, width))
    return groups


def _widths(table: Table, columns: int, device: QPdfWriter, width: float) -> list[float]:
    """Each column as wide as its longest cell, heads broken first; what is too much is taken from the widest."""
    metrics = QFontMetricsF(font(_POINTS, bold=True), device)
    pad = mm(2 * _PAD)

    def words(cells: Sequence[str]) -> float:
        longest = max((metrics.horizontalAdvance(word) for cell in cells for word in cell.split()), default=0.0)
        return min(longest, width / 3) + pad

    heads = [*table.head, *[""] * (columns - len(table.head))]
    cells = [[row[at] for row in table.rows if at < len(row)] for at in range(columns)]
    body = [max((metrics.horizontalAdvance(cell) for cell in column), default=0.0) + pad for column in cells]
    wanted = [max(wide, words([head])) for wide, head in zip(body, heads)]
    least = [max(words(column), words([head])) for column, head in zip(cells, heads)]
    while sum(wanted) > width + 1:
        widest = max(range(columns), key=lambda at: wanted[at] - least[at])
        over = wanted[widest] - least[widest]
        if over <= 1:
            return [one * width / sum(wanted) for one in wanted]
        wanted[widest] -= min(over, max(sum(wanted) - width, 1.0), mm(3))
    for at, head in enumerate(heads):
        more = min(metrics.horizontalAdvance(head) + pad - wanted[at], width - sum(wanted))
        wanted[at] += max(more, 0.0)
    wanted[0] += width - sum(wanted)
    return wanted


def _has_sentences(table: Table, at: int) -> bool:
    """Whether a column holds what is too long for a number."""
    return any(len(row[at]) > _LONGEST_NUMBER for row in table.rows if at < len(row))


def _row(cells: Sequence[str], widths: Sequence[float], words: Sequence[bool], device: QPdfWriter, head: bool) -> Slice:
    of = font(_POINTS, bold=head)
    layouts = [laid_out(cell, of, device, wide - mm(_PAD)) for cell, wide in zip(cells, widths)]
    height = max((_height(layout) for layout in layouts), default=0.0) + mm(1.6)

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.setPen(QColor(INK))
        left = x
        for layout, wide, left_bound in zip(layouts, widths, words):
            top = y + mm(0.7) + (height - mm(1.6) - _height(layout) if head else 0.0)
            _draw_cell(painter, layout, left, top, 0.0 if left_bound else wide - mm(_PAD))
            left += wide
        painter.setPen(QPen(QColor("#777777" if head else "#cccccc"), 4 if head else 2))
        painter.drawLine(QPointF(x, y + height), QPointF(left, y + height))

    return Slice(height, draw)


def _draw_cell(painter: QPainter, layout: QTextLayout, x: float, y: float, right: float) -> None:
    """Lines from the left, or ending `right` of it where that is given: numbers."""
    for at in range(layout.lineCount()):
        line = layout.lineAt(at)
        shift = right - line.naturalTextWidth() if right else 0.0
        line.draw(painter, QPointF(x + shift, y))
        y += line.height()


def _height(layout: QTextLayout) -> float:
    return sum(layout.lineAt(at).height() for at in range(layout.lineCount()))
