# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a comparison of outcomes: both sides after equal times, by group, by month of crime, and each peer."""

from __future__ import annotations

from typing import Optional

from offline_cache.outcome_followup import FollowUp
from offline_cache.outcome_states import RESOLVED

from ...analysis.proportion import Share, wilson
from ...layers.outcome_words import group_name
from ...reports.charts import Background, svg_address
from ...reports.result_page import Detail, ResultPage, Table
from ...text import many, month_name, number, tr
from ..asking.chart_parameters import PAGE_WIDTH
from ..peers.peer_words import caveats as peer_caveats
from ..running.wording import sentence_case
from ..units.crimes import About
from ..writing.result_layer import Explained
from .outcome_comparison_charts import bars_chart, months_chart
from .outcome_comparison_method import caveats, method
from .outcome_comparison_run import AfterTime, ComparedOutcomes, Measure
from .outcome_comparison_words import (
    difference_words,
    finding,
    measure_name,
    points,
    same_crimes,
    sentences,
    short,
    verdict_name,
)

_ABSENT = "–"


def page(run: ComparedOutcomes, told: Explained, about: About) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    said = sentences(run)
    group = run.elsewhere.group
    return ResultPage(
        title=finding(run).rstrip("."),
        subtitle=sentence_case(about.title),
        sentences=said,
        picture=svg_address(bars_chart(run, PAGE_WIDTH, Background.LIGHT)),
        picture_text=" ".join([finding(run), *said]),
        legend=(),
        basis=about.basis,
        method=[*method(run), *told.parameters],
        command=told.command,
        caveats=[*caveats(), *(peer_caveats(group) if group is not None else ())],
        rights=about.rights,
        labels=about.labels,
        tables=(_shares(run), _verdicts(run), *_peers(run), _groups(run), _months(run)),
        details=(_by_month(run),),
        short=short(run),
    )


def _by_month(run: ComparedOutcomes) -> Detail:
    text = tr("The same by month of crime. One month has few crimes: its share goes up and down by chance.")
    return Detail(svg_address(months_chart(run, PAGE_WIDTH, Background.LIGHT)), text)


def _shares(run: ComparedOutcomes) -> Table:
    head = (
        tr("After"),
        tr("Area"),
        tr("Crimes"),
        tr("With an outcome"),
        tr("95% interval"),
        tr("Charged, out of court or left to others"),
        tr("95% interval"),
        tr("Open"),
    )
    rows = [row for after in run.times for row in _time_rows(run, after)]
    note = tr(
        "The same months of crime on both sides after each time; after longer times there are fewer of them, so rows "
        "of different times are of different crimes and do not compare."
    )
    note = " ".join([note, *same_crimes(run)])
    if run.elsewhere.group is not None:
        note += " " + tr("Peers: all their crimes together. Their unweighted mean is in the table below.")
    return Table(tr("After equal times"), head, rows, note)


def _time_rows(run: ComparedOutcomes, after: AfterTime) -> list[tuple[str, ...]]:
    time = many(after.time, tr("month"), tr("months"))
    if not after.by:
        status = tr("not yet") if after.not_yet else tr("missing")
        return [(time, sentence_case(run.name), status, *([_ABSENT] * 5))]
    rows = [(time, sentence_case(run.name), *_cells({measure: one.own for measure, one in after.by.items()}))]
    others = {measure: one.other for measure, one in after.by.items() if one.other is not None}
    if others:
        rows.append((time, sentence_case(run.elsewhere.name), *_cells(others)))
    return rows


def _cells(shares: dict[Measure, Share]) -> tuple[str, ...]:
    found, action = shares[Measure.ANY], shares[Measure.ACTION]
    return (
        number(found.of),
        points(found.share),
        _interval(found),
        points(action.share),
        _interval(action),
        points(1 - found.share),
    )


def _interval(share: Share) -> str:
    return tr("{lower} to {upper}").format(lower=points(share.lower), upper=points(share.upper))


def _verdicts(run: ComparedOutcomes) -> Table:
    peers = run.elsewhere.group is not None
    rows = []
    for after in run.times:
        for measure, judged in after.by.items():
            if judged.peers is not None:
                found = tr("mean {mean}, range {lower} to {upper}").format(
                    mean=points(judged.peers.mean), lower=points(judged.peers.lower), upper=points(judged.peers.upper)
                )
            else:
                found = difference_words(judged.gap) if judged.gap is not None else _ABSENT
            time = many(after.time, tr("month"), tr("months"))
            rows.append((time, measure_name(measure), found, verdict_name(judged.verdict)))
    head = (tr("After"), tr("Share with"), tr("Peers") if peers else tr("Difference"), tr("The area is"))
    return Table(tr("How the area stands"), head, rows, tr("Of 20 such verdicts about one is by chance."))


def _peers(run: ComparedOutcomes) -> tuple[Table, ...]:
    if run.elsewhere.group is None:
        return ()
    after = run.shown
    rows: list[tuple[str, ...]] = []
    for at, (name, of) in enumerate(zip(run.elsewhere.names, run.elsewhere.followed)):
        if at not in after.kept:
            rows.append((name, tr("not held as long"), _ABSENT, _ABSENT))
            continue
        crimes = of.count(after.time, after.months)
        shares = [wilson(of.count(after.time, after.months, measure.groups), crimes) for measure in Measure]
        rows.append((name, number(crimes), *(_points(share) for share in shares)))
    head = (tr("Peer"), tr("Crimes"), tr("With an outcome"), tr("Charged, out of court or left to others"))
    time = many(after.time, tr("month"), tr("months"))
    return (Table(tr("Peers after {time}, the most alike first").format(time=time), head, rows),)


def _points(share: Optional[Share]) -> str:
    return _ABSENT if share is None else points(share.share)


def _groups(run: ComparedOutcomes) -> Table:
    after = run.shown
    sides = [[run.own], [run.elsewhere.followed[at] for at in after.kept]]
    totals = [sum(one.count(after.time, after.months) for one in side) for side in sides]
    rows = []
    for group in RESOLVED:
        counts = [sum(one.count(after.time, after.months, [group]) for one in side) for side in sides]
        if any(counts):
            rows.append((group_name(group), *_counted(counts, totals)))
    resolved = [sum(one.resolved(after.time, after.months) for one in side) for side in sides]
    rows.append((tr("Open"), *_counted([all_ - done for all_, done in zip(totals, resolved)], totals)))
    one, other = sentence_case(run.name), sentence_case(run.elsewhere.name)
    head = (tr("Last outcome by then"), one, tr("share"), other, tr("share"))
    time = many(after.time, tr("month"), tr("months"))
    return Table(tr("By group, after {time}").format(time=time), head, rows)


def _counted(counts: list[int], totals: list[int]) -> list[str]:
    cells = []
    for count, total in zip(counts, totals):
        cells += [number(count), points(count / total) if total else _ABSENT]
    return cells


def _months(run: ComparedOutcomes) -> Table:
    time = run.shown.time
    rows = []
    for month in run.span:
        how = run.own.follow[time][month]
        if how is not FollowUp.COMPLETE:
            status = tr("not yet") if how is FollowUp.NOT_YET else tr("missing")
            rows.append((month_name(month), status, *([_ABSENT] * 4)))
            continue
        own = [run.own_share(month, time, measure) for measure in Measure]
        others = [run.other_share(month, time, measure) for measure in Measure]
        there = [_ABSENT if share is None else points(share) for share in others]
        crimes = number(run.own.count(time, [month]))
        rows.append((month_name(month), crimes, _points(own[0]), there[0], _points(own[1]), there[1]))
    other = tr("mean of the peers") if run.elsewhere.group is not None else run.elsewhere.name
    head = (
        tr("Month of crime"),
        tr("Crimes"),
        tr("With an outcome"),
        other,
        tr("Charged, out of court or left to others"),
        other,
    )
    title = tr("By month of crime, after {time}").format(time=many(time, tr("month"), tr("months")))
    return Table(title, head, rows, tr("Not yet, or missing, is not zero."))
