# SPDX-License-Identifier: GPL-2.0-or-later
"""Radii that three rules would choose from the data: shown side by side, because they differ, and chosen by no one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .errors import Cancelled, never, stop_if
from .places import Places

SPREAD = math.sqrt(8)
"""Radius of the quartic kernel over the sigma of the Gaussian one with the same spread."""
_MOST_POINTS = 800  # from which others are looked at
_SMALLEST, _LARGEST, _STEPS = 50.0, 5000.0, 41  # sigma in metres
_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Bandwidths:
    """Radii of the quartic kernel in metres, NaN where a rule gives none; a bound of the search counts as none."""

    scott: float
    likelihood: float
    diggle: float


def bandwidths(places: Places, area: float, seed: int, cancelled: Cancelled = never) -> Bandwidths:
    """Scott's rule, likelihood cross-validation and Diggle's mean square error, of crimes on their snap points.

    `area` is the ground in m². The stack a crime stands on says nothing of its neighbourhood, so cross-validation
    leaves out the whole snap point and Diggle's K counts pairs on different points; else both would choose 0. No
    correction at the edge. Of more than 800 snap points as many are drawn, in proportion to nothing, to look from.
    """
    held = (places.count > 0) & np.isfinite(places.x) & np.isfinite(places.y)
    x, y, count = places.x[held], places.y[held], places.count[held].astype(float)
    if x.size < 3:
        return Bandwidths(math.nan, math.nan, math.nan)
    some = np.arange(x.size)
    if x.size > _MOST_POINTS:
        some = np.random.default_rng(seed).choice(x.size, _MOST_POINTS, replace=False)
    sigma = np.geomspace(_SMALLEST, _LARGEST, _STEPS)
    likelihood, error = _looked_at(x, y, count, some, area, sigma, cancelled)
    return Bandwidths(scott(x, y, count) * SPREAD, _best(sigma, -likelihood) * SPREAD, _best(sigma, error) * SPREAD)


def scott(x: np.ndarray, y: np.ndarray, count: np.ndarray) -> float:
    """n^(−1/6) times the standard deviation, the geometric mean of both directions (Scott 1992); sigma in metres."""
    crimes = count.sum()
    if crimes <= 1:
        return math.nan
    both = []
    for at in (x, y):
        mean = np.average(at, weights=count)
        both.append(math.sqrt(np.sum(count * (at - mean) ** 2) / (crimes - 1)))
    return math.sqrt(both[0] * both[1]) * float(crimes) ** (-1 / 6)


def _looked_at(
    x: np.ndarray,
    y: np.ndarray,
    count: np.ndarray,
    some: np.ndarray,
    area: float,
    sigma: np.ndarray,
    cancelled: Cancelled,
) -> tuple[np.ndarray, np.ndarray]:
    """Log likelihood and mean square error at each `sigma`, (k,); of the latter the disc has the radius 2 sigma."""
    crimes = count.sum()
    edges = np.linspace(0, 4 * _LARGEST, 4001)
    pairs = np.zeros(edges.size - 1)
    likelihood = np.zeros(sigma.size)
    for begin in range(0, some.size, max(1, _AT_ONCE // x.size)):
        stop_if(cancelled)
        own = some[begin : begin + max(1, _AT_ONCE // x.size)]
        away = np.hypot(x[own, None] - x, y[own, None] - y)
        others = np.broadcast_to(count, away.shape).copy()
        others[np.arange(own.size), own] = 0
        pairs += np.histogram(away, edges, weights=others * count[own, None])[0]
        for at, one in enumerate(sigma.tolist()):
            stop_if(cancelled)
            found = (others * np.exp(-(away**2) / (2 * one**2))).sum(axis=1) / (2 * math.pi * one**2)
            likelihood[at] += float(np.sum(count[own] * np.log(np.maximum(found, 1e-300))))
    ripley = np.cumsum(pairs) * (x.size / some.size) * area / crimes**2
    return likelihood, _diggle(edges, ripley, crimes / area, sigma)


def _diggle(edges: np.ndarray, ripley: np.ndarray, intensity: float, sigma: np.ndarray) -> np.ndarray:
    """Berman & Diggle 1989, as spatstat's `bw.diggle`: (1/λ − 2 K(R)) / (π R²) + ∫ overlap(r) dK(r) / (π R²)²."""
    middle, steps = (edges[1:] + edges[:-1]) / 2, np.diff(ripley, prepend=0.0)
    error = []
    for radius in (2 * sigma).tolist():
        part = np.clip(middle / (2 * radius), 0, 1)
        overlap = 2 * radius**2 * (np.arccos(part) - part * np.sqrt(1 - part**2))
        disc = math.pi * radius**2
        at_radius = float(np.interp(radius, edges[1:], ripley))
        error.append((1 / intensity - 2 * at_radius) / disc + float(np.sum(overlap * steps)) / disc**2)
    return np.array(error)


def _best(sigma: np.ndarray, worse: np.ndarray) -> float:
    """Where it is least, NaN at a bound of the search: there the rule found nothing."""
    at = int(np.argmin(worse))
    return math.nan if at in (0, sigma.size - 1) else float(sigma[at])
