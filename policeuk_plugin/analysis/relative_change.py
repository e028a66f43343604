# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a unit changed otherwise than the rest of the area, exactly."""

from __future__ import annotations

import numpy as np

from .errors import Cancelled, never, stop_if

_ALIKE = 1 + 1e-7  # what is as probable but for rounding counts as as probable, as R and scipy do


def relative_test(
    after: np.ndarray, before: np.ndarray, area: tuple[int, int], cancelled: Cancelled = never
) -> np.ndarray:
    """Two-sided p (n,) that a unit's ratio of `after` to `before` is that of the rest of the area.

    `area` are the crimes of the whole area after and before, the unit's own among them. Given the unit's crimes and
    the area's, those of the unit after are hypergeometric (Fisher 1935); of a unit that is a small part of the area
    that is the conditional binomial test with the area's share, and of a large one it allows for the chance in the
    rest, too. p sums what is no more probable than what was found.
    """
    pairs = np.stack([np.asarray(after), np.asarray(before)], axis=1).astype(np.int64)
    distinct, which = np.unique(pairs, axis=0, return_inverse=True)
    logs = _log_factorials(int(sum(area)))
    found = np.empty(len(distinct))
    for at, (one, other) in enumerate(distinct.tolist()):
        stop_if(cancelled)
        found[at] = _p(one, other, area, logs)
    return found[which.reshape(-1)]


def _p(after: int, before: int, area: tuple[int, int], logs: np.ndarray) -> float:
    total, (all_after, all_before) = after + before, area
    x = np.arange(max(0, total - all_before), min(total, all_after) + 1)
    ways = logs[all_after] - logs[x] - logs[all_after - x]
    ways += logs[all_before] - logs[total - x] - logs[all_before - total + x]
    probability = np.exp(ways - ways.max())
    seen = probability[after - x[0]]
    return float(min(1.0, probability[probability <= seen * _ALIKE].sum() / probability.sum()))


def _log_factorials(largest: int) -> np.ndarray:
    """ln k! for k = 0 … `largest`."""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, largest + 1)))])
