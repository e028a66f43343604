# SPDX-License-Identifier: GPL-2.0-or-later
"""Bars of an area and its peers, the highest first, on the range that peers lie in, with both averages."""

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

_ROW, _THICK, _NONE = 22.0, 13.0, 46.0


@dataclass(frozen=True)
class PeerBar:
    """An area and its rate, None where none is known, with `why`; `own` of the area that is compared."""

    name: str
    value: Optional[float]
    own: bool = False
    why: str = ""


@dataclass(frozen=True)
class PeerBars:
    """The chart: bars in any order, drawn the highest first; `low` to `high` is the range of the peers.

    `mean` and `weighted` are the two averages, each drawn where it is given and named by its words.
    """

    title: str
    unit: str
    summary: str
    bars: Sequence[PeerBar]
    low: Optional[float] = None
    high: Optional[float] = None
    range_name: str = ""
    mean: Optional[float] = None
    mean_name: str = ""
    weighted: Optional[float] = None
    weighted_name: str = ""
    decimals: int = 1
    width: int = 700
    background: Background = Background.LIGHT


def peer_bars(chart: PeerBars) -> str:
    """Draw it; any width from 300 pixels, as high as it has bars."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    bars = sorted(chart.bars, key=lambda bar: (bar.value is None, -(bar.value or 0.0), not bar.own))
    names = min(max((width_of(bar.name, PLAIN, bar.own) for bar in bars), default=0.0), chart.width * 0.36)
    numbers = max((width_of(_number(chart, bar), PLAIN, bar.own) for bar in bars), default=0.0)
    left = MARGIN + names + 8
    values = [bar.value for bar in bars] + [chart.high, chart.mean, chart.weighted]
    highest = max((value for value in values if value is not None), default=0.0)
    scale = scale_to(highest, chart.width - left - numbers - 10 - MARGIN, 5 if chart.width >= 500 else 3)
    bottom = top + _ROW * len(bars)
    _ground(drawing, chart, scale, left, top, bottom)
    for at, bar in enumerate(bars):
        _bar(drawing, chart, scale, (left, names), top + (at + 0.5) * _ROW, bar)
    _lines(drawing, chart, scale, left, top, bottom)
    for at, bar in enumerate(bars):
        if bar.value is None:
            _missing(drawing, chart, left, top + (at + 0.5) * _ROW, bar)
    return drawing.svg(chart.title, chart.summary, legend(drawing, bottom + 18, _legend(drawing, chart)))


def _number(chart: PeerBars, bar: PeerBar) -> str:
    return "" if bar.value is None else number_text(bar.value, chart.decimals)


def _ground(drawing: Drawing, chart: PeerBars, scale: Scale, left: float, top: float, bottom: float) -> None:
    inks = drawing.inks
    for tick in scale.ticks:
        x = left + scale.length(tick)
        drawing.line(x, top - 3, x, bottom, inks.grid if tick else inks.soft)
        drawing.text(x, bottom + 12, number_text(tick), SMALL, "middle", inks.soft)
    if chart.low is not None and chart.high is not None:
        x, end = left + scale.length(chart.low), left + scale.length(chart.high)
        drawing.rect(x, top - 3, end - x, bottom - top + 3, inks.grid, tip=chart.range_name)


def _bar(
    drawing: Drawing, chart: PeerBars, scale: Scale, columns: tuple[float, float], middle: float, bar: PeerBar
) -> None:
    inks, (left, names), y = drawing.inks, columns, middle - _THICK / 2
    drawing.text(MARGIN + names, middle + 4, shortened(bar.name, names, PLAIN, bar.own), PLAIN, "end", bold=bar.own)
    if bar.value is None:
        return
    words = f"{bar.name}: {_number(chart, bar)}"
    drawing.rect(left, y, scale.length(bar.value), _THICK, inks.strong if bar.own else inks.fill, "", words)
    drawing.text(chart.width - MARGIN, middle + 4, _number(chart, bar), PLAIN, "end", bold=bar.own)


def _missing(drawing: Drawing, chart: PeerBars, left: float, middle: float, bar: PeerBar) -> None:
    """Hatching in place of a bar, and why, over all lines."""
    y, room = middle - _THICK / 2, chart.width - left - _NONE - 8 - MARGIN
    words = shortened(bar.why or tr("not known"), room, PLAIN)
    drawing.rect(left, y, _NONE + 10 + width_of(words, PLAIN), _THICK, drawing.inks.ground)
    drawing.hatch(left, y, _NONE, _THICK)
    drawing.text(left + _NONE + 7, middle + 4, words, PLAIN, colour=drawing.inks.soft)


def _lines(drawing: Drawing, chart: PeerBars, scale: Scale, left: float, top: float, bottom: float) -> None:
    """The ends of the range, and each average on a wider line in the colour of the ground, which parts it from bars."""
    if chart.low is not None and chart.high is not None:
        for edge in (chart.low, chart.high):
            x = left + scale.length(edge)
            drawing.line(x, top - 3, x, bottom, drawing.inks.soft)
    for value, colour, dash in ((chart.weighted, drawing.inks.ink, "1 3"), (chart.mean, drawing.inks.marker, "5 3")):
        if value is not None:
            x = left + scale.length(value)
            drawing.line(x, top - 3, x, bottom, drawing.inks.ground, 2.6)
            drawing.line(x, top - 3, x, bottom, colour, 1.6, dash)


def _legend(drawing: Drawing, chart: PeerBars) -> list[Swatch]:
    inks = drawing.inks

    def shade(x: float, y: float) -> None:
        drawing.rect(x, y, 18, 10, inks.grid)
        for edge in (x, x + 18):
            drawing.line(edge, y, edge, y + 10, inks.soft)

    entries: list[Swatch] = []
    if chart.low is not None and chart.high is not None and chart.range_name:
        entries.append((chart.range_name, shade))
    if chart.mean is not None and chart.mean_name:
        entries.append(
            (chart.mean_name, lambda x, y: drawing.line(x + 9, y - 1, x + 9, y + 11, inks.marker, 1.6, "5 3"))
        )
    if chart.weighted is not None and chart.weighted_name:
        entries.append(
            (chart.weighted_name, lambda x, y: drawing.line(x + 9, y - 1, x + 9, y + 11, inks.ink, 1.6, "1 3"))
        )
    if any(bar.value is None for bar in chart.bars):
        entries.append((tr("not known, not zero"), lambda x, y: drawing.hatch(x, y, 18, 10)))
    return entries
