# SPDX-License-Identifier: GPL-2.0-or-later
"""The crimes of units by month and crime type, read in one pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from offline_cache.errors import CacheError
from offline_cache.model import Month

from ...analysis.errors import Cancelled, stop_if
from ...text import tr
from ..units.inputs import Inputs
from ..units.units import Units
from .unit_trend_breaks import published_throughout


@dataclass(frozen=True)
class TypedMonths:
    """Crimes of points by month and type: `count` (g,) of point `point`, month `month` and type `kind`, (g,) each.

    The points are those of the crimes, in their order; `months` those held wholly, `left_out` the others between.
    """

    months: tuple[Month, ...]
    left_out: tuple[Month, ...]
    types: tuple[str, ...]
    point: np.ndarray
    month: np.ndarray
    kind: np.ndarray
    count: np.ndarray

    def into(self, unit: np.ndarray, units: int, which: np.ndarray) -> np.ndarray:
        """Counts (units, m) of the groups `which` (g,), bool, by the `unit` of each point, −1 for none."""
        at = unit[self.point]
        inside = which & (at >= 0)
        counts = np.zeros((units, len(self.months)), dtype=np.int64)
        np.add.at(counts, (at[inside], self.month[inside]), self.count[inside])
        return counts


def typed_months(inputs: Inputs) -> TypedMonths:
    """The crimes of `inputs` of the months held wholly.

    Raises `CacheError` for a layer of points, which knows no months, and where no month is held wholly.
    """
    from offline_cache.monthly import MonthStatus, month_statuses  # not while QGIS starts
    from offline_cache.monthly_type_points import monthly_type_points

    crimes = inputs.crimes
    if inputs.connection is None or crimes.selection is None or crimes.place is None:
        raise CacheError(tr("Months are known of the crimes of the cache only: leave the layer of points empty."))
    statuses = month_statuses(inputs.connection, crimes.selection)
    held = tuple(month for month, status in statuses.items() if status is MonthStatus.HELD)
    if not held:
        raise CacheError(
            tr("Not one month is held wholly, so nothing can be counted: missing is not zero. Choose other months.")
        )
    by = monthly_type_points(inputs.connection, crimes.selection)
    column = {month: at for at, month in enumerate(held)}
    month = np.array([column.get(one, -1) for one in by.months], dtype=np.int64)[by.month]
    whole = month >= 0
    point = np.searchsorted(crimes.place, by.place[whole])
    left = tuple(month for month in statuses if month not in held)
    return TypedMonths(held, left, by.types, point, month[whole], by.kind[whole], by.count[whole])


def counted(typed: TypedMonths, units: Units) -> tuple[np.ndarray, np.ndarray]:
    """The units with crimes in the months held, (k,), and their counts of all types together, (k, m)."""
    of_group = units.unit[typed.point]
    some = np.unique(of_group[of_group >= 0])
    return some, typed.into(_places(units, some), some.size, np.ones(typed.point.size, dtype=bool))


def counts_by_type(
    typed: TypedMonths, units: Units, some: np.ndarray, in_units: bool, cancelled: Cancelled
) -> list[tuple[str, np.ndarray]]:
    """Each crime type published throughout, most crimes first, with its counts (k, m) in the units `some` (k,).

    Of all of them together, (1, m), where they are not wanted `in_units`. Nothing where there is but one: it is all.
    """
    if len(typed.types) < 2:
        return []
    place, found = _places(units, some), []
    for at, name in enumerate(typed.types):
        stop_if(cancelled)
        if not published_throughout(name, typed.months):
            continue
        counts = typed.into(place, some.size, typed.kind == at).astype(np.int32)
        if counts.any():
            found.append((name, counts if in_units else counts.sum(axis=0, keepdims=True)))
    return sorted(found, key=lambda one: -int(one[1].sum()))


def _places(units: Units, some: np.ndarray) -> np.ndarray:
    """The place in `some` of the unit of each point, −1 for none."""
    place = np.full(len(units.keys) + 1, -1, dtype=np.int64)  # the last stands for no unit
    place[some] = np.arange(some.size)
    return np.asarray(place[units.unit])
