# SPDX-License-Identifier: GPL-2.0-or-later
"""Location quotients: an area's share of a crime type over that of the region it lies in. A share, not a risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .quantiles import normal_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST_EXPECTED = 5.0
"""Crimes of a type that an area must have at the region's share for its quotient to be told."""


@dataclass(frozen=True)
class LocationQuotients:
    """Quotients of n areas, (n,) each, 1 where the share is that of the region, with the ends of their intervals.

    NaN where fewer than five crimes of the type are expected: `expected` says how many.
    """

    quotient: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    expected: NDArray[np.float64]


def location_quotients(
    of_type: NDArray[np.float64],
    crimes: NDArray[np.float64],
    region_of_type: float,
    region_crimes: float,
    confidence: float = 0.95,
) -> LocationQuotients:
    """LQ = (c_ij / c_i.) / (c_.j / c_..) of areas with `of_type` (n,) of their `crimes` (n,), parts of the region.

    With w the area's part of all crimes of the region, LQ = 1 / (w + (1 - w) / RR), RR the ratio of its share to that
    of the rest of the region; the ends are those of RR by Wilson's intervals of both shares (MOVER: Donner & Zou 2012,
    Statistical Methods in Medical Research 21: 347-359), so that what is in both is not counted twice. They allow for
    chance in counting alone. Source: Brantingham & Brantingham 1998; Carcach & Muscat 2002. Bath and North East
    Somerset, shoplifting: 2,335 of 15,974 against 17,914 of 170,002 are 1.38719.
    """
    part, whole = np.asarray(of_type, dtype=np.float64), np.asarray(crimes, dtype=np.float64)
    expected = whole * (region_of_type / region_crimes) if region_crimes > 0 else np.zeros(whole.shape)
    told = (expected >= FEWEST_EXPECTED) & (whole > 0)
    z = normal_quantile(1 - (1 - confidence) / 2)
    own = _shares(part, np.where(whole > 0, whole, 1.0), z)
    rest_whole = np.maximum(region_crimes - whole, 0.0)
    rest = _shares(np.maximum(region_of_type - part, 0.0), np.where(rest_whole > 0, rest_whole, 1.0), z)
    weight = whole / region_crimes if region_crimes > 0 else np.ones(whole.shape)
    lower, upper = (_quotient(one, weight) for one in _ratio_limits(own, rest))
    alone = rest_whole <= 0
    quotient = np.divide(part, expected, out=np.full(part.shape, np.nan), where=told)
    return LocationQuotients(
        quotient,
        np.where(told, np.where(alone, 1.0, lower), np.nan),
        np.where(told, np.where(alone, 1.0, upper), np.nan),
        expected,
    )


_Shares = tuple["NDArray[np.float64]", "NDArray[np.float64]", "NDArray[np.float64]"]


def _shares(part: NDArray[np.float64], whole: NDArray[np.float64], z: float) -> _Shares:
    """Shares (n,) with Wilson's (1927) lower and upper limits."""
    share = part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    away = z * np.sqrt(share * (1 - share) / whole + (z / (2 * whole)) ** 2) / (1 + z * z / whole)
    return share, np.maximum(middle - away, 0.0), np.minimum(middle + away, 1.0)


def _ratio_limits(own: _Shares, rest: _Shares) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Limits of `own` over `rest`; the upper one is infinite where the rest may have none."""
    p1, l1, u1 = own
    p2, l2, u2 = rest
    product = p1 * p2
    low = product - np.sqrt(np.maximum(product**2 - l1 * u2 * (2 * p1 - l1) * (2 * p2 - u2), 0.0))
    high = product + np.sqrt(np.maximum(product**2 - u1 * l2 * (2 * p1 - u1) * (2 * p2 - l2), 0.0))
    below, above = u2 * (2 * p2 - u2), l2 * (2 * p2 - l2)
    lower = np.divide(low, below, out=np.zeros(p1.shape), where=below > 0)
    upper = np.divide(high, above, out=np.full(p1.shape, np.inf), where=above > 0)
    return np.maximum(lower, 0.0), upper


def _quotient(ratio: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    rest = np.divide(1 - weight, ratio, out=np.full(ratio.shape, np.inf), where=ratio > 0)
    return np.asarray(1 / (weight + np.where(np.isinf(ratio), 0.0, rest)))
