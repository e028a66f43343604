# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of snap points: kinds, the fullest points with their years, the months as a chart, what it cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Callable

from offline_cache.model import Month
from offline_cache.monthly import MonthStatus
from offline_cache.reading_order import isolated

from ...reports.charts import MonthBar, MonthBars, month_bars, svg_address
from ...reports.result_page import ResultPage, Table
from ...text import caveat, many, number, tr
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.lacking_words import lacking_sentence
from ..writing.result_layer import Explained

if TYPE_CHECKING:
    from .place_run import CountedPlace, PlaceRun

FULLEST = 20
"""Snap points that the page lists."""


def finding(run: PlaceRun) -> str:
    """The run in a sentence."""
    return tr("{crimes} on {points}: {title}.").format(
        crimes=many(run.crimes, tr("crime"), tr("crimes")),
        points=many(len(run.places), tr("snap point"), tr("snap points")),
        title=run.about.title,
    )


def lacking(run: PlaceRun) -> list[str]:
    """What must not be overlooked: months missing or held in part, and crimes that are on no point."""
    lines = [lacking_sentence(run.monthly.months)]
    if run.monthly.unplaced:
        lines.append(_unplaced(run))
    not_held = run.monthly.coverage.unplaced_not_held
    if not_held:
        words = tr("{n} of all types without a place in files held as slices are not held.")
        lines.append(words.format(n=number(not_held)))
    return [line for line in lines if line]


def _unplaced(run: PlaceRun) -> str:
    crimes = many(run.monthly.unplaced, tr("crime"), tr("crimes"))
    if run.request.selection.area is not None:
        return tr("{crimes} more in the same files have no place: whether they lie in {where} is not known.").format(
            crimes=crimes, where=run.about.where
        )
    return tr("{crimes} more have no place and are on no snap point.").format(crimes=crimes)


def sentences(run: PlaceRun) -> list[str]:
    """What stands out, with its denominator."""
    if not run.places or not run.crimes:
        return []
    first = run.places[0]
    return [
        tr("The fullest snap point is {place}, with {n} of the {all}. Most frequent there: {leading}.").format(
            place=_called(first),
            n=number(first.crimes),
            all=number(run.crimes),
            leading="; ".join(f"{name} {number(count)}" for name, count in list(first.by_type.items())[:3]),
        )
    ]


def page(run: PlaceRun, told: Explained) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    return ResultPage(
        title=finding(run).rstrip("."),
        subtitle=tr("Counted by snap point, as published"),
        sentences=[*lacking(run), *sentences(run)],
        picture=_chart(run),
        picture_text=_chart_text(run),
        legend=(),
        basis=run.about.basis,
        method=[
            tr("A snap point is what the service publishes in place of an address: the nearest of a fixed list."),
            *told.parameters,
        ],
        command=told.command,
        caveats=[
            caveat(),
            tr(
                "A point of interest stands for everything near it: crimes at a station's point need not have been in "
                "the station."
            ),
            tr("Do not rank streets or premises by these numbers: snapping moves crimes from one to another."),
        ],
        rights=run.about.rights,
        labels=run.about.labels,
        tables=[_kinds(run), _fullest(run)],
    )


def _kinds(run: PlaceRun) -> Table:
    crimes: Counter[str] = Counter()
    points: Counter[str] = Counter()
    years: dict[str, Counter[int]] = {}
    for place in run.places:
        crimes[place.kind] += place.crimes
        points[place.kind] += 1
        years.setdefault(place.kind, Counter()).update(place.by_year)
    head = (tr("Kind of snap point"), tr("Snap points"), tr("Crimes"), *map(_year_head(run), _years(run)))
    rows = [
        (kind, number(points[kind]), number(count), *(number(years[kind][year]) for year in _years(run)))
        for kind, count in sorted(crimes.items(), key=lambda item: (-item[1], item[0]))
    ]
    return Table(tr("By kind"), head, rows, _years_note(run))


def _fullest(run: PlaceRun) -> Table:
    head = (tr("Snap point"), tr("Crimes"), *map(_year_head(run), _years(run)), tr("Most in a month"))
    rows = []
    for place in run.places[:FULLEST]:
        years = place.by_year
        month, most = max(place.by_month.items(), key=lambda item: (item[1], -item[0].year, -item[0].month))
        rows.append(
            (
                _called(place),
                number(place.crimes),
                *(number(years.get(year, 0)) for year in _years(run)),
                f"{number(most)} ({month})",
            )
        )
    title = tr("The fullest snap points")
    more = len(run.places) - FULLEST
    return Table(title, head, rows, tr("{n} more are not listed.").format(n=number(more)) if more > 0 else "")


def _called(place: CountedPlace) -> str:
    return ", ".join(isolated(part) for part in (place.location or place.kind, place.lsoa_name) if part)


def _held(run: PlaceRun) -> Iterator[Month]:
    return (one.month for one in run.monthly.months if one.status is not MonthStatus.MISSING)


def _years(run: PlaceRun) -> list[int]:
    return sorted({month.year for month in _held(run)})


def _year_head(run: PlaceRun) -> Callable[[int], str]:
    months = Counter(month.year for month in _held(run))

    def head(year: int) -> str:
        whole = str(year)
        return whole if months[year] == 12 else f"{whole} ({many(months[year], tr('month'), tr('months'))})"

    return head


def _years_note(run: PlaceRun) -> str:
    if all(count == 12 for count in Counter(month.year for month in _held(run)).values()):
        return ""
    return tr("Years with fewer than twelve months held do not compare with whole ones.")


def _chart(run: PlaceRun) -> str:
    by_month: Counter[Month] = Counter()
    for place in run.places:
        by_month.update(place.by_month)
    bars = [
        MonthBar(one.month, None if one.status is MonthStatus.MISSING else by_month[one.month], status=one.status)
        for one in run.monthly.months
    ]
    title = tr("Crimes on these snap points")
    return svg_address(month_bars(MonthBars(title, tr("a month"), _chart_text(run), bars, None, PAGE_WIDTH)))


def _chart_text(run: PlaceRun) -> str:
    missing = sum(one.status is MonthStatus.MISSING for one in run.monthly.months)
    return tr("{crimes} by month, {months} missing.").format(
        crimes=many(run.crimes, tr("crime"), tr("crimes")), months=many(missing, tr("month"), tr("months"))
    )
