# SPDX-License-Identifier: GPL-2.0-or-later
"""Between which whole numbers a count will lie that varies more than chance: negative binomial, without scipy."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from .incomplete_gamma import log_gamma

_BLOCK = 64
_LARGEST = 1024.0
"""Means from which on the normal distribution is as good."""
_POISSON = 1e7
"""Shapes from which on a negative binomial is Poisson."""


@dataclass(frozen=True)
class Spread:
    """The variance of a count with mean μ is `poisson` μ + `square` μ²: 1 and 0 where nothing but chance is in it."""

    poisson: float
    square: float

    def shape(self, mean: np.ndarray) -> np.ndarray:
        """The shape (q,) of a negative binomial with that variance; large where it is Poisson."""
        more = (self.poisson - 1) * mean + self.square * mean**2
        return np.divide(mean**2, more, out=np.full(mean.shape, _POISSON), where=more > mean**2 / _POISSON)


@dataclass(frozen=True)
class Moments:
    """Sums that a `Spread` is fitted to, of months (h,) each: weighted by 1/(μ + 2 μ²), the variance of (x − μ)²."""

    first: np.ndarray
    cross: np.ndarray
    second: np.ndarray
    error_first: np.ndarray
    error_second: np.ndarray

    def spread(self, without: int = -1) -> Spread:
        """The least squares of (x − μ)² on μ and μ², never below chance; `without` a month, by its place."""
        kept = np.arange(self.first.size) != without
        a, b, c = (float(part[kept].sum()) for part in (self.first, self.cross, self.second))
        u, v = float(self.error_first[kept].sum()), float(self.error_second[kept].sum())
        whole = a * c - b * b
        if whole > 1e-12 * a * c:
            poisson, square = (u * c - v * b) / whole, (v * a - u * b) / whole
            if poisson >= 1 and square >= 0:
                return Spread(poisson, square)
        line, curve = Spread(max(1.0, u / a), 0.0) if a > 0 else Spread(1.0, 0.0), 0.0
        if c > 0:
            curve = max(0.0, (v - b) / c)
        return min((line, Spread(1.0, curve)), key=lambda one: self._loss(one, (a, b, c, u, v)))

    @staticmethod
    def _loss(spread: Spread, sums: tuple[float, float, float, float, float]) -> float:
        a, b, c, u, v = sums
        p, s = spread.poisson, spread.square
        return p * p * a + 2 * p * s * b + s * s * c - 2 * (p * u + s * v)


def moments(mean: np.ndarray, count: np.ndarray) -> Moments:
    """Of forecasts `mean` and what came, `count`, (n, h) each; units that nothing is expected of take no part."""
    weight = np.divide(1.0, mean + 2 * mean**2, out=np.zeros(mean.shape), where=mean > 0)
    error = (count - mean) ** 2
    return Moments(
        (weight * mean**2).sum(axis=0),
        (weight * mean**3).sum(axis=0),
        (weight * mean**4).sum(axis=0),
        (weight * mean * error).sum(axis=0),
        (weight * mean**2 * error).sum(axis=0),
    )


def between(mean: np.ndarray, spread: Spread, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers (q,) each, between which (both included) a count with `mean` (q,) lies with `level` or more.

    Each tail holds (1 − level) / 2 at most, so that small counts are covered oftener than `level` says.
    """
    values, place = np.unique(mean, return_inverse=True)
    lower, upper = np.zeros(values.size, dtype=np.int64), np.zeros(values.size, dtype=np.int64)
    small = np.flatnonzero((values > 0) & (values <= _LARGEST))
    if small.size:
        lower[small], upper[small] = _counted(values[small], spread.shape(values[small]), (1 - level) / 2)
    large = values > _LARGEST
    reach = NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(
        spread.poisson * values[large] + spread.square * values[large] ** 2
    )
    lower[large] = np.maximum(np.floor(values[large] - reach), 0).astype(np.int64)
    upper[large] = np.ceil(values[large] + reach).astype(np.int64)
    place = place.reshape(mean.shape)
    return lower[place], upper[place]


def _counted(mean: np.ndarray, shape: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    """The first counts whose chance of no more exceeds `tail`, and reaches 1 − `tail`, (q,) each."""
    lower, upper = np.full(mean.size, -1, dtype=np.int64), np.full(mean.size, -1, dtype=np.int64)
    done, left, begin = np.zeros(mean.size), np.arange(mean.size), 0
    while left.size:
        counts = np.arange(begin, begin + _BLOCK).astype(np.float64)
        upto = done[left, None] + np.cumsum(_chances(mean[left], shape[left], counts), axis=1)
        done[left] = upto[:, -1]
        for found, reached in ((lower, upto > tail), (upper, upto >= 1 - tail)):
            fresh = (found[left] < 0) & reached.any(axis=1)
            found[left[fresh]] = begin + np.argmax(reached[fresh], axis=1)
        begin += _BLOCK
        left = left[upper[left] < 0]
    return lower, upper


def _chances(mean: np.ndarray, shape: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The chance of each count (c,) by negative binomials of `mean` and `shape` (q,), (q, c)."""
    size, rate = shape[:, None], mean[:, None]
    ways = log_gamma(counts + size) - log_gamma(size) - log_gamma(counts + 1.0)[None, :]
    chances = ways + size * np.log(size / (size + rate)) + counts * np.log(rate / (size + rate))
    poisson = counts * np.log(rate) - rate - log_gamma(counts + 1.0)[None, :]
    return np.asarray(np.exp(np.where(size >= _POISSON, poisson, chances)))
