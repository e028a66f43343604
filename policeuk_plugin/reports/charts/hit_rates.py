# SPDX-License-Identifier: GPL-2.0-or-later
"""Shares of crimes that rankings found, a line a ranking with a dot for each share of the ground, and the baseline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Optional

from ...text import tr
from .drawing import LARGE, PLAIN, SMALL, Drawing
from .inks import Background
from .parts import MARGIN, Swatch, heading, legend
from .scale import Scale, number_text, scale_to
from .words import shortened, width_of

_ROW, _RADIUS = 24.0, 4.2
_WIDE = 500


@dataclass(frozen=True)
class HitRate:
    """A ranking: `values`, one a share of the ground, ascending; the interval of the one that decides, if known.

    `marked` is the one that is recommended, `baseline` the one that all are compared with.
    """

    name: str
    values: Sequence[float]
    low: Optional[float] = None
    high: Optional[float] = None
    marked: bool = False
    baseline: bool = False


@dataclass(frozen=True)
class HitRates:
    """The chart, in the order given, in per cent; `shares` name the dots, `decides` is the place of the one that does.

    `interval` says what the whiskers are, `line_name` what the dashed line is, which stands at the baseline's value.
    """

    title: str
    unit: str
    summary: str
    rates: Sequence[HitRate]
    shares: Sequence[str]
    decides: int
    interval: str = ""
    line_name: str = ""
    width: int = 700
    background: Background = Background.LIGHT


def hit_rates(chart: HitRates) -> str:
    """Draw it; any width from 300 pixels, as high as it has rankings."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    names = min(
        max((width_of(rate.name, PLAIN, True) for rate in chart.rates), default=0.0),
        chart.width * (0.42 if chart.width >= _WIDE else 0.5),
    )
    left = MARGIN + names + 10
    ends = [end for rate in chart.rates for end in (*rate.values, rate.high) if end is not None]
    scale = scale_to(max(ends, default=0.0), chart.width - left - MARGIN - 2 * LARGE)
    bottom = top + _ROW * len(chart.rates)
    for tick in scale.ticks:
        x = left + scale.length(tick)
        drawing.line(x, top - 3, x, bottom, drawing.inks.grid if tick else drawing.inks.soft)
        drawing.text(x, bottom + 12, f"{number_text(tick)}%", SMALL, "middle", drawing.inks.soft)
    _line(drawing, chart, scale, left, top, bottom)
    for at, rate in enumerate(chart.rates):
        _rate(drawing, chart, scale, left, top + (at + 0.5) * _ROW, rate, names)
    return drawing.svg(chart.title, chart.summary, legend(drawing, bottom + 18, _legend(drawing, chart)))


def _line(drawing: Drawing, chart: HitRates, scale: Scale, left: float, top: float, bottom: float) -> None:
    for rate in chart.rates:
        if rate.baseline:
            x = left + scale.length(rate.values[chart.decides])
            drawing.line(x, top - 3, x, bottom, drawing.inks.marker, 1.5, "5 3")


def _rate(drawing: Drawing, chart: HitRates, scale: Scale, left: float, y: float, rate: HitRate, names: float) -> None:
    """The name, a thin line through the dots, the interval, then the dots: the one that decides is filled."""
    inks = drawing.inks
    name = shortened(rate.name, names, PLAIN, rate.marked)
    drawing.text(MARGIN + names, y + 4, name, PLAIN, "end", bold=rate.marked)
    ends = [left + scale.length(value) for value in rate.values]
    drawing.line(ends[0], y, ends[-1], y, inks.fill, 2)
    if rate.low is not None and rate.high is not None:
        _whisker(drawing, left + scale.length(rate.low), left + scale.length(rate.high), y)
    for at, (x, value) in enumerate(zip(ends, rate.values)):
        tip = tr("{name}, {share} of the ground: {value}%").format(
            name=rate.name, share=chart.shares[at], value=number_text(value, 1)
        )
        _dot(drawing, chart, x, y, at, tip)


def _dot(drawing: Drawing, chart: HitRates, x: float, y: float, at: int, tip: str = "") -> None:
    """Filled where it decides, else a ring, the larger the more ground."""
    inks = drawing.inks
    if at == chart.decides:
        drawing.dot(x, y, _RADIUS, inks.strong, inks.ground, tip)
    else:
        drawing.dot(x, y, _RADIUS - 1.2 + 0.8 * at, inks.ground, inks.strong, tip)


def _whisker(drawing: Drawing, low: float, high: float, y: float) -> None:
    for x in (low, high):
        drawing.line(x, y - 6, x, y + 6, drawing.inks.ink, 1.4)
    drawing.line(low, y, high, y, drawing.inks.ink, 1.4)


def _legend(drawing: Drawing, chart: HitRates) -> list[Swatch]:
    entries: list[Swatch] = [
        (tr("first {share} of the ground").format(share=share), _sign(drawing, chart, at))
        for at, share in enumerate(chart.shares)
    ]
    if chart.interval and any(rate.low is not None for rate in chart.rates):
        entries.append((chart.interval, lambda x, y: _whisker(drawing, x + 1, x + 17, y + 5)))
    if chart.line_name and any(rate.baseline for rate in chart.rates):
        marker = drawing.inks.marker
        entries.append((chart.line_name, lambda x, y: drawing.line(x + 9, y - 1, x + 9, y + 11, marker, 1.5, "5 3")))
    return entries


def _sign(drawing: Drawing, chart: HitRates, at: int) -> Callable[[float, float], None]:
    return lambda x, y: _dot(drawing, chart, x + 9, y + 5, at)
