# SPDX-License-Identifier: GPL-2.0-or-later
"""Each crime of some selections with what had come of it so many months after its month, by the outcomes files.

The crime's area, type and month are those of its street row; its outcomes are found by force and crime id alone, in
whichever month's file and wherever they stand. A crime without one by then was open then: that is what the files of
those months say, if all of them are held.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .chosen_area import choose_lsoas
from .errors import Cancelled
from .importing import never
from .model import Month, Selection
from .outcome_ids import CrimeIds
from .outcome_joins import IDS_REPEAT, Join, month_number
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
_RANK = {group: rank for rank, group in enumerate(RESOLVED)}


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
    files = {file: (force, month_number(Month.parse(month))) for file, force, month in connection.execute(_FILES)}
    forces = tuple(sorted({force for force, _ in files.values()}))
    ids = [CrimeIds(times) for _ in forces]
    rows = _Rows()
    for of, selection in enumerate(selections):
        choose_lsoas(connection, selection.area)
        found = connection.execute(_SELECTED, street_parameters(selection))
        for row, file, crime, street in _watched(found, cancelled):
            name, month = files[file]
            force = forces.index(name)
            at = -1 if crime is None or name in IDS_REPEAT else ids[force].number(crime, month)
            rows.add(row, of, month, force, at, street or "")
    for name, wanted in zip(forces, ids):
        if wanted.at:
            _look_up(connection, name, wanted, files, cancelled)
    return _states(rows, forces, ids, len(times))


class _Rows:
    """The crimes one after the other, as numbers."""

    def __init__(self) -> None:
        self.row, self.at = array("q"), array("q")
        self.of, self.month, self.force, self.street = array("h"), array("i"), array("h"), array("b")

    def add(self, row: int, of: int, month: int, force: int, at: int, street: str) -> None:
        """A crime; `at` is the number of its id, `street` the group of the outcome in its street row."""
        for column, value in zip((self.row, self.of, self.month, self.force, self.at), (row, of, month, force, at)):
            column.append(value)
        self.street.append(_OPEN_AT[_by_street(street)])


def _states(rows: _Rows, forces: Sequence[str], ids: Sequence[CrimeIds], times: int) -> CrimeStates:
    import numpy as np

    row, of, month, force, at, street = (
        np.array(column, dtype=np.int64) for column in (rows.row, rows.of, rows.month, rows.force, rows.at, rows.street)
    )
    join = np.where(at < 0, int(Join.NO_ID), int(Join.JOINED))
    early = np.zeros(row.shape, dtype=bool)
    state = np.repeat(street[:, None], times, axis=1)
    for place, (name, known_ids) in enumerate(zip(forces, ids)):
        mine = (force == place) & (at >= 0)
        if name in IDS_REPEAT:
            join[force == place] = Join.IDS_REPEAT
        elif mine.any():
            several, early[mine], known = known_ids.flags(at[mine])
            join[mine] = np.where(several, int(Join.SEVERAL_MONTHS), int(Join.JOINED))
            ranks = known_ids.ranks(at[mine])
            later = np.where(known, _OPEN_AT[LATER], street[mine])
            state[mine] = np.where(ranks >= 0, ranks, later[:, None])
    return CrimeStates(tuple(forces), row, of, month, force, join, state, early)


def _look_up(
    connection: sqlite3.Connection,
    force: str,
    wanted: CrimeIds,
    files: dict[int, tuple[str, int]],
    cancelled: Callable[[], bool],
) -> None:
    for crime, file in _watched(connection.execute(_OTHER_MONTHS, (force,)), cancelled):
        if crime in wanted.at:
            wanted.number(crime, files[file][1])
    for crime, file, group in _watched(connection.execute(_OUTCOMES, (force,)), cancelled):
        if crime in wanted.at and _ends(group):
            wanted.outcome(wanted.at[crime], files[file][1], _RANK.get(group, _RANK[OTHER]))


def _watched(rows: Iterable[Any], cancelled: Callable[[], bool]) -> Iterator[Any]:
    for at, row in enumerate(rows):
        if at % _LOOK == 0 and cancelled():
            raise Cancelled("Stopped.")
        yield row
