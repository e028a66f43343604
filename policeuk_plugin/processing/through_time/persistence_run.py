# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:persistence`: units counted by month, ranked, compared with chance and half with half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.model import SNAP_POINTS_REDRAWN, Month

from ...analysis.persistence import Chance, Persistence, chance_of_top, persistence
from ...analysis.rank_stability import RankStability, rank_stability
from ...text import many, tr
from ..asking.analysis_parameters import LSOA
from ..running.main_names import main_names
from ..running.place_names import names_around
from ..running.telling import step
from ..running.wording import only_few
from ..units.inputs import Inputs
from ..units.unit_inputs import UnitsAsked, units_of
from ..units.unit_months import UnitMonths, unit_months
from ..units.units import Units

LEAST_MONTHS, LEAST_CRIMES = 12, 20
ROWS, MOST_ROWS = 10, 30
"""Units that are named on the page, and the most where more are persistent."""


@dataclass(frozen=True)
class Asked:
    """TOP in per cent, and how chance is drawn."""

    counted_in: UnitsAsked
    top: float
    alpha: float
    seed: int


@dataclass(frozen=True)
class PersistenceRun:
    """The result; `names` of the LSOA of most of a unit's crimes, None where not known or the unit's own.

    `around` is where most crimes of each of the units `shown` stand, '' where not known.
    """

    asked: Asked
    inputs: Inputs
    units: Units
    months: UnitMonths
    found: Persistence
    chance: Chance
    stability: RankStability
    names: Optional[Sequence[Optional[str]]]
    around: Sequence[str]

    @property
    def crimes(self) -> int:
        """Crimes in the units in the months that are wholly held."""
        return int(self.found.crimes.sum())

    @property
    def least(self) -> int:
        """Months in the top from which on a unit is persistent: half of all or more, and more than chance makes."""
        return max(-(-self.found.held // 2), self.chance.most)

    @property
    def persistent(self) -> np.ndarray:
        """Which units are persistent, (n,)."""
        return np.asarray(self.found.months >= self.least)

    @property
    def at_most(self) -> np.ndarray:
        """Units with any crime each month, (m,)."""
        return np.asarray((self.months.counts > 0).sum(axis=0))

    @property
    def by_any(self) -> int:
        """Months in which no more units had any crime than the top has places: to be in it is to have had one."""
        return int((self.at_most <= self.found.places).sum())

    @property
    def apart(self) -> bool:
        """Whether the halves of the months stand on different lists of snap points."""
        months = self.months.months
        return months[0] < SNAP_POINTS_REDRAWN <= months[-1]

    @property
    def shown(self) -> list[int]:
        """The units that are named on the page: all that are persistent, as far as there is room."""
        return self.order[: max(ROWS, min(int(self.persistent.sum()), MOST_ROWS))]

    @property
    def order(self) -> list[int]:
        """The units by their months in the top, equals by their crimes; those never in it are left out."""
        ordered = np.lexsort((-self.found.crimes, -self.found.months))
        return [int(at) for at in ordered[: int((self.found.months > 0).sum())]]

    @property
    def span(self) -> list[Month]:
        """All months from the first to the last, held or not."""
        return sorted((*self.months.months, *self.months.left_out))

    def name_of(self, unit: int) -> str:
        """What a unit is called: its own name, else the LSOA that most of its crimes are in, else its key."""
        key = dict(zip(self.units.key_fields, self.units.keys[unit]))
        near = self.names[unit] if self.names is not None else None
        return key.get("name") or near or key.get("code") or key[self.units.key_fields[0]]


def run_persistence(inputs: Inputs, asked: Asked, feedback: QgsProcessingFeedback) -> PersistenceRun:
    """Count and rank; raises `CacheError` or `AnalysisError` with a sentence for what cannot be ranked."""
    cancelled = feedback.isCanceled
    step(feedback, 20, tr("Counting crimes in the study area"))
    units, _ = units_of(inputs, asked.counted_in, cancelled)
    step(feedback, 45, tr("Counting month by month"))
    months = unit_months(inputs, units)
    _check(months)
    found = persistence(months.counts, asked.top)
    step(feedback, 60, tr("Seeing what chance would give"))
    totals = months.counts.sum(axis=0)
    chance = chance_of_top(totals, len(units.keys), found.places, asked.alpha, asked.seed, cancelled)
    step(feedback, 72, tr("Comparing the first half with the second"))
    stability = rank_stability(months.counts, found.places, asked.alpha, asked.seed, cancelled)
    names = main_names(units.unit, inputs.crimes, len(units.keys)) if asked.counted_in.units != LSOA else None
    run = PersistenceRun(asked, inputs, units, months, found, chance, stability, names, ())
    return replace(run, around=names_around(inputs, units.unit, [[unit] for unit in run.shown]))


def _check(months: UnitMonths) -> None:
    held = len(months.months)
    if held < LEAST_MONTHS:
        raise CacheError(
            tr(
                "Only {months} wholly held, too few to say what lasts: at least {least} are needed, and 24 to 36 say "
                "more. {left} Download more months, or choose an earlier first month."
            )
            .format(
                months=many(held, tr("month is"), tr("months are")), least=LEAST_MONTHS, left=months.left_out_line()
            )
            .replace("  ", " ")
        )
    crimes = int(months.counts.sum())
    if crimes < LEAST_CRIMES:
        raise CacheError(
            tr(
                "{few} in the units: too few to rank them, at least {least} are needed. Choose more "
                "crime types or a larger area."
            ).format(few=only_few(crimes), least=LEAST_CRIMES)
        )
