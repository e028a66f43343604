# SPDX-License-Identifier: GPL-2.0-or-later
"""The upper tail of many binomial distributions at once, without scipy."""

from __future__ import annotations

import math

import numpy as np

_ENOUGH = 1e-14  # of the sum so far
SMALLEST = 1e-300


def binomial_upper_tail(least: np.ndarray, trials: int, share: np.ndarray) -> np.ndarray:
    """P(X ≥ `least`), (n,), X ~ Binomial(`trials`, `share`), `least` whole and `share` within 0 to 1, (n,) each.

    Its terms are added up from the near end, below the mean those of the other tail; to about 1e-8 of itself, and
    never below 1e-300.
    """
    least, share = np.asarray(least, dtype=np.int64), np.asarray(share, dtype=float)
    p = np.where(least <= 0, 1.0, np.where(least > trials, 0.0, np.where(share >= 1, 1.0, 0.0)))
    open_ = (least > 0) & (least <= trials) & (share > 0) & (share < 1)
    above = open_ & (least > trials * share)
    below = open_ & ~above
    p[above] = _summed(least[above], trials, share[above], 1)
    p[below] = 1 - _summed(least[below] - 1, trials, share[below], -1)
    return np.clip(p, SMALLEST, 1.0)


def _summed(start: np.ndarray, trials: int, share: np.ndarray, step: int) -> np.ndarray:
    """The sum of the terms from `start` away from the mean: upwards where `step` is 1, downwards where it is −1."""
    odds = np.log(share) - np.log1p(-share)
    first = np.exp(_log_choose(trials, start) + start * odds + trials * np.log1p(-share))
    ratio = share / (1 - share)
    total, term, count = np.ones(start.size), np.ones(start.size), start.astype(float)
    left = np.arange(start.size)
    while left.size:
        at = count[left]
        odds_next = (trials - at) / (at + 1) * ratio[left] if step > 0 else at / (trials - at + 1) / ratio[left]
        term[left] *= odds_next
        total[left] += term[left]
        count[left] += step
        left = left[term[left] > _ENOUGH * total[left]]
    return first * total


def _log_choose(trials: int, chosen: np.ndarray) -> np.ndarray:
    """log C(`trials`, `chosen`), (n,)."""
    whole = math.lgamma(trials + 1)
    values, place = np.unique(chosen, return_inverse=True)
    logs = [whole - math.lgamma(one + 1) - math.lgamma(trials - one + 1) for one in values.tolist()]
    return np.array(logs, dtype=float)[place.reshape(-1)] if values.size else np.empty(0)
