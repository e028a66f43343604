# SPDX-License-Identifier: GPL-2.0-or-later
"""Forecasts of 36 months by 20,000 cells: processor seconds and peak memory, in a process of its own."""

from __future__ import annotations

import statistics
import sys
from calendar import monthrange
from pathlib import Path

import numpy as np

from policeuk_plugin.analysis.forecast_trial import coming, tried
from policeuk_plugin.analysis.month_forecasts import Series

from .measure import Figure, run

CELLS, MONTHS, AHEAD = 20_000, 36, 3
CRIMES = {"a force's crimes": 150_000, "a million crimes": 1_000_000}


def figures(work: Path, runs: int) -> list[Figure]:  # noqa: ARG001 - nothing is written
    """Measure; `work` is not needed. Stacks as unequal as snap points make them, cells cut at the border."""
    found = []
    for name, crimes in CRIMES.items():
        taken = [run([sys.executable, "-m", "benchmarks.forecast_speed", str(crimes)]) for _ in range(min(runs, 3))]
        seconds = statistics.median(one.cpu for one in taken)
        memory = max(one.memory for one in taken)
        value = f"{seconds:.1f} s, {memory / 1e6:.0f} MB ({CELLS:,} cells)"
        met = seconds < 20 and memory < 1e9
        found.append(Figure(f"next months, {MONTHS} months, {name}", value, "under 20 s, 1 GB", met))
    return found


def main(crimes: int) -> None:
    """One run."""
    generator = np.random.default_rng(1)
    weights = generator.gamma(0.3, 1, CELLS)
    counts = generator.multinomial(crimes // MONTHS, weights / weights.sum(), MONTHS).T
    number = 24_000 + np.arange(MONTHS)
    size = np.where(generator.random(CELLS) < 0.1, generator.uniform(0.1, 1, CELLS), 1.0)
    known = Series(counts, number, np.array([_days(month) for month in number.tolist()], dtype=float), size)
    trial = tried(known, size, AHEAD, 0.05)
    coming(known, trial, trial.models[trial.chosen], AHEAD, _days, 0.9)


def _days(month: int) -> int:
    return monthrange(month // 12, month % 12 + 1)[1]


if __name__ == "__main__":
    main(int(sys.argv[1]))
