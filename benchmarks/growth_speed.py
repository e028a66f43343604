# SPDX-License-Identifier: GPL-2.0-or-later
"""How the time of the exact cluster test grows with cells and with crimes: a curve, and whether it is n log n."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from policeuk_plugin.analysis.clusters import find_clusters
from policeuk_plugin.analysis.grid import CellShape, all_cells, grid_over
from policeuk_plugin.analysis.neighbours import Windows, cell_windows
from policeuk_plugin.analysis.places import collapse

from .measure import Figure

CELLS = (40_000, 160_000, 640_000)
CRIMES = (250_000, 1_000_000, 4_000_000)
PER_CELL, SIDE = 2.0, 200
FLOOR = 0.02  # seconds below which a run measures the machine


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; nothing is written to `work`."""
    cells = [(n, _best(*_map_of(n, round(PER_CELL * n)), runs)) for n in CELLS]
    crimes = [(n, _best(*_map_of(SIDE * SIDE, n), runs)) for n in CRIMES]
    rows = [(n, _collapsing(n, runs)) for n in CRIMES]
    return [
        _curve("clusters, growth with cells", cells),
        _curve(f"clusters, growth with crimes in {SIDE * SIDE:,} cells", crimes),
        _curve("crimes collapsed to snap points, growth", rows),
    ]


def _map_of(cells: int, crimes: int) -> tuple[np.ndarray, Windows]:
    """Crimes in unequal stacks on a square of cells."""
    generator, side = np.random.default_rng(1), math.isqrt(cells)
    weights = generator.gamma(0.3, 1, side * side)
    counts = generator.multinomial(crimes, weights / weights.sum())
    return counts, cell_windows(all_cells(grid_over(CellShape.SQUARE, 1, (0, 0, side - 0.5, side - 0.5))))


def _best(counts: np.ndarray, windows: Windows, runs: int) -> float:
    return _seconds(lambda: find_clusters(counts, windows), runs)


def _collapsing(crimes: int, runs: int) -> float:
    generator = np.random.default_rng(1)
    at = generator.integers(0, crimes // 10, crimes)
    places = generator.integers(0, 50_000, (crimes // 10, 2)).astype(float)
    return _seconds(lambda: collapse(places[at, 0], places[at, 1]), runs)


def _seconds(call: Callable[[], object], runs: int) -> float:
    """The least processor seconds: what else the machine does only adds."""
    best = math.inf
    for _ in range(min(runs, 3)):
        begun = time.process_time()
        call()
        best = min(best, time.process_time() - begun)
    return best


def _curve(name: str, points: Sequence[tuple[int, float]]) -> Figure:
    """The points, and whether none grows by more than n log n does, with a half for the machine's caches."""
    measured = [(n, max(seconds, FLOOR)) for n, seconds in points]
    steps = [
        (late / early) / (n * math.log(n) / (before * math.log(before)))
        for (before, early), (n, late) in zip(measured, measured[1:])
    ]
    text = ", ".join(f"{n:,}: {seconds:.2f} s" for n, seconds in points)
    return Figure(
        name,
        f"{text}; steps {', '.join(f'{step:.2f}' for step in steps)} of n log n",
        "at most 1.25",
        max(steps) <= 1.25,
    )
