# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes that areas would have at the rates of all together, period by period: what is missing is in neither side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Expected:
    """Of n areas, (n,) each: crimes in the periods held, crimes expected in them, person-years (or household-years).

    All are 0 of an area without residents or without a period that is held.
    """

    observed: NDArray[np.float64]
    expected: NDArray[np.float64]
    exposure: NDArray[np.float64]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Areas with something to divide by."""
        return self.exposure > 0


def expected_counts(
    counts: NDArray[np.int64],
    held: NDArray[np.bool_],
    base: NDArray[np.float64],
    length: int = 1,
    stratum: Optional[NDArray[np.int64]] = None,
) -> Expected:
    """Observed and expected crimes of n areas with `counts` (n, m) in m periods of `length` months each.

    `held` (n, m) periods count, others are as if they were not. `base` (n,) residents or households: an area whose is
    NaN or 0 has no part. With `stratum` (n,), −1 for none, an area is expected to have the rate of its own stratum
    (indirect standardisation). The rate of a period is that of all areas that hold it, so a month that some lack is
    compared among those that have it; where all hold all periods this is ΣO / Σn.
    """
    of = np.zeros(counts.shape[0], dtype=np.int64) if stratum is None else stratum
    people = np.where(np.isfinite(base) & (base > 0) & (of >= 0), base, 0.0)
    years = held * people[:, None] * (length / MONTHS_OF_A_YEAR)
    seen = np.where(years > 0, counts, 0).astype(np.float64)
    expected = np.zeros(years.shape)
    for one in np.unique(of[of >= 0]).tolist():
        mine = of == one
        time, crimes = years[mine].sum(axis=0), seen[mine].sum(axis=0)
        rate = np.divide(crimes, time, out=np.zeros_like(crimes), where=time > 0)
        expected[mine] = years[mine] * rate
    return Expected(seen.sum(axis=1), expected.sum(axis=1), years.sum(axis=1))


def summed(of_parts: Expected, whole: NDArray[np.int64], count: int) -> Expected:
    """The parts added up to `count` areas: `whole` (n,) is the area of each part, −1 for none."""
    inside = whole >= 0

    def add(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(whole[inside], values[inside], minlength=count).astype(np.float64)

    return Expected(add(of_parts.observed), add(of_parts.expected), add(of_parts.exposure))
