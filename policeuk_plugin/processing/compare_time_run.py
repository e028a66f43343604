# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:comparetime`: rates by quarter or month, changes on the year before, limits, peers, force."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from offline_cache.errors import CacheError
from offline_cache.model import Month, Selection
from offline_cache.peer_counts import NotCarried, PeerArea
from offline_cache.periods import QUARTER, Period, periods

from ..analysis.control_limits import process_limits
from ..analysis.etest import e_test
from ..analysis.peer_range import PeerRange, peer_range
from ..analysis.u_limits import ULimits, u_limits
from ..text import months_phrase, tr
from .carried_words import shared_advice, shared_lsoas
from .compare_time_counts import TimeCounts
from .peer_official import OfficialBeside
from .peer_sides import Question

SCALE = 1000.0
LEVEL = 0.05
UP, DOWN, NO_CHANGE, NOT_JUDGED = "up", "down", "no clear change", "not judged"
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
class Change:
    """A count against that of the same months a year before; `p` of the exact test that both have one mean."""

    now: int
    before: int
    p: float

    @property
    def word(self) -> str:
        """Up or down where chance in counting alone would rarely make it."""
        if self.p >= LEVEL:
            return NO_CHANGE
        return UP if self.now > self.before else DOWN


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

    `force_change` and `peers_change`, of all peers together, are those of the last period with a value; `official` is
    ONS's count beside ours.
    """

    counts: TimeCounts
    question: Question
    step: Step
    limits: Limits
    rows: tuple[TimeRow, ...]
    left: tuple[Month, ...]
    mean: Optional[float]
    spread: Optional[float]
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

    @property
    def allowing(self) -> Optional[Change]:
        """The change of the latest period with counts divided by how much more than by chance the area varies.

        None where that is not known, or not more.
        """
        change = self.latest.change
        if change is None or self.spread is None or self.spread <= 1:
            return None
        return _change(round(change.now / self.spread**2), round(change.before / self.spread**2))


def through_time(
    counts: TimeCounts, question: Question, step: Step, limits: Limits, official: Optional[OfficialBeside]
) -> ThroughTime:
    """Judge every period; raises `CacheError` where none of them is wholly held."""
    found, left = periods(counts.months[0], counts.months[-1], step.length)
    own = [_count(counts.own, question, period) for period in found]
    if not any(count is not None for count in own):
        raise CacheError(_none_held(counts, step, len(found)))
    mean_days = sum(period.days for period in found) / len(found)
    lengths = [period.days / mean_days for period in found]
    chart = u_limits(own, [counts.base / SCALE * length for length in lengths])
    ends, mean = _ends(limits, own, counts.base, chart, lengths)
    rows = tuple(
        _row(counts, question, period, count, ends[at] if ends is not None else None)
        for at, (period, count) in enumerate(zip(found, own))
    )
    latest = next(row.period for row in reversed(rows) if row.rate is not None)
    force = _change_of([counts.force], question, latest) if counts.force is not None else None
    peers = _change_of(counts.peers, question, latest) if counts.peers else None
    spread = chart.spread if chart is not None else None
    return ThroughTime(counts, question, step, limits, rows, left, mean, spread, force, peers, official)


def _count(of: PeerArea, question: Question, period: Period) -> Optional[int]:
    return of.count(question.parts, period.months)


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
    found = process_limits([None if count is None else count / base * SCALE for count in own])
    if found is None:
        return None, None
    return [(found.lower, found.upper)] * len(own), found.mean


def _row(
    counts: TimeCounts, question: Question, period: Period, count: Optional[int], ends: Optional[tuple[float, float]]
) -> TimeRow:
    force = counts.force
    there = None if force is None else _count(force, question, period)
    return TimeRow(
        period,
        count,
        None if count is None else count / counts.base * SCALE,
        tuple(month for month in period.months if month not in counts.own.held),
        _change_of([counts.own], question, period),
        ends,
        _range(counts, question, period, count),
        None if there is None or force is None or not force.denominator else there / force.denominator * SCALE,
    )


def _change_of(areas: Sequence[PeerArea], question: Question, period: Period) -> Optional[Change]:
    """The change of areas together; None unless all of them have both periods."""
    sums = []
    for of in (period, period.year_before):
        counts = [_count(area, question, of) for area in areas]
        known = [count for count in counts if count is not None]
        if len(known) < len(counts):
            return None
        sums.append(sum(known))
    return _change(*sums)


def _change(now: int, before: int) -> Change:
    return Change(now, before, float(e_test(np.array([now]), np.array([before]))[0]))


def _range(counts: TimeCounts, question: Question, period: Period, count: Optional[int]) -> Optional[PeerRange]:
    """The range of the peers in a period that the area and all peers kept have; None of any other."""
    if count is None or not counts.peers or not set(counts.common.months).issuperset(period.months):
        return None
    there = [_count(peer, question, period) for peer in counts.peers]
    known = [one for one in there if one is not None]
    if len(known) < len(there):
        return None
    bases = np.array([float(peer.denominator or 0) for peer in counts.peers])
    return peer_range(float(count), float(counts.base), np.array(known, dtype=float), bases, SCALE)
