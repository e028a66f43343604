# SPDX-License-Identifier: GPL-2.0-or-later
"""Small multiples: a line of months for each of several things, each on a scale of its own from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from ...text import tr
from .drawing import PLAIN, SMALL, Drawing
from .inks import Background
from .parts import MARGIN, Swatch, heading, legend, runs
from .scale import number_text, scale_to

_HIGH, _LINE, _ROOM = 78.0, 32.0, 160.0


@dataclass(frozen=True)
class Spark:
    """A name and its values month by month, None where a month is missing; `note` stands beside the last value."""

    name: str
    values: Sequence[Optional[float]]
    note: str = ""


@dataclass(frozen=True)
class Sparklines:
    """The panels in their order; all have the same months, of which `unit` says what the values are."""

    title: str
    unit: str
    summary: str
    sparks: Sequence[Spark]
    width: int = 700
    background: Background = Background.LIGHT


def sparklines(chart: Sparklines) -> str:
    """Draw it; as many panels beside one another as have room."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    across = max(1, int((chart.width - 2 * MARGIN) // _ROOM))
    wide = (chart.width - 2 * MARGIN) / across
    for at, spark in enumerate(chart.sparks):
        row, column = divmod(at, across)
        _panel(drawing, MARGIN + column * wide, top + row * _HIGH, wide - 14, spark)
    rows = -(-len(chart.sparks) // across)
    entries: list[Swatch] = []
    if any(value is None for spark in chart.sparks for value in spark.values):
        entries.append((tr("missing, not zero"), lambda x, y: drawing.hatch(x, y, 18, 10, 4.0)))
    return drawing.svg(chart.title, chart.summary, legend(drawing, top + rows * _HIGH, entries))


def _panel(drawing: Drawing, x: float, y: float, width: float, spark: Spark) -> None:
    """Name and last value above, the line below, a dot at its end."""
    held = [value for value in spark.values if value is not None]
    scale = scale_to(max(held, default=0.0), _LINE)
    bottom, slot = y + 30 + _LINE, width / max(len(spark.values), 1)
    last = next((value for value in reversed(spark.values) if value is not None), None)
    said = " ".join(part for part in (number_text(last) if last is not None else tr("none held"), spark.note) if part)
    drawing.text(x, y + 10, spark.name, PLAIN, bold=True, room=width)
    drawing.text(x, y + 23, said, SMALL, colour=drawing.inks.soft, room=width)
    drawing.line(x, bottom, x + width, bottom, drawing.inks.grid)
    for first, end in runs(len(spark.values), lambda at: spark.values[at] is None):
        if spark.values[first] is None:
            drawing.hatch(x + first * slot, bottom - _LINE, (end - first + 1) * slot, _LINE, 4.0)
            continue
        points = [
            (x + (at + 0.5) * slot, bottom - scale.length(spark.values[at] or 0.0)) for at in range(first, end + 1)
        ]
        drawing.path(points, drawing.inks.strong, 1.6)
        if first == end:
            drawing.dot(*points[0], 1.5, drawing.inks.strong)
    if last is not None and spark.values[-1] is not None:
        drawing.dot(x + (len(spark.values) - 0.5) * slot, bottom - scale.length(last), 2.6, drawing.inks.marker)
