# SPDX-License-Identifier: GPL-2.0-or-later
"""A chart of months for a third of a page: bars, the last year darker, the usual range, months missing hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from offline_cache.monthly import MonthStatus

from ...text import month_name, tr
from .drawing import LARGE, SMALL, Drawing
from .inks import Background
from .month_bars import Band, MonthBar
from .parts import MARGIN, Plot, hatched_periods, runs
from .scale import Scale, number_text, scale_to
from .words import broken, width_of

_HIGH = 70.0
_TITLE = 12.0


@dataclass(frozen=True)
class SmallMonths:
    """Months in their order without a gap; the last `recent` of them are drawn darker. `note` stands under the title.

    `summary` is read out. `most` is the least that the scale reaches, so that few crimes do not look like many.
    """

    title: str
    note: str
    summary: str
    months: Sequence[MonthBar]
    band: Optional[Band] = None
    recent: int = 12
    width: int = 260
    most: float = 4.0


def small_months(chart: SmallMonths) -> str:
    """Draw it."""
    drawing = Drawing(chart.width, Background.LIGHT)
    room = chart.width - 2 * MARGIN
    drawing.text(MARGIN, MARGIN + _TITLE, broken(chart.title, room / 1.1, _TITLE, 1)[0], _TITLE, bold=True)
    drawing.text(MARGIN, MARGIN + _TITLE + LARGE, chart.note, SMALL, colour=drawing.inks.soft, room=room)
    scale = scale_to(_highest(chart), _HIGH, 3, whole=True)
    left = MARGIN + width_of(number_text(scale.top), SMALL) + 5
    width = chart.width - left - MARGIN
    top = MARGIN + _TITLE + LARGE + 12
    plot = Plot(left, top, width, _HIGH, width / max(len(chart.months), 1))
    _values(drawing, plot, scale)
    hatched_periods(drawing, plot, [_hatched(one) for one in chart.months])
    for at, one in enumerate(chart.months):
        _bar(drawing, plot, scale, at, one, at >= len(chart.months) - chart.recent)
    if chart.band is not None:
        _range(drawing, plot, scale, chart.band)
    return drawing.svg(chart.title, chart.summary, _years(drawing, plot, chart) + MARGIN)


def _highest(chart: SmallMonths) -> float:
    values = [one.value for one in chart.months if one.value is not None]
    return max([*values, chart.most, chart.band.upper if chart.band else 0.0])


def _hatched(one: MonthBar) -> str:
    if one.status is MonthStatus.MISSING:
        return tr("missing")
    return tr("in part") if one.status is MonthStatus.PARTIAL else ""


def _values(drawing: Drawing, plot: Plot, scale: Scale) -> None:
    for tick in scale.ticks:
        y = plot.bottom - scale.length(tick)
        drawing.line(plot.left, y, plot.left + plot.width, y, drawing.inks.grid if tick else drawing.inks.soft)
        drawing.text(plot.left - 4, y + 3.5, number_text(tick), SMALL, "end", drawing.inks.soft)


def _bar(drawing: Drawing, plot: Plot, scale: Scale, at: int, one: MonthBar, recent: bool) -> None:
    if one.value is None or one.status is not MonthStatus.HELD:
        return
    gap = max(0.6, plot.slot * 0.12)
    x, width, height = plot.left + at * plot.slot + gap, plot.slot - 2 * gap, scale.length(one.value)
    tip = tr("{month}: {n}").format(month=month_name(one.month), n=number_text(one.value))
    drawing.rect(x, plot.bottom - height, width, height, drawing.inks.strong if recent else drawing.inks.fill, "", tip)


def _range(drawing: Drawing, plot: Plot, scale: Scale, band: Band) -> None:
    """Both limits of what is usual, dashed and cased, so that they are seen on dark bars too."""
    for value in (band.lower, band.upper) if band.lower > 0 else (band.upper,):
        y = plot.bottom - scale.length(value)
        drawing.line(plot.left, y, plot.left + plot.width, y, drawing.inks.ground, 2.2)
        drawing.line(plot.left, y, plot.left + plot.width, y, drawing.inks.marker, 1.2, "4 3")


def _years(drawing: Drawing, plot: Plot, chart: SmallMonths) -> float:
    """The years under the axis; gives where they end."""
    months = [one.month for one in chart.months]
    for first, last in runs(len(months), lambda at: months[at].year):
        left, right = plot.left + first * plot.slot, plot.left + (last + 1) * plot.slot
        if first:
            drawing.line(left, plot.bottom, left, plot.bottom + 13, drawing.inks.grid)
        if right - left >= 26:
            drawing.text((left + right) / 2, plot.bottom + 12, str(months[first].year), SMALL, "middle")
    return plot.bottom + 13
