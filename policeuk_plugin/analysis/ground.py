# SPDX-License-Identifier: GPL-2.0-or-later
"""The ground that snap points tell of, where no outline says more: squares on and between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .errors import Cancelled, never, stop_if

SQUARE = 250.0
"""Side of a square in metres; edges are multiples of it."""
REACH = 1000.0
"""Metres: a gap is ground where no empty circle of this radius fits into it; all of it is this near to a point."""
LEFT_OUT = 0.01
"""Patches are left out, those with the fewest crimes first, as long as they hold less than this share together."""
_ROW = 2**26  # keys number squares by row and column, both counted from far outside
_FAR = 2**25


@dataclass(frozen=True)
class Ground:
    """`columns` and `rows` (n,) of the squares, counted in `SQUARE` from the origin; ordered by row, then column.

    `left_out` crimes stand in patches far from the rest.
    """

    columns: np.ndarray
    rows: np.ndarray
    left_out: int


def known_ground(
    x: np.ndarray, y: np.ndarray, count: np.ndarray, others: np.ndarray, cancelled: Cancelled = never
) -> Ground:
    """The squares that hold one of the points `x`, `y` (n,) in metres, and those between them: a closing by `REACH`.

    A square lies between points where no circle of `REACH` without a point reaches it. What lies beyond the outermost
    points is no part: a rim without crimes would make all within it look busy. On the points stand `count` (n,)
    crimes. What lies between, but nearer to one of the points `others`, (m, 2), is theirs. Squares within twice `REACH`
    make a patch; a force's file holds a few crimes far away, whose patches are left out.
    """
    keys, away = _near(x, y, cancelled)
    patch = _patches(keys, cancelled)
    crimes = np.bincount(patch[np.searchsorted(keys, _keys(x, y))], count, int(patch.max(initial=-1)) + 1)
    order = np.argsort(crimes, kind="stable")
    kept = np.ones(crimes.size, dtype=bool)
    kept[order[np.cumsum(crimes[order]) < LEFT_OUT * crimes.sum()]] = False
    between = _inner(keys)
    if others.size:
        theirs, nearer = _near(others[:, 0], others[:, 1], cancelled)
        at = np.minimum(np.searchsorted(theirs, keys), theirs.size - 1)
        between &= ~((theirs[at] == keys) & (nearer[at] < away))
    left = keys[kept[patch] & (between | np.isin(keys, _keys(x, y)))]
    return Ground(left % _ROW - _FAR, left // _ROW - _FAR, int(round(crimes[~kept].sum())))


def _inner(keys: np.ndarray) -> np.ndarray:
    """The squares, (n,), from which all squares within `REACH` are among the ascending `keys`."""
    inner = np.ones(keys.size, dtype=bool)
    most = int(REACH // SQUARE)
    for up in range(-most, most + 1):
        for across in range(-most, most + 1):
            if (up**2 + across**2) * SQUARE**2 <= REACH**2:
                beside = keys + (up * _ROW + across)
                at = np.minimum(np.searchsorted(keys, beside), keys.size - 1)
                inner &= keys[at] == beside
    return inner


def _keys(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The square of each point as one number."""
    column, row = (np.floor(at / SQUARE).astype(np.int64) + _FAR for at in (x, y))
    return row * _ROW + column


def _near(x: np.ndarray, y: np.ndarray, cancelled: Cancelled) -> tuple[np.ndarray, np.ndarray]:
    """Squares within `REACH` of any point, ascending, and the squared distance of the nearest one to each."""
    parts = [_nearest(*part) for part in _around(x, y, cancelled)]
    return _nearest(np.concatenate([keys for keys, _ in parts]), np.concatenate([away for _, away in parts]))


def _nearest(keys: np.ndarray, away: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each key once, ascending, with its smallest distance."""
    order = np.lexsort((away, keys))
    keys, away = keys[order], away[order]
    first = np.ones(keys.size, dtype=bool)
    first[1:] = keys[1:] != keys[:-1]
    return keys[first], away[first]


def _around(x: np.ndarray, y: np.ndarray, cancelled: Cancelled) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For each step between squares: those within `REACH` of a point, and its squared distance."""
    reach = int(REACH // SQUARE) + 1
    base = _keys(x, y)
    column, row = np.floor(x / SQUARE), np.floor(y / SQUARE)
    for up in range(-reach, reach + 1):
        stop_if(cancelled)
        for across in range(-reach, reach + 1):
            east, north = (column + across + 0.5) * SQUARE - x, (row + up + 0.5) * SQUARE - y
            away = east**2 + north**2
            near = away <= REACH**2
            yield base[near] + (up * _ROW + across), away[near]


def _patches(keys: np.ndarray, cancelled: Cancelled) -> np.ndarray:
    """The patch of each square, (n,): squares that touch, also at a corner, are one."""
    place = {key: at for at, key in enumerate(keys.tolist())}
    beside = [up * _ROW + across for up in (-1, 0, 1) for across in (-1, 0, 1)]
    patch = np.full(keys.size, -1, dtype=np.int64)
    number = 0
    for start, key in enumerate(keys.tolist()):
        if patch[start] >= 0:
            continue
        stop_if(cancelled)
        patch[start], waiting = number, [key]
        while waiting:
            here = waiting.pop()
            for step in beside:
                at = place.get(here + step)
                if at is not None and patch[at] < 0:
                    patch[at] = number
                    waiting.append(here + step)
        number += 1
    return patch
