# SPDX-License-Identifier: GPL-2.0-or-later
"""Quartic kernel density: crimes per km² that add up to the number of crimes, also inside a study area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .errors import AnalysisError, Cancelled, never
from .grid import CellShape, Grid, grid_over
from .kernel import KernelSums, can_sum
from .places import Places

SQUARE_METRES_PER_KM2 = 1e6


@dataclass(frozen=True)
class Density:
    """`values` (rows, columns) in crimes per km², northernmost row first, on the square cells of `grid`.

    NaN outside the study area, if one was given. `crimes` is the number the map stands for; `lost` ones lie so far
    outside that no cell of it is within reach.
    """

    grid: Grid
    radius: float
    values: np.ndarray
    crimes: float
    lost: float

    @property
    def left(self) -> float:
        """Western edge of the raster in metres."""
        return self.grid.column * self.grid.size + self.grid.shift[0]

    @property
    def top(self) -> float:
        """Northern edge of the raster in metres."""
        return (self.grid.row + self.grid.rows) * self.grid.size + self.grid.shift[1]


def raster_over(extent: tuple[float, float, float, float], cell: float, radius: float = 0.0) -> Grid:
    """Square cells of `cell` metres over `extent` (xmin, ymin, xmax, ymax) and `radius` metres around it.

    Edges are multiples of the cell size. Raises `AnalysisError` as `grid_over` does.
    """
    west, south, east, north = extent
    return grid_over(CellShape.SQUARE, cell, (west - radius, south - radius, east + radius, north + radius))


def quartic_density(
    places: Places,
    grid: Grid,
    radius: float,
    inside: Optional[np.ndarray] = None,
    cancelled: Cancelled = never,
) -> Density:
    """Σ count · 3 / (π h²) · (1 − (d / h)²)² over the places nearer than h = `radius` metres to each cell's centre.

    An exact sum, not an approximation. Without `inside` every kernel is whole: a raster that reaches `radius` beyond
    the places sums up to the number of crimes but for its coarseness. With `inside`, bool (rows, columns),
    northernmost row first, each place's crimes are spread over the cells inside only: its kernel is divided by its
    mass there, found on the same raster, so that the cells inside sum up to the number of crimes exactly (Diggle's
    correction). Give the places of the study area only.

    Raises `AnalysisError` as `check_radius` does, and for an `inside` that does not fit the grid.
    """
    check_radius(grid, radius, places.count.size)
    if inside is not None and inside.shape != (grid.rows, grid.columns):
        raise AnalysisError("The study area was drawn on another raster than the density. Draw it again.")
    sums = KernelSums(places.x, places.y, grid, radius)
    weights = places.count[sums.kept].astype(float)
    all_crimes = float(places.count.sum())
    if inside is None:
        values = sums.spread(weights, cancelled)
        return Density(
            grid, radius, values[::-1] * SQUARE_METRES_PER_KM2, all_crimes, all_crimes - float(weights.sum())
        )
    mass = sums.mass(inside[::-1], grid.cell_area, cancelled)
    reached = mass > 0
    weights = np.divide(weights, mass, out=np.zeros_like(weights), where=reached)
    values = np.where(inside, sums.spread(weights, cancelled)[::-1] * SQUARE_METRES_PER_KM2, np.nan)
    held = float(places.count[sums.kept][reached].sum())
    return Density(grid, radius, values, held, all_crimes - held)


def reaching(places: Places, grid: Grid, radius: float, inside: np.ndarray, cancelled: Cancelled = never) -> np.ndarray:
    """Whether the kernel of each place, (n,), reaches a cell where `inside` (rows, columns), north first, is true."""
    sums = KernelSums(places.x, places.y, grid, radius)
    reached = np.zeros(places.count.size, dtype=bool)
    reached[sums.kept] = sums.mass(inside[::-1], grid.cell_area, cancelled) > 0
    return reached


def check_radius(grid: Grid, radius: float, places: int = 1) -> None:
    """Raise `AnalysisError` for a radius smaller than a cell, or too large for so many places."""
    if grid.shape is not CellShape.SQUARE or not radius >= grid.size:
        raise AnalysisError(
            f"A radius of {radius:g} m is smaller than a cell of {grid.size:g} m, so crimes would fall between the "
            "cells. Choose a larger radius or smaller cells."
        )
    if not can_sum(places, grid, radius):
        raise AnalysisError(
            f"A radius of {radius:,.0f} m spreads every crime over more cells of {grid.size:g} m than can be computed "
            "in minutes. Choose a smaller radius or larger cells."
        )
