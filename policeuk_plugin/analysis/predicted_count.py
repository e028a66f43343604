# SPDX-License-Identifier: GPL-2.0-or-later
"""The count that an area may have whose rate is known but for its spread: Poisson counts of log-t rates."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .incomplete_gamma import log_gamma
from .quantiles import t_quantile, t_two_sided

_NODES = 96
_FARTHEST = 30.0  # in logarithms of rates
_BLOCK = 64  # counts looked at in one go
_LARGEST = 2048  # from there on chance in counting is next to nothing beside the spread of rates
_CELLS = 4_000_000


@dataclass(frozen=True)
class Predicted:
    """Of q areas: the chance of less than was counted, and the counts `lower` and `upper` of the interval, (q,)."""

    below: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def predicted_count(
    count: np.ndarray, expected: np.ndarray, spread: np.ndarray, freedom: np.ndarray, confidence: float = 0.95
) -> Predicted:
    """What `count` (q,) is to be expected: Poisson with mean `expected` (q,) times exp(`spread` T), (q,) each.

    T is Student's t with `freedom` (q,) degrees, 2 or more. Chances are mid-P, P(X < x) + P(X = x) / 2, which are even
    on average where counts are small, and go straight from one whole number to the next; `lower` is 0 where even no
    event is not rare. By the midpoint rule over T = √ν tan θ, to 1e-4 or better up to means of 100; beyond counts of
    2,048 by the logarithm's own t.
    """
    rate, share = _rates(expected, spread, freedom)
    low, high = (1 - confidence) / 2, 1 - (1 - confidence) / 2
    below, lower, upper = (np.full(len(rate), np.nan) for _ in range(3))
    done, last = np.zeros(len(rate)), np.zeros(len(rate))  # the chance of all counts so far, and the last mid-P
    left = np.arange(len(rate))
    for begin in range(0, _LARGEST, _BLOCK):
        counts = np.arange(begin, begin + _BLOCK).astype(np.float64)
        chance = _mixed(rate[left], share[left], counts)
        upto = done[left, None] + np.cumsum(chance, axis=1)
        middle = np.column_stack([last[left], upto - chance / 2])
        done[left], last[left] = upto[:, -1], middle[:, -1]
        lower[left] = _first(lower[left], middle, low, begin)
        upper[left] = _first(upper[left], middle, high, begin)
        below[left] = _at(below[left], middle, count[left], begin)
        left = left[np.isnan(upper[left]) | np.isnan(below[left])]
        if not left.size:
            break
    for row in np.flatnonzero(np.isnan(lower) | np.isnan(upper) | np.isnan(below)).tolist():
        own = math.log(max(float(count[row]), 1.0) / float(expected[row]))
        wide = math.hypot(float(spread[row]), 1 / math.sqrt(_LARGEST))
        reach = t_quantile(high, float(freedom[row])) * wide
        tail = t_two_sided(own / wide, float(freedom[row])) / 2
        below[row] = (tail if own < 0 else 1 - tail) if np.isnan(below[row]) else below[row]
        lower[row] = expected[row] * math.exp(-reach) if np.isnan(lower[row]) else lower[row]
        upper[row] = expected[row] * math.exp(reach) if np.isnan(upper[row]) else upper[row]
    return Predicted(below, lower, upper)


def _rates(expected: np.ndarray, spread: np.ndarray, freedom: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logarithms of means (q, 96) and how likely each is."""
    angle = (np.arange(_NODES) + 0.5) / _NODES * math.pi - math.pi / 2
    power = np.asarray(freedom, dtype=float)[:, None]
    share = np.cos(angle) ** (power - 1)
    away = np.clip(spread[:, None] * np.sqrt(power) * np.tan(angle), -_FARTHEST, _FARTHEST)
    return np.log(expected)[:, None] + away, share / share.sum(axis=1)[:, None]


def _mixed(rate: np.ndarray, share: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Chance of each of `counts` (c,), (q, c)."""
    found = np.empty((len(rate), counts.size))
    step = max(1, _CELLS // (_NODES * counts.size))
    logs = log_gamma(counts + 1.0)
    for begin in range(0, len(rate), step):
        here = slice(begin, begin + step)
        each = np.exp(rate[here, :, None] * counts - np.exp(rate[here])[:, :, None] - logs)
        found[here] = np.einsum("qn,qnc->qc", share[here], each)
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
