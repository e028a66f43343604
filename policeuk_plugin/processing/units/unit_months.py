# SPDX-License-Identifier: GPL-2.0-or-later
"""The crimes of each unit month by month; months that are not held wholly are left out and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from offline_cache.errors import CacheError

from ...text import many, months_phrase, tr

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
        return left_out_words(self.left_out)


def left_out_words(left_out: Sequence[Month]) -> str:
    """A sentence that names the months left out, '' where there are none."""
    if not left_out:
        return ""
    names = ", ".join(months_phrase(month, month) for month in left_out[:6])
    more = len(left_out) - 6
    names += tr(" and {n} more").format(n=more) if more > 0 else ""
    text = tr("{months} left out, because they are not wholly held, which is not zero: {names}.")
    if len(left_out) == 1:
        text = tr("{months} left out, because it is not wholly held, which is not zero: {names}.")
    return text.format(months=many(len(left_out), tr("month"), tr("months")), names=names)


@dataclass(frozen=True)
class PointMonths:
    """Crimes of points by month: `count` (k,) of point `point` (k,) in month `month` (k,), a place in `months`.

    The points are those of the crimes, in their order; months as in `UnitMonths`.
    """

    point: np.ndarray
    month: np.ndarray
    count: np.ndarray
    months: tuple[Month, ...]
    left_out: tuple[Month, ...]

    def into(self, unit: np.ndarray, units: int) -> np.ndarray:
        """Counts (units, m) by the `unit` of each point, −1 for none."""
        at = unit[self.point]
        inside = at >= 0
        counts = np.zeros((units, len(self.months)), dtype=np.int64)
        np.add.at(counts, (at[inside], self.month[inside]), self.count[inside])
        return counts


def unit_months(inputs: Inputs, units: Units) -> UnitMonths:
    """Count the crimes of `inputs` into `units` by month; crimes outside all units are in none.

    Raises `CacheError` as `point_months` does.
    """
    points = point_months(inputs)
    return UnitMonths(points.into(units.unit, len(units.keys)), points.months, points.left_out)


def point_months(inputs: Inputs) -> PointMonths:
    """The points of the crimes of `inputs` by month, of the months that are held wholly.

    Raises `CacheError` for a layer of points, which knows no months, and where no month is held wholly.
    """
    from offline_cache.monthly import MonthStatus  # not while QGIS starts
    from offline_cache.monthly_points import monthly_points

    if inputs.connection is None or inputs.crimes.selection is None:
        raise CacheError(tr("Months are known of the crimes of the cache only: leave the layer of points empty."))
    series = monthly_points(inputs.connection, inputs.crimes.selection)
    held = np.array([month.status is MonthStatus.HELD for month in series.months], dtype=bool)
    if not held.any():
        raise CacheError(
            tr("Not one month is held wholly, so nothing can be counted: missing is not zero. Choose other months.")
        )
    whole = held[series.month]
    place = np.cumsum(held) - 1
    kept = tuple(month.month for month, is_held in zip(series.months, held.tolist()) if is_held)
    left = tuple(month.month for month, is_held in zip(series.months, held.tolist()) if not is_held)
    return PointMonths(series.point[whole], place[series.month[whole]], series.count[whole], kept, left)
