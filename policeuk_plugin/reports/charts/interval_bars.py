# SPDX-License-Identifier: GPL-2.0-or-later
"""Bars that lie, each with the interval that its value may be in, and a line to compare them with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from ...text import tr
from .drawing import PLAIN, SMALL, Drawing
from .inks import Background
from .parts import MARGIN, Swatch, heading, legend
from .scale import Scale, number_text, scale_to
from .words import shortened, width_of

_ROW, _THICK = 24.0, 13.0


@dataclass(frozen=True)
class IntervalBar:
    """A name, its value (None where none is known, with `why`), its interval where it has one."""

    name: str
    value: Optional[float]
    low: Optional[float] = None
    high: Optional[float] = None
    marked: bool = False
    why: str = ""


@dataclass(frozen=True)
class IntervalBars:
    """The chart, in the order given; `line` is a value to compare with, `line_name` what it is, `interval` which."""

    title: str
    unit: str
    summary: str
    bars: Sequence[IntervalBar]
    line: Optional[float] = None
    line_name: str = ""
    interval: str = ""
    decimals: int = 1
    width: int = 700
    background: Background = Background.LIGHT


def interval_bars(chart: IntervalBars) -> str:
    """Draw it; any width from 300 pixels, as high as it has bars."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    names = min(max((width_of(bar.name, PLAIN, bar.marked) for bar in chart.bars), default=0.0), chart.width * 0.36)
    left = MARGIN + names + 8
    ends = [end for bar in chart.bars for end in (bar.value, bar.high) if end is not None]
    numbers = max((width_of(number_text(end, chart.decimals), PLAIN, True) for end in ends), default=0.0) + 12
    scale = scale_to(max([*ends, chart.line or 0.0], default=0.0), chart.width - left - numbers - MARGIN)
    bottom = top + _ROW * len(chart.bars)
    _axis(drawing, scale, left, top, bottom)
    for at, bar in enumerate(chart.bars):
        _bar(drawing, chart, scale, left, top + at * _ROW, bar, names)
    if chart.line is not None:
        x = left + scale.length(chart.line)
        drawing.line(x, top - 3, x, bottom, drawing.inks.ground, 3)
        drawing.line(x, top - 3, x, bottom, drawing.inks.marker, 1.5, "5 3")
    for at, bar in enumerate(chart.bars):
        _value(drawing, chart, scale, left, top + at * _ROW, bar)
    end = legend(drawing, bottom + 18, _legend(drawing, chart))
    return drawing.svg(chart.title, chart.summary, end)


def _axis(drawing: Drawing, scale: Scale, left: float, top: float, bottom: float) -> None:
    for tick in scale.ticks:
        x = left + scale.length(tick)
        drawing.line(x, top - 3, x, bottom, drawing.inks.grid if tick else drawing.inks.soft)
        drawing.text(x, bottom + 12, number_text(tick), SMALL, "middle", drawing.inks.soft)


def _bar(
    drawing: Drawing, chart: IntervalBars, scale: Scale, left: float, y: float, bar: IntervalBar, names: float
) -> None:
    inks, middle = drawing.inks, y + _ROW / 2
    name = shortened(bar.name, names, PLAIN, bar.marked)
    drawing.text(MARGIN + names, middle + 4, name, PLAIN, "end", bold=bar.marked)
    if bar.value is None:
        drawing.hatch(left, middle - _THICK / 2, 46, _THICK)
        return
    words = f"{bar.name}: {number_text(bar.value, chart.decimals)}"
    drawing.rect(
        left, middle - _THICK / 2, scale.length(bar.value), _THICK, inks.strong if bar.marked else inks.fill, "", words
    )
    if bar.low is not None and bar.high is not None:
        _whisker(drawing, left + scale.length(bar.low), left + scale.length(bar.high), middle)


def _value(drawing: Drawing, chart: IntervalBars, scale: Scale, left: float, y: float, bar: IntervalBar) -> None:
    """The value in words at the end of its bar, on a clear ground; of one that is not known why."""
    if bar.value is None:
        x = left + 54
        words = shortened(bar.why or tr("not known"), chart.width - x - MARGIN, PLAIN)
    else:
        x = left + scale.length(max(bar.value, bar.high or 0.0)) + 6
        words = number_text(bar.value, chart.decimals)
    colour = drawing.inks.soft if bar.value is None else ""
    drawing.rect(x - 2, y + 5, width_of(words, PLAIN, bar.marked) + 4, _ROW - 10, drawing.inks.ground)
    drawing.text(x, y + _ROW / 2 + 4, words, PLAIN, colour=colour, bold=bar.marked)


def _whisker(drawing: Drawing, low: float, high: float, y: float) -> None:
    for colour, width in ((drawing.inks.ground, 3.6), (drawing.inks.ink, 1.4)):
        drawing.line(low, y, high, y, colour, width)
        for x in (low, high):
            drawing.line(x, y - 4, x, y + 4, colour, width)


def _legend(drawing: Drawing, chart: IntervalBars) -> list[Swatch]:
    entries: list[Swatch] = []
    if chart.interval and any(bar.low is not None for bar in chart.bars):
        entries.append((chart.interval, lambda x, y: _whisker(drawing, x + 1, x + 17, y + 5)))
    if chart.line is not None and chart.line_name:
        marker = drawing.inks.marker
        entries.append((chart.line_name, lambda x, y: drawing.line(x + 9, y - 1, x + 9, y + 11, marker, 1.5, "5 3")))
    return entries
