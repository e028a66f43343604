# SPDX-License-Identifier: GPL-2.0-or-later
"""The charts of a comparison of outcomes: what had come of crimes after equal times, and shares by month of crime."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from offline_cache.model import Month
from offline_cache.outcome_followup import Followed, FollowUp
from offline_cache.outcome_states import RESOLVED

from ...layers.outcome_words import GROUP_COLOURS, group_name
from ...reports.charts import Background
from ...reports.charts.followed_bars import FollowedBar, FollowedBars, FollowedPart, FollowedTime, followed_bars
from ...reports.charts.period_lines import PeriodLines, PeriodPoint, period_lines
from ...text import many, month_name, months_phrase, tr
from ..running.wording import sentence_case
from .outcome_comparison_run import AfterTime, Against, ComparedOutcomes, Measure
from .outcome_comparison_words import finding, measure_name, sentences


def bars_chart(run: ComparedOutcomes, width: int, background: Background) -> str:
    """Both sides after 3, 6 and 12 months, what was open hatched."""
    groups = [group for group in RESOLVED if _occurs(run, group)]
    parts = [FollowedPart(group_name(group), GROUP_COLOURS[group]) for group in groups]
    times = [FollowedTime(_time_name(after), _bars(run, after, groups)) for after in run.times]
    title = sentence_case(tr("what came of {what}: {one} and {other}"))
    return followed_bars(
        FollowedBars(
            title.format(what=run.what, one=run.name, other=run.elsewhere.name),
            tr("per cent of the crimes of the same months; at the end all that had an outcome"),
            " ".join([finding(run), *sentences(run)]),
            parts,
            times,
            tr("no outcome by then: open"),
            tr("95% interval of all with an outcome"),
            width,
            background,
        )
    )


def months_chart(run: ComparedOutcomes, width: int, background: Background) -> str:
    """The share of each month of crime after the time asked for; what cannot be told yet is hatched."""
    time, measure = run.shown.time, run.measure
    title = tr("{outcome} {time} months on, by month of crime").format(
        outcome=sentence_case(measure_name(measure)), time=time
    )
    points = [_point(run, month, time, measure) for month in run.span]
    peers = run.elsewhere.against is Against.PEERS
    return period_lines(
        PeriodLines(
            title,
            tr("per cent of the crimes of the month"),
            title,
            points,
            run.name,
            mean_name=tr("mean of the peers") if peers else "",
            other_name="" if peers else run.elsewhere.name,
            gaps=tr("not yet, or missing: not zero"),
            width=width,
            background=background,
        )
    )


def _point(run: ComparedOutcomes, month: Month, time: int, measure: Measure) -> PeriodPoint:
    share, other = run.own_share(month, time, measure), run.other_share(month, time, measure)
    percent = None if other is None else 100 * other
    peers = run.elsewhere.against is Against.PEERS
    return PeriodPoint(
        month,
        month_name(month),
        None if share is None else 100 * share.share,
        _gap(run.own.follow[time][month]),
        mean=percent if peers else None,
        other=None if peers else percent,
    )


def _gap(how: FollowUp) -> str:
    return {FollowUp.NOT_YET: tr("not yet"), FollowUp.COMPLETE: tr("no crime")}.get(how, tr("missing"))


def _time_name(after: AfterTime) -> str:
    name = tr("After {months}").format(months=many(after.time, tr("month"), tr("months")))
    if not after.months:
        return name
    n = many(len(after.months), tr("month"), tr("months"))
    when = months_phrase(after.months[0], after.months[-1])
    return tr("{name}: crimes of {n}, {when}").format(name=name, n=n, when=when)


def _bars(run: ComparedOutcomes, after: AfterTime, groups: Sequence[str]) -> list[FollowedBar]:
    names = (sentence_case(run.name), _other(run, after))
    if not after.by:
        to = run.own.outcomes_to
        held = tr("not yet: outcomes are held to {month}").format(month=month_name(to)) if to is not None else ""
        why = held if after.not_yet else tr("crimes or outcomes are missing")
        return [FollowedBar(name, None, marked=not at, why=why) for at, name in enumerate(names)]
    judged = after.by[Measure.ANY]
    own = _shares([run.own], after, groups) or ()
    others = _shares([run.elsewhere.followed[at] for at in after.kept], after, groups)
    low, high = 100 * judged.own.lower, 100 * judged.own.upper
    bars = [FollowedBar(names[0], own, low, high, marked=True)]
    single = judged.other if run.elsewhere.against is not Against.PEERS else None
    if single is None:
        return [*bars, FollowedBar(names[1], others, why=tr("no crimes"))]
    return [*bars, FollowedBar(names[1], others, 100 * single.lower, 100 * single.upper)]


def _other(run: ComparedOutcomes, after: AfterTime) -> str:
    if run.elsewhere.against is not Against.PEERS:
        return sentence_case(run.elsewhere.name)
    return tr("Mean of {n}").format(n=many(len(after.kept), tr("peer"), tr("peers")))


def _shares(sides: Sequence[Followed], after: AfterTime, groups: Sequence[str]) -> Optional[list[float]]:
    """Mean shares of the groups in per cent, each side weighing the same; None without a crime."""
    time, months = after.time, after.months
    some = [(one, one.count(time, months)) for one in sides]
    told = [(one, of) for one, of in some if of]
    if not told:
        return None
    return [100 * sum(one.count(time, months, [group]) / of for one, of in told) / len(told) for group in groups]


def _occurs(run: ComparedOutcomes, group: str) -> bool:
    return any(
        one.count(after.time, after.months, [group])
        for after in run.times
        for one in (run.own, *run.elsewhere.followed)
    )
