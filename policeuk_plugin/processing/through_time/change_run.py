# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of the comparison of two periods: units counted by month, months paired, changes tested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Callable, Optional

import numpy as np
from qgis.core import QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.model import Month

from ...analysis.change import Against, Changes, Pair, Told, called_by_both, find_changes
from ...analysis.errors import stop_if
from ...analysis.month_dispersion import MonthsRatio, dispersion, ratio_by_months
from ...text import month_name, number, tr
from ..asking.analysis_parameters import AREAS, LSOA
from ..asking.two_periods import Matched, Periods, matched
from ..running.main_names import main_names
from ..running.place_names import names_around
from ..running.telling import step
from ..running.telling_levels import Level, levels_that_tell
from ..units.inputs import Inputs
from ..units.unit_inputs import UnitsAsked, units_of, units_or_areas
from ..units.unit_months import UnitMonths, unit_months
from ..units.units import Units
from .period_flags import flags, redrawn_line
from .published_periods import Published, published_periods

SMALLEST_CELL = 1000.0
"""Metres of a cell below which a change across the redrawing of the snap points is refused. The choice is ours."""
BURSTS = 1.3
"""Dispersion of months from which units are called only where they are with counts divided by it, too."""
ROWS = 12
"""Units that are named on the page."""


@dataclass(frozen=True)
class Asked:
    """What is asked of the comparison; `across`: also small cells across the redrawing of the snap points.

    `note` says what of a layer of units is compared, where that is not all.
    """

    counted_in: UnitsAsked
    periods: Periods
    alpha: float
    against: Against
    by_type: bool
    across: bool
    note: str = ""


@dataclass(frozen=True)
class ChangeRun:
    """The result. `found` is of the n units; `of_type` (t, n) of the crime types `types`, none without BY_TYPE.

    `area` is the E-test of all units together, `ratio` their change with an interval that its months bear out. `later`
    and `before` (m,) are the area's crimes by pair of months. `unit_bursts` is the dispersion of months within units:
    above `BURSTS` a unit is called only where it is with counts divided by it, too; `single` would be called without
    that. `lines` are what may make the periods differ. `inputs` have the selection of the later period. `areas` is
    UNITS or as `ward:2024`. `around` is where most crimes of the units shown stand. `published` is None for a layer of
    points.
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
    single: int
    redrawn: str
    lines: Sequence[str]
    names: Optional[Sequence[Optional[str]]]
    areas: str = ""
    around: Mapping[int, str] = field(default_factory=dict)
    published: Optional[Published] = None
    levels: Sequence[Level] = ()

    def told(self, told: Told) -> int:
        """How many units."""
        return int(self.found.is_(told).sum())

    @property
    def called(self) -> int:
        """Units with more or fewer."""
        return self.told(Told.MORE) + self.told(Told.FEWER)

    @property
    def only_unit(self) -> bool:
        """Whether the one unit is all of the area that it is tested against, so that nothing can be told."""
        return self.asked.against is Against.AREA and self.found.told.size == 1

    @property
    def allows(self) -> bool:
        """Whether units are called with their bursts allowed for, which are then well above single events."""
        return self.unit_bursts > BURSTS

    @property
    def ranked(self) -> list[int]:
        """The units called, those that stand out most first."""
        found = self.found
        called = np.flatnonzero(found.is_(Told.MORE) | found.is_(Told.FEWER))
        return [int(at) for at in called[np.lexsort((-np.abs(found.z[called]), found.p[called]))]]

    @property
    def busiest(self) -> list[int]:
        """The units with crimes, those with most in both periods together first."""
        total = self.found.after + self.found.before
        return [int(at) for at in np.argsort(-total, kind="stable")[: int((total > 0).sum())]]


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
    bursts = dispersion(later, before)[0]
    plain = find_changes(_pairs(tests, asked.against), asked.alpha, feedback.isCanceled)
    found, *of_type = _allowing(plain, tests, asked, bursts, feedback.isCanceled)
    area_later, area_before = later.sum(axis=0), before.sum(axis=0)
    area = find_changes([Pair(area_later.sum(keepdims=True), area_before.sum(keepdims=True))], asked.alpha)[0]
    named = None
    if asked.counted_in.units not in (LSOA, *AREAS):
        named = main_names(units.unit, inputs.crimes, len(units.keys))
    told = _flags(inputs, months)
    run = ChangeRun(
        asked,
        _of_later(inputs, asked, units, months),
        units,
        months,
        found,
        area,
        types,
        of_type,
        area_later,
        area_before,
        ratio_by_months(area_later, area_before),
        bursts,
        int((plain[0].q <= asked.alpha).sum()),
        redrawn_line(months),
        told,
        named,
        units_or_areas(inputs, asked.counted_in),
    )
    shown = list(dict.fromkeys([*run.ranked[:ROWS], *run.busiest[:ROWS]]))
    around = names_around(inputs, units.unit, [[unit] for unit in shown])
    return replace(
        run,
        around=dict(zip(shown, around)),
        published=_published(inputs, asked, months),
        levels=levels_that_tell(inputs, months, asked.alpha, asked.counted_in.units)
        if 2 * run.told(Told.TOO_FEW) > found.told.size
        else (),
    )


def _published(inputs: Inputs, asked: Asked, months: Matched) -> Optional[Published]:
    """All that was published; None where units are those of a layer, of which nothing else is known."""
    if inputs.connection is None or inputs.crimes.selection is None or asked.counted_in.layer:
        return None
    return published_periods(inputs.connection, inputs.crimes.selection, months)


def _allowing(
    plain: Sequence[Changes],
    tests: Sequence[tuple[np.ndarray, np.ndarray]],
    asked: Asked,
    bursts: float,
    cancelled: Callable[[], bool],
) -> list[Changes]:
    """Called only with counts divided by the dispersion too, as if so many came at once, where that is large."""
    if not bursts > BURSTS:
        return list(plain)
    fewer = [(np.floor(after / bursts), np.floor(before / bursts)) for after, before in tests]
    pairs = _pairs([(after.astype(np.int64), before.astype(np.int64)) for after, before in fewer], asked.against)
    return [called_by_both(one, again) for one, again in zip(plain, find_changes(pairs, asked.alpha, cancelled))]


def changes_of(later: np.ndarray, before: np.ndarray, asked: Asked, cancelled: Callable[[], bool]) -> Changes:
    """What is told of units by their counts (n, m) of matched months, all crime types together."""
    tests = [(later.sum(axis=1), before.sum(axis=1))]
    plain = find_changes(_pairs(tests, asked.against), asked.alpha, cancelled)
    return _allowing(plain, tests, asked, dispersion(later, before)[0], cancelled)[0]


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
        raise CacheError(tr("Crime types are known of the crimes of the cache only: leave the layer of points empty."))
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


def _of_later(inputs: Inputs, asked: Asked, units: Units, months: Matched) -> Inputs:
    """The inputs with the selection of the later period, and words of both; of polygons given, where those are."""
    crimes, periods = inputs.crimes, months.periods
    when = tr("{later} against {before}").format(later=periods.later_words, before=periods.before_words)
    about = replace(crimes.about, when=when)
    if asked.counted_in.layer:
        which = tr("{n} persistent units of {layer}") if asked.note else tr("{n} polygons of {layer}")
        about = replace(about, where=which.format(n=number(len(units.keys)), layer=asked.counted_in.layer))
    selection = replace(crimes.selection, first=periods.first, last=periods.last) if crimes.selection else None
    return replace(inputs, crimes=replace(crimes, about=about, selection=selection))


def _flags(inputs: Inputs, months: Matched) -> tuple[str, ...]:
    if inputs.connection is None or inputs.crimes.selection is None:
        return ()
    return tuple(flags(inputs.connection, inputs.crimes.selection, months))


def _check_crimes(later: np.ndarray, before: np.ndarray, months: Matched) -> None:
    if not later.sum() and not before.sum():
        raise CacheError(
            tr(
                "Not one crime lies in the study area in {later} or {before}, so there is nothing to "
                "compare. Choose a larger area."
            ).format(later=months.periods.later_words, before=months.periods.before_words)
        )


def _check_redrawing(asked: Asked, months: Matched) -> None:
    """Refuse small cells whose change may be nothing but another list of snap points."""
    small = asked.counted_in.cells and asked.counted_in.cell_size < SMALLEST_CELL
    if not months.apart or asked.across or not small:
        return
    last_old = [month for month in (*months.before, *months.later) if month < Month(2022, 7)]
    raise CacheError(
        tr(
            "From July 2022 on the service places crimes on another list of snap points, and the periods stand on "
            "different sides of it ({month} is among them). Cells of {size} m would show that as change. Choose cells "
            "of {least} m or more, LSOAs, or periods both up to June 2022 or both from July 2022; or insist with "
            "ACROSS_REDRAWING."
        ).format(
            month=month_name(min(last_old)), size=f"{asked.counted_in.cell_size:g}", least=number(int(SMALLEST_CELL))
        )
    )
