# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of the density: crimes inside the study area spread by the quartic kernel, corrected at its edge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsProcessingFeedback

from offline_cache.errors import CacheError

from ...analysis.density import Density, check_radius, quartic_density, raster_over, reaching
from ...analysis.places import Places, collapse
from ...text import tr
from ..running.telling import step
from ..running.wording import number_text, only_few
from ..units.cell_points import cells_of_points
from ..units.clipping import ClippedCells, clip
from ..units.inputs import Inputs
from ..units.study_area import StudyArea

FEW_CRIMES = 20
_HALF = 0.5


@dataclass(frozen=True)
class DensityRun:
    """The result: `inside` crimes on `places` snap points in the study area, `outside` ones left out."""

    inputs: Inputs
    study: StudyArea
    density: Density
    inside: float
    outside: float
    places: int

    @property
    def highest(self) -> float:
        """The highest density, in crimes per km²."""
        return float(np.nanmax(self.density.values))

    @property
    def mean(self) -> float:
        """Crimes per km² of the whole study area."""
        return self.inside / self.study.km2

    @property
    def peak(self) -> tuple[float, float]:
        """Where the density is highest: the centre of that cell, in metres."""
        row, column = divmod(int(np.nanargmax(self.density.values)), self.density.grid.columns)
        size = self.density.grid.size
        return self.density.left + (column + 0.5) * size, self.density.top - (row + 0.5) * size


@dataclass(frozen=True)
class Points:
    """Points inside the study area, (n,) each, with the place of their cell among those clipped."""

    cell: np.ndarray
    x: np.ndarray
    y: np.ndarray


def run_density(inputs: Inputs, cell_size: float, radius: float, feedback: QgsProcessingFeedback) -> DensityRun:
    """Spread the crimes; raises `CacheError` or `AnalysisError` with a sentence where there is nothing to spread."""
    study, crimes = inputs.study, inputs.crimes
    if study is None:
        raise CacheError(tr("There is no study area. Give polygons as STUDY_AREA."))
    step(feedback, 20, tr("Counting crimes in the study area"))
    grid = raster_over(study.extent, cell_size)
    check_radius(grid, radius)
    clipped = clip(grid, study.geometry, feedback.isCanceled)
    cell = cells_of_points(clipped, crimes.x, crimes.y, feedback.isCanceled)
    inside = cell >= 0
    places = collapse(crimes.x[inside], crimes.y[inside], crimes.count[inside])
    held = places.count.sum().item()
    if held == 0:
        raise CacheError(
            tr("No crime lies in the study area, {n} elsewhere. Check that both are of the same place.").format(
                n=number_text(crimes.count.sum().item())
            )
        )
    if held < FEW_CRIMES:
        feedback.pushWarning(
            tr("{few} in the study area: their density shows little but where each one was.").format(few=only_few(held))
        )
    step(feedback, 50, tr("Spreading {places} snap points").format(places=number_text(places.count.size)))
    raster = raster_of(clipped)
    open_for_all(raster, clipped, Points(cell[inside], crimes.x[inside], crimes.y[inside]), radius)
    density = quartic_density(places, grid, radius, raster, feedback.isCanceled)
    outside = crimes.count.sum().item() - held
    return DensityRun(inputs, study, density, held, outside, int((places.count > 0).sum()))


def raster_of(clipped: ClippedCells) -> np.ndarray:
    """The cells that lie in the study area for half at least, (rows, columns), northernmost row first.

    Where a part of it is too thin for that, all cells that touch it and are beside none of those.
    """
    grid = clipped.cells.grid
    share = np.zeros(grid.cells)
    share[clipped.cells.lattice] = clipped.share
    share = share.reshape(grid.rows, grid.columns)
    inside = share >= _HALF
    around = np.pad(inside, 1)
    beside = np.zeros_like(inside)
    for down in range(3):
        for right in range(3):
            beside |= around[down : down + grid.rows, right : right + grid.columns]
    return (inside | ((share > 0) & ~beside))[::-1]


def open_for_all(raster: np.ndarray, clipped: ClippedCells, points: Points, radius: float) -> None:
    """Add to the raster the cells of points that have none of its cells within reach, so that no crime is lost."""
    grid = clipped.cells.grid
    row, column = np.divmod(clipped.cells.lattice[points.cell], grid.columns)
    row = grid.rows - 1 - row
    out = np.flatnonzero(~raster[row, column])
    places = Places(points.x[out], points.y[out], np.ones(out.size, dtype=np.int64))
    lost = out[~reaching(places, grid, radius, raster)]
    raster[row[lost], column[lost]] = True
