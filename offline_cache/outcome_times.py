# SPDX-License-Identifier: GPL-2.0-or-later
"""What came of crimes, by month of the outcome, and how long it took: months from the crime to its outcome.

Files give months, not days: 0 is an outcome in the month of the crime. A crime is known only where its street file is
held, so outcomes that came later than the months held reach back are not among the times; how many could not be
joined is said with every distribution.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Optional

from .coverage import coverage
from .importing import never
from .model import Coverage, Dataset, Month, Selection
from .outcome_joins import Join, OutcomeJoins, join_outcomes, month_of

GROUPS = (
    "charged",
    "out of court",
    "evidence or public interest",
    "no suspect identified",
    "under investigation",
    "not available",
)
"""The groups of `reference/outcome_types.json` in the order in which tables and legends have them."""
OTHER = "another outcome"
"""An outcome that the reference does not name yet."""

TIME_CLASSES = (
    ("same month", 0),
    ("1 month", 1),
    ("2 to 3 months", 3),
    ("4 to 6 months", 6),
    ("7 to 12 months", 12),
    ("over 12 months", None),
)
"""Classes of months from crime to outcome, each with its last month."""
TIME_NOT_KNOWN = "not known"

_HELD = """
    SELECT DISTINCT force, substr(month_start, 1, 7)
    FROM published_file WHERE dataset = ? AND instr(?, '|' || force || '|') > 0
"""
_NAMES = "SELECT id, name FROM crime_type"
_GROUPS = "SELECT id, outcome_group FROM outcome_type"


@dataclass(frozen=True)
class TimeTally:
    """How many outcomes of a group, of crimes of a type, came so many months after the crime's month.

    `months` is below 0 where the files have the outcome before its crime.
    """

    group: str
    crime_type: str
    months: int
    count: int


@dataclass(frozen=True)
class OutcomeTimes:
    """The outcomes of a selection, counted, with their coverage.

    `total` rows, `unplaced` of them without a snap point; `by_month` counts them by (group, month of the outcome);
    `times` those joined with their crime; `joins` how many were and why the others were not. `crimes_held` are the
    first and last month of street files that a crime could be found in, `crimes_missing` the months between of which
    one of their forces has none.
    """

    total: int
    unplaced: int
    by_month: dict[tuple[str, Month], int]
    times: tuple[TimeTally, ...]
    joins: dict[Join, int]
    crimes_held: Optional[tuple[Month, Month]]
    crimes_missing: tuple[Month, ...]
    coverage: Coverage

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that occur, in the order of `GROUPS`."""
        there = {group for group, _ in self.by_month}
        return tuple(group for group in (*GROUPS, OTHER) if group in there)

    @property
    def early(self) -> int:
        """Joined outcomes that the files have before their crime: no time can be told of them."""
        return sum(tally.count for tally in self.times if tally.months < 0)

    def by_group(self, group: str) -> Counter[int]:
        """Outcomes of a group by months from the crime, those before their crime left out."""
        return _counted(tally for tally in self.times if tally.group == group)

    def by_type(self, crime_type: str) -> Counter[int]:
        """Outcomes of crimes of a type by months from the crime, those before their crime left out."""
        return _counted(tally for tally in self.times if tally.crime_type == crime_type)


def outcome_times(
    connection: sqlite3.Connection,
    selection: Selection,
    cancelled: Callable[[], bool] = never,
    joins: Optional[OutcomeJoins] = None,
) -> OutcomeTimes:
    """Count the outcomes of a selection's months (of the outcome), forces and area; crime types do not limit them.

    `joins` where they were read before. Raises `Cancelled`, `CacheError` where the area cannot be looked up.
    """
    import numpy as np

    found = join_outcomes(connection, selection, cancelled) if joins is None else joins
    groups = {kind: _group(name) for kind, name in connection.execute(_GROUPS)}
    types = dict(connection.execute(_NAMES))
    by_month: Counter[tuple[str, Month]] = Counter()
    pairs, counts = np.unique(np.stack([found.type, found.month], axis=1), axis=0, return_counts=True)
    for (kind, month), count in zip(pairs.tolist(), counts.tolist()):
        by_month[groups[kind], month_of(month)] += count
    joined = found.join == Join.JOINED
    keys = np.stack([found.type, found.crime_type, found.month - found.crime_month], axis=1)[joined]
    times: Counter[tuple[str, str, int]] = Counter()
    keys, counts = np.unique(keys, axis=0, return_counts=True)
    for (kind, crime_type, months), count in zip(keys.tolist(), counts.tolist()):
        times[groups[kind], types[crime_type], months] += count
    street = connection.execute(_HELD, (Dataset.STREET.value, f"|{'|'.join(found.forces)}|")).fetchall()
    held = sorted({Month.parse(month) for _, month in street})
    return OutcomeTimes(
        total=int(found.row.size),
        unplaced=int((~found.placed).sum()),
        by_month=dict(by_month),
        times=tuple(TimeTally(*key, count) for key, count in sorted(times.items())),
        joins={join: int((found.join == join).sum()) for join in Join},
        crimes_held=(held[0], held[-1]) if held else None,
        crimes_missing=_gaps_within(held, [(force, Month.parse(month)) for force, month in street]),
        coverage=coverage(connection, selection, Dataset.OUTCOMES),
    )


def quantile(times: Counter[int], share: float) -> Optional[int]:
    """The number of months within which at least `share` of the outcomes came; None of none."""
    total, so_far = sum(times.values()), 0
    for months in sorted(times):
        so_far += times[months]
        if so_far >= share * total:
            return months
    return None


def time_class(months: int) -> str:
    """The class of a number of months from crime to outcome; `TIME_NOT_KNOWN` for one before its crime."""
    if months < 0:
        return TIME_NOT_KNOWN
    return next(name for name, last in TIME_CLASSES if last is None or months <= last)


def in_classes(times: Counter[int]) -> dict[str, int]:
    """Outcomes by class, in the order of the classes."""
    found = dict.fromkeys((name for name, _ in TIME_CLASSES), 0)
    for months, count in times.items():
        if months >= 0:
            found[time_class(months)] += count
    return found


def _counted(tallies: Iterable[TimeTally]) -> Counter[int]:
    found: Counter[int] = Counter()
    for tally in tallies:
        if tally.months >= 0:
            found[tally.months] += tally.count
    return found


def _gaps_within(held: Sequence[Month], street: Sequence[tuple[str, Month]]) -> tuple[Month, ...]:
    """Months of a span that a force with files on both sides of them lacks."""
    missing: set[Month] = set()
    for force in {force for force, _ in street}:
        own = {month for of, month in street if of == force}
        missing.update(month for month in Month.span(min(own), max(own)) if month not in own)
    return tuple(month for month in sorted(missing) if held[0] <= month <= held[-1])


def _group(name: str) -> str:
    return name if name in GROUPS else OTHER
