# SPDX-License-Identifier: GPL-2.0-or-later
"""A control chart: months as a line between limits of their own, those outside marked; breaks as upright lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from offline_cache.model import Month

from ...text import month_name, tr
from .drawing import Drawing
from .inks import Background
from .parts import Plot, Swatch, heading, legend, missing_months, months_axis, plot_of, runs, values_axis
from .scale import Scale, number_text, scale_to


@dataclass(frozen=True)
class Controlled:
    """A month: its value, None where it is not held; what is usual, and the limits, None where there are none.

    `beyond` is 1 above the limits, −1 below; `jump` where another level begins.
    """

    month: Month
    value: Optional[float]
    usual: Optional[float] = None
    lower: Optional[float] = None
    upper: Optional[float] = None
    beyond: int = 0
    jump: bool = False


@dataclass(frozen=True)
class ControlChart:
    """The chart; months in their order without a gap. `mark` is a month before which a line is drawn, in words."""

    title: str
    unit: str
    summary: str
    months: Sequence[Controlled]
    width: int = 700
    background: Background = Background.LIGHT
    mark: Optional[Month] = None
    mark_name: str = ""


def control_chart(chart: ControlChart) -> str:
    """Draw it; any width from 300 pixels."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    highest = max([value for one in chart.months for value in (one.value, one.upper) if value is not None], default=0.0)
    scale = scale_to(highest, min(max(chart.width * 0.36, 110), 260))
    plot = plot_of(drawing, top, scale, len(chart.months))
    values_axis(drawing, plot, scale)
    missing_months(drawing, plot, [one.value is None for one in chart.months])
    for values, dash, width in (
        ([one.lower for one in chart.months], "6 4", 1.3),
        ([one.usual for one in chart.months], "", 1.0),
        ([one.upper for one in chart.months], "6 4", 1.3),
    ):
        _steps(drawing, plot, scale, values, dash, width)
    _line(drawing, plot, scale, chart.months)
    months = [one.month for one in chart.months]
    if chart.mark in months:
        x = plot.left + months.index(chart.mark) * plot.slot
        drawing.line(x, plot.top, x, plot.bottom, drawing.inks.ink, 1.6, "2 3")
    end = months_axis(drawing, plot, months)
    return drawing.svg(chart.title, chart.summary, legend(drawing, end, _legend(drawing, chart)))


def _steps(
    drawing: Drawing, plot: Plot, scale: Scale, values: Sequence[Optional[float]], dash: str, width: float
) -> None:
    """A limit, level within a month; it ends where there is none."""
    for first, last in runs(len(values), lambda at: values[at] is None):
        points = []
        for at in range(first, last + 1):
            value = values[at]
            if value is not None:
                y = plot.bottom - scale.length(value)
                points += [(plot.left + at * plot.slot, y), (plot.left + (at + 1) * plot.slot, y)]
        drawing.path(points, drawing.inks.band, width, dash)


def _line(drawing: Drawing, plot: Plot, scale: Scale, months: Sequence[Controlled]) -> None:
    inks, run = drawing.inks, list[tuple[float, float]]()
    for at, one in enumerate([*months, None]):
        if one is None or one.value is None:
            drawing.path(run, inks.strong, 1.4)
            run = []
            continue
        run.append((plot.middle(at), plot.bottom - scale.length(one.value)))
    radius = min(3.2, max(1.8, plot.slot * 0.22))
    for at, one in enumerate(months):
        if one.value is None:
            continue
        x, y = plot.middle(at), plot.bottom - scale.length(one.value)
        if one.jump:
            drawing.dot(x, y, radius + 3.2, inks.ground, inks.marker)
        fill = inks.marker if one.beyond else inks.strong
        drawing.dot(x, y, radius + (1.2 if one.beyond else 0.0), fill, "", _tip(one))


def _tip(one: Controlled) -> str:
    words = [tr("{month}: {n}").format(month=month_name(one.month), n=number_text(one.value or 0.0))]
    if one.beyond:
        words.append(tr("above the usual range") if one.beyond > 0 else tr("below the usual range"))
    if one.jump:
        words.append(tr("another level from here on"))
    return ", ".join(words)


def _legend(drawing: Drawing, chart: ControlChart) -> list[Swatch]:
    inks = drawing.inks

    def usual(x: float, y: float) -> None:
        drawing.line(x, y + 5, x + 18, y + 5, inks.strong, 1.4)
        drawing.dot(x + 9, y + 5, 3, inks.strong)

    def jumping(x: float, y: float) -> None:
        drawing.dot(x + 9, y + 5, 5.5, inks.ground, inks.marker)
        drawing.dot(x + 9, y + 5, 2.4, inks.strong)

    entries: list[Swatch] = [(tr("month"), usual)]
    if any(one.beyond for one in chart.months):
        entries.append((tr("outside the usual range"), lambda x, y: drawing.dot(x + 9, y + 5, 4.2, inks.marker)))
    if any(one.jump for one in chart.months):
        entries.append((tr("another level from here on"), jumping))
    if any(one.upper is not None for one in chart.months):
        words = tr("usual range of the month")
        entries.append((words, lambda x, y: drawing.line(x, y + 5, x + 18, y + 5, inks.band, 1.3, "6 4")))
        entries.append((tr("usual"), lambda x, y: drawing.line(x, y + 5, x + 18, y + 5, inks.band, 1)))
    if chart.mark is not None and chart.mark_name:
        ink = inks.ink
        entries.append((chart.mark_name, lambda x, y: drawing.line(x + 9, y - 1, x + 9, y + 11, ink, 1.6, "2 3")))
    if any(one.value is None for one in chart.months):
        entries.append((tr("missing, not zero"), lambda x, y: drawing.hatch(x, y, 18, 10)))
    return entries
