# SPDX-License-Identifier: GPL-2.0-or-later
"""Directly standardised rates: what an area's rate would be, had it the same mix of strata as all areas together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .poisson_limits import ukhsa_limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST_EVENTS = 10
"""With fewer events in an area its rate is withheld, as UKHSA does."""


@dataclass(frozen=True)
class DirectRates:
    """Of n areas, (n,) each: rate per `scale` of exposure, its standard error and the ends of its interval.

    NaN where an area has fewer than ten events, or nobody in a stratum that the standard population has.
    """

    rate: NDArray[np.float64]
    error: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


def direct_rates(
    events: NDArray[np.float64],
    exposure: NDArray[np.float64],
    standard: NDArray[np.float64],
    scale: float = 1000.0,
    confidence: float = 0.95,
) -> DirectRates:
    """DSR = Σ w O / n / Σ w of `events` and `exposure` (n, k) in k strata with weights `standard` (k,), 0 or more.

    Its interval is Dobson's: DSR + √(Var / ΣO) (Byar's limit of ΣO - ΣO), Var = Σ w² O / n² / (Σ w)² (Dobson,
    Kuulasmaa, Eberle & Scherer 1991, Statistics in Medicine 10: 457-462), as PHEindicatormethods has it. Strata of
    weight 0 do not count. It allows for chance in counting alone.
    """
    counts, time = np.asarray(events, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    weights = np.asarray(standard, dtype=np.float64)
    used = weights > 0
    counts, time, weights = counts[:, used], time[:, used], weights[used] / weights[used].sum()
    total = counts.sum(axis=1)
    told = (time > 0).all(axis=1) & (total >= FEWEST_EVENTS) & (weights.size > 0)
    safe = np.where(time > 0, time, 1.0)
    rate = np.where(told, (weights * counts / safe).sum(axis=1), np.nan)
    error = np.where(told, np.sqrt((weights**2 * counts / safe**2).sum(axis=1)), np.nan)
    below, above = ukhsa_limits(total, confidence)
    each = error / np.sqrt(np.where(total > 0, total, 1.0))
    lower, upper = rate + each * (below - total), rate + each * (above - total)
    return DirectRates(rate * scale, error * scale, lower * scale, upper * scale)
