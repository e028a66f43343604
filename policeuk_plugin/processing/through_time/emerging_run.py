# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:emerginghotspots`: units counted by month, tested in space and time, classed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.model import SNAP_POINTS_REDRAWN, Month

from ...analysis.emerging import COLD, HOT, LEAST_STEPS, PATTERNS, Emerging, Pattern, emerging
from ...analysis.space_time import check_size, judged_cube, steps_taken
from ...text import many, tr
from ..asking.analysis_parameters import LSOA
from ..running.main_names import main_names
from ..running.place_names import names_around
from ..running.telling import step
from ..running.wording import only_few
from ..units.inputs import Inputs
from ..units.unit_inputs import UnitsAsked, units_of
from ..units.unit_months import UnitMonths, unit_months
from ..units.unit_windows import WindowAsked, windows_of
from ..units.units import Units

LEAST_CRIMES = 20
EACH, MOST_ROWS = 3, 24
"""Units named of each class on the page, and in all."""


@dataclass(frozen=True)
class Asked:
    """TOGETHER: the months that are judged together, that month and those before it."""

    counted_in: UnitsAsked
    together: int
    alpha: float
    window: WindowAsked = WindowAsked()


@dataclass(frozen=True)
class EmergingRun:
    """The result; `names` of the LSOA of most of a unit's crimes, None where not known or the unit's own.

    `shown` are the units that the page names, class by class; `around` is where most crimes of each of them stand.
    """

    asked: Asked
    inputs: Inputs
    units: Units
    months: UnitMonths
    found: Emerging
    names: Optional[Sequence[Optional[str]]]
    shown: Sequence[int]
    around: Sequence[str]

    @property
    def crimes(self) -> np.ndarray:
        """Crimes of each unit in the months that are wholly held, (n,)."""
        return np.asarray(self.months.counts.sum(axis=1))

    @property
    def held(self) -> int:
        """Months wholly held."""
        return len(self.months.months)

    @property
    def last(self) -> Month:
        """The last month that is wholly held, on which most classes hang."""
        return self.months.months[-1]

    @property
    def span(self) -> list[Month]:
        """All months from the first to the last, held or not."""
        return sorted((*self.months.months, *self.months.left_out))

    @property
    def redrawn(self) -> bool:
        """Whether the months stand on different lists of snap points."""
        return self.months.months[0] < SNAP_POINTS_REDRAWN <= self.last

    @property
    def hot(self) -> np.ndarray:
        """Units with any class of hotspot, (n,)."""
        return np.asarray(self.found.pattern < len(HOT))

    @property
    def cold(self) -> np.ndarray:
        """Units with any class of cold spot, (n,)."""
        return np.asarray((self.found.pattern >= len(HOT)) & (self.found.pattern < len(HOT) + len(COLD)))

    @property
    def once_hot(self) -> int:
        """Units with crimes that were hot in some month, but have no class: not hot in the last."""
        called = self.found.cube.hot.any(axis=1) & (self.crimes > 0)
        return int((called & ~self.hot & ~self.cold).sum())

    def of(self, pattern: Pattern) -> int:
        """Units of a class."""
        return int(self.found.is_(pattern).sum())

    def pattern_of(self, unit: int) -> Pattern:
        """The class of a unit."""
        return PATTERNS[int(self.found.pattern[unit])]

    def name_of(self, unit: int) -> str:
        """What a unit is called: its own name, else the LSOA that most of its crimes are in, else its key."""
        key = dict(zip(self.units.key_fields, self.units.keys[unit]))
        near = self.names[unit] if self.names is not None else None
        return key.get("name") or near or key.get("code") or key[self.units.key_fields[0]]

    @cached_property
    def steps(self) -> np.ndarray:
        """A text of letters a unit, (n,), one letter a month of `span`: H hot, C cold, . neither, ? not wholly held."""
        cube, span = self.found.cube, self.span
        letters = np.full((cube.hot.shape[0], len(span)), "?", dtype="U1")
        held = np.searchsorted([str(month) for month in span], [str(month) for month in self.months.months])
        letters[:, held] = np.select([cube.hot, cube.cold], ["H", "C"], ".")
        return np.asarray(letters.view(f"U{len(span)}")[:, 0])


def run_emerging(inputs: Inputs, asked: Asked, feedback: QgsProcessingFeedback) -> EmergingRun:
    """Count, test and class; raises `CacheError` or `AnalysisError` with a sentence for what cannot be tested."""
    cancelled = feedback.isCanceled
    step(feedback, 20, tr("Counting crimes in the study area"))
    touching, clipped = units_of(inputs, asked.counted_in, cancelled)
    check_size(len(touching.keys), LEAST_STEPS)
    step(feedback, 35, tr("Counting month by month"))
    months = unit_months(inputs, touching)
    _check(months)
    step(feedback, 45, tr("Looking for neighbours"))
    units = replace(touching, windows=windows_of(asked.window, touching, clipped, cancelled))
    step(feedback, 50, tr("Testing every neighbourhood in every month"))
    size = units.size if units.size is not None else np.ones(len(units.keys))
    numbers = [month.year * 12 + month.month for month in months.months]
    taken = steps_taken(numbers, asked.together)
    cube = judged_cube(months.counts, taken, units.windows, size, asked.alpha, cancelled)
    step(feedback, 75, tr("Saying what becomes of each place"))
    found = emerging(cube, months.counts.sum(axis=1), cancelled, np.array(numbers))
    names = main_names(units.unit, inputs.crimes, len(units.keys)) if asked.counted_in.units != LSOA else None
    shown = _shown(found, months.counts.sum(axis=1))
    around = names_around(inputs, units.unit, [[unit] for unit in shown])
    return EmergingRun(asked, inputs, units, months, found, names, shown, around)


def _shown(found: Emerging, crimes: np.ndarray) -> list[int]:
    """The units that are named: of each class those with most crimes, of cold spots with fewest, hotspots first."""
    shown: list[int] = []
    for pattern in (*HOT, *COLD):
        mine = np.flatnonzero(found.is_(pattern))
        order = np.argsort(-crimes[mine] if pattern in HOT else crimes[mine], kind="stable")
        shown += mine[order[:EACH]].tolist()
    return shown[:MOST_ROWS]


def _check(months: UnitMonths) -> None:
    held = len(months.months)
    if held < LEAST_STEPS:
        raise CacheError(
            tr(
                "Only {months} wholly held, too few to say what emerges: at least {least} are needed, and 24 to 36 say "
                "more. {left} Download more months, or choose an earlier first month."
            )
            .format(months=many(held, tr("month is"), tr("months are")), least=LEAST_STEPS, left=months.left_out_line())
            .replace("  ", " ")
        )
    crimes = int(months.counts.sum())
    if crimes < LEAST_CRIMES:
        raise CacheError(
            tr(
                "{few} in the units: too few to tell anything from chance, at least {least} are "
                "needed. Choose more crime types, more months or a larger area."
            ).format(few=only_few(crimes), least=LEAST_CRIMES)
        )
