# SPDX-License-Identifier: GPL-2.0-or-later
"""Windows by distance between the centres of units: within so many metres, or the k nearest."""

from __future__ import annotations

import math

import numpy as np

from .errors import AnalysisError, Cancelled, never, stop_if
from .neighbours import Windows

MOST_PAIRS = 40_000_000  # some 1.5 GB while they are looked for
_AT_ONCE = 2_000_000
_TOLERANCE = 1e-3  # metres; float equality drops the diagonals of a grid


def windows_within(x: np.ndarray, y: np.ndarray, distance: float, cancelled: Cancelled = never) -> Windows:
    """Unit i with all whose centre lies at most `distance` metres from its own (a millimetre more is not told apart).

    `x`, `y` (n,) in metres. Raises `AnalysisError` for a distance that is none, and for more than `MOST_PAIRS` pairs.
    """
    if not (math.isfinite(distance) and distance > 0):
        raise AnalysisError(f"A distance of {distance} m makes no neighbourhood. Give one above zero.")
    rows, columns, _ = _pairs(x, y, np.arange(x.size), distance + _TOLERANCE, cancelled)
    return _windows(x.size, rows, columns)


def windows_nearest(x: np.ndarray, y: np.ndarray, neighbours: int, cancelled: Cancelled = never) -> Windows:
    """Unit i with the `neighbours` units nearest to it, and all that lie as near as the last of them.

    Without that a cell at the border of a grid would have to choose among equals. A unit's window need not hold the
    units whose windows hold it. `x`, `y` (n,) are centres in metres. Raises `AnalysisError` for fewer than 1
    neighbour or not fewer than units.
    """
    if not 1 <= neighbours < x.size:
        raise AnalysisError(
            f"{neighbours:,} nearest neighbours cannot be had among {x.size:,} units. Choose between 1 and a few dozen."
        )
    reach = _typical_reach(x, y, neighbours)
    left, kept = np.arange(x.size), []
    while left.size:
        rows, columns, away = _pairs(x, y, left, reach, cancelled)
        order = np.lexsort((away, rows))
        rows, columns, away = rows[order], columns[order], away[order]
        starts, ends = np.searchsorted(rows, left), np.searchsorted(rows, left, side="right")
        full = ends - starts > neighbours
        last = np.full(x.size, -1.0)
        last[left[full]] = away[starts[full] + neighbours] + _TOLERANCE
        full &= last[left] <= reach  # else one as near might lie just outside
        last[left[~full]] = -1.0
        near = away <= last[rows]
        kept.append((rows[near], columns[near]))
        left, reach = left[~full], reach * 2
    return _windows(x.size, *(np.concatenate(part) for part in zip(*kept)))


def _typical_reach(x: np.ndarray, y: np.ndarray, neighbours: int) -> float:
    """A radius within which about twice as many lie where units are spread evenly."""
    ground = max(float(np.ptp(x)) * float(np.ptp(y)), float(np.ptp(x) + np.ptp(y)), 1.0)
    return math.sqrt(2 * (neighbours + 1) * ground / (math.pi * x.size)) + 2 * _TOLERANCE


def _windows(units: int, rows: np.ndarray, columns: np.ndarray) -> Windows:
    order = np.lexsort((columns, rows))
    sizes = np.bincount(rows, minlength=units)
    return Windows(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), columns[order])


def _pairs(
    x: np.ndarray, y: np.ndarray, rows: np.ndarray, reach: float, cancelled: Cancelled
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, column and distance of all pairs of one of `rows` and any unit within `reach`, through square bins."""
    across = np.floor((x - x.min()) / reach).astype(np.int64)
    up = np.floor((y - y.min()) / reach).astype(np.int64) + 1
    height = int(up.max()) + 2
    order = np.argsort(across * height + up, kind="stable")
    binned = (across * height + up)[order]
    found, held = [], 0
    for column in (-1, 0, 1):
        middle = (across[rows] + column) * height + up[rows]
        starts, ends = np.searchsorted(binned, middle - 1), np.searchsorted(binned, middle + 1, side="right")
        for some in _in_parts(ends - starts):
            stop_if(cancelled)
            pairs = _near(x, y, rows[some], starts[some], (ends - starts)[some], order, reach)
            held += pairs[0].size
            if held > MOST_PAIRS:
                raise AnalysisError(
                    f"Neighbourhoods of {reach:,.0f} m would hold {MOST_PAIRS // rows.size:,} units and more each. "
                    "Choose a shorter distance, fewer neighbours or larger units."
                )
            found.append(pairs)
    return tuple(np.concatenate(part) for part in zip(*found))  # type: ignore[return-value]


def _near(
    x: np.ndarray,
    y: np.ndarray,
    rows: np.ndarray,
    starts: np.ndarray,
    sizes: np.ndarray,
    order: np.ndarray,
    reach: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    first = np.repeat(starts - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    row, column = np.repeat(rows, sizes), order[first + np.arange(first.size)]
    away = np.hypot(x[row] - x[column], y[row] - y[column])
    near = away <= reach
    return row[near], column[near], away[near]


def _in_parts(sizes: np.ndarray) -> list[slice]:
    """Runs of rows with about `_AT_ONCE` candidates each."""
    part = np.cumsum(sizes) // _AT_ONCE
    bounds = np.concatenate([[0], np.flatnonzero(np.diff(part)) + 1, [sizes.size]])
    return [slice(int(begin), int(end)) for begin, end in zip(bounds[:-1], bounds[1:])]
