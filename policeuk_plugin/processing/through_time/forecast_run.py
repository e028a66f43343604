# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:nextmonths`: units by month, models tried on the last months, what is expected of the next."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.model import SNAP_POINTS_REDRAWN, Month

from ...analysis.forecast_trial import Coming, Trial, can_try, coming, tried
from ...analysis.month_forecasts import YEAR, Model, Series
from ...analysis.paired_months import FEWEST_MONTHS
from ...text import many, month_name, number, tr
from ..asking.analysis_parameters import CSP, DISTRICT, LSOA
from ..running.main_names import main_names
from ..running.place_names import names_around
from ..running.telling import step
from ..running.wording import only_few
from ..units.inputs import Inputs
from ..units.unit_inputs import UnitsAsked, units_of, units_or_areas
from ..units.unit_months import UnitMonths, unit_months
from ..units.units import Units
from .change_run import SMALLEST_CELL

LEAST_CRIMES, LEAST_UNITS = 20, 1
ROWS = 15
"""Units that are named on the page."""
DECIDED = 2
"""The share of the ground on which hit rates are told, a place in `SHARES`: 5%."""


@dataclass(frozen=True)
class Asked:
    """AHEAD in months, INTERVAL as a share, and how often chance may make a model seem better."""

    counted_in: UnitsAsked
    ahead: int
    level: float
    alpha: float


@dataclass(frozen=True)
class ForecastRun:
    """The result; `months` are those learned from. `across`: small areas that know both lists of snap points.

    `dropped` are months held that were not learned from, as they stand on the older list. `around` is where most crimes
    of each of the units `shown` stand, '' where not known.
    """

    asked: Asked
    inputs: Inputs
    units: Units
    months: UnitMonths
    trial: Trial
    coming: Coming
    names: Optional[Sequence[Optional[str]]]
    areas: str
    across: bool
    dropped: tuple[Month, ...]
    around: Sequence[str] = ()

    @property
    def model(self) -> Model:
        """The model by which it is expected."""
        return self.trial.models[self.trial.chosen]

    @property
    def beaten(self) -> bool:
        """Whether last year's counts are beaten by more than chance."""
        return self.trial.chosen > 0

    @property
    def ahead(self) -> list[Month]:
        """The months that are looked at ahead."""
        found = [self.months.months[-1].next()]
        while len(found) < self.asked.ahead:
            found.append(found[-1].next())
        return found

    @property
    def scored(self) -> list[Month]:
        """The months on which models were tried."""
        return [self.months.months[at] for at in self.trial.scored]

    @property
    def span(self) -> list[Month]:
        """All months from the first to the last that was learned from, held or not."""
        return sorted((*self.months.months, *self.months.left_out))

    @property
    def totals(self) -> np.ndarray:
        """Crimes of all units by month, (m,)."""
        return np.asarray(self.months.counts.sum(axis=0))

    @property
    def crimes(self) -> int:
        """Crimes in the units in the months learned from."""
        return int(self.totals.sum())

    @property
    def year_before(self) -> Optional[np.ndarray]:
        """Crimes of the units in the month a year before the next, (n,); None where it is not held."""
        next_month = self.ahead[0]
        before = Month(next_month.year - 1, next_month.month)
        if before not in self.months.months:
            return None
        return np.asarray(self.months.counts[:, self.months.months.index(before)])

    @property
    def shown(self) -> list[int]:
        """The units that the page names: those of which most is expected."""
        order = np.argsort(-self.coming.expected[:, 0], kind="stable")[:ROWS]
        return [int(at) for at in order if self.coming.expected[at, 0] > 0]

    def name_of(self, unit: int) -> str:
        """What a unit is called: its own name, else the LSOA that most of its crimes are in, else its key."""
        key = dict(zip(self.units.key_fields, self.units.keys[unit]))
        near = self.names[unit] if self.names is not None else None
        return key.get("name") or near or key.get("code") or key[self.units.key_fields[0]]


def run_forecast(inputs: Inputs, asked: Asked, feedback: QgsProcessingFeedback) -> ForecastRun:
    """Count, try and look ahead; raises `CacheError` or `AnalysisError` with a sentence for what cannot be told."""
    cancelled = feedback.isCanceled
    step(feedback, 20, tr("Counting crimes in the study area"))
    units, _ = units_of(inputs, asked.counted_in, cancelled, LEAST_UNITS)
    step(feedback, 40, tr("Counting month by month"))
    held = unit_months(inputs, units)
    months, across = _on_one_list(held, asked)
    series = series_of(months, units.size)
    _check(months, held, series, asked)
    step(feedback, 50, tr("Trying models on the last months"))
    trial = tried(series, units.area, asked.ahead, asked.alpha, cancelled)
    step(feedback, 68, tr("Looking ahead"))
    model = trial.models[trial.chosen]
    ahead = coming(series, trial, model, asked.ahead, days_of, asked.level, cancelled)
    named = asked.counted_in.units == LSOA or asked.counted_in.of_areas
    names = None if named else main_names(units.unit, inputs.crimes, len(units.keys))
    dropped = tuple(month for month in held.months if month not in months.months)
    areas = units_or_areas(inputs, asked.counted_in)
    run = ForecastRun(asked, inputs, units, months, trial, ahead, names, areas, across, dropped)
    return replace(run, around=names_around(inputs, units.unit, [[unit] for unit in run.shown]))


def days_of(number_: int) -> int:
    """The days of a month, by its number."""
    return monthrange(number_ // YEAR, number_ % YEAR + 1)[1]


def series_of(months: UnitMonths, size: Optional[np.ndarray]) -> Series:
    """The same, with months as numbers; `size` (n,) of the units, None where all are alike."""
    numbers = np.array([one.year * YEAR + one.month - 1 for one in months.months], dtype=np.int64)
    days = np.array([days_of(one) for one in numbers.tolist()], dtype=float)
    return Series(months.counts, numbers, days, np.ones(len(months.counts)) if size is None else size)


def least_months(asked: Asked) -> int:
    """Months that have to be held: a year to learn from, and as many to try models on as telling them apart takes."""
    return YEAR + FEWEST_MONTHS + asked.ahead - 1


def _on_one_list(months: UnitMonths, asked: Asked) -> tuple[UnitMonths, bool]:
    """The months on the last list of snap points where they are enough; and whether small units know both lists.

    Raises `CacheError` where cells are so small that they would learn from places that are no more.
    """
    held = months.months
    if not held[0] < SNAP_POINTS_REDRAWN <= held[-1] or asked.counted_in.units in (DISTRICT, CSP):
        return months, False
    first = next(at for at, month in enumerate(held) if month >= SNAP_POINTS_REDRAWN)
    if len(held) - first >= least_months(asked):
        left = tuple(month for month in months.left_out if month > held[first])
        return UnitMonths(months.counts[:, first:], held[first:], left), False
    if asked.counted_in.cells and asked.counted_in.cell_size < SMALLEST_CELL:
        raise CacheError(
            tr(
                "From {month} on the service places crimes on another list of snap points, and only {months} held "
                "since. Cells of {size:g} m would learn from places that are no more. Choose cells of {least:g} m or "
                "more, LSOAs, or districts, or download later months."
            ).format(
                month=month_name(SNAP_POINTS_REDRAWN),
                months=many(len(held) - first, tr("month is"), tr("months are")),
                size=asked.counted_in.cell_size,
                least=SMALLEST_CELL,
            )
        )
    return months, True


def _check(months: UnitMonths, held: UnitMonths, series: Series, asked: Asked) -> None:
    if not can_try(series, asked.ahead):
        raise CacheError(
            tr(
                "Only {months} wholly held, too few to look {ahead} ahead: {least} are needed, 12 to learn from and "
                "the others to see how well that would have told what came. 36 say more. {left} Download more months, "
                "or choose an earlier first month."
            )
            .format(
                months=many(len(months.months), tr("month is"), tr("months are")),
                ahead=many(asked.ahead, tr("month"), tr("months")),
                least=number(least_months(asked)),
                left=held.left_out_line(),
            )
            .replace("  ", " ")
        )
    crimes = int(months.counts[:, -YEAR:].sum())
    if crimes < LEAST_CRIMES:
        raise CacheError(
            tr(
                "{few} in the units in the last 12 months held: too few to expect any number, at "
                "least {least} are needed. Choose more crime types or a larger area."
            ).format(few=only_few(crimes), least=LEAST_CRIMES)
        )
