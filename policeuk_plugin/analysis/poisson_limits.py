# SPDX-License-Identifier: GPL-2.0-or-later
"""Confidence limits of the mean of a Poisson count: exact, by Byar, and as UKHSA mixes the two."""

from __future__ import annotations

import numpy as np

from .quantiles import chi_square_quantile, normal_quantile

FEWEST_FOR_BYAR = 10
"""UKHSA takes exact limits of smaller counts (PHEindicatormethods)."""

Limits = tuple[np.ndarray, np.ndarray]


def exact_limits(count: np.ndarray, confidence: float = 0.95) -> Limits:
    """Lower and upper limit (n,) of counts (n,): χ²(α/2; 2O)/2, 0 where O = 0, and χ²(1 − α/2; 2O + 2)/2.

    Source: Garwood 1936; 5 → 1.623486, 11.668332; 1 → 0.025318, 5.571643 (tests of PHEindicatormethods).
    """
    count = np.asarray(count, dtype=float)
    tail = (1 - confidence) / 2
    some = np.where(count > 0, count, 1.0)
    lower = np.where(count > 0, chi_square_quantile(tail, 2 * some) / 2, 0.0)
    return lower, chi_square_quantile(1 - tail, 2 * count + 2) / 2


def byar_limits(count: np.ndarray, confidence: float = 0.95) -> Limits:
    """Byar's approximation, (n,) each; 65 → 50.163188, 82.849139; 1045 → 982.593202, 1110.331213.

    Source: Breslow & Day 1987, Statistical Methods in Cancer Research II, p. 69; vectors of PHEindicatormethods.
    """
    count = np.asarray(count, dtype=float)
    z = normal_quantile(1 - (1 - confidence) / 2)
    some, more = np.maximum(count, 1.0), count + 1
    lower = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(count > 0, np.maximum(lower, 0.0), 0.0), upper


def ukhsa_limits(count: np.ndarray, confidence: float = 0.95) -> Limits:
    """Exact limits of counts below 10, Byar's of others, (n,) each: the practice of the UK Health Security Agency."""
    count = np.asarray(count, dtype=float)
    few = count < FEWEST_FOR_BYAR
    exact = exact_limits(np.where(few, count, 0.0), confidence)
    byar = byar_limits(count, confidence)
    lower, upper = (np.where(few, one, other) for one, other in zip(exact, byar))
    return lower, upper
