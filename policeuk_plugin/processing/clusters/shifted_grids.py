# SPDX-License-Identifier: GPL-2.0-or-later
"""The same crimes in the three grids shifted by half a cell, to see whether a verdict holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...analysis.errors import Cancelled
from ...analysis.grid import Grid
from ...analysis.neighbours import Windows, cell_windows
from ...analysis.places import count_into_cells
from ..units.cell_points import cells_of_points
from ..units.clipping import ClippedCells, clip
from ..units.crimes import Crimes
from ..units.study_area import StudyArea
from ..units.unit_windows import WindowAsked, windows_of_cells


@dataclass(frozen=True)
class ShiftedGrid:
    """Cells with their crimes, `counts` (n,) and `windows`; `cell` (m,) of each of the crimes' points, −1 for none."""

    clipped: ClippedCells
    cell: np.ndarray
    counts: np.ndarray
    windows: Windows

    @property
    def area(self) -> np.ndarray:
        """Ground of each cell in m², (n,)."""
        return self.clipped.share * self.clipped.cells.grid.cell_area


def shifted_grid(
    grid: Grid, study: StudyArea, crimes: Crimes, window: WindowAsked, cancelled: Cancelled
) -> ShiftedGrid:
    """One of the three grids beside the first, clipped to the same study area."""
    clipped = clip(grid, study.geometry, cancelled)
    cell = cells_of_points(clipped, crimes.x, crimes.y, cancelled)
    counts = count_into_cells(cell, crimes.count, len(clipped.cells)).count
    windows = windows_of_cells(window, clipped.cells, cell_windows(clipped.cells), cancelled)
    return ShiftedGrid(clipped, cell, counts, windows)
