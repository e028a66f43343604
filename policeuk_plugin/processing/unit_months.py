# SPDX-License-Identifier: GPL-2.0-or-later
"""The crimes of each unit month by month; months that are not held wholly are left out and named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from offline_cache.errors import CacheError

from ..text import many, months_phrase, tr

if TYPE_CHECKING:
    from offline_cache.model import Month

    from .inputs import Inputs
    from .units import Units


@dataclass(frozen=True)
class UnitMonths:
    """`counts` (n, m) whole numbers: crimes of n units in the m `months` that are held wholly, in order.

    `left_out` are the months between the first and the last that are missing or held in part: of them nothing is
    known, which is not zero.
    """

    counts: np.ndarray
    months: tuple[Month, ...]
    left_out: tuple[Month, ...]

    def left_out_line(self) -> str:
        """A sentence that names the months left out, '' where there are none."""
        if not self.left_out:
            return ""
        names = ", ".join(months_phrase(month, month) for month in self.left_out[:6])
        more = len(self.left_out) - 6
        names += tr(" and {n} more").format(n=more) if more > 0 else ""
        return tr("{months} left out, because they are not wholly held, which is not zero: {names}.").format(
            months=many(len(self.left_out), tr("month"), tr("months")), names=names
        )


def unit_months(inputs: Inputs, units: Units) -> UnitMonths:
    """Count the crimes of `inputs` into `units` by month; crimes outside all units are in none.

    Raises `CacheError` for a layer of points, which knows no months, and where no month is held wholly.
    """
    return months_of(inputs, units.unit, len(units.keys))


def months_of(inputs: Inputs, unit: np.ndarray, units: int) -> UnitMonths:
    """The same of any `units`, by the unit of each of the crimes' points, −1 for none."""
    from offline_cache.monthly import MonthStatus  # not while QGIS starts
    from offline_cache.monthly_points import monthly_points

    if inputs.connection is None or inputs.crimes.selection is None:
        raise CacheError(tr("Months are known of the crimes of the cache only: leave the layer of points empty."))
    series = monthly_points(inputs.connection, inputs.crimes.selection)
    held = np.array([month.status is MonthStatus.HELD for month in series.months], dtype=bool)
    if not held.any():
        raise CacheError(tr("Not one month is held wholly, so nothing can be counted: missing is not zero."))
    unit = unit[series.point]
    inside = unit >= 0
    counts = np.zeros((units, held.size), dtype=np.int64)
    np.add.at(counts, (unit[inside], series.month[inside]), series.count[inside])
    kept = tuple(month.month for month, whole in zip(series.months, held.tolist()) if whole)
    left = tuple(month.month for month, whole in zip(series.months, held.tolist()) if not whole)
    return UnitMonths(counts[:, held], kept, left)
