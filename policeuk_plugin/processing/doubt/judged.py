# SPDX-License-Identifier: GPL-2.0-or-later
"""A result that can be judged again: its crimes by snap point, and its method as a function of counts to verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable

import numpy as np

from offline_cache.errors import CacheError

from ...text import many, tr
from ..asking.analysis_parameters import LSOA
from ..units.inputs import Inputs
from ..units.unit_inputs import UnitsAsked
from ..units.unit_months import PointMonths
from ..units.units import Units

if TYPE_CHECKING:
    from offline_cache.model import Month

Judge = Callable[[np.ndarray], np.ndarray]


class NotRejudged(CacheError):
    """A result that cannot be judged again with crimes elsewhere; the message says why."""


@dataclass(frozen=True)
class Judged:
    """A result of n `units`; `point`, `column`, `count` (g,): its crimes by point of `inputs.crimes` and by column.

    Columns are months, or one for all. `published` (n, columns) are the counts as they are; `judge` makes of such
    counts whole numbers (n,), places in `verdicts`, the first of which is a unit not called. `said` is what is said of
    one that is called, after its name; `left_out` are months that were not counted.
    """

    inputs: Inputs
    counted_in: UnitsAsked
    units: Units
    point: np.ndarray
    column: np.ndarray
    count: np.ndarray
    published: np.ndarray
    judge: Judge
    verdicts: Sequence[str]
    said: str
    left_out: Sequence[Month] = ()

    def unit_words(self, count: int) -> str:
        """The count with what the units are."""
        if self.counted_in.cells:
            return many(count, tr("cell"), tr("cells"))
        if self.counted_in.units == LSOA:
            return many(count, tr("LSOA"), tr("LSOAs"))
        if self.counted_in.of_areas:
            return many(count, tr("area"), tr("areas"))
        return many(count, tr("unit"), tr("units"))


def judged_in_all(
    inputs: Inputs, counted_in: UnitsAsked, units: Units, judge: Judge, verdicts: Sequence[str], said: str
) -> Judged:
    """A method that asks for no months: one column; raises `NotRejudged` where snap points are not known."""
    _check_points(inputs, units)
    count = np.asarray(inputs.crimes.count, dtype=np.int64)
    point, column = np.arange(count.size), np.zeros(count.size, dtype=np.int64)
    published = np.asarray(units.counted.count, dtype=np.int64)[:, None]
    return Judged(inputs, counted_in, units, point, column, count, published, judge, verdicts, said)


def judged_by_month(
    inputs: Inputs,
    counted_in: UnitsAsked,
    units: Units,
    months: PointMonths,
    judge: Judge,
    verdicts: Sequence[str],
    said: str,
) -> Judged:
    """A method that asks for months: a column for each of `months`; raises as `judged_in_all` does."""
    _check_points(inputs, units)
    published = months.into(units.unit, len(units.keys))
    of = (months.point, months.month, months.count, published)
    return Judged(inputs, counted_in, units, *of, judge, verdicts, said, months.left_out)


def _check_points(inputs: Inputs, units: Units) -> None:
    if inputs.connection is None or inputs.crimes.selection is None or inputs.crimes.place is None:
        raise NotRejudged(tr("Catchments are known of the snap points of the cache only: leave the points empty."))
    if units.unit.shape != inputs.crimes.x.shape:
        raise NotRejudged(tr("These units cannot be set beside snap points. Choose squares, hexagons or a layer."))
