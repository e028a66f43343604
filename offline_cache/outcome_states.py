# SPDX-License-Identifier: GPL-2.0-or-later
"""Each crime of some selections with what had come of it so many months after its month, by the outcomes files.

The crime's area, type and month are those of its street row; its outcomes are found by force and crime id alone, in
whichever month's file and wherever they stand. A crime without one by then was open then: that is what the files of
those months say, if all of them are held.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .chosen_area import choose_lsoas
from .errors import Cancelled
from .importing import never
from .model import Month, Selection
from .outcome_joins import IDS_REPEAT, CrimeId, Join, month_number
from .outcome_times import GROUPS, OTHER
from .queries import CRIMES, street_parameters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESOLVED = ("charged", "out of court", "evidence or public interest", "no suspect identified", OTHER)
"""Groups of outcomes that end the work on a crime, the one that says most first."""
LATER, SINCE, UNAVAILABLE, OPEN = "resolved later", "resolved since", "no status given", "still open"
STATES = (*RESOLVED, LATER, SINCE, UNAVAILABLE, OPEN)
"""What had come of a crime. The last four were open then: an outcomes file held has a later outcome; only the street
file has one, so it is of a month that is not held, or was lost; the force gives no status; there is none."""

_OPEN_AT = {name: STATES.index(name) for name in (LATER, SINCE, UNAVAILABLE, OPEN)}
_SELECTED = f"SELECT c.id, c.file, c.crime_id, o.outcome_group {CRIMES}"
_FILES = "SELECT id, force, substr(month_start, 1, 7) FROM published_file"
_OTHER_MONTHS = """
    SELECT c.crime_id, c.file FROM published_file f
    JOIN crime c ON c.file = f.id AND c.id BETWEEN f.first_row AND f.last_row
    WHERE f.dataset = 'street' AND f.force = ? AND c.crime_id IS NOT NULL
"""
_OUTCOMES = """
    SELECT c.crime_id, c.file, o.outcome_group FROM published_file f
    JOIN outcome c ON c.file = f.id AND c.id BETWEEN f.first_row AND f.last_row
    JOIN outcome_type o ON o.id = c.outcome
    WHERE f.dataset = 'outcomes' AND f.force = ? AND c.crime_id IS NOT NULL
"""
_BLANK = ("", "not published")
"""Groups of a row that names no outcome."""
_LOOK = 50_000
_RANKS = 16


@dataclass(frozen=True)
class CrimeStates:
    """The crimes of several selections, one after the other, shape (n,) each.

    `row` is the id of its row of `crime`, `of` the place of its selection, `month` the number of its month
    (`month_number`), `force` a place in `forces`, `join` whether its outcomes can be found by its id, and why not.
    `state` (n, k) is a place in `STATES` for each of the k times asked for; it means nothing where `join` is not
    `JOINED`. `early` crimes have an outcome that is published in a month before their own: it counts as one of their
    month.
    """

    forces: tuple[str, ...]
    row: NDArray[np.int64]
    of: NDArray[np.int64]
    month: NDArray[np.int64]
    force: NDArray[np.int64]
    join: NDArray[np.int64]
    state: NDArray[np.int64]
    early: NDArray[np.bool_]


class _Ids:
    """The crime ids of one force that are looked for, a number each, and what the files say of them."""

    def __init__(self, times: Sequence[int]) -> None:
        self.at: dict[CrimeId, int] = {}
        self.month: list[int] = []
        self.several: set[int] = set()
        self.early: set[int] = set()
        self.known: set[int] = set()
        self._times = times
        self._best: list[dict[int, int]] = [{} for _ in times]

    def number(self, crime: CrimeId, month: int) -> int:
        """The number of an id, which a crime of a month has."""
        at = self.at.setdefault(crime, len(self.month))
        if at == len(self.month):
            self.month.append(month)
        elif self.month[at] != month:
            self.several.add(at)
        return at

    def outcome(self, at: int, month: int, group: str) -> None:
        """Note an outcome; of several by a time the last counts, of one month that which says most."""
        if not _ends(group):
            return
        rank = RESOLVED.index(group if group in RESOLVED else OTHER)
        self.known.add(at)
        after = month - self.month[at]
        if after < 0:
            self.early.add(at)
        weight = max(after, 0) * _RANKS + (_RANKS - 1 - rank)
        for best, time in zip(self._best, self._times):
            if after <= time and weight > best.get(at, -1):
                best[at] = weight

    def states(self, at: int, street: str) -> list[int]:
        """The places in `STATES` of a crime whose street row has an outcome of the group `street`."""
        later = _OPEN_AT[LATER if at in self.known else _by_street(street)]
        return [_RANKS - 1 - best[at] % _RANKS if at in best else later for best in self._best]


def _ends(group: str) -> bool:
    """Whether outcomes of a group end the work on a crime; one that the reference does not name yet does."""
    return group in RESOLVED or group not in (*GROUPS, *_BLANK)


def _by_street(group: str) -> str:
    """What a street row says of a crime that no outcomes file has."""
    if _ends(group):
        return SINCE
    return UNAVAILABLE if group == "not available" else OPEN


def crime_states(
    connection: sqlite3.Connection,
    selections: Sequence[Selection],
    times: Sequence[int],
    cancelled: Callable[[], bool] = never,
) -> CrimeStates:
    """Look up what had come of each crime so many months (`times`) after its month; raises `Cancelled`.

    One pass over the files of each force for all selections together. Anti-social behaviour must not be selected: it
    has neither ids nor outcomes.
    """
    import numpy as np

    files = {file: (force, month_number(Month.parse(month))) for file, force, month in connection.execute(_FILES)}
    ids: dict[str, _Ids] = defaultdict(lambda: _Ids(times))
    found: list[tuple[int, int, int, str, int, str]] = []
    for of, selection in enumerate(selections):
        choose_lsoas(connection, selection.area)
        rows = connection.execute(_SELECTED, street_parameters(selection))
        for row, file, crime, street in _watched(rows, cancelled):
            force, month = files[file]
            at = -1 if crime is None or force in IDS_REPEAT else ids[force].number(crime, month)
            found.append((row, of, month, force, at, street or ""))
    for force, wanted in ids.items():
        _look_up(connection, force, wanted, files, cancelled)
    forces = tuple(sorted({force for _, _, _, force, _, _ in found}))
    numbers = [
        (row, of, month, forces.index(force), *_told(ids.get(force), at, street, force, len(times)))
        for row, of, month, force, at, street in found
    ]
    table = np.array(numbers, dtype=np.int64).reshape(-1, 6 + len(times))
    row, of, month, force, early, join = table[:, :6].T
    return CrimeStates(forces, row, of, month, force, join, table[:, 6:], early.astype(bool))


def _look_up(
    connection: sqlite3.Connection,
    force: str,
    wanted: _Ids,
    files: dict[int, tuple[str, int]],
    cancelled: Callable[[], bool],
) -> None:
    for crime, file in _watched(connection.execute(_OTHER_MONTHS, (force,)), cancelled):
        if crime in wanted.at:
            wanted.number(crime, files[file][1])
    for crime, file, group in _watched(connection.execute(_OUTCOMES, (force,)), cancelled):
        if crime in wanted.at:
            wanted.outcome(wanted.at[crime], files[file][1], group)


def _told(ids: Any, at: int, street: str, force: str, times: int) -> list[int]:
    """Whether an outcome came early, whether the crime can be followed, its states."""
    if at < 0 or at in ids.several:
        join = Join.IDS_REPEAT if force in IDS_REPEAT else Join.NO_ID if at < 0 else Join.SEVERAL_MONTHS
        return [0, join, *[_OPEN_AT[OPEN]] * times]
    return [at in ids.early, Join.JOINED, *ids.states(at, street)]


def _watched(rows: Iterator[Any], cancelled: Callable[[], bool]) -> Iterator[Any]:
    for at, row in enumerate(rows):
        if at % _LOOK == 0 and cancelled():
            raise Cancelled("Stopped.")
        yield row
