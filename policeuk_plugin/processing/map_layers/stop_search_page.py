# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of stops and searches: months as a chart, tables of each force, what is not stated, why no rates."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Optional

from offline_cache.model import Dataset
from offline_cache.monthly import MonthStatus
from offline_cache.stop_tables import ForceStops, StopBy, StopRow
from offline_cache.stop_words import ethnic_group, plain_legislation, plain_object, plain_outcome

from ...reports.charts import MonthBar, MonthBars, month_bars, svg_address
from ...reports.result_page import Detail, ResultPage, Table
from ...text import force_name, many, number, rows_phrase, tr
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import percent, sentence_case
from ..writing.result_layer import Explained
from .stop_search_words import caveats, finding, method, not_stated, sentences, titled

if TYPE_CHECKING:
    from .stop_search_run import StopSearchRun

_PLAIN = {
    StopBy.OBJECT: plain_object,
    StopBy.OUTCOME: plain_outcome,
    StopBy.LEGISLATION: lambda value: sentence_case(plain_legislation(value)),
}
_AGES = ("under 10", "10-17", "18-24", "25-34", "over 34")
_LEAST = 0.0005
_INDENT = "\u2003"


def page(run: StopSearchRun, told: Explained) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    forces = run.tables.forces
    first, *others = forces
    several = len(forces) > 1
    return ResultPage(
        title=finding(run).rstrip("."),
        subtitle=_held(run),
        sentences=sentences(run),
        picture=chart(first),
        picture_text=_chart_text(first),
        legend=(),
        basis=run.about.basis,
        method=[*method(), *told.parameters],
        command=told.command,
        caveats=caveats(),
        rights=run.about.rights,
        labels=run.about.labels,
        tables=[_table(force, by, several) for force in forces if force.total for by in StopBy],
        details=[Detail(chart(force), _chart_text(force)) for force in others],
    )


def _held(run: StopSearchRun) -> str:
    months = sum(len(force.months) for force in run.tables.forces)
    missing = len(run.tables.coverage.missing)
    return tr("{held} held, {missing}, by the month of the file").format(
        held=many(months, tr("month"), tr("months")),
        missing=tr("{n} missing").format(n=number(missing)) if missing else tr("none missing"),
    )


def chart(force: ForceStops) -> str:
    """The stops of a force by month of the file, as the address of a picture; missing months are hatched."""
    missing = {gap.month for gap in force.missing}
    bars = [
        MonthBar(month, force.by_month.get(month), status=MonthStatus.MISSING if month in missing else MonthStatus.HELD)
        for month in sorted({*force.months, *missing})
    ]
    title = tr("Stops and searches, {force}").format(force=force_name(force.force))
    return svg_address(month_bars(MonthBars(title, tr("a month"), _chart_text(force), bars, None, PAGE_WIDTH)))


def _chart_text(force: ForceStops) -> str:
    return tr("{stops} of {force} by month, {months} missing.").format(
        stops=rows_phrase(force.total, Dataset.STOPS),
        force=force_name(force.force),
        months=many(len(force.missing), tr("month"), tr("months")),
    )


def _table(force: ForceStops, by: StopBy, several: bool) -> Table:
    table = force.table(by)
    rows = _grouped(table.rows, table.stated) if by is StopBy.SELF_DEFINED else _rows(table.rows, by)
    title = f"{titled(by)} ({force_name(force.force)})" if several else titled(by)
    head = ("", tr("Stops and searches"), tr("Share of those stated"))
    return Table(title, head, [*rows, _last(force, by)], not_stated(force, by))


def _rows(rows: tuple[StopRow, ...], by: StopBy) -> list[tuple[str, str, str]]:
    plain = _PLAIN.get(by, sentence_case)
    if by is StopBy.AGE:
        rows = tuple(sorted(rows, key=_age))
    return [(plain(row.value), number(row.count), _share(row.share)) for row in rows]


def _age(row: StopRow) -> int:
    """Youngest first; what is not known last."""
    return _AGES.index(row.value) if row.value in _AGES else len(_AGES)


def _grouped(rows: tuple[StopRow, ...], stated: int) -> list[tuple[str, str, str]]:
    """The groups of the census with their parts under them, the largest first."""
    by_group = {
        name: list(of) for name, of in groupby(sorted(rows, key=lambda row: ethnic_group(row.value)), _group_of)
    }
    found = []
    for name, of in sorted(by_group.items(), key=lambda item: -sum(row.count for row in item[1])):
        count = sum(row.count for row in of)
        found.append((name, number(count), percent(count / stated)))
        parts = sorted(of, key=lambda row: -row.count)
        found += [
            (f"{_INDENT}{row.value.partition(' - ')[2]}", number(row.count), _share(row.share))
            for row in parts
            if " - " in row.value
        ]
    return found


def _group_of(row: StopRow) -> str:
    return ethnic_group(row.value)


def _last(force: ForceStops, by: StopBy) -> tuple[str, str, str]:
    return (tr("Not stated"), number(force.table(by).not_stated), "–")


def _share(share: Optional[float]) -> str:
    if share is None:
        return "–"
    return tr("under 0.1%") if share < _LEAST else percent(share)
