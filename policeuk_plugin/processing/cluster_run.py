# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of the cluster test: units counted, tested, joined to areas, and tried on shifted grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
from qgis.core import QgsProcessingFeedback

from offline_cache.errors import CacheError

from ..analysis.clusters import Clusters, Verdict, find_clusters
from ..analysis.grid import shifted_by_half
from ..analysis.neighbours import Windows, cell_windows
from ..analysis.places import count_into_cells
from ..analysis.stability import grids_agreeing
from ..text import tr
from .analysis_parameters import LSOA
from .cell_points import cells_of_points
from .clipping import ClippedCells, clip
from .inputs import Inputs
from .main_names import main_names
from .telling import step
from .unit_inputs import UnitsAsked, units_of
from .units import Units
from .wording import number_text

LEAST_CRIMES = 20


@dataclass(frozen=True)
class Asked:
    """What is asked of the test."""

    counted_in: UnitsAsked
    alpha: float
    seed: int

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
    of most of a unit's crimes; None where they are not known, or are the unit's own.
    """

    asked: Asked
    inputs: Inputs
    units: Units
    found: Clusters
    area: np.ndarray
    grids: Optional[np.ndarray]
    names: Optional[Sequence[Optional[str]]]

    @property
    def crimes(self) -> float:
        """Crimes in the study area."""
        return self.units.counted.count.sum().item()

    @property
    def areas(self) -> int:
        """Number of connected cluster areas."""
        return int(self.area.max()) + 1

    @property
    def clusters(self) -> int:
        """Number of units called a cluster."""
        return int(self.found.is_(Verdict.CLUSTER).sum())


def run_clusters(inputs: Inputs, asked: Asked, feedback: QgsProcessingFeedback) -> ClusterRun:
    """Count and test; raises `CacheError` or `AnalysisError` with a sentence for what cannot be tested."""
    step(feedback, 20, tr("Counting crimes in the study area"))
    cancelled = feedback.isCanceled
    units, clipped = units_of(inputs, asked.counted_in, cancelled)
    _check_crimes(units)
    step(feedback, 50, tr("Testing every neighbourhood"))
    found = find_clusters(units.counted.count, units.windows, asked.alpha, units.strata, asked.seed, cancelled)
    grids = None
    if clipped is not None:
        step(feedback, 65, tr("Trying the result on shifted grids"))
        grids = _grids(inputs, units, clipped, found, asked, cancelled)
    names = main_names(units.unit, inputs.crimes, len(units.keys)) if asked.units != LSOA else None
    return ClusterRun(asked, inputs, units, found, connected(found, units), grids, names)


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


def _check_crimes(units: Units) -> None:
    crimes = units.counted.count.sum().item()
    if crimes < LEAST_CRIMES:
        raise CacheError(
            tr(
                "Only {crimes} crimes lie in the study area ({outside} outside it): too few to tell a cluster from "
                "chance, at least {least} are needed. Choose more months, more crime types or a larger area."
            ).format(crimes=number_text(crimes), outside=number_text(units.counted.outside), least=LEAST_CRIMES)
        )


def _grids(
    inputs: Inputs,
    units: Units,
    first: ClippedCells,
    found: Clusters,
    asked: Asked,
    cancelled: Callable[[], bool],
) -> Optional[np.ndarray]:
    """In how many of the grid and its three shifted copies each cell is a cluster."""
    if inputs.study is None:
        return None
    crimes = inputs.crimes
    called = [_called(found, units.unit)]
    for grid in shifted_by_half(first.cells.grid, inputs.study.extent)[1:]:
        clipped = clip(grid, inputs.study.geometry, cancelled)
        cell = cells_of_points(clipped, crimes.x, crimes.y, cancelled)
        counted = count_into_cells(cell, crimes.count, len(clipped.cells))
        again = find_clusters(
            counted.count, cell_windows(clipped.cells), asked.alpha, seed=asked.seed, cancelled=cancelled
        )
        called.append(_called(again, cell))
    return grids_agreeing(units.unit, crimes.count, np.array(called), len(units.keys))


def _called(found: Clusters, cell: np.ndarray) -> np.ndarray:
    """Whether each point lies in a cell called a cluster."""
    return (cell >= 0) & found.is_(Verdict.CLUSTER)[cell]


def warnings_of(run: ClusterRun) -> Sequence[str]:
    """What the user must know of the counts before believing anything."""
    counts, found = run.units.counted.count, run.found
    lines = []
    if np.ptp(counts) == 0:
        lines.append(tr("Every unit holds the same number of crimes, so nothing stands out and z is not defined."))
    elif (counts > 0).sum() == 1:
        lines.append(tr("All crimes lie in one unit: one stack is never a cluster. Choose smaller units."))
    few = int(found.is_(Verdict.TOO_FEW).sum())
    if 2 * few > counts.size:
        lines.append(
            tr(
                "There are not enough crimes for units of this size: {few} of {units} hold too few to be judged. "
                "Choose more months, more crime types or larger units."
            ).format(few=number_text(few), units=number_text(counts.size))
        )
    if found.draws:
        lines.append(
            tr(
                "The test was made by {draws} random permutations; with so many {smallest} before any is called."
            ).format(
                draws=number_text(found.draws),
                smallest=tr("one unit has to stand out")
                if found.smallest == 1
                else tr("{n} units have to stand out together").format(n=number_text(found.smallest)),
            )
        )
    alone = int((run.units.windows.sizes == 1).sum())
    if alone and run.grids is None:
        lines.append(
            tr("{n} units touch no other, so they have no neighbourhood. Check the layer for gaps.").format(
                n=number_text(alone)
            )
        )
    return lines
