# SPDX-License-Identifier: GPL-2.0-or-later
"""Months as columns, units as rows, filled where the unit was in the top; months that are not held are hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from offline_cache.model import Month

from ...text import many, month_name, tr
from .drawing import PLAIN, SMALL, Drawing
from .inks import Background
from .parts import MARGIN, Plot, Swatch, heading, legend, months_axis
from .words import width_of

_ROW, _GAP = 17.0, 3.0


@dataclass(frozen=True)
class TopMonth:
    """A month of a unit: whether it was in the top, and its crimes."""

    top: bool
    crimes: int


@dataclass(frozen=True)
class TopRow:
    """A unit, a cell a month, None where the month is not held; `total` stands behind the row."""

    name: str
    cells: Sequence[Optional[TopMonth]]
    total: str = ""


@dataclass(frozen=True)
class TopMonths:
    """The chart; `top` says in words what the top is, `summary` is read out; `rest` names what is not in the top."""

    title: str
    unit: str
    summary: str
    top: str
    months: Sequence[Month]
    rows: Sequence[TopRow]
    width: int = 700
    background: Background = Background.LIGHT
    rest: str = ""


def top_months(chart: TopMonths) -> str:
    """Draw it, as high as it has rows; any width from 300 pixels."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    names = min(max((width_of(row.name, PLAIN) for row in chart.rows), default=0.0), chart.width * 0.34)
    totals = max((width_of(row.total, SMALL) for row in chart.rows), default=0.0)
    left = MARGIN + names + 8
    width = chart.width - left - MARGIN - (totals + 6 if totals else 0)
    plot = Plot(left, top, width, _ROW * len(chart.rows), width / max(len(chart.months), 1))
    for at, row in enumerate(chart.rows):
        y = top + at * _ROW
        drawing.text(MARGIN, y + _ROW - 5, row.name, PLAIN, room=names)
        drawing.text(chart.width - MARGIN, y + _ROW - 5, row.total, SMALL, "end")
        for column, cell in enumerate(row.cells):
            _cell(drawing, chart, plot.left + column * plot.slot, y, plot.slot, chart.months[column], cell)
    end = months_axis(drawing, plot, chart.months)
    return drawing.svg(chart.title, chart.summary, legend(drawing, end, _legend(drawing, chart)))


def _cell(
    drawing: Drawing, chart: TopMonths, x: float, y: float, slot: float, month: Month, cell: Optional[TopMonth]
) -> None:
    width, height, inks = max(slot - (1.0 if slot > 6 else 0.3), 0.5), _ROW - _GAP, drawing.inks
    if cell is None:
        drawing.hatch(x, y, width, height, 4.0)
        return
    words = chart.top if cell.top else chart.rest or tr("not in the top")
    tip = tr("{month}: {crimes}, {words}").format(
        month=month_name(month), crimes=many(cell.crimes, tr("crime"), tr("crimes")), words=words
    )
    drawing.rect(x, y, width, height, inks.strong if cell.top else inks.ground, inks.grid, tip)


def _legend(drawing: Drawing, chart: TopMonths) -> list[Swatch]:
    inks = drawing.inks
    entries: list[Swatch] = [
        (chart.top, lambda x, y: drawing.rect(x, y, 18, 10, inks.strong)),
        (chart.rest or tr("not in the top"), lambda x, y: drawing.rect(x, y, 18, 10, inks.ground, inks.soft)),
    ]
    if any(cell is None for row in chart.rows for cell in row.cells):
        entries.append((tr("not wholly held, which is not zero"), lambda x, y: drawing.hatch(x, y, 18, 10, 4.0)))
    return entries
