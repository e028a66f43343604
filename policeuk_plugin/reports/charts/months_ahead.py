# SPDX-License-Identifier: GPL-2.0-or-later
"""Months as a line, and those that come after them as intervals with what is expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from offline_cache.model import Month

from ...text import month_name, tr
from .drawing import Drawing
from .inks import Background
from .parts import Plot, Swatch, heading, legend, missing_months, months_axis, plot_of, values_axis
from .scale import Scale, number_text, scale_to


@dataclass(frozen=True)
class AheadMonth:
    """A month: its `value`, None where it is not held; what was, or is, `expected` of it between `lower` and `upper`.

    What lies ahead has no value, but an interval.
    """

    month: Month
    value: Optional[float] = None
    expected: Optional[float] = None
    lower: Optional[float] = None
    upper: Optional[float] = None


@dataclass(frozen=True)
class MonthsAhead:
    """The chart; months in their order without a gap. `interval` says what the intervals are."""

    title: str
    unit: str
    summary: str
    months: Sequence[AheadMonth]
    interval: str
    width: int = 700
    background: Background = Background.LIGHT


def months_ahead(chart: MonthsAhead) -> str:
    """Draw it; any width from 300 pixels."""
    drawing, months = Drawing(chart.width, chart.background), chart.months
    top = heading(drawing, chart.title, chart.unit)
    values = [value for one in months for value in (one.value, one.upper, one.expected) if value is not None]
    scale = scale_to(max(values, default=0.0), min(max(chart.width * 0.36, 110), 260))
    plot = plot_of(drawing, top, scale, len(months))
    values_axis(drawing, plot, scale)
    missing_months(drawing, plot, [one.value is None and one.upper is None for one in months])
    _line(drawing, plot, scale, [one.value for one in months])
    for at, one in enumerate(months):
        _month(drawing, plot, scale, at, one)
    end = months_axis(drawing, plot, [one.month for one in months])
    return drawing.svg(chart.title, chart.summary, legend(drawing, end, _legend(drawing, chart)))


def _line(drawing: Drawing, plot: Plot, scale: Scale, values: Sequence[Optional[float]]) -> None:
    run = list[tuple[float, float]]()
    for at, value in enumerate([*values, None]):
        if value is None:
            drawing.path(run, drawing.inks.strong, 1.4)
            run = []
            continue
        run.append((plot.middle(at), plot.bottom - scale.length(value)))


def _month(drawing: Drawing, plot: Plot, scale: Scale, at: int, one: AheadMonth) -> None:
    inks, x, half = drawing.inks, plot.middle(at), max(2.0, plot.slot * 0.32)
    radius = min(3.2, max(1.8, plot.slot * 0.22))
    if one.lower is not None and one.upper is not None:
        low, high = (plot.bottom - scale.length(end) for end in (one.lower, one.upper))
        drawing.rect(x - half, high, 2 * half, max(low - high, 1.0), inks.fill, inks.band, _tip(one))
    if one.expected is not None:
        y = plot.bottom - scale.length(one.expected)
        drawing.line(x - half, y, x + half, y, inks.marker, 2.2)
    if one.value is not None:
        tip = tr("{month}: {n}").format(month=month_name(one.month), n=number_text(one.value))
        drawing.dot(x, plot.bottom - scale.length(one.value), radius, inks.strong, "", tip)


def _tip(one: AheadMonth) -> str:
    return tr("{month}: {n} expected, {low} to {high}").format(
        month=month_name(one.month),
        n=number_text(round(one.expected or 0.0, 1)),
        low=number_text(one.lower or 0.0),
        high=number_text(one.upper or 0.0),
    )


def _legend(drawing: Drawing, chart: MonthsAhead) -> list[Swatch]:
    inks = drawing.inks

    def known(x: float, y: float) -> None:
        drawing.line(x, y + 5, x + 18, y + 5, inks.strong, 1.4)
        drawing.dot(x + 9, y + 5, 3, inks.strong)

    entries: list[Swatch] = [
        (tr("month"), known),
        (tr("expected"), lambda x, y: drawing.line(x + 3, y + 5, x + 15, y + 5, inks.marker, 2.2)),
        (chart.interval, lambda x, y: drawing.rect(x + 3, y, 12, 10, inks.fill, inks.band)),
    ]
    if any(one.value is None and one.upper is None for one in chart.months):
        entries.append((tr("missing, not zero"), lambda x, y: drawing.hatch(x, y, 18, 10)))
    return entries
