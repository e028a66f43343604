# SPDX-License-Identifier: GPL-2.0-or-later
"""The page and the chart of a comparison of two areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from offline_cache.area_counts import FEWEST_BEFORE
from offline_cache.two_areas import ALL_TYPES, Side

from ...reports.charts import Background, MonthLines, MonthPoint, Series, month_lines, svg_address
from ...reports.result_page import ResultPage, Table
from ...text import number, tr, with_sign
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import sentence_case
from ..units.crimes import About
from ..writing.result_layer import Explained
from .comparison_run import Compared, ComparisonRun
from .comparison_words import caveats, finding, method, plain, ratio_range, sentences, unlike

_OF_HOUSEHOLDS = ("Burglary", "Bicycle theft", "Criminal damage and arson", "Vehicle crime")
_NAME = 40


def chart(run: ComparisonRun, width: int, background: Background) -> str:
    """Both areas month by month, as rates where both have residents."""
    rated = all(side.residents.held is not None for side in (run.found.one, run.found.other))
    unit = tr("crimes per 1,000 residents a year, month by month") if rated else tr("crimes a month")
    one, other = (_series(run, side, rated) for side in (run.found.one, run.found.other))
    title = sentence_case(tr("{what}: {one} and {other}").format(what=run.what, one=one.name, other=other.name))
    summary = " ".join([finding(run), *sentences(run)])
    return month_lines(MonthLines(title, unit, summary, one, other, width, background))


def _series(run: ComparisonRun, side: Side, rated: bool) -> Series:
    points = []
    for month in sorted((*run.found.months, *run.found.dropped)):
        count = side.by_type[ALL_TYPES].get(month) if month in run.found.months else None
        value = float(count) if count is not None else None
        points.append(MonthPoint(month, side.residents.rate(count, 1) if rated and count is not None else value))
    return Series(side.name, points)


def page(run: ComparisonRun, told: Explained, about: About) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    said = sentences(run)
    return ResultPage(
        title=finding(run).rstrip("."),
        subtitle=sentence_case(about.title),
        sentences=said,
        picture=svg_address(chart(run, PAGE_WIDTH, Background.LIGHT)),
        picture_text=" ".join([finding(run), *said]),
        legend=(),
        basis=about.basis,
        method=[*method(run), *told.parameters],
        command=told.command,
        caveats=caveats(),
        rights=about.rights,
        labels=about.labels,
        tables=_tables(run),
        plain=plain(run),
    )


def _tables(run: ComparisonRun) -> tuple[Table, ...]:
    rated = any(row.one.rate is not None or row.other.rate is not None for row in run.rows)
    tables = [_counts(run), *([_rates(run)] if rated else [])]
    if any(row.one.household_rate is not None and row.other.household_rate is not None for row in run.rows):
        tables.append(_households(run))
    return tuple(tables)


def _counts(run: ComparisonRun) -> Table:
    one, other = _names(run)
    head = (
        tr("Crime type"),
        one,
        other,
        tr("{name}, change").format(name=one),
        tr("{name}, change").format(name=other),
    )
    rows = [
        (
            type_name(row),
            number(row.one.count),
            number(row.other.count),
            _change(row.one.change),
            _change(row.other.change),
        )
        for row in run.rows
    ]
    note = tr(
        "Change on the same months a year before, of {n} months held of both in both years; –: fewer than {few} crimes "
        "before, so no percentage."
    ).format(n=len(run.found.pairs), few=FEWEST_BEFORE)
    return Table(tr("Crimes"), head, rows, note if run.found.pairs else tr("No months of the year before are held."))


def _rates(run: ComparisonRun) -> Table:
    one, other = _names(run)
    head = (tr("Crime type"), one, other, tr("Ratio"), tr("95% interval"), tr("First against second"))
    rows = [
        (
            type_name(row),
            _rate(row.one.rate),
            _rate(row.other.rate),
            f"{row.ratio.ratio:,.2f}" if row.ratio is not None and row.ratio.ratio is not None else "–",
            ratio_range(row.ratio) if row.ratio is not None else "–",
            verdict_name(row),
        )
        for row in run.rows
    ]
    note = tr("Of {months} months held of both. The interval allows for chance in counting alone.")
    notes = [note.format(months=len(run.found.months)), *unlike(run)]
    return Table(tr("Per 1,000 residents a year"), head, rows, " ".join(notes))


def _households(run: ComparisonRun) -> Table:
    one, other = _names(run)
    wanted = [row for row in run.rows if row.crime_type in _OF_HOUSEHOLDS] or [run.all]
    rows = [(type_name(row), _rate(row.one.household_rate), _rate(row.other.household_rate)) for row in wanted]
    note = tr("Burglary is of homes and of other buildings: police.uk does not tell them apart.")
    return Table(tr("Per 1,000 households a year"), (tr("Crime type"), one, other), rows, note)


def type_name(row: Compared) -> str:
    """The crime type, or all of them."""
    return row.crime_type or tr("All that is selected")


def verdict_name(row: Compared) -> str:
    """The verdict in the user's language."""
    return {
        "higher": tr("higher"),
        "lower": tr("lower"),
        "no clear difference": tr("no clear difference"),
    }.get(row.verdict, "–")


def _names(run: ComparisonRun) -> Sequence[str]:
    return [_cut(sentence_case(side.name)) for side in (run.found.one, run.found.other)]


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"


def _rate(rate: Optional[float]) -> str:
    if rate is None:
        return "–"
    return f"{rate:,.1f}" if rate >= 1 else f"{rate:,.2f}"


def _change(change: Optional[float]) -> str:
    if change is None:
        return "–"
    return f"{with_sign(100 * change)}%"
