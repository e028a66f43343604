# SPDX-License-Identifier: GPL-2.0-or-later
"""Months as columns, what is held of each as cells: whole, half, hatched; told apart without colour too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from offline_cache.model import Month
from offline_cache.quality import Standing

from ...text import tr
from .drawing import PLAIN, SMALL, Drawing
from .inks import Background
from .parts import MARGIN, Plot, heading, months_axis
from .words import width_of

_ROW, _GAP = 17.0, 3.0
_LEGEND = 22.0


@dataclass(frozen=True)
class GridCell:
    """A month of a row; `tip` is its own title."""

    standing: Standing
    tip: str


@dataclass(frozen=True)
class GridRow:
    """A name and a cell a month; None where nothing was asked for. A row without cells is a heading."""

    name: str
    cells: Sequence[Optional[GridCell]]


@dataclass(frozen=True)
class MonthGrid:
    """The chart; `summary` is read out."""

    title: str
    unit: str
    summary: str
    months: Sequence[Month]
    rows: Sequence[GridRow]
    width: int = 700
    background: Background = Background.LIGHT


def month_grid(chart: MonthGrid) -> str:
    """Draw it, as high as it has rows."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    names = min(max((width_of(row.name, PLAIN) for row in chart.rows), default=0.0), chart.width * 0.34)
    left = MARGIN + names + 8
    height = _ROW * len(chart.rows)
    width = chart.width - left - MARGIN
    plot = Plot(left, top, width, height, width / max(len(chart.months), 1))
    for at, row in enumerate(chart.rows):
        y = top + at * _ROW
        drawing.text(MARGIN, y + _ROW - 5, row.name, PLAIN, room=names if row.cells else width, bold=not row.cells)
        for column, cell in enumerate(row.cells):
            if cell is not None:
                _cell(drawing, plot.left + column * plot.slot, y, plot.slot, cell)
    end = months_axis(drawing, plot, chart.months)
    return drawing.svg(chart.title, chart.summary, _legend(drawing, end))


def _cell(drawing: Drawing, x: float, y: float, slot: float, cell: GridCell) -> None:
    width, height = max(slot - (1.0 if slot > 6 else 0.3), 0.5), _ROW - _GAP
    inks = drawing.inks
    if cell.standing is Standing.MISSING:
        drawing.hatch(x, y, width, height, 4)
        drawing.rect(x, y, width, height, "", inks.marker, cell.tip)
    elif cell.standing is Standing.PARTIAL:
        drawing.rect(x, y + height / 2, width, height / 2, inks.fill)
        drawing.rect(x, y, width, height, "", inks.strong, cell.tip)
    else:
        drawing.rect(x, y, width, height, inks.strong, "", cell.tip)
    if cell.standing is Standing.REVISED:
        drawing.dot(x + width / 2, y + height / 2, min(width / 3, 2.5), inks.ground, "", cell.tip)


def _legend(drawing: Drawing, top: float) -> float:
    x = MARGIN
    for standing, text in (
        (Standing.HELD, tr("held")),
        (Standing.REVISED, tr("held, and revised since it was first fetched")),
        (Standing.PARTIAL, tr("held in part")),
        (Standing.MISSING, tr("missing, which is not zero")),
    ):
        _cell(drawing, x, top + 2, 13, GridCell(standing, text))
        drawing.text(x + 17, top + 13, text, SMALL)
        x += 17 + width_of(text, SMALL) + 16
    return top + _LEGEND
