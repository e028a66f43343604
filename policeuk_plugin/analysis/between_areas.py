# SPDX-License-Identifier: GPL-2.0-or-later
"""How much the rates of areas differ beyond chance: the variance between them, two ways, of many groups at once."""

from __future__ import annotations

import numpy as np

_STEPS = 100
_CLOSE = 1e-12


def dersimonian_laird(values: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """Variance between areas (q,), 0 or more, of `values` (q, k) with own `variances` (q, k); NaN where there is none.

    max(0, (Q - (k - 1)) / (Σw - Σw²/Σw)), w = 1 / variance (DerSimonian & Laird 1986, Controlled Clinical Trials 7).
    """
    weights, values = _weighed(values, variances)
    total = weights.sum(axis=1)
    mean = (weights * values).sum(axis=1) / total
    spread = (weights * (values - mean[:, None]) ** 2).sum(axis=1)
    scale = total - (weights**2).sum(axis=1) / total
    return np.asarray(np.maximum(0.0, (spread - (weights > 0).sum(axis=1) + 1) / scale))


def paule_mandel(values: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """The variance between areas (q,) with which Σ (y - μ)² / (s² + τ²) is k - 1; 0 where no such is.

    Newton's steps from 0 never go beyond it, because the sum is convex (Paule & Mandel 1982, J. Res. NBS 87;
    DerSimonian & Kacker 2007, Contemporary Clinical Trials 28).
    """
    _, filled = _weighed(values, variances)
    there = np.isfinite(values)
    own = np.where(there, variances, 1.0)
    freedom = there.sum(axis=1) - 1
    between = np.zeros(len(filled))
    for _ in range(_STEPS):
        weights = there / (own + between[:, None])
        mean = (weights * filled).sum(axis=1) / weights.sum(axis=1)
        parts = weights * (filled - mean[:, None]) ** 2
        step = (parts.sum(axis=1) - freedom) / np.maximum((weights * parts).sum(axis=1), 1e-300)
        step = np.where(step > 0, step, 0.0)
        between = between + step
        if not (step > _CLOSE * between).any():
            break
    return between


def mean_of(values: np.ndarray, variances: np.ndarray, between: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean (q,) of `values` (q, k) with weights 1 / (s² + τ²), and its variance (q,)."""
    weights, filled = _weighed(values, variances + between[:, None])
    total = weights.sum(axis=1)
    return (weights * filled).sum(axis=1) / total, 1 / total


def _weighed(values: np.ndarray, variances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights, 0 for what is not there, and the values with 0 in its place."""
    there = np.isfinite(values)
    return np.where(there, 1 / np.where(there, variances, 1.0), 0.0), np.where(there, values, 0.0)
