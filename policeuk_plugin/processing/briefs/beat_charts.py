# SPDX-License-Identifier: GPL-2.0-or-later
"""The three small charts of a brief: recorded crime, anti-social behaviour, and the type that changed or leads."""

from __future__ import annotations

from collections.abc import Iterator

from offline_cache.model import ASB, Month

from ...analysis.control_limits import count_limits
from ...reports.charts.address import svg_address
from ...reports.charts.month_bars import Band, MonthBar
from ...reports.charts.small_months import SmallMonths, small_months
from ...reports.document import Picture
from ...text import many, months_phrase, number, tr
from .beat_change import Change
from .beat_counts import RECORDED, BeatCounts

CHARTS = 3


def charts(counts: BeatCounts, change: Change) -> tuple[Picture, ...]:
    """Up to three charts, fewer where fewer types have a crime."""
    return tuple(_picture(counts, name) for name in _shown(counts, change))


def charts_note() -> str:
    """What bars and lines are."""
    return tr(
        "Dark bars are the months of this brief. Months usually lie between the dashed lines. Hatched months are "
        "missing, which is not zero."
    )


def _shown(counts: BeatCounts, change: Change) -> list[str]:
    names = [RECORDED, *dict.fromkeys([*_changed(change), *(one.name for one in counts.types if one.name != ASB)])]
    asb = [ASB] if any(one.name == ASB and one.total for one in counts.types) else []
    return [*names[: CHARTS - len(asb)], *asb]


def _changed(change: Change) -> Iterator[str]:
    """Types that changed beyond chance, the surest first."""
    for one in sorted(change.types, key=lambda one: one.q):
        if one.sure and one.name != ASB:
            yield one.name


def _picture(counts: BeatCounts, name: str) -> Picture:
    by_month = counts.by_month(name)
    held = [float(by_month[one.month]) if one.month in by_month else None for one in counts.of.months]
    bars = [MonthBar(one.month, value, None, one.status) for one, value in zip(counts.of.months, held)]
    limits = count_limits(held)
    band = Band(limits.mean, limits.lower, limits.upper) if limits is not None else None
    title = tr("Recorded crime") if name == RECORDED else name
    total = sum(by_month[month] for month in counts.now)
    note = tr("{n} in {months}").format(n=number(total), months=many(len(counts.now), tr("month"), tr("months")))
    recent = len(Month.span(counts.periods.first, counts.periods.last))
    span = months_phrase(counts.of.months[0].month, counts.of.months[-1].month)
    summary = tr("{title} by month, {span}: {note}.").format(title=title, span=span, note=note)
    return Picture(svg_address(small_months(SmallMonths(title, note, summary, bars, band, recent))), summary)
