# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:outcomecomparison`: shares of crimes with an outcome after equal times, here and elsewhere."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Optional

import numpy as np

from offline_cache.errors import CacheError
from offline_cache.model import Month
from offline_cache.outcome_followup import FOLLOW_UPS, Followed, FollowUp
from offline_cache.outcome_states import RESOLVED

from ...analysis.fisher_exact import fisher_exact
from ...analysis.peer_range import FEWEST_PEERS, Verdict
from ...analysis.proportion import Difference, Share, difference, wilson
from ...analysis.share_range import ShareRange, share_range
from ...text import month_name, tr
from ..peers.peer_group import PeerGroup
from .outcome_comparison_months import peers_followed

HIGHER, LOWER, NO_DIFFERENCE, NOT_JUDGED = "higher", "lower", "no clear difference", "not judged"
TOO_FEW = "too few to tell"
_LEVEL = 0.05
_FEWEST_EXPECTED = 5
"""Crimes expected with and without the outcome, were the share as elsewhere, below which no difference says little."""


class Against(enum.Enum):
    """What an area is set against, by the word in the parameter AGAINST."""

    FORCE = "force"
    AREA = "area"
    PEERS = "peers"


class Measure(enum.Enum):
    """Which outcomes count, by the word in the parameter MEASURE."""

    ANY = "any outcome"
    ACTION = "charged or out of court"

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of outcomes."""
        return RESOLVED if self is Measure.ANY else ("charged", "out of court")


@dataclass(frozen=True)
class Elsewhere:
    """What the area is set against: one area, or several peers, each with its name; `refused` peers have no outcomes.

    `in_both`: crimes that are in both areas.
    """

    against: Against
    name: str
    names: tuple[str, ...]
    followed: tuple[Followed, ...]
    group: Optional[PeerGroup] = None
    in_both: int = 0
    refused: tuple[str, ...] = ()

    @property
    def one(self) -> Followed:
        """The other area, where there is one."""
        return self.followed[0]


@dataclass(frozen=True)
class Judged:
    """One measure after one time: the area's share, that of the other area or of all peers together.

    `gap` is the difference to the other area, `p` of Fisher's exact test that there is none, `peers` the range of the
    peers; None where neither can be told.
    """

    own: Share
    other: Optional[Share]
    gap: Optional[Difference]
    peers: Optional[ShareRange]
    p: Optional[float] = None

    @property
    def verdict(self) -> str:
        """How the area stands, as far as chance in counting and, of peers, their own differences go.

        Against an area both Newcombe's interval and the exact test have to call it: the interval alone calls one in
        nine areas with two crimes.
        """
        if self.peers is not None:
            return {Verdict.HIGHER: HIGHER, Verdict.LOWER: LOWER, Verdict.SIMILAR: "about the same"}[self.peers.verdict]
        if self.gap is None:
            return NOT_JUDGED
        if self.gap.beyond_chance and (self.p is None or self.p < _LEVEL):
            return HIGHER if self.gap.beyond_chance > 0 else LOWER
        return TOO_FEW if self.few else NO_DIFFERENCE

    @property
    def few(self) -> bool:
        """Whether the area has too few crimes for no difference to mean much."""
        share = self.other.share if self.other is not None else 0.0
        return self.own.of * min(share, 1 - share) < _FEWEST_EXPECTED


@dataclass(frozen=True)
class AfterTime:
    """So many months after the month of crime: the months that can be told of both sides, and what they say.

    `by` is empty where there are none. `kept` are places in `Elsewhere.followed`: peers that have these months.
    """

    time: int
    months: tuple[Month, ...]
    not_yet: tuple[Month, ...]
    lacking: tuple[Month, ...]
    kept: tuple[int, ...]
    by: Mapping[Measure, Judged]


@dataclass(frozen=True)
class ComparedOutcomes:
    """The result; `follow_up` and `measure` are those that were asked for."""

    name: str
    own: Followed
    elsewhere: Elsewhere
    times: tuple[AfterTime, ...]
    follow_up: int
    measure: Measure
    what: str
    when: str

    @property
    def asked(self) -> AfterTime:
        """The time that was asked for."""
        return next(after for after in self.times if after.time == self.follow_up)

    @property
    def shown(self) -> AfterTime:
        """The time that was asked for, or the longest that can be told where that cannot be yet."""
        told = [after for after in self.times if after.by]
        return self.asked if self.asked.by else told[-1]

    @property
    def span(self) -> list[Month]:
        """All months of crime asked for."""
        first, last = self.own.selection.first, self.own.selection.last
        return Month.span(first, last) if first and last else []

    def own_share(self, month: Month, time: int, measure: Measure) -> Optional[Share]:
        """The area's share of one month of crime; None where that cannot be told, or where there is no crime."""
        return _share(self.own, time, (month,), measure)

    def other_share(self, month: Month, time: int, measure: Measure) -> Optional[float]:
        """That of the other area, or the mean of the peers that were kept; None where it cannot be told of all."""
        after = next(after for after in self.times if after.time == time)
        shares = [_share(self.elsewhere.followed[at], time, (month,), measure) for at in after.kept]
        known = [one.share for one in shares if one is not None]
        return sum(known) / len(known) if known and len(known) == len(shares) else None


def compared(
    name: str, own: Followed, elsewhere: Elsewhere, follow_up: int, measure: Measure, what: str, when: str
) -> ComparedOutcomes:
    """Set an area against what lies elsewhere after each of `FOLLOW_UPS`; raises `CacheError` where none is told."""
    times = tuple(_after(own, elsewhere, time) for time in FOLLOW_UPS)
    if not any(after.by for after in times):
        raise CacheError(_not_yet(name, own, times[0]))
    return ComparedOutcomes(name, own, elsewhere, times, follow_up, measure, what, when)


def _not_yet(name: str, own: Followed, first: AfterTime) -> str:
    if first.months:
        return tr(
            "No crime of {area} in these months can be followed. Choose other crime types, or more months."
        ).format(area=name)
    if first.not_yet and own.outcomes_to is not None:
        return tr(
            "Not yet: no month of these crimes has been followed for {time} months on both sides, as outcomes of "
            "{area} are held to {month}. That is not zero. Choose earlier months of crime (FROM, TO), or refresh the "
            "cache."
        ).format(time=first.time, area=name, month=month_name(own.outcomes_to))
    return tr(
        "Of no month of these crimes are crimes and the outcomes of the {time} months after held on both sides: "
        "missing is not zero. 'status' lists what is held."
    ).format(time=first.time)


def _after(own: Followed, elsewhere: Elsewhere, time: int) -> AfterTime:
    span = list(own.follow[time])
    if elsewhere.against is Against.PEERS:
        months, kept = peers_followed(own, elsewhere.followed, time)
    else:
        both = set(own.complete(time)) & set(elsewhere.one.complete(time))
        months, kept = tuple(month for month in span if month in both), (0,)
    sides = (own, *(elsewhere.followed[at] for at in kept))
    not_yet = tuple(
        month
        for month in span
        if month not in months and any(side.follow[time][month] is FollowUp.NOT_YET for side in sides)
    )
    lacking = tuple(month for month in span if month not in months and month not in not_yet)
    by = {}
    for measure in Measure:
        judged = _judged(own, elsewhere, kept, time, months, measure)
        if judged is not None:
            by[measure] = judged
    return AfterTime(time, months, not_yet, lacking, kept, by)


def _judged(
    own: Followed,
    elsewhere: Elsewhere,
    kept: tuple[int, ...],
    time: int,
    months: Collection[Month],
    measure: Measure,
) -> Optional[Judged]:
    mine = _share(own, time, months, measure)
    if mine is None:
        return None
    theirs = [elsewhere.followed[at] for at in kept]
    counts = np.array([one.count(time, months, measure.groups) for one in theirs])
    ofs = np.array([one.count(time, months) for one in theirs])
    pooled = wilson(int(counts.sum()), int(ofs.sum()))
    if elsewhere.against is Against.PEERS:
        some = ofs > 0
        enough = int(some.sum()) >= FEWEST_PEERS
        peers = share_range(mine.count, mine.of, counts[some], ofs[some]) if enough else None
        return Judged(mine, pooled, None, peers)
    apart = pooled is not None and not elsewhere.in_both
    if not apart or pooled is None:
        return Judged(mine, pooled, None, None)
    p = fisher_exact(mine.count, mine.of, pooled.count, pooled.of)
    return Judged(mine, pooled, difference(mine, pooled), None, p)


def _share(of: Followed, time: int, months: Collection[Month], measure: Measure) -> Optional[Share]:
    return wilson(of.count(time, months, measure.groups), of.count(time, months))
