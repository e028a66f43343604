# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes of a selection by area, month and crime type, and of the same months a year before, as arrays.

`area_counts` for many types at once: the same areas, the same files, the same months held.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .area_counts import AreaCounts, begin_counting, tallied
from .area_months import AreaMonths
from .area_rows import AreaRow, typed_area_rows
from .area_tally import Tally
from .areas.model import AreaSet
from .denominators import Denominator, figures_of
from .model import Month, Selection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class AreaTypes:
    """Crimes of n areas in m periods of `length` months each, by t crime types.

    `counts` (n, m, t) are those of the periods that are `held` (n, m, t), 0 elsewhere, which says nothing. `paired`
    (n, m): all of the period is held and of the same one a year before, with `before` (n, m, t) crimes. `base` (n,)
    are residents or households, NaN where none are known. `of_all` has the areas, with all types together.
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
        paired=_months_in([tally.paired(code) for code in codes], begun.months),
        base=np.array([row.denominator or np.nan for row in of_all.rows], dtype=np.float64),
    )


class _TypedTally(Tally):
    """Counts that also keep the crime types apart."""

    def __init__(self, told: AreaMonths, months: tuple[Month, ...]) -> None:
        super().__init__(told, months)
        self.by_type: Counter[str] = Counter()
        self._typed: dict[str, Counter[tuple[Month, str]]] = defaultdict(Counter)

    def add(self, area: str, row: AreaRow) -> None:
        """Count a row of a file in an area."""
        super().add(area, row)
        self.by_type[row.crime_type] += row.count
        self._typed[area][row.month, row.crime_type] += row.count

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
