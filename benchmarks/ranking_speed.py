# SPDX-License-Identifier: GPL-2.0-or-later
"""Persistence of 36 months by 20,000 cells, concentration of a million crimes: processor seconds of the methods."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from policeuk_plugin.analysis.concentration import tally
from policeuk_plugin.analysis.persistence import chance_of_top, persistence
from policeuk_plugin.analysis.random_placement import random_placement
from policeuk_plugin.analysis.rank_stability import rank_stability

from .measure import Figure

CELLS, MONTHS, CRIMES = 20_000, 36, 1_000_000
TOPS = (0.01, 0.05, 0.1, 0.2)


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is not needed. A million crimes, as unequal as snap points make them."""
    generator = np.random.default_rng(1)
    weights = generator.gamma(0.3, 1, CELLS)
    drawn = generator.multinomial(CRIMES // MONTHS, weights / weights.sum(), MONTHS)
    counts = np.ascontiguousarray(drawn.T)
    ground = generator.uniform(0.5, 1, CELLS)

    def lasting() -> None:
        found = persistence(counts, 5)
        chance_of_top(counts.sum(axis=0), CELLS, found.places, 0.05, 1)
        rank_stability(counts, found.places, 0.05, 1)

    def concentrated() -> None:
        random_placement(tally(counts.sum(axis=1)), TOPS, 0.8, ground, 0.05, 1)

    seconds = [_seconds(one, runs) for one in (lasting, concentrated)]
    what = f"{CRIMES:,} crimes, {CELLS:,} cells"
    return [
        Figure(f"persistence, {MONTHS} months", f"{seconds[0]:.1f} s ({what})", "under 5 s", seconds[0] < 5),
        Figure("concentration, random maps", f"{seconds[1]:.1f} s ({what})", "under 5 s", seconds[1] < 5),
    ]


def _seconds(call: Callable[[], None], runs: int) -> float:
    seconds = []
    for _ in range(runs):
        begun = time.process_time()
        call()
        seconds.append(time.process_time() - begun)
    return statistics.median(seconds)
