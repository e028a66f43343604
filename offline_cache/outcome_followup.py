# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes by month with what had come of them 3, 6 and 12 months later, and which months cannot be told yet.

Shares of outcomes compare only after equal times. A month of crime counts at a time where the outcomes of all months
up to then are held of the forces that police the area; else it is `NOT_YET` or `GAP`, never a share of nothing.
"""

from __future__ import annotations

import enum
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Optional

from .coverage import coverage
from .errors import CacheError
from .importing import never
from .ledger import published_files
from .model import Coverage, Dataset, Month, Selection
from .outcome_joins import Join, month_number, month_of
from .outcome_states import RESOLVED, STATES, CrimeStates, crime_states
from .policing import policing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
    outcomes are not held. They are in no share.
    """

    selection: Selection
    forces: tuple[str, ...]
    outcomes_to: Optional[Month]
    follow: Mapping[int, Mapping[Month, FollowUp]]
    states: Mapping[int, Mapping[Month, Mapping[str, int]]]
    unjoined: Mapping[Month, Mapping[Join, int]]
    early: int
    street: Coverage
    outcomes: Coverage

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


def followed(
    connection: sqlite3.Connection,
    selections: Sequence[Selection],
    cancelled: Callable[[], bool] = never,
    times: Sequence[int] = FOLLOW_UPS,
) -> tuple[Followed, ...]:
    """Follow the crimes of selections, whose months have to be settled and which have no anti-social behaviour.

    Raises `CacheError` where no month of outcomes is held of the forces that police one of them; `Cancelled`.
    """
    plain = [replace(selection, with_asb=False) for selection in selections]
    held = _outcome_months(connection)
    homes = [policing(connection, selection) for selection in plain]
    for selection, forces in zip(plain, homes):
        _refuse_without_outcomes(selection, forces, held)
    states = crime_states(connection, plain, times, cancelled)
    return tuple(
        _one(connection, at, selection, forces, held, states, times)
        for at, (selection, forces) in enumerate(zip(plain, homes))
    )


_Held = Mapping[str, frozenset[Month]]


def _outcome_months(connection: sqlite3.Connection) -> _Held:
    """The months of outcomes held of each force, in part too: `coverage` tells which are."""
    found: dict[str, set[Month]] = defaultdict(set)
    for file in published_files(connection):
        if file.key.dataset is Dataset.OUTCOMES:
            found[file.key.force].add(file.key.month)
    return {force: frozenset(months) for force, months in found.items()}


def _refuse_without_outcomes(selection: Selection, forces: Sequence[str], held: _Held) -> None:
    lacking = [force for force in forces if not held.get(force)]
    if lacking:
        where = selection.area.name if selection.area else ", ".join(forces)
        raise CacheError(
            f"No outcomes of {', '.join(lacking)} are held, so what came of crimes in {where} cannot be told: missing "
            "is not zero. Import or download its outcomes files."
        )


def _one(
    connection: sqlite3.Connection,
    at: int,
    selection: Selection,
    forces: tuple[str, ...],
    held: _Held,
    states: CrimeStates,
    times: Sequence[int],
) -> Followed:
    if selection.first is None or selection.last is None:
        raise CacheError("Say from which month to which the crimes are followed.")
    mine = replace(selection, forces=forces)
    street = coverage(connection, mine)
    longest = replace(mine, last=month_of(month_number(selection.last) + max(times)))
    outcomes = coverage(connection, longest, Dataset.OUTCOMES)
    to = min((max(held[force]) for force in forces), default=None)
    no_crimes = {gap.month for gap in (*street.missing, *street.partial)}
    no_outcomes = {gap.month for gap in (*outcomes.missing, *outcomes.partial)}
    months = Month.span(selection.first, selection.last)
    follow = {time: {month: _how(month, time, to, no_crimes, no_outcomes) for month in months} for time in times}
    counted, unjoined = _counted(at, states, forces, held, times)
    return Followed(
        selection,
        forces,
        to,
        follow,
        {
            time: {month: by for month, by in counted[time].items() if follow[time].get(month) is FollowUp.COMPLETE}
            for time in times
        },
        unjoined,
        int((states.early & (states.of == at)).sum()),
        street,
        outcomes,
    )


def _how(
    month: Month, time: int, to: Optional[Month], no_crimes: Collection[Month], no_outcomes: Collection[Month]
) -> FollowUp:
    until = month_of(month_number(month) + time)
    if month in no_crimes:
        return FollowUp.NO_CRIMES
    if to is None or until > to:
        return FollowUp.NOT_YET
    gap = any(one in no_outcomes for one in Month.span(month, until))
    return FollowUp.GAP if gap else FollowUp.COMPLETE


_BELOW = 1000
"""More than there are states or reasons, so that two numbers go into one."""
_Counts = dict[int, dict[Month, Counter[str]]]


def _counted(
    at: int, states: CrimeStates, homes: Sequence[str], held: _Held, times: Sequence[int]
) -> tuple[_Counts, dict[Month, Counter[Join]]]:
    """States by time and month, and crimes that cannot be followed by month."""
    import numpy as np

    mine = states.of == at
    join = np.where(mine & _by_visitor(states, homes, held, max(times)), int(Join.NOT_HELD), states.join)
    unjoined: dict[Month, Counter[Join]] = defaultdict(Counter)
    for (month, why), count in _tally(mine & (join != Join.JOINED), states.month, join):
        unjoined[month_of(month)][Join(why)] += count
    counted: _Counts = {}
    for column, time in enumerate(times):
        by: dict[Month, Counter[str]] = defaultdict(Counter)
        for (month, state), count in _tally(mine & (join == Join.JOINED), states.month, states.state[:, column]):
            by[month_of(month)][STATES[state]] += count
        counted[time] = dict(by)
    return counted, dict(unjoined)


def _by_visitor(states: CrimeStates, homes: Sequence[str], held: _Held, longest: int) -> NDArray[np.bool_]:
    """The crimes recorded by a force that does not police the area and whose outcomes are not all held."""
    import numpy as np

    found = np.zeros(states.of.shape, dtype=bool)
    for at, force in enumerate(states.forces):
        if force in homes:
            continue
        mine = states.force == at
        for month in np.unique(states.month[mine]).tolist():
            span = {month_of(month + more) for more in range(longest + 1)}
            if not span <= held.get(force, frozenset()):
                found |= mine & (states.month == month)
    return found


def _tally(
    which: NDArray[np.bool_], one: NDArray[np.int64], other: NDArray[np.int64]
) -> list[tuple[tuple[int, int], int]]:
    import numpy as np

    keys, counts = np.unique(one[which] * _BELOW + other[which], return_counts=True)
    return [((key // _BELOW, key % _BELOW), count) for key, count in zip(keys.tolist(), counts.tolist())]
