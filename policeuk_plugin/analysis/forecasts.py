# SPDX-License-Identifier: GPL-2.0-or-later
"""Rankings of units for the month after those known, each from the crimes of the months before only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from .density import check_radius
from .errors import Cancelled, never
from .evaluation import Forecaster
from .getis_ord import gi_star
from .grid import Cells
from .kernel import KernelSums
from .neighbours import Windows
from .ranking import in_top, places_of_top

YEAR = 12
TOP_PERCENT = 5.0
"""Of the units, for persistence: in how many months a unit was among them. The choice is ours."""


class Method(Enum):
    """How units are ranked; the values are API."""

    LAST_YEAR = "last_year"
    ALL_MONTHS = "all_months"
    LAST_MONTH = "last_month"
    PERSISTENCE = "persistence"
    CLUSTERS = "clusters"
    KERNEL = "kernel"


@dataclass(frozen=True)
class UnitSeries:
    """`counts` (n, m), whole numbers: crimes of n units in the m months held; `area` (n,) in m²; their `windows`."""

    counts: np.ndarray
    area: np.ndarray
    windows: Windows

    def last(self, month: int, months: int) -> np.ndarray:
        """Crimes of each unit, (n,), in the `months` before place `month`, as many as there are."""
        return np.asarray(self.counts[:, max(month - months, 0) : month].sum(axis=1))


def by_last_year(series: UnitSeries) -> Forecaster:
    """Crimes per m² of the 12 months before: the plain baseline."""
    return lambda month: series.last(month, YEAR) / series.area


def by_all_months(series: UnitSeries) -> Forecaster:
    """Crimes per m² of all months before."""
    return lambda month: series.last(month, month) / series.area


def by_last_month(series: UnitSeries) -> Forecaster:
    """Crimes per m² of the month before."""
    return lambda month: series.last(month, 1) / series.area


def by_persistence(series: UnitSeries) -> Forecaster:
    """Months before in the top 5 % of units by crimes per m² (`ranking.in_top`), then by those of the last 12.

    Per m² as all others are ranked: by their crimes alone large units would take the ground that is shared out.
    """
    places = places_of_top(series.area.size, TOP_PERCENT)
    top = np.stack([in_top(month / series.area, places) for month in series.counts.T], axis=1)

    def score(month: int) -> np.ndarray:
        recent = series.last(month, YEAR) / series.area
        return np.asarray(top[:, :month].sum(axis=1) + recent / max(2 * recent.max(), 1e-300))

    return score


def by_clusters(series: UnitSeries) -> Forecaster:
    """Gi* of each cell with its neighbours, crimes of the 12 months before; all counts equal: all the same.

    Of windows of one size it has the order of the exact permutation test's p, which grows as their sum falls.
    """

    def score(month: int) -> np.ndarray:
        return np.nan_to_num(gi_star(series.last(month, YEAR), series.windows), nan=0.0)

    return score


@dataclass(frozen=True)
class PlaceSeries:
    """Places in the study area at `x` and `y` (p,), metres, with their crimes of each month, `counts` (p, m)."""

    x: np.ndarray
    y: np.ndarray
    counts: np.ndarray


def by_kernel(places: PlaceSeries, cells: Cells, radius: float, cancelled: Cancelled = never) -> Forecaster:
    """Quartic density at the cells' centres of the crimes of the 12 months before, `radius` in metres.

    As `density.quartic_density`: exact, and what a kernel would spread beyond the study area is spread inside it.
    Raises `AnalysisError` as `check_radius` does.
    """
    grid = cells.grid
    check_radius(grid, radius, places.x.size)
    inside = np.zeros(grid.cells, dtype=bool)
    inside[cells.lattice] = True
    sums = KernelSums(places.x, places.y, grid, radius)
    mass = sums.mass(inside.reshape(grid.rows, grid.columns), grid.cell_area, cancelled)
    counts = places.counts[sums.kept]

    def score(month: int) -> np.ndarray:
        crimes = counts[:, max(month - YEAR, 0) : month].sum(axis=1, dtype=float)
        weights = np.divide(crimes, mass, out=np.zeros_like(crimes), where=mass > 0)
        return np.asarray(sums.spread(weights, cancelled).ravel()[cells.lattice])

    return score
