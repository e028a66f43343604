# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of the comparison of two periods: units counted by month, months paired, changes tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Callable, Optional

import numpy as np
from qgis.core import QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.model import Month

from ..analysis.change import Against, Changes, Pair, Told, find_changes
from ..analysis.errors import stop_if
from ..analysis.month_dispersion import MonthsRatio, dispersion, ratio_by_months
from ..text import month_name, number, tr
from .analysis_parameters import LSOA
from .inputs import Inputs
from .main_names import main_names
from .period_flags import flags, redrawn_line
from .telling import step
from .two_periods import Matched, Periods, matched
from .unit_inputs import UnitsAsked, units_of
from .unit_months import UnitMonths, unit_months
from .units import Units

SMALLEST_CELL = 1000.0
"""Metres of a cell below which a change across the redrawing of the snap points is refused. The choice is ours."""
BURSTS = 1.3
"""Dispersion of months from which it is said that intervals are too narrow."""


@dataclass(frozen=True)
class Asked:
    """What is asked of the comparison; `across`: also small cells across the redrawing of the snap points."""

    counted_in: UnitsAsked
    periods: Periods
    alpha: float
    against: Against
    by_type: bool
    across: bool


@dataclass(frozen=True)
class ChangeRun:
    """The result. `found` is of the n units; `of_type` (t, n) of the crime types `types`, none without BY_TYPE.

    `area` is the E-test of all units together, `ratio` their change with an interval that its months bear out. `later`
    and `before` (m,) are the area's crimes by pair of months. `unit_bursts` is the dispersion of months within units;
    with counts divided by it `still` of the units would be called. `lines` are what may make the periods differ.
    `inputs` have the selection of the later period.
    """

    asked: Asked
    inputs: Inputs
    units: Units
    months: Matched
    found: Changes
    area: Changes
    types: Sequence[str]
    of_type: Sequence[Changes]
    later: np.ndarray
    before: np.ndarray
    ratio: MonthsRatio
    unit_bursts: float
    still: int
    redrawn: str
    lines: Sequence[str]
    names: Optional[Sequence[Optional[str]]]

    @property
    def cells(self) -> bool:
        """Whether the units are cells of a grid."""
        return self.units.key_fields == ("id",) and not self.asked.counted_in.layer

    def told(self, told: Told) -> int:
        """How many units."""
        return int(self.found.is_(told).sum())


def run_change(inputs: Inputs, asked: Asked, feedback: QgsProcessingFeedback) -> ChangeRun:
    """Count and test; raises `CacheError` or `AnalysisError` with a sentence for what cannot be compared."""
    step(feedback, 20, tr("Counting crimes by unit and month"))
    units, _ = units_of(inputs, asked.counted_in, feedback.isCanceled, 1)
    counted = unit_months(inputs, units)
    months = matched(asked.periods, set(counted.months))
    _check_redrawing(asked, months)
    stop_if(feedback.isCanceled)
    later, before = (_of(counted, which) for which in (months.later, months.before))
    _check_crimes(later, before, months)
    step(feedback, 50, tr("Testing every unit"))
    tests = [(later.sum(axis=1), before.sum(axis=1))]
    types: Sequence[str] = ()
    if asked.by_type:
        types, more = _by_type(inputs, units, months, feedback.isCanceled)
        tests += more
    found, *of_type = find_changes(_pairs(tests, asked.against), asked.alpha, feedback.isCanceled)
    area_later, area_before = later.sum(axis=0), before.sum(axis=0)
    area = find_changes([Pair(area_later.sum(keepdims=True), area_before.sum(keepdims=True))], asked.alpha)[0]
    named = main_names(units.unit, inputs.crimes, len(units.keys)) if asked.counted_in.units != LSOA else None
    told = _flags(inputs, months)
    return ChangeRun(
        asked,
        _of_later(inputs, months),
        units,
        months,
        found,
        area,
        types,
        of_type,
        area_later,
        area_before,
        ratio_by_months(area_later, area_before),
        bursts := dispersion(later, before)[0],
        _still_called(found, tests, asked, bursts, feedback.isCanceled),
        redrawn_line(months),
        told,
        named,
    )


def _still_called(
    found: Changes,
    tests: Sequence[tuple[np.ndarray, np.ndarray]],
    asked: Asked,
    bursts: float,
    cancelled: Callable[[], bool],
) -> int:
    """Of the units called, those that would be with counts divided by the dispersion, as if so many came at once."""
    called = found.q <= found.alpha
    if not bursts > 1:
        return int(called.sum())
    fewer = [(np.floor(after / bursts), np.floor(before / bursts)) for after, before in tests]
    pairs = _pairs([(after.astype(np.int64), before.astype(np.int64)) for after, before in fewer], asked.against)
    again = find_changes(pairs, asked.alpha, cancelled)[0]
    return int((called & (again.q <= asked.alpha)).sum())


def _pairs(tests: Sequence[tuple[np.ndarray, np.ndarray]], against: Against) -> list[Pair]:
    """Each crime type against no change, or against its own change in the area."""
    if against is Against.NO_CHANGE:
        return [Pair(*test) for test in tests]
    return [Pair(after, before, (int(after.sum()), int(before.sum()))) for after, before in tests]


def _by_type(
    inputs: Inputs, units: Units, months: Matched, cancelled: Callable[[], bool]
) -> tuple[list[str], list[tuple[np.ndarray, np.ndarray]]]:
    """Crime types with a crime in the months compared, most crimes first, and their counts by unit."""
    from offline_cache.monthly_type_points import monthly_type_points

    crimes = inputs.crimes
    if inputs.connection is None or crimes.selection is None or crimes.place is None:
        raise CacheError(tr("Crime types are known of the crimes of the cache only."))
    by = monthly_type_points(inputs.connection, crimes.selection)
    unit = units.unit[np.searchsorted(crimes.place, by.place)]
    pairs = []
    for of_period in (months.later, months.before):
        counts = np.zeros((len(by.types), len(units.keys)), dtype=np.int64)
        compared = np.array([month in set(of_period) for month in by.months], dtype=bool)
        inside = (unit >= 0) & compared[by.month]
        np.add.at(counts, (by.kind[inside], unit[inside]), by.count[inside])
        pairs.append(counts)
        stop_if(cancelled)
    totals = (pairs[0] + pairs[1]).sum(axis=1)
    order = [at for at in np.argsort(-totals, kind="stable").tolist() if totals[at]]
    return [by.types[at] for at in order], [(pairs[0][at], pairs[1][at]) for at in order]


def _of(counted: UnitMonths, months: Sequence[Month]) -> np.ndarray:
    """The counts (n, m) of some of the months, in their order."""
    place = {month: at for at, month in enumerate(counted.months)}
    return counted.counts[:, [place[month] for month in months]]


def _of_later(inputs: Inputs, months: Matched) -> Inputs:
    """The inputs with the selection of the later period, and words of both."""
    crimes, periods = inputs.crimes, months.periods
    when = tr("{later} against {before}").format(later=periods.later_words, before=periods.before_words)
    about = replace(crimes.about, when=when)
    selection = replace(crimes.selection, first=periods.first, last=periods.last) if crimes.selection else None
    return replace(inputs, crimes=replace(crimes, about=about, selection=selection))


def _flags(inputs: Inputs, months: Matched) -> tuple[str, ...]:
    if inputs.connection is None or inputs.crimes.selection is None:
        return ()
    return tuple(flags(inputs.connection, inputs.crimes.selection, months))


def _check_crimes(later: np.ndarray, before: np.ndarray, months: Matched) -> None:
    if not later.sum() and not before.sum():
        raise CacheError(
            tr("Not one crime lies in the study area in {later} or {before}, so there is nothing to compare.").format(
                later=months.periods.later_words, before=months.periods.before_words
            )
        )


def _check_redrawing(asked: Asked, months: Matched) -> None:
    """Refuse small cells whose change may be nothing but another list of snap points."""
    small = asked.counted_in.units not in (LSOA, "layer") and asked.counted_in.cell_size < SMALLEST_CELL
    if not months.apart or asked.across or not small:
        return
    last_old = [month for month in (*months.before, *months.later) if month < Month(2022, 7)]
    raise CacheError(
        tr(
            "From July 2022 on the service places crimes on another list of snap points, and the periods stand on "
            "different sides of it ({month} is among them): cells of {size} m would show that as change. Choose cells "
            "of {least} m or more, LSOAs, or periods both up to June 2022 or both from July 2022; or insist with "
            "ACROSS_REDRAWING."
        ).format(
            month=month_name(min(last_old)), size=f"{asked.counted_in.cell_size:g}", least=number(int(SMALLEST_CELL))
        )
    )
