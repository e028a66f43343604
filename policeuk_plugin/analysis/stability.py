# SPDX-License-Identifier: GPL-2.0-or-later
"""How the clusters hold when the grid is moved: a cluster that comes and goes with the grid's origin is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .clusters import Clusters, Verdict
from .grid import Cells, centres


def grids_agreeing(cell: np.ndarray, count: np.ndarray, in_cluster: np.ndarray, cells: int) -> np.ndarray:
    """In how many grids at least half of a cell's crimes lie in a cluster, (cells,), 0 for a cell without crimes.

    `cell` (places,) is each place's cell in the first grid, −1 for none; `count` (places,) its crimes;
    `in_cluster` (grids, places), bool, whether it lies in a cell called a cluster in each grid, the first among them.
    With the four grids of `grid.shifted_by_half` a cluster that holds has 4.
    """
    inside = cell >= 0
    held, weights = cell[inside], np.asarray(count, dtype=float)[inside]
    total = np.bincount(held, weights, minlength=cells)
    agreeing = np.zeros(cells, dtype=np.int64)
    for called in np.asarray(in_cluster, dtype=bool)[:, inside]:
        agreeing += (2 * np.bincount(held, weights * called, minlength=cells) >= total) & (total > 0)
    return agreeing


@dataclass(frozen=True)
class QuarterPoints:
    """Four points of each cell, `x` and `y` (4 n,) in metres, and the `cell` that each is of: where cells may be empty.

    The middles of a square's quarters lie each in one cell of every grid of `grid.shifted_by_half`.
    """

    cell: np.ndarray
    x: np.ndarray
    y: np.ndarray


def quarter_points(cells: Cells) -> QuarterPoints:
    """The points for `cells`, with which `grids_agreeing` tells of ground what it else tells of crimes."""
    middle, step = centres(cells), cells.grid.size / 4
    moves = np.array([(-step, -step), (step, -step), (-step, step), (step, step)])
    at = (middle[:, None, :] + moves[None]).reshape(-1, 2)
    return QuarterPoints(np.repeat(np.arange(len(cells)), 4), at[:, 0], at[:, 1])


def called_at(found: Clusters, verdict: Verdict, cell: np.ndarray) -> np.ndarray:
    """Whether each point, (m,), lies in a cell of that verdict; `cell` (m,) is its cell, −1 for none."""
    return (cell >= 0) & found.is_(verdict)[cell]
