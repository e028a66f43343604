# SPDX-License-Identifier: GPL-2.0-or-later
"""Months as stacked bars: what each is made of, with the months that are missing hatched."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from offline_cache.model import Month
from offline_cache.monthly import MonthStatus

from ...text import month_name, tr
from .drawing import SMALL, Drawing
from .inks import Background
from .parts import Plot, Swatch, heading, legend, missing_months, months_axis, plot_of, values_axis
from .scale import Scale, number_text, scale_to


@dataclass(frozen=True)
class StackPart:
    """A part of every bar, the lowest first: its name and its colour (`#rrggbb`)."""

    name: str
    colour: str


@dataclass(frozen=True)
class MonthStack:
    """A month: a value for each part, None where the month is missing."""

    month: Month
    values: Optional[Sequence[int]]
    status: MonthStatus = MonthStatus.HELD


@dataclass(frozen=True)
class MonthStacks:
    """The chart: months in their order without a gap; `unit` says what the values are, `summary` is read out."""

    title: str
    unit: str
    summary: str
    parts: Sequence[StackPart]
    months: Sequence[MonthStack]
    width: int = 700
    background: Background = Background.LIGHT


def month_stacks(chart: MonthStacks) -> str:
    """Draw it; any width from 300 pixels."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    highest = max((sum(one.values or ()) for one in chart.months), default=0)
    scale = scale_to(highest, min(max(chart.width * 0.36, 150), 260), whole=True)
    plot = plot_of(drawing, top, scale, len(chart.months))
    values_axis(drawing, plot, scale)
    missing_months(drawing, plot, [one.status is MonthStatus.MISSING for one in chart.months])
    for at, one in enumerate(chart.months):
        _bar(drawing, chart, plot, scale, at, one)
    end = months_axis(drawing, plot, [one.month for one in chart.months])
    end = legend(drawing, end, _legend(drawing, chart))
    return drawing.svg(chart.title, chart.summary, end)


def _bar(drawing: Drawing, chart: MonthStacks, plot: Plot, scale: Scale, at: int, one: MonthStack) -> None:
    if one.values is None or one.status is MonthStatus.MISSING:
        return
    gap = max(1.0, plot.slot * 0.14)
    x, width, below = plot.left + at * plot.slot + gap, plot.slot - 2 * gap, 0
    for part, value in zip(chart.parts, one.values):
        if not value:
            continue
        bottom, top = plot.bottom - scale.length(below), plot.bottom - scale.length(below + value)
        tip = tr("{month}, {part}: {n}").format(month=month_name(one.month), part=part.name, n=number_text(value))
        # A white line between parts: they are told apart in grey too.
        drawing.rect(x, top, width, max(bottom - top - (0.8 if below else 0), 0.4), part.colour, "", tip)
        below += value
    if one.status is MonthStatus.PARTIAL:
        drawing.text(plot.middle(at), plot.bottom - scale.length(below) - 4, "*", SMALL + 3, "middle")


def _legend(drawing: Drawing, chart: MonthStacks) -> list[Swatch]:
    def box(colour: str, x: float, y: float) -> None:
        drawing.rect(x, y, 18, 10, colour)

    entries: list[Swatch] = [(part.name, functools.partial(box, part.colour)) for part in chart.parts]
    statuses = {one.status for one in chart.months}
    if MonthStatus.PARTIAL in statuses:
        entries.append(
            (tr("* not all of it is held"), lambda x, y: drawing.text(x + 9, y + 12, "*", SMALL + 3, "middle"))
        )
    if MonthStatus.MISSING in statuses:
        entries.append((tr("missing, not zero"), lambda x, y: drawing.hatch(x, y, 18, 10)))
    return entries
