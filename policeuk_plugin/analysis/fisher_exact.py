# SPDX-License-Identifier: GPL-2.0-or-later
"""Fisher's exact test of two shares."""

from __future__ import annotations

import math

import numpy as np

_SAME = 1e-7
"""Relative slack within which two probabilities count as equal, as R and scipy have it."""


def fisher_exact(count: int, of: int, other: int, of_other: int) -> float:
    """Two-sided p that `count` of `of` and `other` of `of_other` have one share, given how many there are in all.

    The sum of all tables with the same margins that are no likelier than the one observed (Fisher 1935). p(3/4 v 1/4)
    = .4857, p(1/9 v 11/13) = .001548; 1 where either is of none.
    """
    hits, total = count + other, of + of_other
    least, most = max(0, hits - of_other), min(of, hits)
    if most <= least:
        return 1.0
    log = [_choose(of, here) + _choose(of_other, hits - here) - _choose(total, hits) for here in range(least, most + 1)]
    each = np.exp(np.array(log))
    observed = each[count - least]
    return float(min(1.0, each[each <= observed * (1 + _SAME)].sum()))


def _choose(of: int, count: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(count + 1) - math.lgamma(of - count + 1)
