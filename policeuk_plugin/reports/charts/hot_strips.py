# SPDX-License-Identifier: GPL-2.0-or-later
"""Months as columns, units as rows under their class: full where hot, low where cold, hatched where not held."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from offline_cache.model import Month

from ...text import many, month_name, tr
from .drawing import PLAIN, SMALL, Drawing
from .inks import Background
from .parts import MARGIN, Plot, Swatch, heading, legend, months_axis
from .words import width_of

_ROW, _GAP, _HEAD = 17.0, 3.0, 22.0
_BOLD = 1.25
"""How much wider than is reckoned bold letters may be, in the fonts of a PDF too."""


class Heat(enum.Enum):
    """What a unit is in a month."""

    HOT = "hot"
    COLD = "cold"
    NEITHER = "neither"


@dataclass(frozen=True)
class HotMonth:
    """A month of a unit, and the crimes in its window."""

    heat: Heat
    crimes: int


@dataclass(frozen=True)
class HotRow:
    """A unit, a cell a month, None where the month is not held; `total` stands behind the row."""

    name: str
    cells: Sequence[Optional[HotMonth]]
    total: str = ""


@dataclass(frozen=True)
class HotClass:
    """A class with what it means, and some of its units."""

    name: str
    meaning: str
    rows: Sequence[HotRow]


@dataclass(frozen=True)
class HotStrips:
    """The chart; `summary` is read out."""

    title: str
    unit: str
    summary: str
    months: Sequence[Month]
    classes: Sequence[HotClass]
    width: int = 700
    background: Background = Background.LIGHT


def hot_strips(chart: HotStrips) -> str:
    """Draw it, as high as it has rows; any width from 300 pixels."""
    drawing = Drawing(chart.width, chart.background)
    y = heading(drawing, chart.title, chart.unit)
    rows = [row for one in chart.classes for row in one.rows]
    names = min(max((width_of(row.name, PLAIN) for row in rows), default=0.0), chart.width * 0.34)
    totals = max((width_of(row.total, SMALL) for row in rows), default=0.0)
    left = MARGIN + names + 8
    width = chart.width - left - MARGIN - (totals + 6 if totals else 0)
    slot = width / max(len(chart.months), 1)
    for one in chart.classes:
        y = _class_name(drawing, one, y)
        for row in one.rows:
            drawing.text(MARGIN, y + _ROW - 5, row.name, PLAIN, room=names)
            drawing.text(chart.width - MARGIN, y + _ROW - 5, row.total, SMALL, "end")
            for column, cell in enumerate(row.cells):
                _cell(drawing, left + column * slot, y, slot, chart.months[column], cell)
            y += _ROW
    end = months_axis(drawing, Plot(left, y, width, 0, slot), chart.months)
    return drawing.svg(chart.title, chart.summary, legend(drawing, end, _legend(drawing, rows)))


def _class_name(drawing: Drawing, one: HotClass, y: float) -> float:
    drawing.text(MARGIN, y + _HEAD - 6, one.name, PLAIN, bold=True)
    x = MARGIN + _BOLD * width_of(one.name, PLAIN) + 8
    drawing.text(x, y + _HEAD - 6, one.meaning, SMALL, colour=drawing.inks.soft, room=drawing.width - x - MARGIN)
    return y + _HEAD


def _cell(drawing: Drawing, x: float, y: float, slot: float, month: Month, cell: Optional[HotMonth]) -> None:
    width, height = max(slot - (1.0 if slot > 6 else 0.3), 0.5), _ROW - _GAP
    if cell is None:
        drawing.hatch(x, y, width, height, 4.0)
        return
    tip = tr("{month}: {crimes} with neighbours, {heat}").format(
        month=month_name(month), crimes=many(cell.crimes, tr("crime"), tr("crimes")), heat=_words()[cell.heat]
    )
    _sign(drawing, x, y, width, height, cell.heat, tip)


def _sign(drawing: Drawing, x: float, y: float, width: float, height: float, heat: Heat, tip: str = "") -> None:
    """Hot fills the box, cold its lower third."""
    inks = drawing.inks
    drawing.rect(x, y, width, height, inks.marker if heat is Heat.HOT else inks.ground, inks.grid, tip)
    if heat is Heat.COLD:
        drawing.rect(x, y + height * 2 / 3, width, height / 3, inks.strong, "", tip)


def _words() -> dict[Heat, str]:
    return {
        Heat.HOT: tr("hot: more crimes than chance puts there"),
        Heat.COLD: tr("cold: fewer than chance leaves"),
        Heat.NEITHER: tr("neither"),
    }


def _legend(drawing: Drawing, rows: Sequence[HotRow]) -> list[Swatch]:
    cells = [cell for row in rows for cell in row.cells]
    there = {cell.heat for cell in cells if cell is not None}
    entries: list[Swatch] = [
        (words, lambda x, y, heat=heat: _sign(drawing, x, y, 18, 10, heat))  # type: ignore[misc]
        for heat, words in _words().items()
        if heat in there or heat is not Heat.COLD
    ]
    if None in cells:
        entries.append((tr("not wholly held, which is not zero"), lambda x, y: drawing.hatch(x, y, 18, 10, 4.0)))
    return entries
