# SPDX-License-Identifier: GPL-2.0-or-later
"""How the clusters hold when the grid is moved: a cluster that comes and goes with the grid's origin is none."""

from __future__ import annotations

import numpy as np


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
