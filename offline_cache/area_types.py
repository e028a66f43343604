# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes of a selection by area, month and crime type, and of the same months a year before, as arrays.

`area_counts` for many types at once: the same areas, the same files, the same months held.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Optional

from .area_counts import AreaCounts, begin_counting, tallied
from .area_months import AreaMonths
from .area_rows import AreaRow, typed_area_rows
from .area_tally import AreaCount, Tally
from .areas.model import AreaSet
from .denominators import Denominator, Figures, figures_of
from .model import Gap, Month, Selection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_YEAR = 12


@dataclass(frozen=True)
class AreaTypes:
    """Crimes of n areas in m periods of `length` months each, by t crime types.

    `counts` (n, m, t) are those of the periods that are `held` (n, m, t), 0 elsewhere, which says nothing. `paired`
    (n, m): all of the period is held and of the same one a year before, with `before` (n, m, t) crimes; only of the
    last twelve months, so that no crime is on both sides. `base` (n,) are residents or households, NaN where none are
    known. `of_all` has the areas, with all types together; what is `visiting` there is in no count of any area.
    """

    of_all: AreaCounts
    types: tuple[str, ...]
    length: int
    counts: NDArray[np.int64]
    held: NDArray[np.bool_]
    before: NDArray[np.int64]
    paired: NDArray[np.bool_]
    base: NDArray[np.float64]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the areas."""
        return tuple(row.code for row in self.of_all.rows)


def area_types(
    connection: sqlite3.Connection, selection: Selection, areas: AreaSet, which: Denominator = Denominator.RESIDENTS
) -> AreaTypes:
    """Count the street rows of a selection by areas, months and crime types; raises as `area_counts` does.

    A force that records crimes of areas that it does not police (the British Transport Police) is counted in all of
    them and all months, or, where a month of its files lacks that one of them has, in none, as in `peer_counts`.
    Types are those with a crime in the selection, now or a year before, the one with most crimes first.
    """
    import numpy as np  # not while QGIS starts

    begun = begin_counting(connection, selection, areas)
    tally = _TypedTally(begun.told, begun.months)
    rows = typed_area_rows(connection, begun.selection)
    of_all = tallied(begun, rows, tally, figures_of(connection, areas, which))
    types = tuple(name for name, _ in sorted(tally.by_type.items(), key=lambda one: (-one[1], one[0])))
    codes = [row.code for row in of_all.rows]
    months = {month: at for at, month in enumerate(begun.months)}
    last_year = begun.months[-_YEAR:]
    years_before = {Month(month.year - 1, month.month): at for month, at in months.items()}
    held = _held(begun.told, codes, begun.months)
    shape = (len(codes), len(months), len(types))
    return AreaTypes(
        of_all=of_all,
        types=types,
        length=1,
        counts=tally.array(codes, months, types) * held[:, :, None],
        held=np.broadcast_to(held[:, :, None], shape),
        before=tally.array(codes, years_before, types),
        paired=_months_in([tally.paired(code).intersection(last_year) for code in codes], begun.months),
        base=np.array([row.denominator or np.nan for row in of_all.rows], dtype=np.float64),
    )


class _TypedTally(Tally):
    """Counts that also keep the crime types apart, and those of forces from elsewhere until it is known who is in."""

    def __init__(self, told: AreaMonths, months: tuple[Month, ...]) -> None:
        super().__init__(told, months)
        self.by_type: Counter[str] = Counter()
        self._area_months = told
        self._typed: dict[str, Counter[tuple[Month, str]]] = defaultdict(Counter)
        self._from_elsewhere: dict[tuple[str, str], Counter[tuple[Month, str]]] = defaultdict(Counter)
        self._visiting: dict[str, tuple[Gap, ...]] = {}

    def add(self, area: str, row: AreaRow) -> None:
        """Count a row of a file in an area, or keep it where its force does not police the area."""
        if row.force in self._area_months.homes(area):
            self._count(area, row.force, row.month, row.crime_type, row.count)
        else:
            self._from_elsewhere[area, row.force][row.month, row.crime_type] += row.count

    def _count(self, area: str, force: str, month: Month, crime_type: str, count: int) -> None:
        self.count(area, force, month, count)
        self.by_type[crime_type] += count
        self._typed[area][month, crime_type] += count

    def settle(self) -> None:
        """Count what forces from elsewhere recorded that lack nowhere; the others stay out of all areas and months."""
        forces: dict[str, set[str]] = defaultdict(set)
        for area, force in self._from_elsewhere:
            forces[area].add(force)
        for area, of in forces.items():
            homes = self._area_months.homes(area)
            self._visiting[area] = self._area_months.visiting(area, homes, frozenset(of), self._months)
        out = {gap.force for gaps in self._visiting.values() for gap in gaps}
        for (area, force), counts in self._from_elsewhere.items():
            if force not in out:
                for (month, crime_type), count in counts.items():
                    self._count(area, force, month, crime_type, count)
        self._from_elsewhere.clear()

    def row(self, code: str, name: str, figures: Optional[Figures]) -> AreaCount:
        """One area; `visiting` are files that lack of forces that are in no count."""
        return replace(super().row(code, name, figures), visiting=self._visiting.get(code, ()))

    def array(self, codes: list[str], months: dict[Month, int], types: tuple[str, ...]) -> NDArray[np.int64]:
        """Counts (areas, months, types)."""
        import numpy as np

        found = np.zeros((len(codes), len(months), len(types)), dtype=np.int64)
        place = {name: at for at, name in enumerate(types)}
        for at, code in enumerate(codes):
            for (month, name), count in self._typed.get(code, Counter()).items():
                if month in months:
                    found[at, months[month], place[name]] = count
        return found


def _held(told: AreaMonths, codes: list[str], months: tuple[Month, ...]) -> NDArray[np.bool_]:
    """Whether all of each month of each area is held, (areas, months), in the files of the forces that police it."""
    return _months_in([told.held(code, told.homes(code), months).whole for code in codes], months)


def _months_in(of_areas: Sequence[frozenset[Month]], months: tuple[Month, ...]) -> NDArray[np.bool_]:
    import numpy as np

    found = [[month in whole for month in months] for whole in of_areas]
    return np.array(found, dtype=bool).reshape(len(of_areas), len(months))
