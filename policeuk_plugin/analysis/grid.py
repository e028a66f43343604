# SPDX-License-Identifier: GPL-2.0-or-later
"""Square and hexagon grids that stand still: their origin is a multiple of the cell size on the national grid."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np

from .errors import AnalysisError

MOST_CELLS = 2_000_000
_MOST_NUMBERED = 2**52  # beyond it neither coordinates nor places in the grid are exact
_ROW = math.sqrt(3) / 2  # distance between rows of hexagons, in cell sizes


class CellShape(Enum):
    """Shape of the cells; the size of a hexagon is the distance between its opposite sides."""

    SQUARE = "square"
    HEXAGON = "hexagon"


@dataclass(frozen=True)
class Grid:
    """A block of cells of an endless lattice, in metres of a projected CRS.

    `column` and `row` are the first ones, counted from the lattice's origin `shift` (0, 0 unless a grid shifted
    on purpose is wanted); rows go north, and cell k of the block is in row k // columns, column k % columns.
    Square (c, r) is [c, c + 1) × [r, r + 1) cell sizes. The centre of hexagon (c, r) is at c + (r odd) / 2 across
    and r √3 / 2 up, in cell sizes; its flat sides are left and right.
    """

    shape: CellShape
    size: float
    column: int
    row: int
    columns: int
    rows: int
    shift: tuple[float, float] = (0.0, 0.0)

    @property
    def cells(self) -> int:
        """Number of cells of the block."""
        return self.columns * self.rows

    @property
    def cell_area(self) -> float:
        """Area of a whole cell in square metres."""
        return self.size**2 * (1.0 if self.shape is CellShape.SQUARE else _ROW)


@dataclass(frozen=True)
class Cells:
    """The cells of a grid that lie in the study area: `lattice` (n,) holds their places in the grid, ascending."""

    grid: Grid
    lattice: np.ndarray

    def __len__(self) -> int:
        """Number of cells in the study area."""
        return int(self.lattice.size)


def grid_over(
    shape: CellShape,
    size: float,
    extent: tuple[float, float, float, float],
    shift: tuple[float, float] = (0.0, 0.0),
) -> Grid:
    """Cover `extent` (xmin, ymin, xmax, ymax in metres, edges included) with cells of `size` metres.

    Raises `AnalysisError` for a size or extent that is no number, and above `MOST_CELLS` cells.
    """
    _check_size(size, extent)
    west, south, east, north = extent
    refuse_too_many(size, ((east - west) / size + 1) * ((north - south) / size + 1))
    grid = lattice_over(shape, size, extent, shift)
    refuse_too_many(size, grid.cells)
    return grid


def lattice_over(
    shape: CellShape,
    size: float,
    extent: tuple[float, float, float, float],
    shift: tuple[float, float] = (0.0, 0.0),
) -> Grid:
    """As `grid_over`, but with any number of cells, for a study area that holds few of those of its extent."""
    _check_size(size, extent)
    west, south, east, north = (
        at / size for at in (extent[0] - shift[0], extent[1] - shift[1], extent[2] - shift[0], extent[3] - shift[1])
    )
    if shape is CellShape.SQUARE:
        columns, rows = (math.floor(west), math.floor(east)), (math.floor(south), math.floor(north))
    else:
        columns = math.floor(west), math.floor(east + 0.5)
        rows = math.floor(south / _ROW), math.floor(north / _ROW) + 1
    return Grid(shape, size, columns[0], rows[0], columns[1] - columns[0] + 1, rows[1] - rows[0] + 1, shift)


def _check_size(size: float, extent: tuple[float, float, float, float]) -> None:
    """Refuse what makes no grid, or one whose cells could not be numbered exactly."""
    if not (math.isfinite(size) and size > 0):
        raise AnalysisError(f"A cell size of {size:g} makes no grid. Give a size in metres that is above zero.")
    west, south, east, north = extent
    if not all(map(math.isfinite, extent)) or west > east or south > north:
        raise AnalysisError("The study area has no extent, so no grid can cover it. Choose another study area.")
    cells = ((east - west) / size + 1) * ((north - south) / size + 1)
    if cells > _MOST_NUMBERED or max(map(abs, extent)) / size > _MOST_NUMBERED:
        refuse_too_many(size, max(cells, MOST_CELLS + 1))


def refuse_too_many(size: float, cells: float) -> None:
    """Raise `AnalysisError` for more cells than fit into memory."""
    if cells > MOST_CELLS:
        raise AnalysisError(
            f"Cells of {size:g} m would make {cells:,.0f} cells over this study area; {MOST_CELLS:,} is the most. "
            "Choose larger cells or a smaller study area."
        )


def shifted_by_half(grid: Grid, extent: tuple[float, float, float, float]) -> tuple[Grid, Grid, Grid, Grid]:
    """The grid over `extent` and its three copies moved by half a cell east, north, and both."""
    half = grid.size / 2
    moves = ((0.0, 0.0), (half, 0.0), (0.0, half), (half, half))
    first, *others = (
        lattice_over(grid.shape, grid.size, extent, (grid.shift[0] + dx, grid.shift[1] + dy)) for dx, dy in moves
    )
    return (first, others[0], others[1], others[2])


def cells_inside(grid: Grid, share: np.ndarray) -> Cells:
    """Keep the cells of which a share above 0 lies in the study area; `share` (cells,) is 0 to 1.

    Raises `AnalysisError` where `share` does not fit the grid or no cell is left.
    """
    share = np.asarray(share)
    if share.shape != (grid.cells,):
        raise AnalysisError(f"The grid has {grid.cells:,} cells, but {share.size:,} shares were given.")
    return chosen_cells(grid, np.flatnonzero(share > 0))


def chosen_cells(grid: Grid, lattice: np.ndarray) -> Cells:
    """The cells at the places `lattice` (n,) of the grid, ascending; raises `AnalysisError` where there is none."""
    if lattice.size == 0:
        raise AnalysisError("No cell lies in the study area. Check its CRS and that it is where the crimes are.")
    return Cells(grid, lattice)


def all_cells(grid: Grid) -> Cells:
    """Every cell of the grid, for a study area that is the extent itself."""
    return Cells(grid, np.arange(grid.cells))


def cell_of(cells: Cells, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Index into `cells` of each point (metres), −1 for a point outside the study area or without a place.

    Each point is in exactly one cell: left and lower edges belong to a cell, right and upper ones to the next.
    """
    grid = cells.grid
    across = (np.asarray(x, dtype=float) - grid.shift[0]) / grid.size
    up = (np.asarray(y, dtype=float) - grid.shift[1]) / grid.size
    if grid.shape is CellShape.SQUARE:
        return position_of(cells, np.floor(across) - grid.column, np.floor(up) - grid.row)
    below = np.floor(up / _ROW)
    column, away = _nearest_in_row(across, up, below)
    other, farther = _nearest_in_row(across, up, below + 1)
    upper = farther <= away
    return position_of(cells, np.where(upper, other, column) - grid.column, below + upper - grid.row)


def _nearest_in_row(across: np.ndarray, up: np.ndarray, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The column of the nearest hexagon centre of a row, and its squared distance; in cell sizes."""
    offset = np.mod(row, 2) / 2
    column = np.floor(across - offset + 0.5)
    return column, (across - column - offset) ** 2 + (up - row * _ROW) ** 2


def centres(cells: Cells) -> np.ndarray:
    """Centres of the cells in metres, (n, 2)."""
    grid = cells.grid
    row, column = np.divmod(cells.lattice, grid.columns)
    row, column = row + grid.row, column + grid.column
    if grid.shape is CellShape.SQUARE:
        across, up = column + 0.5, row + 0.5
    else:
        across, up = column + 0.5 * (row & 1), row * _ROW
    return np.column_stack([across * grid.size + grid.shift[0], up * grid.size + grid.shift[1]])


def polygons(cells: Cells) -> np.ndarray:
    """Outlines of the cells in metres as closed rings, anticlockwise: (n, 5, 2) for squares, (n, 7, 2) for hexagons.

    Corners are computed from the lattice, so that neighbours share theirs to the last bit.
    """
    grid = cells.grid
    row, column = np.divmod(cells.lattice, grid.columns)
    row, column = (row + grid.row)[:, None], (column + grid.column)[:, None]
    if grid.shape is CellShape.SQUARE:
        across, up = column + np.array([0, 1, 1, 0, 0]), row + np.array([0, 0, 1, 1, 0])
        rise = grid.size
    else:
        # Half cell sizes across and thirds of a row up are whole numbers.
        across = (2 * column + (row & 1) + np.array([0, 1, 1, 0, -1, -1, 0])) / 2
        up = 3 * row + np.array([-2, -1, 1, 2, 1, -1, -2])
        rise = grid.size * _ROW / 3
    return np.stack([across * grid.size + grid.shift[0], up * rise + grid.shift[1]], axis=2)


def position_of(cells: Cells, column: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Index into `cells` of columns and rows counted from the grid's first, −1 where there is none."""
    grid = cells.grid
    inside = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows)
    lattice = np.where(inside, row * grid.columns + column, -1).astype(np.int64)
    found = np.minimum(np.searchsorted(cells.lattice, lattice), cells.lattice.size - 1)
    return np.where(inside & (cells.lattice[found] == lattice), found, -1)
