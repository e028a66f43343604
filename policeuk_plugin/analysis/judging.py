# SPDX-License-Identifier: GPL-2.0-or-later
"""Which of several forecasters finds most, and whether it beats the plain baseline by more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .errors import AnalysisError, Cancelled, never
from .evaluation import Tally
from .paired_months import Differences, paired_differences


@dataclass(frozen=True)
class Judged:
    """s forecasters at k shares. `baseline` and `best` (k,): which of the baselines, and of all, found most.

    `difference`, `low`, `high` (s, k): hit rate less that of `baseline`; `beyond` (s, k) as in `Differences`, all of
    whose intervals hold together: for every forecaster, share and baseline, so that choosing among them costs nothing.
    """

    baseline: np.ndarray
    best: np.ndarray
    difference: np.ndarray
    low: np.ndarray
    high: np.ndarray
    beyond: np.ndarray
    of: Differences

    @property
    def told(self) -> bool:
        """Whether there are months enough for intervals."""
        return self.of.flips > 0


def judge(
    tallies: Sequence[Tally], baselines: Sequence[int], alpha: float, seed: int, cancelled: Cancelled = never
) -> Judged:
    """Compare all `tallies` with those at the places `baselines`, month by month; of equals the first is the best.

    Raises `AnalysisError` where the months hold no crime, or there is no baseline.
    """
    crimes = tallies[0].crimes
    if not baselines or crimes.sum() == 0:
        raise AnalysisError("There is no baseline, or no crime in the months that are scored. Choose more months.")
    hits = np.stack([tally.hits for tally in tallies]).astype(float)  # (s, h, k)
    total = hits.sum(axis=1)
    places = np.array(baselines)
    baseline = places[np.argmax(total[places], axis=0)]
    series = (hits[:, None] - hits[places][None]) / crimes.mean()  # (s, b, h, k)
    s, b, h, k = series.shape
    found = paired_differences(series.transpose(0, 1, 3, 2).reshape(-1, h), alpha, seed, cancelled)
    column = np.searchsorted(places, baseline)

    def against(values: np.ndarray) -> np.ndarray:
        return np.asarray(values.reshape(s, b, k)[:, column, np.arange(k)])

    return Judged(
        baseline,
        np.argmax(total, axis=0),
        against(found.mean),
        against(found.low),
        against(found.high),
        against(found.beyond),
        found,
    )
