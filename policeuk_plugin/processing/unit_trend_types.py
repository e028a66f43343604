# SPDX-License-Identifier: GPL-2.0-or-later
"""The crimes of units by month and crime type."""

from __future__ import annotations

import numpy as np

from offline_cache.errors import CacheError

from ..analysis.errors import Cancelled, stop_if
from ..text import tr
from .inputs import Inputs
from .unit_months import PointMonths
from .unit_trend_breaks import published_throughout
from .units import Units


def counts_by_type(
    inputs: Inputs, units: Units, points: PointMonths, some: np.ndarray, in_units: bool, cancelled: Cancelled
) -> list[tuple[str, np.ndarray]]:
    """Each crime type published throughout, most crimes first, with its counts (k, m) in the units `some` (k,).

    Of all of them together, (1, m), where they are not wanted `in_units`. Nothing where there is but one: it is all.
    """
    from offline_cache.monthly_type_points import monthly_type_points

    crimes = inputs.crimes
    if inputs.connection is None or crimes.selection is None or crimes.place is None:
        raise CacheError(tr("Crime types are known of the crimes of the cache only."))
    by = monthly_type_points(inputs.connection, crimes.selection)
    if len(by.types) < 2:
        return []
    column = {month: at for at, month in enumerate(points.months)}
    month = np.array([column.get(one, -1) for one in by.months], dtype=np.int64)[by.month]
    place = np.full(len(units.keys) + 1, -1, dtype=np.int64)
    place[some] = np.arange(some.size)
    unit = place[units.unit[np.searchsorted(crimes.place, by.place)]]
    found = []
    for at, name in enumerate(by.types):
        stop_if(cancelled)
        if not published_throughout(name, points.months):
            continue
        counts = np.zeros((some.size, len(points.months)), dtype=np.int32)
        mine = (by.kind == at) & (unit >= 0) & (month >= 0)
        np.add.at(counts, (unit[mine], month[mine]), by.count[mine])
        if counts.any():
            found.append((name, counts if in_units else counts.sum(axis=0, keepdims=True)))
    return sorted(found, key=lambda one: -int(one[1].sum()))
