# SPDX-License-Identifier: GPL-2.0-or-later
"""What came of the crimes of a selection 3, 6 and 12 months after their month, and which months cannot be told yet.

Shares of outcomes compare only after equal times. A month of crime counts at a time where the outcomes of all months
up to then are held of the forces that police the area; else it is `NOT_YET` or `GAP`, never a share of nothing.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Optional

from .model import Coverage, Month, Selection
from .outcome_joins import Join
from .outcome_states import RESOLVED, STATES
from .peer_counts import NotCarried

FOLLOW_UPS = (3, 6, 12)
"""Months after the month of the crime."""


class FollowUp(enum.Enum):
    """Whether a month of crime can be told after a time."""

    COMPLETE = "complete"
    NOT_YET = "not yet"
    GAP = "months of outcomes missing"
    NO_CRIMES = "month of crimes missing"


@dataclass(frozen=True)
class Followed:
    """One selection. `forces` police it; `outcomes_to` is the last month whose outcomes all of them have.

    `states` counts crimes by time, month and state (`STATES`), of `COMPLETE` months alone. `unjoined` counts, by month
    of crime, those whose outcomes cannot be found: without a usable id, or (`Join.NOT_HELD`) of another force whose
    outcomes are not held. They are in no share. `crimes` are all of the selection, told of or not; `uncarried` are in
    no count, as only parts of their LSOA lie in the area.
    """

    selection: Selection
    forces: tuple[str, ...]
    outcomes_to: Optional[Month]
    follow: Mapping[int, Mapping[Month, FollowUp]]
    states: Mapping[int, Mapping[Month, Mapping[str, int]]]
    unjoined: Mapping[Month, Mapping[Join, int]]
    early: int
    crimes: int
    street: Coverage
    outcomes: Coverage
    uncarried: NotCarried = NotCarried(0, 0)

    def complete(self, time: int) -> tuple[Month, ...]:
        """The months of crime that can be told after a time and have a crime that can."""
        return tuple(month for month, how in self.follow[time].items() if how is FollowUp.COMPLETE)

    def count(self, time: int, months: Collection[Month], states: Collection[str] = STATES) -> int:
        """Crimes of months that were in one of these states after a time."""
        found = self.states[time]
        return sum(found.get(month, {}).get(state, 0) for month in months for state in states)

    def resolved(self, time: int, months: Collection[Month], groups: Collection[str] = RESOLVED) -> int:
        """Crimes of months that an outcome of these groups had ended by a time."""
        return self.count(time, months, groups)

    def not_joined(self, months: Collection[Month]) -> Counter[Join]:
        """Crimes of months whose outcomes cannot be found, by the reason."""
        total: Counter[Join] = Counter()
        for month in months:
            total.update(self.unjoined.get(month, {}))
        return total
