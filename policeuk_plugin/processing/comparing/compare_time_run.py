# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:comparetime`: rates by quarter or month, changes on the year before, limits, peers, force."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from offline_cache.areas.model import AreaKind
from offline_cache.errors import CacheError
from offline_cache.model import Month, Selection
from offline_cache.peer_counts import NotCarried
from offline_cache.periods import QUARTER, Period, periods

from ...analysis.control_limits import count_limits
from ...analysis.peer_range import PeerRange, peer_range
from ...analysis.u_limits import ULimits, u_limits
from ...text import months_phrase, tr
from ..peers.carried_words import shared_advice, shared_lsoas
from ..peers.peer_official import OfficialBeside
from ..peers.peer_sides import Question
from .compare_time_change import NOT_JUDGED, Change, change_of, last_year, together, varying
from .compare_time_counts import TimeCounts

SCALE = 1000.0
ABOVE, BELOW, WITHIN = "above", "below", "within"


class Step(enum.Enum):
    """What is counted as one, by the word in the parameter PERIOD."""

    QUARTERS = "quarters"
    MONTHS = "months"

    @property
    def length(self) -> int:
        """How many months."""
        return QUARTER if self is Step.QUARTERS else 1


class Limits(enum.Enum):
    """What an area usually varies within, by the word in the parameter LIMITS."""

    XMR = "XmR"
    U = "u"


@dataclass(frozen=True)
class TimeRow:
    """One period. `count` and `rate` (per 1,000 a period) are None where a month of it, among `lacking`, is not held.

    `limits` are the ends of the usual range in the same unit; `peers` are None where too few have the period.
    """

    period: Period
    count: Optional[int]
    rate: Optional[float]
    lacking: tuple[Month, ...]
    change: Optional[Change]
    limits: Optional[tuple[float, float]]
    peers: Optional[PeerRange]
    force_rate: Optional[float]

    @property
    def beyond(self) -> int:
        """1 above the usual range, -1 below, 0 within or not judged."""
        if self.rate is None or self.limits is None:
            return 0
        return (self.rate > self.limits[1]) - (self.rate < self.limits[0])

    @property
    def usual(self) -> str:
        """The same in a word."""
        if self.rate is None or self.limits is None:
            return NOT_JUDGED
        return {1: ABOVE, -1: BELOW, 0: WITHIN}[self.beyond]


@dataclass(frozen=True)
class ThroughTime:
    """The result. `left` are months that fill no quarter; `spread` is how much more than by chance its periods vary.

    `varying` is the same of all its months held, by which changes are judged. `force_change` and `peers_change`, of
    all peers together, are those of the last period with a value, `year` that of the twelve months that end with it;
    `official` is ONS's count beside ours.
    """

    counts: TimeCounts
    question: Question
    step: Step
    limits: Limits
    rows: tuple[TimeRow, ...]
    left: tuple[Month, ...]
    mean: Optional[float]
    spread: Optional[float]
    varying: Optional[float]
    year: Optional[Change]
    force_change: Optional[Change]
    peers_change: Optional[Change]
    official: Optional[OfficialBeside]

    @property
    def latest(self) -> TimeRow:
        """The last period with a value."""
        return next(row for row in reversed(self.rows) if row.rate is not None)

    @property
    def selection(self) -> Selection:
        """What was asked for."""
        return self.counts.selection

    @property
    def not_carried(self) -> NotCarried:
        """What of the area's crimes in the months asked for could not be carried to it."""
        return self.counts.own.not_carried(self.question.parts, self.counts.months)


def through_time(
    counts: TimeCounts, question: Question, step: Step, limits: Limits, official: Optional[OfficialBeside]
) -> ThroughTime:
    """Judge every period; raises `CacheError` where none of them is wholly held."""
    found, left = periods(counts.months[0], counts.months[-1], step.length)
    own = [together([counts.own], question, period) for period in found]
    if not any(count is not None for count in own):
        raise CacheError(_none_held(counts, step, len(found)))
    mean_days = sum(period.days for period in found) / len(found)
    lengths = [period.days / mean_days for period in found]
    chart = u_limits(own, [counts.base / SCALE * length for length in lengths])
    ends, mean = _ends(limits, own, counts.base, chart, lengths)
    months, kind = counts.counts.months, counts.one.areas.kind
    vary = varying([counts.own], question, months)
    rows = tuple(
        _row(counts, question, period, count, ends[at] if ends is not None else None, vary)
        for at, (period, count) in enumerate(zip(found, own))
    )
    latest = next(row.period for row in reversed(rows) if row.rate is not None)
    year = change_of([counts.own], question, last_year(latest), vary, kind)
    spread = chart.spread if chart is not None else None
    force_alone = [counts.force] if counts.force is not None else []
    force = change_of(force_alone, question, latest, varying(force_alone, question, months), AreaKind.PFA)
    peers = change_of(counts.peers, question, latest, varying(counts.peers, question, months), kind)
    return ThroughTime(counts, question, step, limits, rows, left, mean, spread, vary, year, force, peers, official)


def _none_held(counts: TimeCounts, step: Step, number: int) -> str:
    name, when = counts.one.name, months_phrase(counts.months[0], counts.months[-1])
    if number and not counts.own.held.intersection(counts.months) and shared_lsoas(counts.own.lacking):
        return shared_advice(name)
    if not number:
        return tr("{when} is less than a quarter. Choose three months or more, or PERIOD months.").format(when=when)
    if step is Step.QUARTERS and any(month in counts.own.held for month in counts.months):
        return tr(
            "Of {area} no quarter of {when} is wholly held, and a quarter with a missing month has no number. Choose "
            "PERIOD months, or other months."
        ).format(area=name, when=when)
    return tr(
        "Of {area} not one month of {when} is wholly held, so nothing can be said: missing is not zero. Import the "
        "published files of its force."
    ).format(area=name, when=when)


def _ends(
    limits: Limits, own: Sequence[Optional[int]], base: int, chart: Optional[ULimits], lengths: Sequence[float]
) -> tuple[Optional[list[tuple[float, float]]], Optional[float]]:
    """The ends of the usual range of each period and the mean, per 1,000 a period; None of too few periods."""
    if limits is Limits.U:
        if chart is None:
            return None, None
        ends = zip(chart.lower, chart.upper, lengths)
        return [(lower * length, upper * length) for lower, upper, length in ends], chart.mean
    found = count_limits(own)
    if found is None:
        return None, None
    of = SCALE / base
    return [(found.lower * of, found.upper * of)] * len(own), found.mean * of


def _row(
    counts: TimeCounts,
    question: Question,
    period: Period,
    count: Optional[int],
    ends: Optional[tuple[float, float]],
    vary: Optional[float],
) -> TimeRow:
    force = counts.force
    there = None if force is None else together([force], question, period)
    return TimeRow(
        period,
        count,
        None if count is None else count / counts.base * SCALE,
        tuple(month for month in period.months if month not in counts.own.held),
        change_of([counts.own], question, period, vary, counts.one.areas.kind),
        ends,
        _range(counts, question, period, count),
        None if there is None or force is None or not force.denominator else there / force.denominator * SCALE,
    )


def _range(counts: TimeCounts, question: Question, period: Period, count: Optional[int]) -> Optional[PeerRange]:
    """The range of the peers in a period that the area and all peers kept have; None of any other."""
    if count is None or not counts.peers or not set(counts.common.months).issuperset(period.months):
        return None
    there = [together([peer], question, period) for peer in counts.peers]
    known = [one for one in there if one is not None]
    if len(known) < len(there):
        return None
    bases = np.array([float(peer.denominator or 0) for peer in counts.peers])
    return peer_range(float(count), float(counts.base), np.array(known, dtype=float), bases, SCALE)
