# SPDX-License-Identifier: GPL-2.0-or-later
"""Bars of months, with the same month a year before and what such months usually vary within."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Optional

from offline_cache.model import Month
from offline_cache.monthly import MonthStatus

from ...text import month_name, tr
from .drawing import SMALL, Drawing
from .inks import Background
from .parts import Plot, Swatch, heading, legend, missing_months, months_axis, plot_of, values_axis
from .scale import Scale, number_text, scale_to


@dataclass(frozen=True)
class MonthBar:
    """A month: its value, None where it is missing; `before` that of the same month a year before, where known.

    `beyond` is 1 where it lies above the usual range, -1 below, 0 within or where there is no such range.
    """

    month: Month
    value: Optional[float]
    before: Optional[float] = None
    status: MonthStatus = MonthStatus.HELD
    beyond: int = 0


@dataclass(frozen=True)
class Band:
    """The mean and the limits between which months usually vary."""

    mean: float
    lower: float
    upper: float


@dataclass(frozen=True)
class MonthBars:
    """The chart: months in their order without a gap; `unit` says what the values are, `summary` is read out."""

    title: str
    unit: str
    summary: str
    months: Sequence[MonthBar]
    band: Optional[Band] = None
    width: int = 700
    background: Background = Background.LIGHT


def month_bars(chart: MonthBars) -> str:
    """Draw it; any width from 300 pixels."""
    drawing = Drawing(chart.width, chart.background)
    top = heading(drawing, chart.title, chart.unit)
    scale = scale_to(_highest(chart), min(max(chart.width * 0.36, 110), 260), whole=_counts(chart))
    plot = plot_of(drawing, top, scale, len(chart.months))
    values_axis(drawing, plot, scale)
    missing_months(drawing, plot, [one.status is MonthStatus.MISSING for one in chart.months])
    for at, one in enumerate(chart.months):
        _bar(drawing, plot, scale, at, one)
    if chart.band is not None:
        _band(drawing, plot, scale, chart.band)
    for at, one in enumerate(chart.months):
        _before(drawing, plot, scale, at, one)
    end = months_axis(drawing, plot, [one.month for one in chart.months])
    end = legend(drawing, end, _legend(drawing, chart))
    return drawing.svg(chart.title, chart.summary, end)


def _highest(chart: MonthBars) -> float:
    values = [value for one in chart.months for value in (one.value, one.before) if value is not None]
    return max([*values, chart.band.upper if chart.band else 0.0], default=0.0)


def _counts(chart: MonthBars) -> bool:
    return all(one.value is None or float(one.value).is_integer() for one in chart.months)


def _bar(drawing: Drawing, plot: Plot, scale: Scale, at: int, one: MonthBar) -> None:
    if one.value is None or one.status is MonthStatus.MISSING:
        return
    inks, gap = drawing.inks, max(1.0, plot.slot * 0.14)
    x, width, height = plot.left + at * plot.slot + gap, plot.slot - 2 * gap, scale.length(one.value)
    tip = _tip(one)
    if one.status is MonthStatus.PARTIAL:
        drawing.rect(x, plot.bottom - height, width, height, inks.ground, "", tip)
        drawing.hatch(x, plot.bottom - height, width, height, 4.0)
        drawing.text(plot.middle(at), plot.bottom - height - 4, "*", SMALL + 3, "middle")
    else:
        drawing.rect(x, plot.bottom - height, width, height, inks.strong if one.beyond else inks.fill, "", tip)


def _tip(one: MonthBar) -> str:
    words = [tr("{month}: {n}").format(month=month_name(one.month), n=number_text(one.value or 0))]
    if one.status is MonthStatus.PARTIAL:
        words.append(tr("held in part"))
    if one.before is not None:
        words.append(tr("a year before {n}").format(n=number_text(one.before)))
    if one.beyond:
        words.append(tr("above the usual range") if one.beyond > 0 else tr("below the usual range"))
    return ", ".join(words)


def _before(drawing: Drawing, plot: Plot, scale: Scale, at: int, one: MonthBar) -> None:
    """A short line at the value of the year before, cased so that it is seen on any bar."""
    if one.before is None:
        return
    y, left, right = (
        plot.bottom - scale.length(one.before),
        plot.left + at * plot.slot,
        plot.left + (at + 1) * plot.slot,
    )
    drawing.line(left + 0.5, y, right - 0.5, y, drawing.inks.ground, 4.6)
    drawing.line(left + 1, y, right - 1, y, drawing.inks.marker, 2.4)


def _band(drawing: Drawing, plot: Plot, scale: Scale, band: Band) -> None:
    right = plot.left + plot.width
    for value, dash, width in ((band.lower, "6 4", 1.3), (band.mean, "", 1.0), (band.upper, "6 4", 1.3)):
        y = plot.bottom - scale.length(value)
        drawing.line(plot.left, y, right, y, drawing.inks.band, width, dash)


def _legend(drawing: Drawing, chart: MonthBars) -> list[Swatch]:
    inks = drawing.inks
    statuses = {one.status for one in chart.months}
    entries: list[Swatch] = [(tr("month"), lambda x, y: drawing.rect(x, y, 18, 10, inks.fill))]
    if any(one.beyond for one in chart.months):
        entries.append((tr("month outside the usual range"), lambda x, y: drawing.rect(x, y, 18, 10, inks.strong)))
    if any(one.before is not None for one in chart.months):
        entries.append(
            (tr("same month a year before"), lambda x, y: drawing.line(x, y + 5, x + 18, y + 5, inks.marker, 2.4))
        )
    if chart.band is not None:
        band = chart.band
        words = tr("usual range {lower} to {upper}").format(
            lower=number_text(ceil(band.lower)), upper=number_text(floor(band.upper))
        )
        entries.append((words, lambda x, y: drawing.line(x, y + 5, x + 18, y + 5, inks.band, 1.3, "6 4")))
        words = tr("mean {mean}").format(mean=number_text(round(band.mean)))
        entries.append((words, lambda x, y: drawing.line(x, y + 5, x + 18, y + 5, inks.band, 1)))
    if MonthStatus.PARTIAL in statuses:
        entries.append((tr("* held in part"), lambda x, y: drawing.hatch(x, y, 18, 10, 4.0)))
    if MonthStatus.MISSING in statuses:
        entries.append((tr("missing, not zero"), lambda x, y: drawing.hatch(x, y, 18, 10)))
    return entries
