# SPDX-License-Identifier: GPL-2.0-or-later
"""The page and the charts of a trend."""

from __future__ import annotations

from collections.abc import Sequence

from offline_cache.financial_years import YearsOf
from offline_cache.rates import MONTHS_OF_A_YEAR

from ...reports.charts import (
    Background,
    Band,
    MonthBar,
    MonthBars,
    Spark,
    Sparklines,
    month_bars,
    sparklines,
    svg_address,
)
from ...reports.result_page import Detail, ResultPage, Table
from ...text import number, tr, with_sign
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import sentence_case
from ..units.crimes import About
from ..writing.result_layer import Explained
from .trend_run import TrendRun
from .trend_words import caveats, finding, method, nouns, sentences


def chart(run: TrendRun, width: int, background: Background) -> str:
    """The months as bars."""
    months = [
        MonthBar(one.month, one.count, run.before.get(one.month), one.status, run.beyond(one.month))
        for one in run.monthly.months
    ]
    limits = run.limits
    band = Band(limits.mean, limits.lower, limits.upper) if limits else None
    title = sentence_case(f"{run.what}, {run.where}")
    unit = tr("{what} a month").format(what=nouns(run)[1])
    summary = " ".join([finding(run), *sentences(run)])
    return month_bars(MonthBars(title, unit, summary, months, band, width, background))


def page(run: TrendRun, told: Explained, about: About) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    return ResultPage(
        title=finding(run).rstrip("."),
        subtitle=sentence_case(about.title),
        sentences=sentences(run),
        picture=svg_address(chart(run, PAGE_WIDTH, Background.LIGHT)),
        picture_text=" ".join([finding(run), *sentences(run)]),
        legend=(),
        basis=about.basis,
        method=[*method(run), *told.parameters],
        command=told.command,
        caveats=caveats(),
        rights=about.rights,
        labels=about.labels,
        tables=(_table(run.years),),
        details=_details(run),
    )


def _details(run: TrendRun) -> tuple[Detail, ...]:
    """Each crime type as a small chart, where there are several."""
    if len(run.types) < 2:
        return ()
    sparks = [Spark(one.name, one.counts) for one in run.types]
    unit = tr("crimes a month, each on its own scale; the number is that of the last month held")
    title = tr("By crime type")
    svg = sparklines(Sparklines(title, unit, tr("Months of each crime type"), sparks, PAGE_WIDTH))
    return (Detail(svg_address(svg), tr("Each crime type through the same months, on a scale of its own from zero.")),)


def _table(areas: Sequence[YearsOf]) -> Table:
    """Financial years, the newest first: the area, its district and its force beside one another."""
    head = [tr("April to March")]
    for area in areas:
        head += [
            tr("{name}: crimes").format(name=sentence_case(_short(area.name))),
            tr("per 1,000 residents"),
            tr("change"),
        ]
    starts = sorted({year.start for area in areas for year in area.years}, reverse=True)
    rows = []
    for start in starts:
        cells = [str(next(year for area in areas for year in area.years if year.start == start))]
        for area in areas:
            cells += _cells(area, start)
        rows.append(cells)
    part = any(not year.whole for area in areas for year in area.years)
    notes = [tr("All months held of each financial year, whatever months were chosen.")]
    if part:
        notes.append(
            tr(
                "* Not all 12 months are held, as (11/12) says: the rate is that of the months held, as if the year "
                "were like them. Seasons differ, so it compares with no other year."
            )
        )
    of_files = any(area.selection.area is None for area in areas)
    notes.append(
        tr("All crimes of the files, also those without a place, which no area has: it does not compare with areas.")
        if of_files
        else tr("Areas have only crimes with a place in them, so a force's files have more than its area.")
    )
    if any(area.residents.held is None for area in areas):
        notes.append(tr("No rate where no residents are held."))
    return Table(tr("Financial years"), head, rows, " ".join(notes))


def _cells(area: YearsOf, start: int) -> list[str]:
    at = next((at for at, year in enumerate(area.years) if year.start == start), None)
    year = area.years[at] if at is not None else None
    if at is None or year is None or year.count is None:
        return [tr("missing"), "–", "–"]
    mark = "" if year.whole else "*"
    of = "" if year.whole else f" ({year.months}/{MONTHS_OF_A_YEAR})"
    change = area.change(at)
    return [
        f"{number(year.count)}{of}",
        "–" if year.rate is None else f"{year.rate:,.1f}{mark}",
        "–" if change is None else f"{with_sign(100 * change, 1)}%",
    ]


def _short(name: str) -> str:
    return name if len(name) <= 60 else name[:59] + "…"
