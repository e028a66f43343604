# SPDX-License-Identifier: GPL-2.0-or-later
"""Follows the crimes of selections through the outcomes files: one pass over the files of each force for all."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Optional

from .coverage import coverage, known_gap
from .errors import CacheError
from .importing import never
from .ledger import published_files
from .model import Dataset, Month, Selection
from .outcome_followup import FOLLOW_UPS, Followed, FollowUp
from .outcome_joins import IDS_REPEAT, Join, month_number, month_of
from .outcome_states import STATES, CrimeStates, crime_states
from .policing import policing
from .uncarried import uncarried

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def followed(
    connection: sqlite3.Connection,
    selections: Sequence[Selection],
    cancelled: Callable[[], bool] = never,
    times: Sequence[int] = FOLLOW_UPS,
) -> tuple[Followed, ...]:
    """Follow the crimes of selections, whose months have to be settled; anti-social behaviour is left out.

    Raises `CacheError` where no month of outcomes is held of the forces that police one of them; `Cancelled`.
    """
    return _Following(connection, selections, times, cancelled).all()


def followed_beside_rest(
    connection: sqlite3.Connection,
    selection: Selection,
    around: Selection,
    cancelled: Callable[[], bool] = never,
    times: Sequence[int] = FOLLOW_UPS,
) -> tuple[Followed, Followed]:
    """The same of an area and of what lies `around` it without it: no crime is in both. Raises as `followed`."""
    following = _Following(connection, (selection, around), times, cancelled)
    one, rest = following.without(0, 1).all()
    return one, rest


def followed_pair(
    connection: sqlite3.Connection,
    one: Selection,
    other: Selection,
    cancelled: Callable[[], bool] = never,
    times: Sequence[int] = FOLLOW_UPS,
) -> tuple[Followed, Followed, int]:
    """The same of two areas, and how many crimes are in both. Raises as `followed`."""
    following = _Following(connection, (one, other), times, cancelled)
    first, second = following.all()
    return first, second, following.in_both()


def why_not_followed(connection: sqlite3.Connection, selection: Selection) -> str:
    """Why crimes of a selection cannot be followed at all, in a sentence; '' where they can."""
    return _why_not(selection, policing(connection, selection), _outcome_months(connection))


_Held = Mapping[str, frozenset[Month]]


class _Following:
    """The crimes of some selections with their states, and what is held of their outcomes."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        selections: Sequence[Selection],
        times: Sequence[int],
        cancelled: Callable[[], bool],
    ) -> None:
        self._connection, self._times = connection, times
        self._selections = [replace(selection, with_asb=False) for selection in selections]
        self._held = _outcome_months(connection)
        self._homes = [policing(connection, selection) for selection in self._selections]
        for selection, forces in zip(self._selections, self._homes):
            why = _why_not(selection, forces, self._held)
            if why:
                raise CacheError(why)
        self._states = crime_states(connection, self._selections, times, cancelled)

    def without(self, inner: int, outer: int) -> _Following:
        """The same with the crimes of `inner` taken out of `outer`."""
        import numpy as np

        states = self._states
        both = np.isin(states.row, states.row[states.of == inner]) & (states.of == outer)
        self._states = replace(states, of=np.where(both, -1, states.of))
        return self

    def in_both(self) -> int:
        """Crimes in two of the selections."""
        return int(self._states.row.size - len(set(self._states.row.tolist())))

    def all(self) -> tuple[Followed, ...]:
        """Each selection."""
        pairs = zip(self._selections, self._homes)
        return tuple(
            _one(self._connection, at, selection, forces, self._held, self._states, self._times)
            for at, (selection, forces) in enumerate(pairs)
        )


def _outcome_months(connection: sqlite3.Connection) -> _Held:
    """The months of outcomes held of each force, in part too: `coverage` tells which are."""
    found: dict[str, set[Month]] = defaultdict(set)
    for file in published_files(connection):
        if file.key.dataset is Dataset.OUTCOMES:
            found[file.key.force].add(file.key.month)
    return {force: frozenset(months) for force, months in found.items()}


def _why_not(selection: Selection, forces: Sequence[str], held: _Held) -> str:
    where = selection.area.name if selection.area else ", ".join(forces)
    if not IDS_REPEAT.isdisjoint(forces):
        return (
            f"What came of crimes in {where} cannot be told: Northern Ireland publishes no outcomes, and its crime IDs "
            "come again in other months. Choose an area in England or Wales."
        )
    lacking = [force for force in forces if not held.get(force)]
    if not lacking:
        return ""
    known = known_gap(lacking[0], Dataset.OUTCOMES, selection.last or Month(2020, 1))
    why = f" ({known})" if known else ""
    return (
        f"No outcomes of {', '.join(lacking)} are held{why}, so what came of crimes in {where} cannot be told: missing "
        "is not zero. Import or download the files of its outcomes, or choose another area."
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
        raise CacheError("Give the first and the last month of the crimes that are followed.")
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
        int((states.of == at).sum()),
        street,
        outcomes,
        uncarried(connection, selection, forces),
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
