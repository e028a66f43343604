# SPDX-License-Identifier: GPL-2.0-or-later
"""An area through quarters or months: its line, the range and the mean of its peers, its force, its own limits.

The range is a bar a period, not a band: nothing is known between two periods. Lines are told apart by dashes and signs,
not by colour alone. A period without a value is hatched, with the reason on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from offline_cache.model import Month

from ...text import month_short, tr
from .drawing import SMALL, Drawing
from .inks import Background
from .parts import Plot, Swatch, hatched_periods, heading, legend, plot_of, runs, values_axis
from .scale import Scale, number_text, scale_to

_LEAST = 30.0
"""Pixels that the name of a month takes below the axis."""


@dataclass(frozen=True)
class PeriodPoint:
    """A period, called `name`, that ends with the month `last`; what is None is not drawn.

    `gap` is written where it has no `value`. `lower` to `upper` is the range of the peers, `mean` their mean, `other`
    the value of what the area is set against, `limits` the ends of its own usual range, `beyond` whether the value is
    outside it.
    """

    last: Month
    name: str
    value: Optional[float]
    gap: str = ""
    lower: Optional[float] = None
    upper: Optional[float] = None
    mean: Optional[float] = None
    other: Optional[float] = None
    limits: Optional[tuple[float, float]] = None
    beyond: int = 0


@dataclass(frozen=True)
class PeriodLines:
    """The chart; what has a name in the legend is drawn where its points have it. `gaps` is what the hatching means."""

    title: str
    unit: str
    summary: str
    points: Sequence[PeriodPoint]
    name: str
    range_name: str = ""
    mean_name: str = ""
    other_name: str = ""
    limits_name: str = ""
    gaps: str = ""
    top: Optional[float] = None
    width: int = 700
    background: Background = Background.LIGHT


def period_lines(chart: PeriodLines) -> str:
    """Draw it; any width from 300 pixels."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    highest = max((value for point in chart.points for value in _values(point)), default=0.0)
    scale = scale_to(chart.top or highest, min(max(chart.width * 0.4, 130), 290))
    plot = plot_of(drawing, top, scale, len(chart.points))
    values_axis(drawing, plot, scale)
    for at, point in enumerate(chart.points):
        _range(drawing, plot, scale, at, point)
    hatched_periods(drawing, plot, [point.gap if point.value is None else "" for point in chart.points])
    _limits(drawing, plot, scale, chart.points)
    inks = drawing.inks
    others = [(point.name, point.other) for point in chart.points]
    _line(drawing, plot, scale, chart.other_name, others, _Pen(inks.soft, "2 3", 2.2))
    _line(drawing, plot, scale, chart.name, [(p.name, p.value) for p in chart.points], _Pen(inks.strong, "", 3.2))
    for at, point in enumerate(chart.points):
        if point.beyond and point.value is not None:
            _outside(drawing, plot.middle(at), plot.bottom - scale.length(point.value))
    end = legend(drawing, _axis(drawing, plot, chart.points), _legend(drawing, chart))
    return drawing.svg(chart.title, chart.summary, end)


@dataclass(frozen=True)
class _Pen:
    colour: str
    dash: str
    radius: float


def _values(point: PeriodPoint) -> list[float]:
    given = (point.value, point.upper, point.mean, point.other, *(point.limits or ()))
    return [value for value in given if value is not None]


def _range(drawing: Drawing, plot: Plot, scale: Scale, at: int, point: PeriodPoint) -> None:
    """The peers of one period: a pale bar from the lower to the upper end, a dash at their mean."""
    gap = plot.slot * 0.14
    left, width = plot.left + at * plot.slot + gap, plot.slot - 2 * gap
    if point.lower is not None and point.upper is not None:
        y = plot.bottom - scale.length(point.upper)
        tip = tr("{name}, peers: {lower} to {upper}").format(
            name=point.name, lower=number_text(point.lower, 2), upper=number_text(point.upper, 2)
        )
        drawing.rect(left, y, width, max(plot.bottom - scale.length(point.lower) - y, 0.5), drawing.inks.fill, "", tip)
    if point.mean is not None:
        y = plot.bottom - scale.length(point.mean)
        drawing.line(left, y, left + width, y, drawing.inks.marker, 2.2)


def _limits(drawing: Drawing, plot: Plot, scale: Scale, points: Sequence[PeriodPoint]) -> None:
    """Both ends of the usual range, a line as long as they stay the same."""
    for first, last in runs(len(points), lambda at: points[at].limits):
        for end in points[first].limits or ():
            y = plot.bottom - scale.length(end)
            x = plot.left + first * plot.slot
            drawing.line(x, y, plot.left + (last + 1) * plot.slot, y, drawing.inks.band, 1.2, "6 4")


def _line(
    drawing: Drawing, plot: Plot, scale: Scale, name: str, values: Sequence[tuple[str, Optional[float]]], pen: _Pen
) -> None:
    """Each run of periods that have a value as one line, with a dot a period."""
    way: list[tuple[float, float]] = []
    for at, (_, value) in enumerate(values):
        if value is None:
            drawing.path(way, pen.colour, 2.0, pen.dash)
            way = []
            continue
        way.append((plot.middle(at), plot.bottom - scale.length(value)))
    drawing.path(way, pen.colour, 2.0, pen.dash)
    radius = min(pen.radius, max(1.4, plot.slot * 0.2))
    for at, (period, value) in enumerate(values):
        if value is not None:
            tip = tr("{name}, {period}: {n}").format(name=name, period=period, n=number_text(value, 2))
            drawing.dot(
                plot.middle(at), plot.bottom - scale.length(value), radius, pen.colour, drawing.inks.ground, tip
            )


def _outside(drawing: Drawing, x: float, y: float) -> None:
    drawing.dot(x, y, 6.5, "none", drawing.inks.ink)


def _axis(drawing: Drawing, plot: Plot, points: Sequence[PeriodPoint]) -> float:
    """The last months of as many periods as fit, counted from the newest, and their years; gives where it ends."""
    step = next(step for step in (1, 2, 3, 4, 6, 12, 24, 48, 1000) if step * plot.slot >= _LEAST or step == 1000)
    soft = drawing.inks.soft
    for at, point in enumerate(points):
        if (len(points) - 1 - at) % step == 0:
            x = plot.middle(at)
            drawing.line(x, plot.bottom, x, plot.bottom + 3, soft)
            drawing.text(x, plot.bottom + 13, month_short(point.last).split(" ")[0], SMALL, "middle", soft)
    y = plot.bottom + 26
    for first, last in runs(len(points), lambda at: points[at].last.year):
        left, right = plot.left + first * plot.slot, plot.left + (last + 1) * plot.slot
        if first:
            drawing.line(left, plot.bottom, left, y + 3, drawing.inks.grid)
        if right - left >= _LEAST:
            drawing.text((left + right) / 2, y, str(points[first].last.year), SMALL, "middle", drawing.inks.ink)
    return y + 6


def _legend(drawing: Drawing, chart: PeriodLines) -> list[Swatch]:
    inks = drawing.inks

    def line(colour: str, dash: str, radius: float, x: float, y: float) -> None:
        drawing.line(x, y + 5, x + 18, y + 5, colour, 2, dash)
        if radius:
            drawing.dot(x + 9, y + 5, radius, colour, inks.ground)

    entries: list[Swatch] = [(chart.name, lambda x, y: line(inks.strong, "", 3.2, x, y))]
    if chart.range_name:
        entries.append((chart.range_name, lambda x, y: drawing.rect(x, y, 18, 10, inks.fill)))
    if chart.mean_name:
        entries.append((chart.mean_name, lambda x, y: drawing.line(x, y + 5, x + 18, y + 5, inks.marker, 2.2)))
    if chart.other_name:
        entries.append((chart.other_name, lambda x, y: line(inks.soft, "2 3", 2.2, x, y)))
    if chart.limits_name and any(point.limits for point in chart.points):
        entries.append((chart.limits_name, lambda x, y: line(inks.band, "6 4", 0, x, y)))
    if any(point.beyond for point in chart.points):
        entries.append((tr("outside its usual range"), lambda x, y: _outside(drawing, x + 9, y + 5)))
    if chart.gaps and any(point.value is None for point in chart.points):
        entries.append((chart.gaps, lambda x, y: drawing.hatch(x, y, 18, 10)))
    return entries
