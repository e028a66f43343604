# SPDX-License-Identifier: GPL-2.0-or-later
"""q-values: p-values adjusted so that calling q ≤ α keeps the expected share of false calls at or below α."""

from __future__ import annotations

import numpy as np


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """q-values (m,) of p-values (m,): q_(k) = min over j ≥ k of m p_(j) / j, at most 1.

    m is every test made, so give the p of empty cells too. Holds under independence and positive dependence.
    Source: Benjamini & Hochberg 1995.
    """
    return np.minimum(_step_up(p), 1.0)


def benjamini_yekutieli(p: np.ndarray) -> np.ndarray:
    """q-values that hold under any dependence: those of BH times Σ 1/i, i = 1 … m, at most 1.

    Source: Benjamini & Yekutieli 2001.
    """
    harmonic = np.sum(1 / np.arange(1, np.size(p) + 1))
    return np.minimum(_step_up(p) * harmonic, 1.0)


def _step_up(p: np.ndarray) -> np.ndarray:
    """min over j ≥ k of m p_(j) / j, in the order of `p`."""
    p = np.asarray(p, dtype=float)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * (p.size / np.arange(1, p.size + 1))
    q = np.empty_like(p)
    q[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return q


def threshold_for_one_more(p: np.ndarray, alpha: float) -> float:
    """The p at which one further small p-value would be called among `p` (m,), which counts it already.

    α k / m with the largest k for which at least k − 1 of `p` are ≤ α k / m.
    """
    ranked = np.sort(np.asarray(p, dtype=float))
    steps = alpha * np.arange(1, ranked.size + 1) / ranked.size
    enough = np.searchsorted(ranked, steps, side="right") >= np.arange(ranked.size)
    return float(steps[np.flatnonzero(enough)[-1]])
