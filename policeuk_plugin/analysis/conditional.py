# SPDX-License-Identifier: GPL-2.0-or-later
"""The usual conditional permutation, for comparison with other tools: the own count stays, its neighbours are drawn."""

from __future__ import annotations

import numpy as np

from .errors import Cancelled, never, stop_if
from .neighbours import Windows
from .permutation import window_sums


def conditional_p(counts: np.ndarray, windows: Windows, cancelled: Cancelled = never) -> np.ndarray:
    """P(own count + k others drawn from the rest of the map ≥ window sum), (n,), of whole `counts` (n,).

    What esda's `p_sim` estimates by drawing. Not used for verdicts: the own count cancels, so that the ring around a
    peak lights up and not the peak. Exact to about 1e-12, not relative to p. The own count x is taken out of the
    distribution g of the whole map: h_k = (n g_k − k shift_x h_(k−1)) / (n − k), h_0 = 1.
    """
    return conditional_tails(counts, windows, cancelled)[0]


def conditional_tails(
    counts: np.ndarray, windows: Windows, cancelled: Cancelled = never
) -> tuple[np.ndarray, np.ndarray]:
    """P(k others drawn from the rest of the map ≥ the neighbours' sum) and P(… ≤ it), (n,) each, of whole `counts`.

    The own count stays where it is, so that whether it is high says nothing of either; both are 1 without neighbours.
    """
    counts = np.asarray(counts, dtype=np.int64)
    others, rest = windows.sizes - 1, windows.sums(counts) - counts
    largest, cap = int(others.max()), int(rest.max()) + 1
    whole = window_sums(counts, min(largest + 1, counts.size), cap, cancelled).probability
    upper, lower = np.ones(counts.size), np.ones(counts.size)
    for own in np.unique(counts):
        stop_if(cancelled)
        mine = counts == own
        below = np.cumsum(_without(whole, int(own), largest, counts.size), axis=1)
        wanted = rest[mine]
        upper[mine] = np.where(wanted > 0, 1 - below[others[mine], np.maximum(wanted - 1, 0)], 1.0)
        lower[mine] = below[others[mine], wanted]
    return np.clip(upper, 0.0, 1.0), np.clip(lower, 0.0, 1.0)


def _without(whole: np.ndarray, own: int, largest: int, n: int) -> np.ndarray:
    """Distributions of the sum of k = 0 … `largest` cells of the map without one cell that holds `own`."""
    left = np.zeros((largest + 1, whole.shape[1] - 1))  # the last column of `whole` is a tail, not a sum
    left[0, 0] = 1.0
    for k in range(1, largest + 1):
        left[k] = n * whole[k, :-1]
        left[k, own:] -= k * left[k - 1, : left.shape[1] - own] if own < left.shape[1] else 0.0
        left[k] /= n - k
    return left
