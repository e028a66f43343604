# SPDX-License-Identifier: GPL-2.0-or-later
"""How unevenly crimes lie on places: Lorenz curve, shares of the busiest, generalised Gini, smallest set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import AnalysisError


@dataclass(frozen=True)
class Tally:
    """The distinct `counts` of places, from the most, and how many places have each, `number`; zeros included."""

    counts: np.ndarray
    number: np.ndarray

    @property
    def places(self) -> int:
        """All places."""
        return int(self.number.sum())

    @property
    def crimes(self) -> int:
        """All crimes."""
        return int((self.counts * self.number).sum())


def tally(counts: np.ndarray) -> Tally:
    """Count the places (n,) by their crimes, whole numbers; raises `AnalysisError` without places or crimes."""
    if counts.size == 0 or counts.sum() <= 0:
        raise AnalysisError("There are no crimes to be concentrated. Choose more months or types, or a larger area.")
    values, number = np.unique(counts, return_counts=True)
    return Tally(values[::-1].astype(np.int64), number[::-1].astype(np.int64))


def lorenz_curve(of: Tally) -> tuple[np.ndarray, np.ndarray]:
    """Shares of places, the busiest first, and of the crimes on them, (k,) each from 0 to 1; straight in between.

    The Lorenz curve read from the busiest, as in studies of the concentration of crime (Weisburd 2015); read from the
    least busy it is the same curve turned by half a circle.
    """
    places = np.concatenate([[0], of.number.cumsum()]) / of.places
    crimes = np.concatenate([[0], (of.counts * of.number).cumsum()]) / of.crimes
    return places, crimes


def share_of_busiest(of: Tally, share: float) -> float:
    """The share of crimes on the busiest `share` (0 to 1) of places; a part of a place counts as that part of it."""
    return float(np.interp(share, *lorenz_curve(of)))


def gini(of: Tally) -> float:
    """G = 2 Σ i x_(i) / (n c) − (n + 1) / n, x_(1) the least of n places with c crimes."""
    number = of.number[::-1].astype(float)
    last = number.cumsum()
    ranks = number * (last - (number - 1) / 2)  # sum of the ranks of equals
    n = float(of.places)
    return float(2 * (ranks * of.counts[::-1]).sum() / (n * of.crimes) - (n + 1) / n)


def generalised_gini(of: Tally) -> float:
    """G' = max(1, n / c) (G − 1) + 1: 0 where crimes lie as evenly as they can, also where they are fewer than places.

    Bernasco & Steenbeek 2017, *More places than crimes*, Journal of Quantitative Criminology 33.
    """
    return max(1.0, of.places / of.crimes) * (gini(of) - 1) + 1


def unbiased(of: Tally, value: float) -> float:
    """A Gini of few places or crimes, × min(n, c) / (min(n, c) − 1): its largest value is 1 again; NaN for one."""
    least = min(of.places, of.crimes)
    return value * least / (least - 1) if least > 1 else float("nan")


@dataclass(frozen=True)
class SmallestSet:
    """The fewest places that hold a share of the crimes: `sure` of them have more than `count` crimes, and of the
    `tied` that have `count` it takes `of_tied`, any of them."""

    count: int
    sure: int
    tied: int
    of_tied: int

    @property
    def places(self) -> int:
        """How many places it takes."""
        return self.sure + self.of_tied


def smallest_set(of: Tally, share: float) -> SmallestSet:
    """The fewest places that hold `share` (above 0, up to 1) of the crimes at least."""
    wanted = int(np.ceil(share * of.crimes - 1e-9))
    held = (of.counts * of.number).cumsum()
    at = int(np.searchsorted(held, wanted))
    before = int(held[at - 1]) if at else 0
    count = int(of.counts[at])
    sure = int(of.number[:at].sum())
    return SmallestSet(count, sure, int(of.number[at]), -(-(wanted - before) // count))
