# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of the cluster test: units counted, tested, joined to areas, and tried on shifted grids."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from qgis.core import QgsCoordinateTransformContext, QgsProcessingFeedback

from offline_cache.errors import CacheError

from ...analysis.at_risk import find_clusters_at_risk
from ...analysis.busier import find_busier
from ...analysis.clusters import Clusters, Direction, Verdict, find_clusters
from ...analysis.conditional import conditional_p
from ...analysis.errors import Cancelled
from ...analysis.grid import cell_of, shifted_by_half
from ...analysis.neighbours import Windows
from ...analysis.permutation import LARGEST_EXACT_WINDOW, can_count
from ...analysis.stability import called_at, grids_agreeing, quarter_points
from ...text import tr
from ..asking.analysis_parameters import LSOA
from ..running.main_names import main_names
from ..running.place_names import names_around
from ..running.telling import step
from ..running.wording import number_text, only_few
from ..units.clipping import ClippedCells
from ..units.exposure import Exposure, ExposureAsked, exposure_of
from ..units.inputs import Inputs
from ..units.unit_inputs import UnitsAsked, units_of
from ..units.unit_windows import WindowAsked, windows_of
from ..units.units import Units
from .shifted_grids import shifted_grid

LEAST_CRIMES = 20
ROWS = 10
"""Clusters that are named on the page."""


class Null(enum.Enum):
    """What chance is: the counts of units dealt out anew, or each crime placed by itself, in proportion to exposure."""

    SHUFFLED = "shuffled"
    PLACED = "placed"


@dataclass(frozen=True)
class Asked:
    """What is asked of the test; `conditional`: the usual conditional p too, for comparison with others'."""

    counted_in: UnitsAsked
    alpha: float
    seed: int
    direction: Direction = Direction.HOT
    window: WindowAsked = WindowAsked()
    at_risk: ExposureAsked = ExposureAsked()
    conditional: bool = False
    null: Null = Null.SHUFFLED

    @property
    def units(self) -> str:
        """UNITS."""
        return self.counted_in.units

    @property
    def cell_size(self) -> float:
        """CELL_SIZE in metres."""
        return self.counted_in.cell_size


@dataclass(frozen=True)
class ClusterRun:
    """The result. `area` (n,) numbers the connected cluster areas from 0, −1 for units in none, most crimes first.

    `grids` (n,) is in how many of four grids a cell is a cluster; None for units that are no cells. `names` of the LSOA
    of most of a unit's crimes; None where they are not known, or are the unit's own. The windows of `units` are those
    that were tested. `quiet_grids` (n,) is in how many grids a cell is quiet; `conditional` (n,) the conditional p;
    None where not asked for, or not to be had. `around` is where most crimes of each of the first `ROWS` areas stand.
    """

    asked: Asked
    inputs: Inputs
    units: Units
    found: Clusters
    area: np.ndarray
    grids: Optional[np.ndarray]
    names: Optional[Sequence[Optional[str]]]
    exposure: Optional[Exposure] = None
    quiet_grids: Optional[np.ndarray] = None
    conditional: Optional[np.ndarray] = None
    around: Sequence[str] = ()

    @property
    def crimes(self) -> float:
        """Crimes in the units that were tested."""
        return self.units.counted.count[self.tested].sum().item()

    @property
    def untested(self) -> float:
        """Crimes in the units that were not, which count for nothing."""
        return self.units.counted.count[~self.tested].sum().item()

    @property
    def alone(self) -> int:
        """Number of cluster areas that are a single unit."""
        return int((np.bincount(self.area[self.area >= 0]) == 1).sum())

    @property
    def at_risk(self) -> Optional[np.ndarray]:
        """Crimes expected in each unit by itself, (n,), in proportion to what is at risk; None without an exposure."""
        if self.exposure is None:
            return None
        return np.asarray(self.exposure.units * (self.crimes / self.exposure.units[self.tested].sum()))

    @property
    def areas(self) -> int:
        """Number of connected cluster areas."""
        return int(self.area.max()) + 1

    @property
    def clusters(self) -> int:
        """Number of units called a cluster."""
        return int(self.found.is_(Verdict.CLUSTER).sum())

    @property
    def seeks_clusters(self) -> bool:
        """Whether clusters were looked for: else their number is not known, which is not zero."""
        return self.asked.direction is not Direction.COLD

    @property
    def seeks_quiet(self) -> bool:
        """Whether quiet units were looked for."""
        return self.asked.direction is not Direction.HOT

    @property
    def quiet(self) -> int:
        """Number of units called quiet."""
        return int(self.found.is_(Verdict.QUIET).sum())

    @property
    def tested(self) -> np.ndarray:
        """True for the units that were tested, (n,)."""
        return ~self.found.is_(Verdict.NOT_TESTED)


def run_clusters(
    inputs: Inputs, asked: Asked, transforms: QgsCoordinateTransformContext, feedback: QgsProcessingFeedback
) -> ClusterRun:
    """Count and test; raises `CacheError` or `AnalysisError` with a sentence for what cannot be tested."""
    step(feedback, 20, tr("Counting crimes in the study area"))
    cancelled = feedback.isCanceled
    touching, clipped = units_of(inputs, asked.counted_in, cancelled)
    check_crimes(touching)
    exposure = exposure_of(asked.at_risk, asked.counted_in, inputs, touching, clipped, transforms, cancelled)
    step(feedback, 45, tr("Looking for neighbours"))
    units = replace(touching, windows=windows_of(asked.window, touching, clipped, cancelled))
    step(feedback, 50, tr("Testing every neighbourhood"))
    at_risk = exposure.units if exposure is not None else None
    found = tested_by(asked, units.counted.count, units.windows, units.size, at_risk, cancelled, 1.0)
    grids = quiet_grids = None
    if clipped is not None:
        step(feedback, 65, tr("Trying the result on shifted grids"))
        grids, quiet_grids = _grids(inputs, units, clipped, found, exposure, asked, cancelled)
    conditional = _conditional(asked, units, cancelled)
    names = main_names(units.unit, inputs.crimes, len(units.keys)) if asked.units != LSOA else None
    areas = connected(found, touching)
    largest = [np.flatnonzero(areas == area) for area in range(min(int(areas.max()) + 1, ROWS))]
    around = names_around(inputs, units.unit, [mine.tolist() for mine in largest])
    return ClusterRun(asked, inputs, units, found, areas, grids, names, exposure, quiet_grids, conditional, around)


def tested_by(
    asked: Asked,
    counts: np.ndarray,
    windows: Windows,
    size: Optional[np.ndarray],
    at_risk: Optional[np.ndarray],
    cancelled: Cancelled,
    enough: float,
) -> Clusters:
    """The test that holds for what is asked; `size` (n,) is that of the units, None where they are alike.

    `enough` as of `find_clusters`.
    """
    test = (asked.alpha, asked.seed, cancelled, asked.direction)
    if asked.null is Null.PLACED and at_risk is not None:
        return find_busier(counts, windows, at_risk, asked.alpha)
    if at_risk is not None:
        return find_clusters_at_risk(counts, windows, at_risk, *test, enough)
    if size is not None and not np.allclose(size, size[0]):
        # A unit with less room for crimes is not like a whole one: where strata of like size are wide, the windows of
        # the middle would be hot for want of a border.
        return find_clusters_at_risk(counts, windows, size, *test, enough)
    return find_clusters(counts, windows, asked.alpha, None, asked.seed, cancelled, asked.direction)


def _conditional(asked: Asked, units: Units, cancelled: Cancelled) -> Optional[np.ndarray]:
    """The conditional p; None where it is not asked for or cannot be counted exactly."""
    counts, windows = units.counted.count, units.windows
    if not asked.conditional or counts.dtype.kind != "i":
        return None
    largest = int(windows.sizes.max())
    most = int(windows.sums(counts).max())
    if largest > LARGEST_EXACT_WINDOW or not can_count(counts, largest, most):
        return None
    return conditional_p(counts, windows, cancelled)


def connected(found: Clusters, units: Units) -> np.ndarray:
    """The cluster area of each unit, (n,): clusters that touch are one area; −1 for the rest."""
    called, windows = found.is_(Verdict.CLUSTER), units.windows
    label = np.full(called.size, -1, dtype=np.int64)
    areas = 0
    for start in np.flatnonzero(called):
        if label[start] < 0:
            _spread(int(start), areas, called, windows, label)
            areas += 1
    if areas == 0:
        return label
    crimes = np.bincount(label[called], units.counted.count[called].astype(float), areas)
    rank = np.empty(areas, dtype=np.int64)
    rank[np.argsort(-crimes, kind="stable")] = np.arange(areas)
    return np.where(called, rank[label], -1)


def _spread(start: int, mark: int, called: np.ndarray, windows: Windows, label: np.ndarray) -> None:
    waiting = [start]
    label[start] = mark
    while waiting:
        unit = waiting.pop()
        window = windows.indices[windows.indptr[unit] : windows.indptr[unit + 1]]
        new = window[called[window] & (label[window] < 0)]
        label[new] = mark
        waiting.extend(new.tolist())


def check_crimes(units: Units) -> None:
    """Raise `CacheError` where there are too few crimes for any test."""
    crimes = units.counted.count.sum().item()
    if crimes < LEAST_CRIMES:
        raise CacheError(
            tr(
                "{few} in the study area ({outside} outside it): too few to tell a cluster from "
                "chance, at least {least} are needed. Choose more months, more crime types or a larger area."
            ).format(few=only_few(crimes), outside=number_text(units.counted.outside), least=LEAST_CRIMES)
        )


def _grids(
    inputs: Inputs,
    units: Units,
    first: ClippedCells,
    found: Clusters,
    exposure: Optional[Exposure],
    asked: Asked,
    cancelled: Cancelled,
) -> tuple[Optional[np.ndarray], Optional[np.ndarray]]:
    """In how many of the grid and its three shifted copies each cell is a cluster, and quiet."""
    if inputs.study is None:
        return None, None
    crimes = inputs.crimes
    quarters = quarter_points(first.cells) if asked.direction is not Direction.HOT else None
    hot = [called_at(found, Verdict.CLUSTER, units.unit)]
    cold = [called_at(found, Verdict.QUIET, quarters.cell)] if quarters is not None else []
    for grid in shifted_by_half(first.cells.grid, inputs.study.extent)[1:]:
        moved = shifted_grid(grid, inputs.study, crimes, asked.window, cancelled)
        at_risk = exposure.in_cells(moved.clipped, cancelled) if exposure is not None else None
        again = tested_by(asked, moved.counts, moved.windows, moved.area, at_risk, cancelled, asked.alpha)
        hot.append(called_at(again, Verdict.CLUSTER, moved.cell))
        if quarters is not None:
            cold.append(called_at(again, Verdict.QUIET, cell_of(moved.clipped.cells, quarters.x, quarters.y)))
        del moved, again  # the next grid needs as much memory
    clusters = grids_agreeing(units.unit, crimes.count, np.array(hot), len(units.keys))
    if quarters is None:
        return clusters, None
    return clusters, grids_agreeing(quarters.cell, np.ones(quarters.cell.size), np.array(cold), len(units.keys))
