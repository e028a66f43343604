# SPDX-License-Identifier: GPL-2.0-or-later
"""Emerging hotspots of 36 months by 20,000 cells: processor seconds and peak memory, in a process of its own."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

import numpy as np

from policeuk_plugin.analysis.emerging import emerging
from policeuk_plugin.analysis.grid import CellShape, all_cells, grid_over
from policeuk_plugin.analysis.neighbours import cell_windows
from policeuk_plugin.analysis.space_time import judged_cube, steps_taken

from .measure import Figure, run

SIDE, MONTHS = 142, 36
CRIMES = {"a force's crimes": 150_000, "a million crimes": 1_000_000}


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is not needed. Stacks as unequal as snap points make them, a tenth of the cells cut."""
    found = []
    for name, crimes in CRIMES.items():
        taken = [run([sys.executable, "-m", "benchmarks.emerging_speed", str(crimes)]) for _ in range(min(runs, 3))]
        seconds = statistics.median(one.cpu for one in taken)
        memory = max(one.memory for one in taken)
        value = f"{seconds:.1f} s, {memory / 1e6:.0f} MB ({SIDE * SIDE:,} cells)"
        met = seconds < 20 and memory < 1e9
        found.append(Figure(f"emerging, {MONTHS} months, {name}", value, "under 20 s, 1 GB", met))
    return found


def main(crimes: int) -> None:
    """One run."""
    generator = np.random.default_rng(1)
    edge = 500 * (SIDE - 0.5)
    windows = cell_windows(all_cells(grid_over(CellShape.SQUARE, 500, (0, 0, edge, edge))))
    cells = len(windows)
    weights = generator.gamma(0.3, 1, cells)
    counts = generator.multinomial(crimes // MONTHS, weights / weights.sum(), MONTHS).T
    size = np.where(generator.random(cells) < 0.1, generator.uniform(0.1, 1, cells), 1.0)
    cube = judged_cube(counts, steps_taken(range(MONTHS), 2), windows, size)
    emerging(cube, counts.sum(axis=1)).too_few.sum()


if __name__ == "__main__":
    main(int(sys.argv[1]))
