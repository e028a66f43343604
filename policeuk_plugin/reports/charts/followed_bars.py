# SPDX-License-Identifier: GPL-2.0-or-later
"""What had come of crimes after equal times: areas as bars of a hundred per cent, what was still open hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Optional

from ...text import tr
from .drawing import PLAIN, SMALL, Drawing
from .inks import Background
from .parts import MARGIN, Swatch, heading, legend
from .scale import Scale, scale_to
from .words import shortened, width_of

_ROW, _THICK, _HEAD, _BETWEEN = 25.0, 16.0, 20.0, 10.0
_WHOLE = 100.0


@dataclass(frozen=True)
class FollowedPart:
    """A part of every bar, the first from the left: its name and its colour (`#rrggbb`)."""

    name: str
    colour: str


@dataclass(frozen=True)
class FollowedBar:
    """An area after a time: shares of the parts in per cent, what is left to a hundred was open.

    `low` and `high` bound the sum of the shares, None where there is no interval. Of one that cannot be told `shares`
    are None and `why` says why.
    """

    name: str
    shares: Optional[Sequence[float]]
    low: Optional[float] = None
    high: Optional[float] = None
    marked: bool = False
    why: str = ""


@dataclass(frozen=True)
class FollowedTime:
    """A time after the crimes, in words, with its bars."""

    name: str
    bars: Sequence[FollowedBar]


@dataclass(frozen=True)
class FollowedBars:
    """The chart; `open_name` is what the hatched part is called, `interval` what the whiskers are."""

    title: str
    unit: str
    summary: str
    parts: Sequence[FollowedPart]
    times: Sequence[FollowedTime]
    open_name: str
    interval: str = ""
    width: int = 700
    background: Background = Background.LIGHT


def followed_bars(chart: FollowedBars) -> str:
    """Draw it; any width from 300 pixels, as high as it has bars."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    bars = [bar for time in chart.times for bar in time.bars]
    names = min(max((width_of(bar.name, PLAIN, bar.marked) for bar in bars), default=0.0), chart.width * 0.32)
    left = MARGIN + names + 8
    scale = scale_to(_WHOLE, chart.width - left - width_of("100.0%", PLAIN, True) - MARGIN)
    y = top
    for time in chart.times:
        drawing.text(MARGIN, y + 13, time.name, PLAIN, bold=True, room=chart.width - 2 * MARGIN)
        y += _HEAD
        for bar in time.bars:
            _bar(drawing, chart, scale, left, y, bar, names)
            y += _ROW
        y += _BETWEEN
    _axis(drawing, scale, left, y - _BETWEEN)
    return drawing.svg(chart.title, chart.summary, legend(drawing, y + 10, _legend(drawing, chart)))


def _axis(drawing: Drawing, scale: Scale, left: float, y: float) -> None:
    drawing.line(left, y, left + scale.pixels, y, drawing.inks.soft)
    for tick in scale.ticks:
        x = left + scale.length(tick)
        drawing.line(x, y, x, y + 3, drawing.inks.soft)
        drawing.text(x, y + 13, f"{tick:.0f}%", SMALL, "middle", drawing.inks.soft)


def _bar(
    drawing: Drawing, chart: FollowedBars, scale: Scale, left: float, y: float, bar: FollowedBar, names: float
) -> None:
    middle, top = y + _ROW / 2, y + (_ROW - _THICK) / 2
    name = shortened(bar.name, names, PLAIN, bar.marked)
    drawing.text(MARGIN + names, middle + 4, name, PLAIN, "end", bold=bar.marked)
    if bar.shares is None:
        words = shortened(bar.why or tr("not known"), scale.pixels, PLAIN)
        drawing.text(left + 4, middle + 4, words, PLAIN, colour=drawing.inks.soft)
        return
    at = 0.0
    for part, share in zip(chart.parts, bar.shares):
        x, end = left + scale.length(at), left + scale.length(at + share)
        tip = tr("{name}, {part}: {share:.1f}%").format(name=bar.name, part=part.name, share=share)
        if share > 0:  # a thin line of the ground between parts: they are told apart in grey too
            drawing.rect(x, top, max(end - x - 0.8, 0.4), _THICK, part.colour, "", tip)
        at += share
    _open(drawing, scale, left, top, at)
    if bar.low is not None and bar.high is not None:
        _whisker(drawing, left + scale.length(bar.low), left + scale.length(bar.high), middle)
    drawing.text(left + scale.pixels + 6, middle + 4, f"{at:.1f}%", PLAIN, bold=bar.marked)


def _open(drawing: Drawing, scale: Scale, left: float, top: float, at: float) -> None:
    x, width = left + scale.length(at), scale.pixels - scale.length(at)
    if width > 0.5:
        drawing.hatch(x, top, width, _THICK, 4)


def _whisker(drawing: Drawing, low: float, high: float, y: float) -> None:
    for colour, width in ((drawing.inks.ground, 3.6), (drawing.inks.ink, 1.4)):
        drawing.line(low, y, high, y, colour, width)
        for x in (low, high):
            drawing.line(x, y - 4, x, y + 4, colour, width)


def _legend(drawing: Drawing, chart: FollowedBars) -> list[Swatch]:
    def box(colour: str, x: float, y: float) -> None:
        drawing.rect(x, y, 18, 10, colour)

    entries: list[Swatch] = [(part.name, partial(box, part.colour)) for part in chart.parts]
    entries.append((chart.open_name, lambda x, y: drawing.hatch(x, y, 18, 10, 4)))
    bars = [bar for time in chart.times for bar in time.bars]
    if chart.interval and any(bar.low is not None for bar in bars):
        entries.append((chart.interval, lambda x, y: _whisker(drawing, x + 1, x + 17, y + 5)))
    return entries
