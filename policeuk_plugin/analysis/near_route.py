# SPDX-License-Identifier: GPL-2.0-or-later
"""How far points lie from lines, exactly, up to a distance beyond which it does not matter."""

from __future__ import annotations

import numpy as np

from .errors import Cancelled, never, stop_if

_LEAST_CELL = 250.0
_PIECES, _PAIRS = 20_000, 2_000_000  # at once, so that memory stays within 200 MB and a cancel within a second
_AROUND = tuple((column, row) for column in (-1, 0, 1) for row in (-1, 0, 1))


def distances_to_lines(
    x: np.ndarray, y: np.ndarray, segments: np.ndarray, reach: float, cancelled: Cancelled = never
) -> np.ndarray:
    """Distance of each point (n,) to the nearest of straight segments (m, 4: x, y, x, y), in the unit of both.

    Infinite beyond `reach`, which is above 0, and for points that are not finite. Points lie in a lattice, segments
    are cut into pieces no longer than a cell, and a piece is compared with the points of the nine cells around it.
    """
    nearest = np.full(x.size, np.inf)
    cell = max(2 * reach, _LEAST_CELL)
    there = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if there.size == 0 or segments.shape[0] == 0:
        return nearest
    left, bottom = float(x[there].min()), float(y[there].min())
    column, row = (np.floor((at - low) / cell).astype(np.int64) for at, low in ((x[there], left), (y[there], bottom)))
    width = int(column.max()) + 3
    keys = (row + 1) * width + column + 1
    order = np.argsort(keys, kind="stable")
    lattice, members = keys[order], there[order]
    for begin in range(0, segments.shape[0], _PIECES):
        for pieces in _pieces(segments[begin : begin + _PIECES], cell):
            stop_if(cancelled)
            middle_x, middle_y = (pieces[:, 0] + pieces[:, 2]) / 2, (pieces[:, 1] + pieces[:, 3]) / 2
            at_column = np.floor((middle_x - left) / cell).astype(np.int64)
            at_row = np.floor((middle_y - bottom) / cell).astype(np.int64)
            for east, north in _AROUND:
                among = (at_column + east >= 0) & (at_column + east < width - 2) & (at_row + north >= 0)
                wanted = (at_row[among] + north + 1) * width + at_column[among] + east + 1
                first, last = np.searchsorted(lattice, wanted, "left"), np.searchsorted(lattice, wanted, "right")
                _compare(x, y, members, pieces[among], first, last, nearest, cancelled)
    nearest[nearest > reach] = np.inf
    return nearest


def _pieces(segments: np.ndarray, cell: float) -> list[np.ndarray]:
    """The segments in pieces no longer than a cell, in lists short enough to hold."""
    length = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    parts = np.maximum(np.ceil(length / cell), 1).astype(np.int64)
    if parts.max() == 1:
        return [segments]
    found = []
    ends = np.cumsum(parts)
    for begin in range(0, int(ends[-1]), _PIECES):
        number = np.arange(begin, min(begin + _PIECES, int(ends[-1])))
        of = np.searchsorted(ends, number, "right")
        share = (number - (ends[of] - parts[of])) / parts[of]
        step = 1 / parts[of]
        start, along = segments[of, :2], segments[of, 2:] - segments[of, :2]
        found.append(np.hstack([start + along * share[:, None], start + along * (share + step)[:, None]]))
    return found


def _compare(
    x: np.ndarray,
    y: np.ndarray,
    members: np.ndarray,
    pieces: np.ndarray,
    first: np.ndarray,
    last: np.ndarray,
    nearest: np.ndarray,
    cancelled: Cancelled,
) -> None:
    """Bring `nearest` down by each piece and the points `members[first:last]`, some at once."""
    number = last - first
    some = np.flatnonzero(number > 0)
    upto = np.cumsum(number[some])
    begin = 0
    while begin < some.size:
        stop_if(cancelled)
        done = int(upto[begin - 1]) if begin else 0
        end = max(int(np.searchsorted(upto, done + _PAIRS, "right")), begin + 1)
        chosen = some[begin:end]
        piece = np.repeat(chosen, number[chosen])
        offset = np.arange(piece.size) - np.repeat(np.cumsum(number[chosen]) - number[chosen], number[chosen])
        point = members[first[piece] + offset]
        np.minimum.at(nearest, point, _distance(x[point], y[point], pieces[piece]))
        begin = end


def _distance(x: np.ndarray, y: np.ndarray, segments: np.ndarray) -> np.ndarray:
    """Of each point to its segment, (k,)."""
    along_x, along_y = segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]
    from_x, from_y = x - segments[:, 0], y - segments[:, 1]
    squared = along_x**2 + along_y**2
    share = np.clip((from_x * along_x + from_y * along_y) / np.where(squared > 0, squared, 1.0), 0.0, 1.0)
    found: np.ndarray = np.hypot(from_x - share * along_x, from_y - share * along_y)
    return found
