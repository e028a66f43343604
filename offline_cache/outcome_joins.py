# SPDX-License-Identifier: GPL-2.0-or-later
"""Outcomes to the crimes that they are of, by force and crime id, or why that cannot be done.

The street file of a crime and the file of its outcome may lie years apart. Nothing but the id leads from the one to
the other, so an outcome is joined where the street row of its crime is held, and counted as not joined where not.
"""

from __future__ import annotations

import enum
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

from .chosen_area import choose_lsoas
from .errors import Cancelled
from .importing import never
from .model import Dataset, Month, Selection
from .queries import IN_AREA, SELECTED, file_parameters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CrimeId = Union[bytes, str, None]
IDS_REPEAT = frozenset({"northern-ireland"})
"""Forces whose crime ids mean another crime in another month (service B.4)."""

_ROWS = """
    SELECT c.id, c.file, c.outcome, p.geom IS NOT NULL, c.crime_id
    FROM published_file f
    JOIN outcome c ON c.file = f.id AND c.id BETWEEN f.first_row AND f.last_row
    CROSS JOIN place p ON p.id = +c.place
    WHERE"""
_OUTCOMES = " ".join((_ROWS, SELECTED, "AND", IN_AREA, "ORDER BY c.id"))
_FILES = "SELECT id, force, substr(month_start, 1, 7) FROM published_file"
_CRIMES = """
    SELECT c.crime_id, c.file, c.type
    FROM published_file f
    JOIN crime c ON c.file = f.id AND c.id BETWEEN f.first_row AND f.last_row
    WHERE f.dataset = 'street' AND f.force = ? AND c.crime_id IS NOT NULL
"""
_LOOK = 100_000


class Join(enum.IntEnum):
    """Whether the crime of an outcome is known, or why not."""

    JOINED = 0
    NO_ID = 1
    NOT_HELD = 2
    SEVERAL_MONTHS = 3
    IDS_REPEAT = 4


@dataclass(frozen=True)
class OutcomeJoins:
    """The outcome rows of a selection in published order, shape (n,) each.

    `forces` are those whose files have them. `row` is the id of the row of `outcome`, `type` that of its outcome
    type, `month` its month as a number (`month_number`), `placed` whether it has a snap point. `crime_month` and
    `crime_type` are those of its crime, -1 where `join` says why they are not known.
    """

    forces: tuple[str, ...]
    row: NDArray[np.int64]
    type: NDArray[np.int64]
    month: NDArray[np.int64]
    placed: NDArray[np.bool_]
    crime_month: NDArray[np.int64]
    crime_type: NDArray[np.int64]
    join: NDArray[np.int64]


def month_number(month: Month) -> int:
    """Months since the year 0, to subtract."""
    return month.year * 12 + month.month - 1


def month_of(number: int) -> Month:
    """The month that a number stands for."""
    return Month(number // 12, number % 12 + 1)


def join_outcomes(
    connection: sqlite3.Connection, selection: Selection, cancelled: Callable[[], bool] = never
) -> OutcomeJoins:
    """Join the outcomes of a selection's months, forces and area with the street rows held of the same forces.

    Crimes of all months held are looked at. Raises `Cancelled`.
    """
    import numpy as np

    choose_lsoas(connection, selection.area)
    parameters = {**file_parameters(selection, Dataset.OUTCOMES), "chosen": int(selection.area is not None)}
    files = {file: (force, month_number(Month.parse(month))) for file, force, month in connection.execute(_FILES)}
    numbers: list[tuple[int, int, int, int]] = []
    wanted: dict[str, dict[CrimeId, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, (row, file, kind, placed, crime) in enumerate(connection.execute(_OUTCOMES, parameters)):
        if at % _LOOK == 0:
            _stop_if(cancelled)
        force, month = files[file]
        numbers.append((row, kind, month, placed))
        wanted[force][crime].append(at)
    table = np.array(numbers, dtype=np.int64).reshape(-1, 4)
    found = np.full((len(numbers), 3), -1, dtype=np.int64)
    for force, ids in wanted.items():
        _join_force(connection, force, ids, files, found, cancelled)
    return OutcomeJoins(
        forces=tuple(sorted(wanted)),
        row=table[:, 0],
        type=table[:, 1],
        month=table[:, 2],
        placed=table[:, 3].astype(bool),
        crime_month=found[:, 0],
        crime_type=found[:, 1],
        join=found[:, 2],
    )


def _join_force(
    connection: sqlite3.Connection,
    force: str,
    ids: dict[CrimeId, list[int]],
    files: dict[int, tuple[str, int]],
    found: NDArray[np.int64],
    cancelled: Callable[[], bool],
) -> None:
    """Fill in month and type of the crimes of one force's outcomes, and whether they are known."""
    crimes: dict[CrimeId, tuple[int, int]] = {}
    several: set[CrimeId] = set()
    for at, (crime, file, kind) in enumerate(connection.execute(_CRIMES, (force,)) if force not in IDS_REPEAT else ()):
        if at % _LOOK == 0:
            _stop_if(cancelled)
        if crime in ids:
            month = files[file][1]
            if crimes.setdefault(crime, (month, kind))[0] != month:
                several.add(crime)
    for crime, rows in ids.items():
        if crime is None:
            known = (-1, -1, Join.NO_ID)
        elif force in IDS_REPEAT:
            known = (-1, -1, Join.IDS_REPEAT)
        elif crime in several:
            known = (-1, -1, Join.SEVERAL_MONTHS)
        elif crime in crimes:
            known = (*crimes[crime], Join.JOINED)
        else:
            known = (-1, -1, Join.NOT_HELD)
        found[rows] = known


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled("Stopped.")
