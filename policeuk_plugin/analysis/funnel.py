# SPDX-License-Identifier: GPL-2.0-or-later
"""Funnel plots of standardised ratios: limits that narrow with what is expected, and allow for areas being unlike."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .errors import AnalysisError
from .incomplete_gamma import gamma_p
from .poisson_limits import exact_limits
from .quantiles import normal_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST_AREAS = 5
"""With fewer areas how much they differ cannot be told."""
WINSORISED = 0.1
"""Share of the z at either end that is drawn in to the next, so that outliers do not hide themselves."""

Limits = tuple["NDArray[np.float64]", "NDArray[np.float64]"]


@dataclass(frozen=True)
class Funnel:
    """Of n areas, (n,) each: `ratio` O / E, `z` if areas differed by chance alone, `adjusted_z` as they really do.

    `phi` is the mean square of the winsorised z, 1 where chance explains all; `tau2` the variance between areas on
    the scale of √(O / E), 0 where nothing remains beyond chance. `p` (n,) is two-sided, of `adjusted_z`, but never
    below that of a Poisson count (mid-P): where little is expected the square root makes too much of few crimes.
    """

    ratio: NDArray[np.float64]
    expected: NDArray[np.float64]
    z: NDArray[np.float64]
    adjusted_z: NDArray[np.float64]
    p: NDArray[np.float64]
    phi: float
    tau2: float

    def limits(self, expected: NDArray[np.float64], confidence: float = 0.95) -> Limits:
        """Over-dispersed limits (m,) of the ratio where `expected` (m,) crimes are expected: (1 ± z √(s² + τ²))².

        The lower one is 0 where so little is expected that no crime at all is not rare.
        """
        wanted, tail = np.asarray(expected, dtype=np.float64), (1 - confidence) / 2
        away = normal_quantile(1 - tail) * np.sqrt(0.25 / wanted + self.tau2)
        return np.where(np.exp(-wanted) >= tail, 0.0, np.maximum(1 - away, 0.0) ** 2), (1 + away) ** 2

    def poisson_limits(self, expected: NDArray[np.float64], confidence: float = 0.95) -> Limits:
        """Limits (m,) if areas differed by chance alone, exact: χ² / 2E, and 0 as in `limits`. On demand, named so."""
        wanted, tail = np.asarray(expected, dtype=np.float64), (1 - confidence) / 2
        lower, upper = exact_limits(wanted, confidence)
        return np.where(np.exp(-wanted) >= tail, 0.0, lower / wanted), upper / wanted


def _are(count: int) -> str:
    return "is one" if count == 1 else f"are {count}" if count else "is none"


def funnel(observed: NDArray[np.float64], expected: NDArray[np.float64]) -> Funnel:
    """The funnel of n areas with `observed` and `expected` (n,) crimes, expected above 0.

    On the square root, which makes a count's variance even: Y = √(O / E), s = 1 / (2 √E), z = (Y - 1) / s, winsorised
    at 10 and 90 %; φ = mean z², τ² = max(0, (nφ - (n - 1)) / (Σw - Σw² / Σw)), w = 1 / s²; adjusted z = (Y - 1) /
    √(s² + τ²); limits are squared back (Spiegelhalter 2005, Statistics in Medicine 24: 1185-1202; as FunnelPlotR has
    it). O 100, 150, 180, 80, 120, 225 with E 108, 112, 165, 95, 100, 220: φ 2.32718, τ² 0.00343978, adjusted z
    -0.4976, 2.0883, 0.6317, -1.0567, 1.2384, 0.1670. Raises `AnalysisError` for fewer than five areas.
    """
    count, wanted = np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    if count.size < FEWEST_AREAS:
        raise AnalysisError(
            f"A funnel needs {FEWEST_AREAS} areas with a rate, and here there {_are(count.size)}. Choose smaller areas "
            "as LEVEL or a larger AREA; to see one area among all others leave AREA empty and name it as HIGHLIGHT."
        )
    if not (wanted > 0).all():
        raise AnalysisError("Nothing can be expected of an area without residents or households. Leave it out.")
    root, deviation = np.sqrt(count / wanted), 0.5 / np.sqrt(wanted)
    z = (root - 1) / deviation
    drawn_in = np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED]))
    phi = float((drawn_in**2).mean())
    weights = 1 / deviation**2
    spare = float(weights.sum() - (weights**2).sum() / weights.sum())
    tau2 = max(0.0, (count.size * phi - (count.size - 1)) / spare)
    adjusted = (root - 1) / np.sqrt(deviation**2 + tau2)
    p = np.array([math.erfc(abs(one) / math.sqrt(2)) for one in adjusted.tolist()])
    return Funnel(count / wanted, wanted, z, adjusted, np.maximum(p, _by_chance(count, wanted)), phi, tau2)


def _by_chance(count: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Two-sided mid-P (n,) of Poisson counts."""
    fewer = np.where(count > 0, 1 - gamma_p(np.where(count > 0, count, 1.0), expected), 0.0)
    middle = (fewer + 1 - gamma_p(count + 1, expected)) / 2
    return np.asarray(np.clip(2 * np.minimum(middle, 1 - middle), 0.0, 1.0))
