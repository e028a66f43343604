# SPDX-License-Identifier: GPL-2.0-or-later
"""Cumulative sums of many series at once: small shifts that last, which no single month shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SLACK, DECISION = 0.5, 5.0
"""K and H in standard deviations: made for shifts of one of them; about 1 run of 465 months alarms without any."""


@dataclass(frozen=True)
class Cusum:
    """`upper` and `lower` (k, m), both from 0 upwards, in the unit of the values.

    `side` (k,) is 1 where the upper one ends above the decision, −1 the lower, 0 neither; `since` (k,) the place of the
    first value of that run, −1 for none. What was above it once and has come back to 0 is over and not told.
    """

    upper: np.ndarray
    lower: np.ndarray
    side: np.ndarray
    since: np.ndarray


def cusum(values: np.ndarray, target: float = 0.0, slack: float = SLACK, decision: float = DECISION) -> Cusum:
    """C⁺ = max(0, x − (target + slack) + C⁺), C⁻ = max(0, (target − slack) − x + C⁻) of `values` (k, m) in order.

    Source: Page 1954; Montgomery, Introduction to Statistical Quality Control, section 9.1 (tabular form).
    """
    k, m = values.shape
    upper, lower = np.zeros((k, m)), np.zeros((k, m))
    begun = np.zeros((2, k), dtype=np.int64)
    running = np.zeros((2, k))
    for at in range(m):
        begun[running == 0] = at
        running[0] = np.maximum(0.0, values[:, at] - (target + slack) + running[0])
        running[1] = np.maximum(0.0, (target - slack) - values[:, at] + running[1])
        upper[:, at], lower[:, at] = running
    above, below = running[0] > decision, running[1] > decision
    side = np.where(above, 1, np.where(below, -1, 0))
    since = np.where(above, begun[0], np.where(below, begun[1], -1))
    return Cusum(upper, lower, side, since)
