# SPDX-License-Identifier: GPL-2.0-or-later
"""What a p is at least, from a glance: on maps made by chance most windows need no more than that."""

from __future__ import annotations

import numpy as np

from .strata import Mixes

_FEW = 64
"""Windows made up alike from which on working their p out costs less than looking at each."""


def least_upper(counts: np.ndarray, strata: np.ndarray, mixes: Mixes, above: np.ndarray) -> np.ndarray:
    """A bound from below, (n,), of P(S ≥ `above`), S as in `strata.stratified_tails`; 0 where it was not looked for.

    That one of the units drawn holds as many by itself: of a stratum of n units, a of which do, a draw of w has none
    with Π (n − a − i) / (n − i), i = 0 … w − 1.
    """
    few = np.flatnonzero(np.bincount(mixes.kind)[mixes.kind] < _FEW)
    none = np.ones(few.size)
    for stratum, drawn in enumerate(mixes.kinds.T):
        taken, held = drawn[mixes.kind[few]], np.sort(counts[strata == stratum])
        alone = held.size - np.searchsorted(held, above[few], side="left")
        for already in range(int(taken.max(initial=0))):
            more = taken > already
            none[more] *= np.maximum(held.size - already - alone[more], 0) / (held.size - already)
    bound = np.zeros(above.size)
    bound[few] = 1 - none
    return bound


def none_at_all(counts: np.ndarray, strata: np.ndarray, mixes: Mixes) -> np.ndarray:
    """P(S = 0), (n,), S as in `strata.stratified_tails`.

    Of a stratum of u units, z of which are empty, a draw of w holds none with Π (z − i) / (u − i), i = 0 … w − 1.
    """
    none = np.ones(len(mixes.kinds))
    for stratum, drawn in enumerate(mixes.kinds.T):
        held = counts[strata == stratum]
        already = np.arange(int(drawn.max()))
        empty = np.maximum(np.count_nonzero(held == 0) - already, 0) / (held.size - already)
        none *= np.concatenate([[1.0], np.cumprod(empty)])[drawn]
    return np.asarray(none[mixes.kind])
