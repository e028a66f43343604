# SPDX-License-Identifier: GPL-2.0-or-later
"""Getis-Ord Gi*: the z-score that people expect to see. It is shown, never decided on: see clusters.py."""

from __future__ import annotations

import numpy as np

from .neighbours import Windows


def gi_star(values: np.ndarray, windows: Windows) -> np.ndarray:
    """z-scores (n,) of the window sums of `values` (n,), binary weights, own unit included, not row-standardised.

    z_i = (Σ_j w_ij x_j − w_i x̄) / (s √(w_i (n − w_i) / (n − 1))) with s² = Σ (x − x̄)² / n and w_i the window's size.
    NaN, never infinite, where it is not defined: all values equal, or a window that is the whole map.
    Source: Getis & Ord 1992; Ord & Getis 1995.
    """
    values = np.asarray(values, dtype=float)
    n, sizes = values.size, windows.sizes
    spread = np.sqrt(np.mean((values - values.mean()) ** 2)) if n and np.ptp(values) > 0 else 0.0
    scale = spread * np.sqrt(sizes * (n - sizes) / max(n - 1, 1))
    difference = windows.sums(values) - sizes * values.mean() if n else values
    return np.divide(difference, scale, out=np.full(n, np.nan), where=scale > 0)
