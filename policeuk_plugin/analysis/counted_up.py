# SPDX-License-Identifier: GPL-2.0-or-later
"""Chances of whole counts, added up from none on until the ends of an interval are reached, for many areas at once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

LARGEST = 2048
"""From there on chance in counting is next to nothing beside the spread of rates."""
_NODES = 96
_FARTHEST = 30.0  # in logarithms
_BLOCK = 64  # counts looked at in one go
_CELLS = 4_000_000

Chances = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Rows (r,) and counts (c,) to the chance of each count, (r, c)."""


@dataclass(frozen=True)
class Predicted:
    """Of q areas: the chance of less than was counted, and the counts `lower` and `upper` of the interval, (q,)."""

    below: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def counted_up(count: np.ndarray, chances: Chances, confidence: float) -> Predicted:
    """Mid-P of `count` (q,), P(X < x) + P(X = x) / 2, and the counts where it reaches the tails; NaN beyond 2,048.

    Between whole numbers it goes straight from one to the next; `lower` is 0 where even no event is not rare.
    """
    low, high = (1 - confidence) / 2, 1 - (1 - confidence) / 2
    below, lower, upper = (np.full(count.size, np.nan) for _ in range(3))
    done, last = np.zeros(count.size), np.zeros(count.size)  # the chance of all counts so far, and the last mid-P
    left = np.arange(count.size)
    for begin in range(0, LARGEST, _BLOCK):
        chance = chances(left, np.arange(begin, begin + _BLOCK).astype(np.float64))
        upto = done[left, None] + np.cumsum(chance, axis=1)
        middle = np.column_stack([last[left], upto - chance / 2])
        done[left], last[left] = upto[:, -1], middle[:, -1]
        lower[left] = _first(lower[left], middle, low, begin)
        upper[left] = _first(upper[left], middle, high, begin)
        below[left] = _at(below[left], middle, count[left], begin)
        left = left[np.isnan(upper[left]) | np.isnan(below[left])]
        if not left.size:
            break
    return Predicted(below, lower, upper)


def spread_out(middle: np.ndarray, spread: np.ndarray, freedom: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values (q, 96) of `middle` + `spread` T and how likely each is; T is Student's t with `freedom` (q,), 2 or more.

    The midpoint rule over T = √ν tan θ.
    """
    angle = (np.arange(_NODES) + 0.5) / _NODES * math.pi - math.pi / 2
    power = np.asarray(freedom, dtype=float)[:, None]
    share = np.cos(angle) ** (power - 1)
    away = np.clip(spread[:, None] * np.sqrt(power) * np.tan(angle), -_FARTHEST, _FARTHEST)
    return middle[:, None] + away, share / share.sum(axis=1)[:, None]


def mixed(share: np.ndarray, log_chance: Callable[[slice], np.ndarray], counts: int) -> np.ndarray:
    """Chances (q, c) over the values that are `share` (q, 96) likely; `log_chance` of some rows is (r, 96, c)."""
    found = np.empty((len(share), counts))
    step = max(1, _CELLS // (_NODES * counts))
    for begin in range(0, len(share), step):
        here = slice(begin, begin + step)
        found[here] = np.einsum("qn,qnc->qc", share[here], np.exp(log_chance(here)))
    return found


def _first(known: np.ndarray, middle: np.ndarray, target: float, begin: int) -> np.ndarray:
    """Where mid-P reaches `target`; `middle` (q, 1 + c) begins with that of the count before `begin`."""
    reached = middle[:, 1:] >= target
    at = np.argmax(reached, axis=1)
    rows = np.arange(len(middle))
    before, after = middle[rows, at], middle[rows, at + 1]
    whole = begin + at
    between = whole - (after - target) / np.maximum(after - before, 1e-300)
    place = np.where(whole == 0, 0.0, between)
    return np.where(np.isnan(known) & reached.any(axis=1), place, known)


def _at(known: np.ndarray, middle: np.ndarray, count: np.ndarray, begin: int) -> np.ndarray:
    """Mid-P at `count` (q,), where it lies among the counts from `begin` on."""
    up = np.ceil(count).astype(np.int64) - begin
    here = (up >= 0) & (up < middle.shape[1] - 1)
    at, rows = np.where(here, up, 0), np.arange(len(middle))
    after, before = middle[rows, at + 1], middle[rows, at]
    part = np.ceil(count) - count
    return np.where(here & np.isnan(known), after - part * (after - before), known)
