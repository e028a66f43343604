# SPDX-License-Identifier: GPL-2.0-or-later
"""The areas most like an area: nearest neighbours on standardised measures, with the rule of "no good peer"."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .errors import AnalysisError, Cancelled, never
from .nearest_rows import nearest_rows

POOR, NONE = 95.0, 99.0
"""Percentiles of the distance to the first peer above which it is a poor one, or none."""
FARTHEST = 95.0
"""Percentile of the distance to the last peer beyond which no area is kept as a peer."""


class PeerQuality(enum.Enum):
    """How alike the most similar area is."""

    GOOD = "good"
    POOR = "poor"
    NONE = "none"


@dataclass(frozen=True)
class Nearest:
    """Peers of q areas, the nearest first: rows `index` (q, k) int32, -1 where there is none, and their `distance`
    (q, k) in standard deviations, NaN where there is none. `seek` (q,) are the rows whose peers these are."""

    index: np.ndarray
    distance: np.ndarray
    seek: np.ndarray


@dataclass(frozen=True)
class Quality:
    """How good the peers of q areas are: `quality` (q,) as positions in `PeerQuality`; `kept` (q, k), near enough.

    `poor_beyond` and `none_beyond` are distances to the first peer, `kept_to` the farthest that one is kept at.
    """

    quality: np.ndarray
    kept: np.ndarray
    poor_beyond: float
    none_beyond: float
    kept_to: float

    def of(self, row: int) -> PeerQuality:
        """The quality of one area's peers."""
        return tuple(PeerQuality)[int(self.quality[row])]


def standardised(values: np.ndarray) -> np.ndarray:
    """z-scores of `values` (n, m) by column: mean 0 and population standard deviation 1 (ddof 0), NaN where lacking.

    A column without any spread becomes 0: it cannot tell areas apart. As scikit-learn's `StandardScaler`.
    """
    values = np.asarray(values, dtype=float)
    if values.ndim != 2:
        raise AnalysisError("Measures are a table of areas by measures.")
    held = np.isfinite(values)
    number = np.maximum(held.sum(axis=0), 1)
    mean = np.where(held, values, 0.0).sum(axis=0) / number
    apart = np.where(held, values - mean, 0.0)
    deviation = np.sqrt((apart**2).sum(axis=0) / number)
    flat = deviation <= 1e-12 * np.maximum(np.abs(mean), 1e-300)
    z = (values - mean) / np.where(flat, 1.0, deviation)
    z[:, flat] = 0.0
    return np.where(held, z, np.nan)


def nearest_areas(
    z: np.ndarray,
    k: int,
    *,
    weights: Optional[np.ndarray] = None,
    strata: Optional[np.ndarray] = None,
    barred: Optional[np.ndarray] = None,
    caliper: Optional[float] = None,
    seek: Optional[np.ndarray] = None,
    cancelled: Cancelled = never,
) -> Nearest:
    """The `k` nearest areas of each by Euclidean distance on `z` (n, m), itself left out.

    `weights` (m,), 0 or more: a column is multiplied by the root of its weight. `strata` (n,) labels: peers are of
    the same stratum only. `barred` (n,) labels: an area with the same label is no peer (its own force). `caliper`: no
    peer is farther. `seek` (q,) rows: only of these; of all otherwise. A row with a NaN has no peers and is none.
    Equal distances go by the order of rows, so give rows sorted by code. Equals scikit-learn's `NearestNeighbors`.
    """
    scaled = _weighted(np.asarray(z, dtype=float), weights)
    if k < 1:
        raise AnalysisError("The number of peers must be 1 or more.")
    rows = np.arange(len(scaled)) if seek is None else np.asarray(seek, dtype=np.int64)
    index = np.full((rows.size, k), -1, dtype=np.int32)
    distance = np.full((rows.size, k), np.nan)
    whole = np.isfinite(scaled).all(axis=1)
    labels = np.zeros(len(scaled), dtype=np.int64) if strata is None else _numbered(strata)
    bars = None if barred is None else _numbered(barred)
    for stratum in np.unique(labels[rows]):
        among = np.flatnonzero((labels == stratum) & whole)
        asking = np.flatnonzero((labels[rows] == stratum) & whole[rows])
        found, away = nearest_rows(scaled, among, rows[asking], k, bars, cancelled)
        index[asking], distance[asking] = found, away
    if caliper is not None:
        far = ~(distance <= caliper)
        index[far], distance[far] = -1, np.nan
    return Nearest(index, distance, rows)


def reciprocal(nearest: Nearest) -> np.ndarray:
    """Whether each area is among the peers of its peer too, (q, k); false where that peer's own were not sought."""
    n = int(max(nearest.index.max(initial=-1), nearest.seek.max(initial=-1))) + 1
    own = np.broadcast_to(nearest.seek[:, None], nearest.index.shape)
    there = nearest.index >= 0
    links = own[there].astype(np.int64) * n + nearest.index[there]
    back = nearest.index.astype(np.int64) * n + own
    return there & np.isin(back, links)


def quality(distance: np.ndarray) -> Quality:
    """The rule of "no good peer", of the `distance` (n, k) of all areas of a level, the nearest first.

    The first peer is poor beyond the 95th percentile of all areas' distances to their first, and none beyond the
    99th; peers are kept up to the 95th percentile of the distances to the last. Fewer than five kept: no comparison.
    On the 314 CSPs and eight Census measures these are 1.55, 2.57 and 3.21 (methods, peer-comparison 3).
    """
    first, last = distance[:, 0], distance[:, -1]
    held = first[np.isfinite(first)]
    if not held.size:
        nobody = np.full(len(distance), 2, dtype=np.int8)
        return Quality(nobody, np.zeros(distance.shape, dtype=bool), np.nan, np.nan, np.nan)
    poor, none = np.percentile(held, [POOR, NONE])
    full = last[np.isfinite(last)]
    farthest = float(np.percentile(full, FARTHEST)) if full.size else float(np.nanmax(distance))
    grade = np.where(first > none, 2, np.where(first > poor, 1, 0))
    grade = np.where(np.isfinite(first), grade, 2).astype(np.int8)
    return Quality(grade, distance <= farthest, float(poor), float(none), farthest)


def _weighted(z: np.ndarray, weights: Optional[np.ndarray]) -> np.ndarray:
    if z.ndim != 2 or z.shape[1] == 0:
        raise AnalysisError("Choose at least one measure to find peers by.")
    if weights is None:
        return z
    given = np.asarray(weights, dtype=float)
    if given.shape != (z.shape[1],) or not np.isfinite(given).all() or (given < 0).any() or not given.any():
        raise AnalysisError("Give one weight for each measure, 0 or more, and not all of them 0.")
    used = given > 0
    return z[:, used] * np.sqrt(given[used])


def _numbered(labels: np.ndarray) -> np.ndarray:
    return np.unique(np.asarray(labels), return_inverse=True)[1].reshape(-1)
