# SPDX-License-Identifier: GPL-2.0-or-later
"""The page and the chart of an area through time beside its peers and its force."""

from __future__ import annotations

from offline_cache.reading_order import isolated

from ...reports.charts import Background, svg_address
from ...reports.charts.period_lines import PeriodLines, PeriodPoint, period_lines
from ...reports.result_page import ResultPage, Table
from ...text import many, month_short, number, tr
from ..asking.chart_parameters import PAGE_WIDTH
from ..peers.peer_verdict_words import verdict_words
from ..running.wording import sentence_case
from ..units.crimes import About
from ..writing.result_layer import Explained
from .compare_time_method import caveats, method
from .compare_time_names import period_months, period_name, range_text, rate_text
from .compare_time_run import Limits, Step, ThroughTime, TimeRow
from .compare_time_words import change_name, finding, scale_words, sentences, short
from .trend_words import months_listed

_ABSENT = "–"
_ALWAYS = 4
"""Columns that the table always has; of the others those without a value are left out."""


def chart(run: ThroughTime, width: int, background: Background) -> str:
    """The lines with the range of the peers."""
    peers = len(run.counts.peers)
    force = run.counts.force
    name = isolated(run.counts.one.name)
    others = [tr("its peers")] if peers else []
    others += [isolated(force.name)] if force is not None else []
    title = tr("{what}: {names}").format(what=run.question.title, names=", ".join([name, *others]))
    unit = scale_words(run)
    if run.step is Step.QUARTERS:
        unit += tr(", quarters by their last month")
    return period_lines(
        PeriodLines(
            title,
            unit,
            " ".join([finding(run), *sentences(run)]),
            [_point(run, row) for row in run.rows],
            name,
            range_name=tr("prediction range ({n})").format(n=many(peers, tr("peer"), tr("peers"))) if peers else "",
            mean_name=tr("mean of the peers") if peers else "",
            other_name=isolated(force.name) if force is not None else "",
            limits_name=tr("its own usual range ({how})").format(how="XmR" if run.limits is Limits.XMR else "u′"),
            gaps=tr("a month is missing, not zero"),
            width=width,
            background=background,
        )
    )


def _point(run: ThroughTime, row: TimeRow) -> PeriodPoint:
    peers = row.peers
    return PeriodPoint(
        row.period.last,
        period_name(run, row.period),
        row.rate,
        gap_words(row),
        peers.lower if peers is not None else None,
        peers.upper if peers is not None else None,
        peers.mean_without_self if peers is not None else None,
        row.force_rate,
        row.limits,
        row.beyond,
    )


def gap_words(row: TimeRow) -> str:
    """Which months of a period lack, short enough to stand in a chart; '' where none does."""
    if not row.lacking:
        return ""
    first, last = row.lacking[0], row.lacking[-1]
    when = month_short(first) if first == last else f"{month_short(first).split(' ')[0]}–{month_short(last)}"
    return tr("{months} missing").format(months=when)


def page(run: ThroughTime, told: Explained, about: About) -> ResultPage:
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
        caveats=caveats(run),
        rights=about.rights,
        labels=about.labels,
        short=short(run),
        tables=(_periods(run), *_areas(run)),
    )


def _periods(run: ThroughTime) -> Table:
    quarters = run.step is Step.QUARTERS
    head = (
        tr("Quarter") if quarters else tr("Month"),
        tr("Crimes"),
        tr("Rate"),
        tr("On the year before"),
        tr("Own range"),
        tr("Mean of peers"),
        tr("Prediction range"),
        tr("Its peers"),
        tr("Force"),
    )
    rows = [_cells(row) for row in reversed(run.rows)]
    note = tr("Rates are {unit}. The newest first. –: not held, too few peers, or not judged.").format(
        unit=scale_words(run)
    )
    told = [at for at in range(len(head)) if at < _ALWAYS or any(row[at] != _ABSENT for row in rows)]
    title = tr("Quarter by quarter") if quarters else tr("Month by month")
    return Table(title, [head[at] for at in told], [[row[at] for at in told] for row in rows], note)


def _cells(row: TimeRow) -> tuple[str, ...]:
    name = period_months(row.period)
    peers = row.peers
    force = _ABSENT if row.force_rate is None else rate_text(row.force_rate)
    if row.count is None or row.rate is None:
        missing = tr("missing: {months}").format(months=months_listed(row.lacking))
        return (name, missing, *([_ABSENT] * 6), force)
    return (
        name,
        number(row.count),
        rate_text(row.rate),
        _ABSENT if row.change is None else change_name(row.change.word),
        _ABSENT if row.limits is None else usual_name(row),
        _ABSENT if peers is None else rate_text(peers.mean_without_self),
        _ABSENT if peers is None else range_text(peers.lower, peers.upper),
        _ABSENT if peers is None else verdict_words(peers.said),
        force,
    )


def usual_name(row: TimeRow) -> str:
    """Where a period lies to the area's own usual range, in the user's language."""
    return {1: tr("above"), -1: tr("below"), 0: tr("within")}[row.beyond]


def _areas(run: ThroughTime) -> tuple[Table, ...]:
    """The last period of the area, its force and each peer, by rate."""
    row, counts = run.latest, run.counts
    if row.peers is None:
        return ()
    named = [(counts.one.name, row.rate or 0.0, row.count or 0)]
    for peer, rate in zip(counts.peers, row.peers.peer_rates.tolist()):
        named.append((peer.name, rate, peer.count(run.question.parts, row.period.months) or 0))
    rows = [
        (isolated(name), number(count), rate_text(rate))
        for name, rate, count in sorted(named, key=lambda one: (-one[1], one[0]))
    ]
    title = tr("{area} and its peers, {period}").format(area=counts.one.name, period=period_name(run, row.period))
    return (Table(title, (tr("Area"), tr("Crimes"), tr("Rate")), rows),)
