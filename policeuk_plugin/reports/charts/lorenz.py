# SPDX-License-Identifier: GPL-2.0-or-later
"""Lorenz curve from the busiest place on, beside that of random placement; told apart by dashes, not by colour."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ...text import tr
from .drawing import PLAIN, SMALL, Drawing
from .inks import Background
from .parts import MARGIN, Plot, Swatch, heading, legend
from .words import width_of

_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_MOST_POINTS = 400
_HIGH, _STEP = 17.0, 4.0


@dataclass(frozen=True)
class Lorenz:
    """The chart: points from (0, 0) to (1, 1), share of places and of crimes, of what was found and of chance.

    `mark` is the point to be read off, such as where 80 % of crimes are reached, `mark_text` says it in a few words.
    """

    title: str
    unit: str
    summary: str
    places: str
    found: Sequence[tuple[float, float]]
    chance: Sequence[tuple[float, float]]
    mark: tuple[float, float]
    mark_text: str
    width: int = 700
    background: Background = Background.LIGHT


def lorenz(chart: Lorenz) -> str:
    """Draw it; any width from 300 pixels."""
    drawing = Drawing(chart.width, chart.background)
    inks = drawing.inks
    top = heading(drawing, chart.title, chart.unit)
    left = MARGIN + width_of("100%", SMALL) + 6
    width = chart.width - left - MARGIN - 8
    plot = Plot(left, top + 4, width, min(width, max(chart.width * 0.46, 180), 340), width)
    _axes(drawing, plot, chart.places)
    drawing.path([_at(plot, (0, 0)), _at(plot, (1, 1))], inks.soft, 1.0, "2 3")
    drawing.path([_at(plot, one) for one in thinned(chart.chance)], inks.marker, 1.8, "6 4")
    drawing.path([_at(plot, one) for one in thinned(chart.found)], inks.strong, 2.4)
    _mark(drawing, plot, chart)
    return drawing.svg(chart.title, chart.summary, legend(drawing, plot.bottom + 36, _legend(drawing)))


def thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """As many points as can be told apart, both ends among them."""
    if len(points) <= _MOST_POINTS:
        return list(points)
    step = (len(points) - 1) / (_MOST_POINTS - 1)
    return [points[round(at * step)] for at in range(_MOST_POINTS)]


def _at(plot: Plot, point: tuple[float, float]) -> tuple[float, float]:
    return plot.left + point[0] * plot.width, plot.bottom - point[1] * plot.height


def _axes(drawing: Drawing, plot: Plot, places: str) -> None:
    inks = drawing.inks
    for tick in _TICKS:
        (x, _), (_, y) = _at(plot, (tick, 0)), _at(plot, (0, tick))
        drawing.line(plot.left, y, plot.left + plot.width, y, inks.grid if tick else inks.soft)
        drawing.line(x, plot.top, x, plot.bottom, inks.grid if tick else inks.soft)
        words = f"{100 * tick:.0f}%"
        drawing.text(plot.left - 5, y + 3.5, words, SMALL, "end", inks.soft)
        drawing.text(x, plot.bottom + 14, words, SMALL, "middle", inks.soft)
    words = tr("share of {places}, the busiest first").format(places=places)
    drawing.text(plot.left + plot.width / 2, plot.bottom + 29, words, PLAIN, "middle", inks.ink, room=plot.width)


def _clear(plot: Plot, chart: Lorenz, left: float, right: float, top: float) -> float:
    """The first height from `top` downwards at which words from `left` to `right` lie on no line; `top` if none."""
    lines = [[_at(plot, one) for one in points] for points in (chart.found, chart.chance, [(0.0, 0.0), (1.0, 1.0)])]
    spans = [_span(line, left, right) for line in lines]
    at = top
    while at + _HIGH < plot.bottom - 4:
        if all(high < at - 2 or low > at + _HIGH + 2 for low, high in spans):
            return at
        at += _STEP
    return top


def _span(line: Sequence[tuple[float, float]], left: float, right: float) -> tuple[float, float]:
    """The lowest and the highest y of a line between two x."""
    xs, ys = zip(*line)
    inside = [y for x, y in line if left < x < right]
    ends = [_y_at(xs, ys, x) for x in (left, right)]
    return min([*inside, *ends]), max([*inside, *ends])


def _y_at(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    """The y of a line through points with rising x, at x."""
    at = min(max(bisect_left(xs, x), 1), len(xs) - 1)
    before, after = xs[at - 1], xs[at]
    part = (x - before) / (after - before) if after > before else 0.0
    return ys[at - 1] + min(max(part, 0.0), 1.0) * (ys[at] - ys[at - 1])


def _mark(drawing: Drawing, plot: Plot, chart: Lorenz) -> None:
    """Lines from the point to both axes, and what it says on a clear ground, where there is room."""
    inks, (x, y) = drawing.inks, _at(plot, chart.mark)
    drawing.line(plot.left, y, x, y, inks.ink, 1.0, "3 3")
    drawing.line(x, y, x, plot.bottom, inks.ink, 1.0, "3 3")
    drawing.dot(x, y, 4, inks.strong, inks.ground, chart.mark_text)
    wide = width_of(chart.mark_text, PLAIN, bold=True)
    left = min(x + 9, plot.left + plot.width - wide - 4)
    top = y + 12 if left > x else plot.bottom - _HIGH - 7
    if left > x:
        top = _clear(plot, chart, left - 3, left + wide + 3, top)
    drawing.rect(left - 3, top, wide + 6, _HIGH, inks.ground)
    drawing.text(left, top + 12.5, chart.mark_text, PLAIN, bold=True)


def _legend(drawing: Drawing) -> list[Swatch]:
    inks = drawing.inks
    return [
        (tr("found"), lambda x, y: drawing.line(x, y + 5, x + 18, y + 5, inks.strong, 2.4)),
        (
            tr("as many crimes placed at random"),
            lambda x, y: drawing.line(x, y + 5, x + 18, y + 5, inks.marker, 1.8, "6 4"),
        ),
        (tr("all places alike"), lambda x, y: drawing.line(x, y + 5, x + 18, y + 5, inks.soft, 1.0, "2 3")),
    ]
