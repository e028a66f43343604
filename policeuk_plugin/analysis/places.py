# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes collapsed to the snap points they stand on, and snap points counted into cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .errors import AnalysisError

MOST_CRIMES = 2**53
"""Numbers of crimes from here on are not exact as a float, and near it their sums leave the range of whole numbers."""


@dataclass(frozen=True)
class Places:
    """Distinct points in metres, `x` and `y` (n,), with the crimes on each, `count` (n,), ordered by x, then y."""

    x: np.ndarray
    y: np.ndarray
    count: np.ndarray


@dataclass(frozen=True)
class CellCounts:
    """Of each cell, (n,): crimes, places with crimes, and the share of its crimes on its fullest place (NaN: none).

    `outside` is the number of crimes that are in no cell.
    """

    count: np.ndarray
    places: np.ndarray
    largest_place_share: np.ndarray
    outside: float


def collapse(x: np.ndarray, y: np.ndarray, count: Optional[np.ndarray] = None) -> Places:
    """Collapse points (metres, (n,)) that stand exactly on one another; each counts 1, or `count`.

    Whole counts stay whole. Points without a place (NaN) are kept, one for each, so that none is lost.
    Raises `AnalysisError` for a count that is missing or below zero.
    """
    x, y = np.asarray(x, dtype=float) + 0.0, np.asarray(y, dtype=float) + 0.0
    weights = np.ones(x.size, dtype=np.int64) if count is None else _checked(np.asarray(count))
    order = np.lexsort((y, x))
    x, y = x[order], y[order]
    new = np.ones(x.size, dtype=bool)
    new[1:] = (x[1:] != x[:-1]) | (y[1:] != y[:-1])
    starts = np.flatnonzero(new)
    summed = np.add.reduceat(weights[order], starts) if starts.size else weights
    return Places(x[starts], y[starts], summed)


def count_into_cells(cell: np.ndarray, count: np.ndarray, cells: int) -> CellCounts:
    """Add up places by `cell` (index of each place's cell, −1 for none) into `cells` cells."""
    cell, count = np.asarray(cell), _checked(np.asarray(count))
    inside = (cell >= 0) & (count > 0)
    cell, held = cell[inside], count[inside]
    total = np.zeros(cells, dtype=count.dtype)
    np.add.at(total, cell, held)
    largest = np.zeros(cells, dtype=count.dtype)
    np.maximum.at(largest, cell, held)
    share = np.divide(largest, total, out=np.full(cells, np.nan), where=total > 0)
    return CellCounts(total, np.bincount(cell, minlength=cells), share, (count.sum() - held.sum()).item())


def _checked(count: np.ndarray) -> np.ndarray:
    """The counts as int64 where they are whole, else as float."""
    if not count.astype(float).sum() < MOST_CRIMES and np.isfinite(count.astype(float)).all():
        raise AnalysisError(
            f"The count field adds up to more than {MOST_CRIMES:,}, beyond which numbers are no longer exact. Choose "
            "another field."
        )
    if count.dtype.kind in "iub":
        count = count.astype(np.int64)
    elif not np.isfinite(count := count.astype(float)).all():
        raise AnalysisError(
            "The count field has empty values. Fill them in or choose another field; empty is not zero."
        )
    if count.size and count.min() < 0:
        raise AnalysisError("The count field has values below zero. Choose a field that holds numbers of crimes.")
    if count.dtype.kind == "f" and np.array_equal(count, np.floor(count)):
        return count.astype(np.int64)
    return count
