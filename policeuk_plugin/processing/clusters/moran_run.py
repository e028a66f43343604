# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:localmoran`: units counted, tested with their neighbours, and tried on shifted grids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingFeedback

from ...analysis.errors import Cancelled
from ...analysis.grid import cell_of, shifted_by_half
from ...analysis.local_moran import KINDS, Associations, Kind, find_associations
from ...analysis.stability import grids_agreeing, quarter_points
from ...text import tr
from ..asking.analysis_parameters import AREAS, LSOA
from ..running.main_names import main_names
from ..running.place_names import names_around
from ..running.telling import step
from ..units.clipping import ClippedCells
from ..units.inputs import Inputs
from ..units.unit_inputs import UnitsAsked, units_of, units_or_areas
from ..units.unit_windows import WindowAsked, windows_of
from ..units.units import Units
from .cluster_run import check_crimes
from .shifted_grids import shifted_grid

CALLED = (Kind.HIGH_HIGH, Kind.LOW_LOW, Kind.HIGH_LOW, Kind.LOW_HIGH)
OUTLIERS = (Kind.HIGH_LOW, Kind.LOW_HIGH)
ONE_STACK = 0.5
ROWS = 12
"""Units that are named on the page."""


@dataclass(frozen=True)
class Asked:
    """UNITS, false discovery rate, seed and neighbourhood."""

    counted_in: UnitsAsked
    alpha: float
    seed: int
    window: WindowAsked = WindowAsked()


@dataclass(frozen=True)
class MoranRun:
    """The result; `grids` (n,) in how many of four grids a unit that is called is called so; None without cells.

    `names` of the LSOA of most of a unit's crimes, None where not known or the unit's own; `around` is where most
    crimes of each of the units stand that the page names.
    """

    asked: Asked
    inputs: Inputs
    units: Units
    found: Associations
    grids: Optional[np.ndarray]
    names: Optional[Sequence[Optional[str]]]
    around: Mapping[int, str] = field(default_factory=dict)

    @property
    def areas(self) -> str:
        """UNITS, or kind and edition of areas, for what leads from a unit back to its rows."""
        return units_or_areas(self.inputs, self.asked.counted_in)

    @property
    def crimes(self) -> float:
        """Crimes in the units that were tested."""
        return self.units.counted.count[~self.found.is_(Kind.NOT_TESTED)].sum().item()

    @property
    def called(self) -> np.ndarray:
        """The units called in any way, (n,)."""
        return np.isin(self.found.kind, [KINDS.index(kind) for kind in CALLED])

    @property
    def one_point(self) -> np.ndarray:
        """The units of which one snap point holds more than half of the crimes, (n,)."""
        return np.asarray(self.units.counted.largest_place_share > ONE_STACK)

    def told(self, kind: Kind) -> int:
        """How many units."""
        return int(self.found.is_(kind).sum())

    @property
    def shown(self) -> list[int]:
        """The units that the page names: outliers first, then those high together, then low; surest first."""
        found = self.found
        rank = np.full(len(KINDS), len(KINDS))
        for at, kind in enumerate((*OUTLIERS, Kind.HIGH_HIGH, Kind.LOW_LOW)):
            rank[KINDS.index(kind)] = at // 2 if at < 2 else at
        called = np.flatnonzero(self.called)
        order = np.lexsort((-self.units.counted.count[called], found.p[called], rank[found.kind[called]]))
        ranked = called[order]
        outliers = [int(at) for at in ranked if KINDS[found.kind[at]] in OUTLIERS][: ROWS // 2]
        rest = [int(at) for at in ranked if KINDS[found.kind[at]] not in OUTLIERS]
        return [*outliers, *rest[: ROWS - len(outliers)]]

    @property
    def standing_alone(self) -> list[int]:
        """The five units with most crimes that are not high among high ones, however many they hold."""
        left = np.flatnonzero(~self.found.is_(Kind.HIGH_HIGH) & (self.found.own_high > 0))
        order = np.argsort(-self.units.counted.count[left].astype(float), kind="stable")
        return [int(at) for at in left[order][:5]]

    def name_of(self, unit: int) -> str:
        """What a unit is called: its own name, else the LSOA that most of its crimes are in, else its key."""
        key = dict(zip(self.units.key_fields, self.units.keys[unit]))
        near = self.names[unit] if self.names is not None else None
        return key.get("name") or near or key.get("code") or key[self.units.key_fields[0]]


def run_moran(inputs: Inputs, asked: Asked, feedback: QgsProcessingFeedback) -> MoranRun:
    """Count and test; raises `CacheError` or `AnalysisError` with a sentence for what cannot be tested."""
    cancelled = feedback.isCanceled
    step(feedback, 20, tr("Counting crimes in the study area"))
    touching, clipped = units_of(inputs, asked.counted_in, cancelled)
    check_crimes(touching)
    step(feedback, 45, tr("Looking for neighbours"))
    units = replace(touching, windows=windows_of(asked.window, touching, clipped, cancelled))
    step(feedback, 50, tr("Testing every neighbourhood"))
    found = find_associations(units.counted.count, units.windows, asked.alpha, units.size, asked.seed, cancelled)
    grids = None
    if clipped is not None and not found.draws:
        step(feedback, 65, tr("Trying the result on shifted grids"))
        grids = _grids(inputs, clipped, found, asked, cancelled)
    named = None
    if asked.counted_in.units not in (LSOA, *AREAS):
        named = main_names(units.unit, inputs.crimes, len(units.keys))
    run = MoranRun(asked, inputs, units, found, grids, named)
    shown = list(dict.fromkeys([*run.shown, *run.standing_alone]))
    groups = [_found_by(units, unit) for unit in shown]
    return replace(run, around=dict(zip(shown, names_around(inputs, units.unit, groups))))


def _found_by(units: Units, unit: int) -> Sequence[int]:
    """The units whose crimes give a unit its name: itself, its neighbours where it has none."""
    windows = units.windows
    if units.counted.count[unit]:
        return [unit]
    return [int(at) for at in windows.indices[windows.indptr[unit] : windows.indptr[unit + 1]]]


def _grids(
    inputs: Inputs, first: ClippedCells, found: Associations, asked: Asked, cancelled: Cancelled
) -> Optional[np.ndarray]:
    """In how many of the grid and its three shifted copies half of the ground of each cell called is called so."""
    if inputs.study is None:
        return None
    quarters = quarter_points(first.cells)
    seen = {kind: [found.is_(kind)[quarters.cell]] for kind in CALLED}
    for grid in shifted_by_half(first.cells.grid, inputs.study.extent)[1:]:
        moved = shifted_grid(grid, inputs.study, inputs.crimes, asked.window, cancelled)
        again = find_associations(moved.counts, moved.windows, asked.alpha, moved.area, asked.seed, cancelled)
        cell = cell_of(moved.clipped.cells, quarters.x, quarters.y)
        for kind in CALLED:
            seen[kind].append((cell >= 0) & again.is_(kind)[cell])
        del moved, again  # the next grid needs as much memory
    agreeing, ground = np.zeros(found.kind.size, dtype=np.int64), np.ones(quarters.cell.size)
    for kind in CALLED:
        mine = found.is_(kind)
        agreeing[mine] = grids_agreeing(quarters.cell, ground, np.array(seen[kind]), found.kind.size)[mine]
    return agreeing
