# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of outcomes: chart and table by month, months from crime to outcome by group and crime type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from offline_cache.monthly import MonthStatus
from offline_cache.outcome_joins import Join
from offline_cache.outcome_times import TIME_CLASSES, in_classes, quantile

from ...layers.outcome_words import GROUP_COLOURS, group_name, time_class_name
from ...reports.charts import svg_address
from ...reports.charts.month_stacks import MonthStack, MonthStacks, StackPart, month_stacks
from ...reports.result_page import ResultPage, Table
from ...text import month_name, number, tr
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import percent, sentence_case
from ..writing.result_layer import Explained
from .outcome_run import OutcomeRun
from .outcome_words import caveats, finding, method, sentences


def page(run: OutcomeRun, told: Explained) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about = run.about
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(about.title),
        sentences=sentences(run),
        picture=svg_address(chart(run)),
        picture_text=" ".join([finding(run), *sentences(run)]),
        legend=(),
        basis=about.basis,
        method=[*method(run), *told.parameters],
        command=told.command,
        caveats=caveats(),
        rights=about.rights,
        labels=about.labels,
        tables=(_by_month(run), _times_by_group(run), _times_by_type(run)),
    )


def chart(run: OutcomeRun) -> str:
    """The months as stacked bars (SVG)."""
    groups = run.times.groups
    months = [
        MonthStack(month, [run.times.by_month.get((group, month), 0) for group in groups], run.status(month))
        for month in run.months
    ]
    parts = [StackPart(group_name(group), GROUP_COLOURS[group]) for group in groups]
    title = sentence_case(tr("outcomes, {where}").format(where=run.about.where))
    summary = " ".join([finding(run), *sentences(run)])
    unit = tr("outcomes a month, by month of the outcome")
    return month_stacks(MonthStacks(title, unit, summary, parts, months, PAGE_WIDTH))


def _by_month(run: OutcomeRun) -> Table:
    groups = run.times.groups
    rows = []
    for month in run.months:
        status = run.status(month)
        if status is MonthStatus.MISSING:
            rows.append((month_name(month), *(["–"] * len(groups)), tr("missing"), "–"))
            continue
        counts = [run.times.by_month.get((group, month), 0) for group in groups]
        mark = "*" if status is MonthStatus.PARTIAL else ""
        joined = percent(run.joined_in(month) / sum(counts)) if sum(counts) else "–"
        rows.append((month_name(month), *map(number, counts), number(sum(counts)) + mark, joined))
    totals = [run.of_group(group) for group in groups]
    joined = percent(run.times.joins[Join.JOINED] / sum(totals))
    rows.append((tr("All months held"), *map(number, totals), number(sum(totals)), joined))
    foot = tr("Missing is not zero.") if any(run.status(month) is MonthStatus.MISSING for month in run.months) else ""
    if any(run.status(month) is MonthStatus.PARTIAL for month in run.months):
        foot = " ".join([foot, tr("* Not all of what was asked for is held of this month.")]).strip()
    head = (tr("Month of the outcome"), *map(group_name, groups), tr("All"), tr("Crime held"))
    return Table(tr("Outcomes by month"), head, rows, foot)


def _times_by_group(run: OutcomeRun) -> Table:
    rows = [_times_row(group_name(group), run.times.by_group(group)) for group in run.times.groups]
    foot = tr(
        "Outcomes whose crime is held only: longer times than the months held reach back cannot be seen. 0: in the "
        "month of the crime."
    )
    return Table(tr("Months from crime to outcome, by group"), (tr("Outcome"), *_times_head()), rows, foot)


def _times_by_type(run: OutcomeRun) -> Table:
    types = sorted({tally.crime_type for tally in run.times.times})
    rows = [_times_row(name, run.times.by_type(name)) for name in types]
    foot = tr("All outcomes of crimes of a type, whichever they are: the type is that of the street file.")
    return Table(tr("Months from crime to outcome, by crime type"), (tr("Crime type"), *_times_head()), rows, foot)


def _times_row(name: str, times: Counter[int]) -> Sequence[str]:
    known = sum(times.values())
    if not known:
        return (name, "0", *(["–"] * (len(TIME_CLASSES) + 2)))
    classes = [number(count) for count in in_classes(times).values()]
    return (name, number(known), *classes, str(quantile(times, 0.5)), str(quantile(times, 0.9)))


def _times_head() -> tuple[str, ...]:
    return (
        tr("Known"),
        *(time_class_name(name) for name, _ in TIME_CLASSES),
        tr("Half within"),
        tr("90% within"),
    )
