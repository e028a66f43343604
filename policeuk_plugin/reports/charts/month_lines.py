# SPDX-License-Identifier: GPL-2.0-or-later
"""Two series through the same months, told apart by dashes, signs and lightness, not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from offline_cache.model import Month

from ...text import month_name, tr
from .drawing import Drawing
from .inks import Background
from .parts import Plot, Swatch, heading, legend, missing_months, months_axis, plot_of, values_axis
from .scale import Scale, number_text, scale_to


@dataclass(frozen=True)
class MonthPoint:
    """A month and its value, None where it is left out: missing, or not held of the other series."""

    month: Month
    value: Optional[float]


@dataclass(frozen=True)
class Series:
    """A name and its months."""

    name: str
    points: Sequence[MonthPoint]


@dataclass(frozen=True)
class MonthLines:
    """The chart: both series have the same months in their order.

    `mark` is a month before which a line is drawn, named `mark_name` in the legend. The months `aside` are shaded,
    named `aside_name`: they are there, but nothing is said of them. `colours` are those of one and the other, where
    they have theirs elsewhere, such as on a map.
    """

    title: str
    unit: str
    summary: str
    one: Series
    other: Series
    width: int = 700
    background: Background = Background.LIGHT
    mark: Optional[Month] = None
    mark_name: str = ""
    aside: Sequence[Month] = ()
    aside_name: str = ""
    colours: Optional[tuple[str, str]] = None


def month_lines(chart: MonthLines) -> str:
    """Draw it; any width from 300 pixels."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    both = [point for series in (chart.one, chart.other) for point in series.points]
    highest = max((point.value for point in both if point.value is not None), default=0.0)
    scale = scale_to(highest, min(max(chart.width * 0.36, 110), 260))
    months = [point.month for point in chart.one.points]
    plot = plot_of(drawing, top, scale, len(months))
    for at, month in enumerate(months):
        if month in chart.aside:
            drawing.rect(plot.left + at * plot.slot, plot.top, plot.slot, plot.height, drawing.inks.grid)
    values_axis(drawing, plot, scale)
    pairs = zip(chart.one.points, chart.other.points)
    missing_months(drawing, plot, [one.value is None and other.value is None for one, other in pairs])
    one, other = _colours(drawing, chart)
    if chart.mark in months:
        _mark(drawing, plot, months.index(chart.mark))
    _line(drawing, plot, scale, chart.other, other, True)
    _line(drawing, plot, scale, chart.one, one, False)
    end = months_axis(drawing, plot, months)
    end = legend(drawing, end, _legend(drawing, chart))
    return drawing.svg(chart.title, chart.summary, end)


def _colours(drawing: Drawing, chart: MonthLines) -> tuple[str, str]:
    return chart.colours or (drawing.inks.strong, drawing.inks.marker)


def _line(drawing: Drawing, plot: Plot, scale: Scale, series: Series, colour: str, dashed: bool) -> None:
    """Each run of months that are there as one line, with a sign a month."""
    run: list[tuple[float, float]] = []
    placed: list[tuple[float, float, str]] = []
    for at, point in enumerate(series.points):
        if point.value is None:
            drawing.path(run, colour, 1.8, "5 3" if dashed else "")
            run = []
            continue
        x, y = plot.middle(at), plot.bottom - scale.length(point.value)
        run.append((x, y))
        words = tr("{name}, {month}: {n}").format(
            name=series.name, month=month_name(point.month), n=number_text(point.value)
        )
        placed.append((x, y, words))
    drawing.path(run, colour, 1.8, "5 3" if dashed else "")
    radius = min(3.2, max(1.8, plot.slot * 0.22))
    for x, y, words in placed:
        drawing.dot(x, y, radius, drawing.inks.ground if dashed else colour, colour, words)


def _mark(drawing: Drawing, plot: Plot, at: int) -> None:
    x = plot.left + at * plot.slot
    drawing.line(x, plot.top, x, plot.bottom, drawing.inks.ink, 1.6, "2 3")


def _legend(drawing: Drawing, chart: MonthLines) -> list[Swatch]:
    inks = drawing.inks
    one, other = _colours(drawing, chart)

    def full(x: float, y: float) -> None:
        drawing.line(x, y + 5, x + 18, y + 5, one, 1.8)
        drawing.dot(x + 9, y + 5, 3, one, one)

    def dashed(x: float, y: float) -> None:
        drawing.line(x, y + 5, x + 18, y + 5, other, 1.8, "5 3")
        drawing.dot(x + 9, y + 5, 3, inks.ground, other)

    entries: list[Swatch] = [(chart.one.name, full), (chart.other.name, dashed)]
    if chart.mark is not None and chart.mark_name:
        ink = inks.ink
        entries.append((chart.mark_name, lambda x, y: drawing.line(x + 9, y - 1, x + 9, y + 11, ink, 1.6, "2 3")))
    if any(point.month in chart.aside for point in chart.one.points):
        entries.append((chart.aside_name, lambda x, y: drawing.rect(x, y, 18, 10, inks.grid)))
    pairs = zip(chart.one.points, chart.other.points)
    if any(first.value is None and second.value is None for first, second in pairs):
        entries.append((tr("missing of one or both, not zero"), lambda x, y: drawing.hatch(x, y, 18, 10)))
    return entries
