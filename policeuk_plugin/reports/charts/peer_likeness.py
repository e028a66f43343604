# SPDX-License-Identifier: GPL-2.0-or-later
"""How alike an area and its peers are: a row a measure, the area and each peer among all areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...text import tr
from .drawing import PLAIN, SMALL, Drawing
from .inks import Background
from .parts import MARGIN, Swatch, heading, legend
from .words import broken, width_of

_ROW, _THICK, _DOT = 30.0, 12.0, 4.0
_FAR = 3.5
"""Standard deviations at which the scale ends; what lies beyond stands at its end, marked."""


@dataclass(frozen=True)
class LikenessRow:
    """A measure: the area's and the peers' places in standard deviations from the mean of all areas.

    Nine in ten of all areas lie from `low` to `high`. `told` has the area's value and the peers' in words.
    """

    name: str
    area: float
    peers: Sequence[float]
    low: float
    high: float
    told: str


@dataclass(frozen=True)
class PeerLikeness:
    """The chart; `area_name` is who is compared."""

    title: str
    unit: str
    summary: str
    area_name: str
    rows: Sequence[LikenessRow]
    width: int = 700
    background: Background = Background.LIGHT


def peer_likeness(chart: PeerLikeness) -> str:
    """Draw it; any width from 300 pixels, as high as it has measures."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    wide = chart.width >= 560
    names = min(max((width_of(row.name, PLAIN) for row in chart.rows), default=0.0), chart.width * 0.3)
    told = min(max((width_of(row.told, SMALL) for row in chart.rows), default=0.0), chart.width * 0.26) if wide else 0.0
    left, right = MARGIN + names + 14, chart.width - MARGIN - told - 24
    bottom = top + _ROW * len(chart.rows)
    _axis(drawing, left, right, top, bottom)
    for at, row in enumerate(chart.rows):
        middle = top + (at + 0.5) * _ROW
        lines = broken(row.name, names, PLAIN, 2)
        for line, words in enumerate(lines):
            y = middle + 4 + (line - (len(lines) - 1) / 2) * (PLAIN + 1)
            drawing.text(MARGIN + names, y, words, PLAIN, "end")
        _measure(drawing, row, left, right, middle, chart.area_name)
        if wide:
            drawing.text(right + 24, middle + 3.5, row.told, SMALL, colour=drawing.inks.soft, room=told)
    end = legend(drawing, bottom + 20, _legend(drawing, chart))
    return drawing.svg(chart.title, chart.summary, end)


def _x(value: float, left: float, right: float) -> float:
    """Where a value stands, its dot within the scale."""
    share = (min(max(value, -_FAR), _FAR) + _FAR) / (2 * _FAR)
    return left + share * (right - left)


def _axis(drawing: Drawing, left: float, right: float, top: float, bottom: float) -> None:
    for tick in range(-3, 4):
        x = _x(tick, left, right)
        drawing.line(x, top - 2, x, bottom, drawing.inks.grid if tick else drawing.inks.soft)
        words = tr("mean") if tick == 0 else f"{tick:+d}".replace("-", "−")
        drawing.text(x, bottom + 12, words, SMALL, "middle", drawing.inks.soft)


def _measure(drawing: Drawing, row: LikenessRow, left: float, right: float, y: float, area: str) -> None:
    low, high = _x(row.low, left, right), _x(row.high, left, right)
    drawing.rect(low, y - _THICK / 2, max(high - low, 1.0), _THICK, drawing.inks.grid)
    for value in row.peers:
        _dot(drawing, value, left, right, y, drawing.inks.fill, drawing.inks.strong, row.name)
    x = _x(row.area, left, right)
    tip = f"{area}, {row.told}"
    drawing.dot(x, y, _DOT + 2.5, drawing.inks.ground)
    drawing.dot(x, y, _DOT + 1.5, drawing.inks.marker, tip=tip)
    _beyond(drawing, row.area, x, y)


def _dot(
    drawing: Drawing, value: float, left: float, right: float, y: float, fill: str, stroke: str, name: str
) -> None:
    x = _x(value, left, right)
    drawing.dot(x, y, _DOT, fill, stroke, f"{name}: {value:+.1f}")
    _beyond(drawing, value, x, y)


def _beyond(drawing: Drawing, value: float, x: float, y: float) -> None:
    """An arrow head at the end of the scale: farther out than it reaches."""
    if abs(value) > _FAR:
        way = 1 if value > 0 else -1
        drawing.path([(x + way * 7, y - 4), (x + way * 11, y), (x + way * 7, y + 4)], drawing.inks.ink)


def _legend(drawing: Drawing, chart: PeerLikeness) -> list[Swatch]:
    inks = drawing.inks
    return [
        (chart.area_name, lambda x, y: drawing.dot(x + 9, y + 5, _DOT + 1.5, inks.marker)),
        (tr("its peers"), lambda x, y: drawing.dot(x + 9, y + 5, _DOT, inks.fill, inks.strong)),
        (tr("nine in ten of all areas"), lambda x, y: drawing.rect(x, y, 18, 10, inks.grid)),
    ]
