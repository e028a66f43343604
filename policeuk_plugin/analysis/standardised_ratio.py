# SPDX-License-Identifier: GPL-2.0-or-later
"""The standardised crime ratio: an area's crimes over those that its people would meet at the rates of reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .poisson_limits import ukhsa_limits

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class StandardisedRatios:
    """Of n areas, (n,) each: crimes observed and expected, their ratio (1: as expected) and the ends of its interval.

    The ratio and its ends are NaN where nothing is expected.
    """

    observed: NDArray[np.float64]
    expected: NDArray[np.float64]
    ratio: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


def standardised_ratios(
    observed: NDArray[np.float64], expected: NDArray[np.float64], confidence: float = 0.95
) -> StandardisedRatios:
    """SCR = O / E (indirect standardisation) of `observed` and `expected` (n,) crimes.

    The interval is that of a Poisson count, exact below 10 and Byar's from there on, over E, which is taken as known.
    It allows for chance in counting alone: areas differ by more (see the funnel). 895 of 835.883561 expected are
    1.070723 (1.001715 to 1.143233), 9 are 0.010767 (0.004923 to 0.020439): tests of PHEindicatormethods.
    """
    count, wanted = np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    below = np.where(wanted > 0, wanted, np.nan)
    lower, upper = ukhsa_limits(count, confidence)
    return StandardisedRatios(count, wanted, count / below, lower / below, upper / below)
