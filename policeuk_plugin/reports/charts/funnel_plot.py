# SPDX-License-Identifier: GPL-2.0-or-later
"""A funnel plot: areas by what is expected of them, and limits that narrow as more is expected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ...text import tr
from .drawing import PLAIN, SMALL, Drawing
from .funnel_labels import place_labels
from .funnel_scale import LogScale, log_scale
from .inks import Background
from .parts import MARGIN, Plot, Swatch, heading, legend
from .scale import Scale, number_text, scale_to
from .words import width_of

_FAR, _APART, _MOST_BEYOND = 2.5, 1.6, 3
"""Up to three areas stand at the upper edge, with their value, where each is at 2.5 times the target or more and 1.6
times as high as the next: else a few leave no room for the rest."""
_RADIUS, _OUTSIDE, _OWN = 2.6, 3.6, 5.0
_TARGET = (1.2, "9 3 2 3")
"""Width and dashes of the line of what is expected, unlike those of any limit."""


@dataclass(frozen=True)
class FunnelPoint:
    """An area at `x` (what is expected of it, above 0) and `y`; `outside` is 1 above the limits, -1 below, else 0."""

    name: str
    x: float
    y: float
    outside: int = 0
    own: bool = False


@dataclass(frozen=True)
class FunnelLimit:
    """A pair of limits through `points` (x, lower, upper), x ascending; `by_chance`: of Poisson alone."""

    name: str
    points: Sequence[tuple[float, float, float]]
    inner: bool = True
    by_chance: bool = False


@dataclass(frozen=True)
class FunnelPlot:
    """The chart: `unit` is what y is, `x_name` what x is, `target` the value where an area is as expected."""

    title: str
    unit: str
    x_name: str
    summary: str
    points: Sequence[FunnelPoint]
    limits: Sequence[FunnelLimit]
    target: float = 1.0
    target_name: str = ""
    outside_name: str = ""
    decimals: int = 2
    width: int = 700
    background: Background = Background.LIGHT


def funnel_plot(chart: FunnelPlot) -> str:
    """Draw it; any width from 300 pixels. Those outside the limits are named as far as there is room."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit) + 6
    scale = scale_to(_highest(chart), min(max(chart.width * 0.52, 190), 400))
    left = MARGIN + max(width_of(number_text(tick), SMALL) for tick in scale.ticks) + 6
    plot = Plot(left, top, chart.width - left - MARGIN - 8, scale.pixels, 1.0)
    across = log_scale([point.x for point in chart.points], plot.width)
    _axes(drawing, plot, scale, across, chart)
    for limit in chart.limits:
        _limit(drawing, plot, scale, across, limit)
    y = plot.bottom - scale.length(chart.target)
    drawing.line(plot.left, y, plot.left + plot.width, y, drawing.inks.ink, *_TARGET)
    for point in sorted(chart.points, key=lambda one: (one.own, one.outside != 0)):
        _point(drawing, chart, _at(plot, scale, across, point), point, scale.top)
    _labels(drawing, chart, plot, scale, across)
    return drawing.svg(chart.title, chart.summary, legend(drawing, plot.bottom + 36, _legend(drawing, chart)))


def _highest(chart: FunnelPlot) -> float:
    """What the scale has to hold."""
    ys = sorted((point.y for point in chart.points), reverse=True) or [chart.target]
    beyond = 0
    while (
        beyond < min(_MOST_BEYOND, len(ys) // 10)
        and ys[beyond] >= _FAR * chart.target
        and ys[beyond] >= _APART * ys[beyond + 1]
    ):
        beyond += 1
    return max(ys[beyond] * 1.04, 1.5 * chart.target)


def _at(plot: Plot, scale: Scale, across: LogScale, point: FunnelPoint) -> tuple[float, float]:
    return plot.left + across.length(point.x), plot.bottom - scale.length(point.y)


def _axes(drawing: Drawing, plot: Plot, scale: Scale, across: LogScale, chart: FunnelPlot) -> None:
    inks = drawing.inks
    for tick in scale.ticks:
        y = plot.bottom - scale.length(tick)
        drawing.line(plot.left, y, plot.left + plot.width, y, inks.grid if tick else inks.soft)
        drawing.text(plot.left - 5, y + 3.5, number_text(tick), SMALL, "end", inks.soft)
    for tick in across.ticks:
        x = plot.left + across.length(tick)
        drawing.line(x, plot.top, x, plot.bottom + 3, inks.grid)
        drawing.text(x, plot.bottom + 14, number_text(tick), SMALL, "middle", inks.soft)
    drawing.text(plot.left + plot.width / 2, plot.bottom + 29, chart.x_name, PLAIN, "middle", room=plot.width)


def _limit(drawing: Drawing, plot: Plot, scale: Scale, across: LogScale, limit: FunnelLimit) -> None:
    colour, width, dash = _stroke(limit, drawing.inks.soft, drawing.inks.band)
    for run in _curves(plot, scale, across, limit):
        drawing.path(run, colour, width, dash)


def _curves(plot: Plot, scale: Scale, across: LogScale, limit: FunnelLimit) -> list[list[tuple[float, float]]]:
    """Both curves in pixels, the upper one cut where it leaves the plot."""
    x = [plot.left + across.length(at) for at, _, _ in limit.points]
    lower = [(at, plot.bottom - scale.length(low)) for at, (_, low, _) in zip(x, limit.points)]
    upper = [(at, plot.bottom - scale.length(high)) for at, (_, _, high) in zip(x, limit.points) if high <= scale.top]
    return [lower, upper]


def _stroke(limit: FunnelLimit, chance: str, plain: str) -> tuple[str, float, str]:
    if limit.by_chance:
        return chance, 1.3, "1 3"
    return (plain, 1.6, "") if limit.inner else (plain, 1.3, "6 4")


def _point(drawing: Drawing, chart: FunnelPlot, at: tuple[float, float], point: FunnelPoint, highest: float) -> None:
    inks, (x, y) = drawing.inks, at
    tip = tr("{name}: {value}").format(name=point.name, value=number_text(point.y, chart.decimals))
    if point.own:
        drawing.dot(x, y, _OWN + 2.5, inks.ground, inks.ink)
        drawing.dot(x, y, _OWN, inks.marker, inks.ground, tip)
    elif point.outside:
        drawing.dot(x, y, _OUTSIDE, inks.strong, inks.ground, tip)
        if point.y > highest:
            drawing.path([(x - 4, y - 5), (x, y - 9), (x + 4, y - 5)], inks.strong)
    else:
        drawing.dot(x, y, _RADIUS, inks.fill, inks.ground, tip)


def _labels(drawing: Drawing, chart: FunnelPlot, plot: Plot, scale: Scale, across: LogScale) -> None:
    """The area's own name first, then of those outside the farthest first."""
    named = [point for point in chart.points if point.own or point.outside]
    named.sort(key=lambda point: (not point.own, -abs(math.log(max(point.y, 1e-3) / chart.target)), point.name))
    wanted = []
    for point in named:
        value = number_text(point.y, chart.decimals)
        text = f"{point.name} {value}" if point.y > scale.top else point.name
        wanted.append((_at(plot, scale, across, point), text, point.own))
    in_the_way = [_at(plot, scale, across, point) for point in chart.points]
    for limit in chart.limits:
        in_the_way += [at for run in _curves(plot, scale, across, limit) for at in run]
    for label in place_labels(wanted, in_the_way, plot):
        if label.lead:
            drawing.path(list(label.lead), drawing.inks.soft, 1.0)
        drawing.text(label.x, label.y, label.words, SMALL, label.anchor, bold=label.bold)


def _legend(drawing: Drawing, chart: FunnelPlot) -> list[Swatch]:
    inks = drawing.inks
    entries: list[Swatch] = []
    for limit in chart.limits:
        colour, width, dash = _stroke(limit, inks.soft, inks.band)

        def line(x: float, y: float, colour: str = colour, width: float = width, dash: str = dash) -> None:
            drawing.line(x, y + 5, x + 18, y + 5, colour, width, dash)

        entries.append((limit.name, line))
    if chart.target_name:
        entries.append((chart.target_name, lambda x, y: drawing.line(x, y + 5, x + 18, y + 5, inks.ink, *_TARGET)))
    if chart.outside_name and any(point.outside for point in chart.points):
        entries.append((chart.outside_name, lambda x, y: drawing.dot(x + 9, y + 5, _OUTSIDE, inks.strong)))
    return entries
