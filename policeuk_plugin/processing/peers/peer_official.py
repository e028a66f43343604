# SPDX-License-Identifier: GPL-2.0-or-later
"""ONS's official count of an area beside ours, with the ratio of the two, before anything is said of the area."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from offline_cache.model import Month
from offline_cache.peer_counts import PeerArea
from offline_cache.reference_data.model import OfficialCounts
from offline_cache.reference_data.official_groups import groups_of_types

from .peer_sides import Question, Sides

_YEAR = 12


@dataclass(frozen=True)
class OfficialBeside:
    """`ours` crimes a year of police.uk over `months` that end with `last`, `official` over 12 that end with `period`.

    `ours` is a count where the months are a year, else what such a year has on average.

    `ratio` is ours over theirs, `peers_ratio` the median of the peers'. `same` tells whether both are of the same
    months, so that the ratio is of counting alone and not of time too.
    """

    official: int
    period: Month
    ours: float
    months: int
    last: Month
    same: bool
    peers_ratio: Optional[float]

    @property
    def ratio(self) -> Optional[float]:
        """Ours over the official count; None where that is 0."""
        return self.ours / self.official if self.official else None


def official_beside(sides: Sides, question: Question) -> Optional[OfficialBeside]:
    """The official count of the same crimes beside ours; None where there is none, as of anti-social behaviour.

    Where all months of the official period are held, they are what is compared; else the last of the comparison that
    are a year of 12 months together; else all months of the comparison, as a mean.
    """
    rests, official = sides.rests, sides.official
    if rests is None or official is None:
        return None
    groups = groups_of_types(question.parts) if question.key or rests.selection.crime_types else groups_of_types(())
    theirs = _official(official, sides.area.code, groups)
    if theirs is None:
        return None
    last = Month.parse(official.period_end)
    period = Month.span(last.moved(1 - official.months), last)
    same = rests.counts.of(sides.area.code).held.issuperset(period)
    months = period if same else _last_year(rests.common.months)
    ours = _a_year(rests.counts.of(sides.area.code), question, months)
    if ours is None:
        return None
    ratios = [
        ratio
        for ratio in (_ratio(official, row, question, groups, months) for row in rests.common.peers)
        if ratio is not None
    ]
    yearly = theirs * _YEAR / official.months
    return OfficialBeside(
        round(yearly), last, ours, len(months), months[-1], same, statistics.median(ratios) if ratios else None
    )


def _last_year(months: Sequence[Month]) -> Sequence[Month]:
    """The last 12 of the months where none between them is missing, else all of them."""
    year = Month.span(months[-1].moved(1 - _YEAR), months[-1])
    return year if set(year) <= set(months) else months


def _official(official: OfficialCounts, code: str, groups: Optional[Sequence[str]]) -> Optional[int]:
    if groups is None:
        return None
    counts = official.counts.get(code, {})
    parts = [counts.get(group) for group in groups]
    known = [part for part in parts if part is not None]
    return sum(known) if known and len(known) == len(parts) else None


def _ratio(
    official: OfficialCounts,
    row: PeerArea,
    question: Question,
    groups: Optional[Sequence[str]],
    months: Sequence[Month],
) -> Optional[float]:
    theirs, ours = _official(official, row.code, groups), _a_year(row, question, months)
    return None if ours is None or not theirs else ours / (theirs * _YEAR / official.months)


def _a_year(row: PeerArea, question: Question, months: Sequence[Month]) -> Optional[float]:
    count = row.count(question.parts, months)
    return None if count is None or not months else count * _YEAR / len(months)
