# SPDX-License-Identifier: GPL-2.0-or-later
"""The sheets of a meeting pack after the brief: priorities of last time, what was done, what the crimes did."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.PyQt.QtGui import QPainter, QPdfWriter

from ..text import tr
from .brief import Brief, Meeting, SinceRow
from .brief_blocks import INVENTED, Column, cut, draw_all, height_of, rule, ruled
from .paper import SOFT, Group, Slice, mm
from .paper_blocks import space

_SHARES = (0.36, 0.32, 0.32)
_GAP = 4.0
_LINES, _LONGEST = 95.0, 420
"""Millimetres to write on; letters of a cell, of which the page (HTML) has all."""


def meeting_groups(brief: Brief, meeting: Meeting, device: QPdfWriter, width: float) -> Iterator[Group]:
    """One row whole; the head again on a further page. What the data is stands here, too: sheets are torn apart."""
    column = Column(device, width, 1.0)
    labels = [line for label in brief.labels for line in column.words(label, 8.0, bold=True, colour=INVENTED)]
    title = [*column.words(meeting.title, 15.0, bold=True), *labels]
    title += [space(1), *column.words(meeting.lead, 10.0), space(3)]
    yield Group(title, True, None, True)
    head = _row(SinceRow(*meeting.head), column, bold=True)
    if meeting.rows:
        yield Group([*head, rule(column, 4.0, "#1f4e79")], True, None, True)
    for row in meeting.rows:
        yield Group([*_row(row, column), rule(column, 1.5, "#cccccc")], True)
    new = [space(3), *column.words(meeting.added.title, 11.0, bold=True), *column.words(meeting.added.note, 9.0)]
    yield Group(new, True)
    notes = [*meeting.notes, " ".join(brief.rights)]
    yield Group([space(2), *(line for note in notes for line in column.words(note, 8.0, colour=SOFT))], True)
    lines = ruled(column, tr("Agreed at this meeting"), mm(_LINES))
    yield Group([space(4), *lines], True)


def _row(row: SinceRow, column: Column, bold: bool = False) -> list[Slice]:
    """Three cells side by side."""
    room = column.width - 2 * mm(_GAP)
    cells = [
        Column(column.device, room * share, 1.0).words(text, 9.0, bold=bold)
        for share, text in zip(_SHARES, (cut(row.priority, _LONGEST), cut(row.done, _LONGEST), row.crimes))
    ]

    def draw(painter: QPainter, x: float, y: float) -> None:
        for share, lines in zip(_SHARES, cells):
            draw_all(lines, painter, x, y)
            x += room * share + mm(_GAP)

    return [space(1), Slice(max(height_of(lines) for lines in cells), draw), space(1)]
