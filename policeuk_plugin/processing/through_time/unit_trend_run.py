# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:areatrends`: units and crime types by month, their trends, charts, seasons and breaks."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.model import Month

from ...analysis.area_trends import LEAST_SEASONS, YEAR, Months, Told, Trends, find_trends
from ...analysis.errors import Cancelled
from ...analysis.seasonality import Seasonality, seasonality
from ...analysis.u_limits import ULimits, u_limits
from ...analysis.unit_charts import UnitCharts, unit_charts
from ...text import many, tr
from ..asking.analysis_parameters import AREAS, LSOA
from ..running.main_names import main_names
from ..running.place_names import names_around
from ..running.telling import step
from ..running.wording import only_few
from ..units.inputs import Inputs
from ..units.unit_inputs import UnitsAsked, units_of, units_or_areas
from ..units.unit_months import left_out_words
from ..units.units import Units
from .unit_trend_breaks import Sides, jumps_of, lines_of, months_of, sides_of
from .unit_trend_types import TypedMonths, counted, counts_by_type, typed_months

Shift = Optional[tuple[int, Month]]
"""1 up or −1 down, and since when; None for none."""
LEAST_CRIMES = 20
ROWS = 12
"""Units that are named on the page."""


@dataclass(frozen=True)
class Asked:
    """UNITS, false discovery rate, whether crime types are tested in units; `across`: also small cells in July 2022."""

    counted_in: UnitsAsked
    alpha: float
    by_type: bool
    across: bool = False


@dataclass(frozen=True)
class TypeTrends:
    """One crime type: `area` are its crimes by month (m,), `found` its trend in the units `some` of the run, (k,).

    `some` (k,) are places in `TrendsRun.some`; `found` is None, and `some` empty, where units were not asked for.
    `shift` is that of the area.
    """

    name: str
    area: np.ndarray
    some: np.ndarray
    seasons: Optional[Seasonality]
    shift: Shift
    found: Optional[Trends] = None


@dataclass(frozen=True)
class TrendsRun:
    """The result. `some` (k,) are the units with crimes; `counts` (k, m), `found` and `charts` are theirs.

    `area` is the trend of all units together, `area_types` (t,) that of each of `types` in it. `exposure` (m,) is how
    many crimes are usual in a month: its days, times its season where seasons are beyond chance. `limits` are those of
    the area, over all months from the first to the last. `jumps` are months by crime type ('' for all). `sides` says
    how months before and after the redrawing of the snap points are taken in units. `areas` is UNITS or as
    in ward:2024.
    """

    asked: Asked
    inputs: Inputs
    units: Units
    months: tuple[Month, ...]
    left_out: tuple[Month, ...]
    some: np.ndarray
    counts: np.ndarray
    found: Trends
    charts: UnitCharts
    area: Trends
    area_types: Trends
    types: Sequence[TypeTrends]
    seasons: Optional[Seasonality]
    exposure: np.ndarray
    limits: Optional[ULimits]
    shift: Shift
    jumps: Mapping[str, Sequence[Month]]
    sides: Sides
    lines: Sequence[str]
    names: Optional[Sequence[Optional[str]]]
    areas: str
    around: Mapping[int, str] = field(default_factory=dict)

    @property
    def span(self) -> list[Month]:
        """All months from the first to the last, held or not."""
        return sorted((*self.months, *self.left_out))

    @property
    def crimes(self) -> int:
        """Crimes in the units in the months that are wholly held."""
        return int(self.area.crimes[0])

    def told(self, told: Told) -> int:
        """How many units; those without a crime are too few to tell."""
        empty = len(self.units.keys) - self.some.size if told is Told.TOO_FEW else 0
        return int(self.found.is_(told).sum()) + empty

    @property
    def called(self) -> int:
        """Units that rise or fall."""
        return self.told(Told.RISING) + self.told(Told.FALLING)

    @property
    def ranked(self) -> list[int]:
        """Places in `some` of the units that rise or fall, the surest first."""
        found = self.found
        called = np.flatnonzero(found.is_(Told.RISING) | found.is_(Told.FALLING))
        return [int(at) for at in called[np.lexsort((-np.abs(found.z[called]), found.p[called]))]]

    @property
    def busiest(self) -> list[int]:
        """Places in `some` of the units with most crimes."""
        return [int(at) for at in np.argsort(-self.found.crimes, kind="stable")]

    @property
    def shown(self) -> list[int]:
        """Places in `some` of the units that the page names: those that rise or fall, else those with most crimes."""
        return (self.ranked or self.busiest)[:ROWS]

    def name_of(self, at: int) -> str:
        """What a unit is called: its own name, else the LSOA that most of its crimes are in, else its key."""
        unit = int(self.some[at])
        key = dict(zip(self.units.key_fields, self.units.keys[unit]))
        near = self.names[unit] if self.names is not None else None
        return key.get("name") or near or key.get("code") or key[self.units.key_fields[0]]


def run_trends(inputs: Inputs, asked: Asked, feedback: QgsProcessingFeedback) -> TrendsRun:
    """Count and test; raises `CacheError` or `AnalysisError` with a sentence for what has no trend."""
    cancelled = feedback.isCanceled
    step(feedback, 20, tr("Counting crimes in the study area"))
    units, _ = units_of(inputs, asked.counted_in, cancelled, 1)
    step(feedback, 40, tr("Counting month by month"))
    points = typed_months(inputs)
    some, counts = counted(points, units)
    counted_in = asked.counted_in
    sides = sides_of(points.months, counted_in.units, counted_in.cell_size, asked.across)
    months = months_of(points.months, sides)
    _check(points, months, int(counts.sum()))
    types = counts_by_type(points, units, some, asked.by_type, cancelled)
    step(feedback, 60, tr("Testing every unit"))
    found, of_type = _tested(counts, types, months, asked, len(units.keys), cancelled)
    whole = np.vstack([counts.sum(axis=0), *(one.area for one in of_type)])
    every = months_of(points.months, Sides.ONE)
    area, of_types = (find_trends([some_of], every, asked.alpha)[0] for some_of in (whole[:1], whole[1:]))
    step(feedback, 72, tr("Looking for seasons, shifts and breaks"))
    days = days_of(points.months)
    seasons = seasonality(whole[0], months.number, days)
    exposure = usual_in(days, months.number, seasons, asked.alpha)
    named = None
    if asked.counted_in.units not in (LSOA, *AREAS):
        named = main_names(units.unit, inputs.crimes, len(units.keys))
    run = TrendsRun(
        asked,
        inputs,
        units,
        points.months,
        points.left_out,
        some,
        counts,
        found,
        unit_charts(counts, months.number, exposure),
        area,
        of_types,
        of_type,
        seasons,
        exposure,
        _limits(whole[0], months.number, exposure),
        shift_of_area(whole[0], months.number, exposure),
        jumps_of(whole, ["", *(one.name for one in of_type)], points.months, days, asked.alpha),
        sides,
        lines_of(inputs, points.months),
        named,
        units_or_areas(inputs, counted_in),
    )
    shown = list(dict.fromkeys([*run.shown, *run.busiest[:ROWS]]))
    around = names_around(inputs, units.unit, [[int(some[at])] for at in shown])
    return replace(run, around=dict(zip(shown, around)))


def days_of(months: Sequence[Month]) -> np.ndarray:
    """Days of each month, (m,)."""
    return np.array([monthrange(one.year, one.month)[1] for one in months], dtype=float)


def usual_in(days: np.ndarray, number: np.ndarray, seasons: Optional[Seasonality], alpha: float) -> np.ndarray:
    """What is usual in each month, (m,): its days, times its season where seasons are beyond chance."""
    if seasons is None or not seasons.shown(alpha):
        return days
    return np.asarray(days * np.maximum(seasons.index[number % YEAR], 0.01))


def shift_of_area(area: np.ndarray, number: np.ndarray, exposure: np.ndarray) -> Shift:
    """Whether the crimes of the area, (m,), have left what is usual for good, by cumulative sums, and since when."""
    charts = unit_charts(area[None, :], number, exposure)
    side, since = int(charts.side[0]), int(charts.since[0])
    return (side, Month(int(number[since]) // YEAR, int(number[since]) % YEAR + 1)) if side else None


def _check(points: TypedMonths, months: Months, crimes: int) -> None:
    held = many(len(points.months), tr("month"), tr("months"))
    if months.seasons < LEAST_SEASONS:
        text = tr(
            "Only {months} wholly held, with {seasons} calendar months in two years or more: too few for a trend. It "
            "compares each month with the same of other years and takes {least} of them. {left} Download more months, "
            "or choose an earlier first month."
        )
        raise CacheError(
            text.format(
                months=held,
                seasons=months.seasons,
                least=LEAST_SEASONS,
                left=left_out_words(points.left_out),
            )
        )
    if crimes < LEAST_CRIMES:
        raise CacheError(
            tr(
                "{few} in the study area in {months}: too few for a trend, at least {least} are "
                "needed. Choose more months, more crime types or a larger area."
            ).format(few=only_few(crimes), months=held, least=LEAST_CRIMES)
        )


def _tested(
    counts: np.ndarray,
    types: Sequence[tuple[str, np.ndarray]],
    months: Months,
    asked: Asked,
    units: int,
    cancelled: Cancelled,
) -> tuple[Trends, list[TypeTrends]]:
    """Trends of all types together, and of each, over all of which the false discovery rate is held."""
    days = days_of([Month(at // YEAR, at % YEAR + 1) for at in months.number.tolist()])
    families, which = [counts], []
    if asked.by_type:
        which = [np.flatnonzero(one.any(axis=1)) for _, one in types]
        families += [one[mine] for (_, one), mine in zip(types, which)]
    untested = sum(units - len(one) for one in families)
    found, *of_type = find_trends(families, months, asked.alpha, untested, cancelled=cancelled)
    nothing, results = np.zeros(0, dtype=np.int64), []
    for at, (name, one) in enumerate(types):
        area = one.sum(axis=0).astype(np.int64)
        seasons = seasonality(area, months.number, days)
        shift = shift_of_area(area, months.number, usual_in(days, months.number, seasons, asked.alpha))
        mine = (which[at], of_type[at]) if asked.by_type else (nothing, None)
        results.append(TypeTrends(name, area, mine[0], seasons, shift, mine[1]))
    return found, results


def _limits(area: np.ndarray, number: np.ndarray, exposure: np.ndarray) -> Optional[ULimits]:
    """Limits of the area over all months from the first to the last; a month that is not held has those of nothing."""
    counts: list[Optional[float]] = [None] * int(number[-1] - number[0] + 1)
    usual = [float(exposure.mean())] * len(counts)
    for at, count, of in zip((number - number[0]).tolist(), area.tolist(), exposure.tolist()):
        counts[at], usual[at] = float(count), of
    return u_limits(counts, usual)
