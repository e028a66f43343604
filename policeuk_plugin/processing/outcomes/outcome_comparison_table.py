# SPDX-License-Identifier: GPL-2.0-or-later
"""Outcomes after equal times as rows of a table: all months that can be told first, then each month of crime."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Optional

from offline_cache.model import Month
from offline_cache.outcome_followup import Followed, FollowUp
from offline_cache.outcome_states import RESOLVED

from ...analysis.proportion import Share
from ...text import tr
from ..writing.table_sink import TableColumn
from .outcome_comparison_run import AfterTime, ComparedOutcomes, Measure

ALL = "all"
_GROUPS = ("charged", "out_of_court", "evidence_lacking", "no_suspect", "another_outcome")
_MEASURES = (("outcome", Measure.ANY), ("action", Measure.ACTION))


def _measure_columns(name: str, what: str) -> tuple[TableColumn, ...]:
    """The columns of a measure: the area's share, the other's, how they differ."""
    columns = (
        (f"{name}_percent", tr("Share of the area's crimes with {what} by then, in per cent")),
        (f"{name}_lower", tr("Lower end of its 95% interval (Wilson)")),
        (f"{name}_upper", tr("Upper end of its 95% interval (Wilson)")),
        (f"other_{name}_percent", tr("The same of the other area, or of all peers together")),
        (f"peers_{name}_mean", tr("Unweighted mean of the peers' shares")),
        (f"peers_{name}_lower", tr("Lower end of the range to be expected from the peers")),
        (f"peers_{name}_upper", tr("Upper end of the range to be expected from the peers")),
        (f"{name}_difference", tr("Percentage points more than the other area")),
        (f"{name}_difference_lower", tr("Lower end of its 95% interval (Newcombe)")),
        (f"{name}_difference_upper", tr("Upper end of its 95% interval (Newcombe)")),
    )
    verdict = TableColumn(
        f"{name}_verdict", meaning=tr("higher, lower, no clear difference, about the same (as peers), or not judged")
    )
    return (*(TableColumn(of, decimal=True, meaning=meaning.format(what=what)) for of, meaning in columns), verdict)


COLUMNS = (
    TableColumn("month", meaning=tr("Month of crime, YYYY-MM; all: those that can be told of both sides")),
    TableColumn("after_months", whole=True, meaning=tr("Months after the month of crime")),
    TableColumn(
        "status", meaning=tr("complete, not yet, months of outcomes missing, or month of crimes missing, of the area")
    ),
    TableColumn("months", whole=True, meaning=tr("Months of crime that the numbers are of")),
    TableColumn("crimes", whole=True, meaning=tr("Crimes of the area that can be followed")),
    *(TableColumn(name, whole=True, meaning=tr("Of these, by the last outcome by then")) for name in _GROUPS),
    TableColumn("open", whole=True, meaning=tr("Of these, without an outcome by then")),
    TableColumn("not_joined", whole=True, meaning=tr("Crimes more that nothing leads to an outcome from")),
    TableColumn("other_crimes", whole=True, meaning=tr("Crimes of the other area, or of all peers")),
    TableColumn("other_open", whole=True, meaning=tr("Of these, without an outcome by then")),
    TableColumn("peers", whole=True, meaning=tr("Peers that could be followed as long; empty without peers")),
    *_measure_columns("outcome", tr("an outcome")),
    *_measure_columns("action", tr("a suspect charged, dealt with out of court or left to another organisation")),
)


def rows_of(run: ComparedOutcomes) -> list[tuple[Any, ...]]:
    """Rows in the order of `COLUMNS`: each time over all months, then each month after each time."""
    return [
        *(_all(run, after) for after in run.times),
        *(_one(run, at, after) for at in run.span for after in run.times),
    ]


def _all(run: ComparedOutcomes, after: AfterTime) -> tuple[Any, ...]:
    status = FollowUp.COMPLETE if after.by else FollowUp.NOT_YET if after.not_yet else FollowUp.GAP
    judged = [_judged(after, measure) for _, measure in _MEASURES]
    return (ALL, after.time, status.value, *_counts(run, after, after.months), *judged[0], *judged[1])


def _one(run: ComparedOutcomes, month: Month, after: AfterTime) -> tuple[Any, ...]:
    shares: list[Any] = []
    for _, measure in _MEASURES:
        own, other = run.own_share(month, after.time, measure), run.other_share(month, after.time, measure)
        peers = run.elsewhere.group is not None
        shares += [*_interval(own), *_percents([None if peers else other, other if peers else None])]
        shares += [None] * 6  # a single month is not judged
    status = run.own.follow[after.time][month]
    told = (month,) if status is FollowUp.COMPLETE else ()
    return (str(month), after.time, status.value, *_counts(run, after, told), *shares)


def _counts(run: ComparedOutcomes, after: AfterTime, months: Collection[Month]) -> tuple[Any, ...]:
    """Months, crimes by group, open, not joined, and those of the other side; None of months that cannot be told."""
    peers = len(after.kept) if run.elsewhere.group is not None else None
    if not months:
        return (0, *([None] * (len(_GROUPS) + 5)), peers)
    own, time = run.own, after.time
    groups = [own.count(time, months, [group]) for group in RESOLVED]
    crimes = own.count(time, months)
    others = [run.elsewhere.followed[at] for at in after.kept]
    return (
        *(len(months), crimes, *groups, crimes - sum(groups), sum(own.not_joined(months).values())),
        *_other_counts(others, time, months),
        peers,
    )


def _other_counts(others: Sequence[Followed], time: int, months: Collection[Month]) -> tuple[Optional[int], ...]:
    if not all(month in one.complete(time) for one in others for month in months):
        return None, None
    crimes = sum(one.count(time, months) for one in others)
    return crimes, crimes - sum(one.resolved(time, months) for one in others)


def _judged(after: AfterTime, measure: Measure) -> tuple[Any, ...]:
    judged = after.by.get(measure)
    if judged is None:
        return (*([None] * 10), "not judged")
    peers, gap = judged.peers, judged.gap
    return (
        *_interval(judged.own),
        *_percents([judged.other.share if judged.other is not None else None]),
        *_percents([peers.mean, peers.lower, peers.upper] if peers is not None else [None] * 3),
        *_percents([gap.value, gap.lower, gap.upper] if gap is not None else [None] * 3),
        judged.verdict,
    )


def _interval(share: Optional[Share]) -> list[Optional[float]]:
    return _percents([share.share, share.lower, share.upper] if share is not None else [None] * 3)


def _percents(shares: Sequence[Optional[float]]) -> list[Optional[float]]:
    return [None if share is None else 100 * share for share in shares]
