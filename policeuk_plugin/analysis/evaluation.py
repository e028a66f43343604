# SPDX-License-Identifier: GPL-2.0-or-later
"""How well a ranking of units finds the crimes of a later month: hit rate, PAI and PEI at fixed shares of the area.

Hit rate n / N and PAI (n / N) / (a / A): Chainey, Tompson & Uhlig 2008, *The utility of hotspot mapping for predicting
spatial patterns of crime*, Security Journal 21. PEI, PAI divided by the best PAI that could be had on the same area:
Hunt 2016, *Do crime hot spots move?* (thesis, American University). n of N crimes lie on a of A square metres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Callable

import numpy as np

from .errors import AnalysisError, Cancelled, never, stop_if

SHARES = (0.01, 0.02, 0.05)
"""Shares of the area that are looked at, k = 3."""
Forecaster = Callable[[int], np.ndarray]
"""Given how many months are known, the scores (n,) of the units for the month after; the most comes first."""


@dataclass(frozen=True)
class Tally:
    """Crimes found in h months at k shares of the area, `hits` (h, k), `best` (h, k) possible, of `crimes` (h,).

    `even` (h, k) are those found with units of the same score taken alike, not in the worst order. The rates are those
    of all months together, Σ hits / Σ crimes, so that a month without a crime takes no part.
    """

    hits: np.ndarray
    even: np.ndarray
    best: np.ndarray
    crimes: np.ndarray
    shares: tuple[float, ...] = SHARES

    @property
    def evened(self) -> Tally:
        """The same with `even` for `hits`: what the baseline is scored by, so that nothing beats it by its ties."""
        return replace(self, hits=self.even)

    @property
    def hit_rate(self) -> np.ndarray:
        """Share of all crimes that were found, (k,); NaN without a crime."""
        return _ratio(self.hits.sum(axis=0), self.crimes.sum())

    @property
    def pai(self) -> np.ndarray:
        """Prediction accuracy index, (k,): 1 is what a random ranking gives."""
        return self.hit_rate / np.array(self.shares)

    @property
    def pei(self) -> np.ndarray:
        """Prediction efficiency index, (k,): 1 is what knowing the month beforehand would give, with these units."""
        return _ratio(self.hits.sum(axis=0), self.best.sum(axis=0))


def found(score: np.ndarray, crimes: np.ndarray, area: np.ndarray, shares: Sequence[float] = SHARES) -> np.ndarray:
    """Crimes on the first `shares` of the area, (k,), when units are taken by `score` (n,), the most first.

    `crimes` (n,) are those that happened, `area` (n,) is in m², of what of a unit lies in the study area. Whole units
    are taken until the share is reached, of the last one the part that is missing and as large a part of its crimes,
    so that units of any size compare on the same area. Units of the same score are taken in the order that is worst for
    the forecaster: those with the fewest crimes per m² first.

    Raises `AnalysisError` for arrays that do not fit, scores that are no number, and units without an area.
    """
    _check(score, crimes, area)
    order = np.lexsort((crimes / area, -score))
    ground = np.concatenate([[0.0], np.cumsum(area[order])])
    caught = np.concatenate([[0.0], np.cumsum(crimes[order], dtype=float)])
    return np.interp(np.asarray(shares) * ground[-1], ground, caught)


def found_evenly(
    score: np.ndarray, crimes: np.ndarray, area: np.ndarray, shares: Sequence[float] = SHARES
) -> np.ndarray:
    """As `found`, but of units of the same score all are taken alike, in part: the mean of taking them at random.

    Raises as `found` does.
    """
    _check(score, crimes, area)
    values, rank = np.unique(-score, return_inverse=True)
    ground = np.concatenate([[0.0], np.cumsum(np.bincount(rank, area, values.size))])
    caught = np.concatenate([[0.0], np.cumsum(np.bincount(rank, crimes, values.size))])
    return np.interp(np.asarray(shares) * ground[-1], ground, caught)


def _check(score: np.ndarray, crimes: np.ndarray, area: np.ndarray) -> None:
    if not score.shape == crimes.shape == area.shape or score.ndim != 1 or score.size == 0:
        raise AnalysisError(f"{score.size:,} scores do not fit {area.size:,} units. Rank all units.")
    if not np.isfinite(score).all() or not (np.isfinite(area).all() and area.min() > 0):
        raise AnalysisError("A unit has no score or no area, so it has no rank. Choose another study area.")


def best(crimes: np.ndarray, area: np.ndarray, shares: Sequence[float] = SHARES) -> np.ndarray:
    """The most crimes that any ranking could find on the first `shares` of the area, (k,)."""
    return found(crimes / area, crimes, area, shares)


def roll(
    counts: np.ndarray, area: np.ndarray, forecaster: Forecaster, first: int, cancelled: Cancelled = never
) -> Tally:
    """Build on the months before, score the month after, for the months from place `first` of `counts` (n, m) on.

    Raises `AnalysisError` where no month is left to learn from or to score.
    """
    months = range(first, counts.shape[1])
    if first < 1 or not months:
        raise AnalysisError("No month is left to score. Choose more months.")
    hits, even, attainable = [], [], []
    for month in months:
        stop_if(cancelled)
        score, crimes = forecaster(month), counts[:, month]
        hits.append(found(score, crimes, area))
        even.append(found_evenly(score, crimes, area))
        attainable.append(best(crimes, area))
    return Tally(np.stack(hits), np.stack(even), np.stack(attainable), counts[:, first:].sum(axis=0))


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(whole, dtype=float))
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
