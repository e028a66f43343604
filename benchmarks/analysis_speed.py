# SPDX-License-Identifier: GPL-2.0-or-later
"""Clusters beside esda's permutations, density beside QGIS's heatmap; processor seconds of the calls themselves."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from policeuk_plugin.analysis.clusters import find_clusters
from policeuk_plugin.analysis.density import quartic_density, raster_over
from policeuk_plugin.analysis.grid import CellShape, all_cells, grid_over
from policeuk_plugin.analysis.neighbours import cell_windows
from policeuk_plugin.analysis.places import collapse

from .measure import Figure

SIDE = 200  # cells
CRIMES, PLACES = 500_000, 53_600  # as many crimes on a snap point as in Bedfordshire's 24 months
CELL, RADIUS, PIXELS = 100.0, 500.0, 400
PERMUTATIONS, EXTRAPOLATED = 999, 9_999

_ESDA = """
import importlib.util, json, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np
from esda import G_Local
from libpysal.weights import lat2W
def run(counts, permutations):
    side = int(counts.size ** 0.5)
    weights = lat2W(side, side, rook=False)
    begun = time.process_time()
    G_Local(counts, weights, transform="B", permutations=permutations, star=True, seed=1, n_jobs=1)
    return time.process_time() - begun
counts = np.load(sys.argv[1]).astype(float)
run(counts[:400], 99)  # compiles
print(json.dumps([run(counts, int(sys.argv[2])), importlib.util.find_spec("numba") is not None]))
"""


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is an empty folder. Peers run three times at most: they take their time."""
    return [_clusters(work, runs), _density(work, runs)]


def _clusters(work: Path, runs: int) -> Figure:
    name, target = "clusters, times as fast as esda G_Local", "at least 300"
    generator = np.random.default_rng(1)
    counts = generator.poisson(generator.gamma(0.3, 1 / 0.3, SIDE * SIDE) * 20)
    cells = all_cells(grid_over(CellShape.SQUARE, 250, (0, 0, 250 * (SIDE - 0.5), 250 * (SIDE - 0.5))))
    ours = _median(lambda: find_clusters(counts, cell_windows(cells)), runs)
    np.save(work / "counts.npy", counts)
    python = os.environ.get("POLICEUK_PEERS_PYTHON", sys.executable)
    command = [python, "-c", _ESDA, str(work / "counts.npy"), str(PERMUTATIONS)]
    answers = [subprocess.run(command, capture_output=True, text=True, check=False) for _ in range(min(runs, 3))]
    if answers[0].returncode:
        return Figure(name, f"{ours:.3f} s; no esda here (POLICEUK_PEERS_PYTHON)", target, False)
    found = [json.loads(answer.stdout) for answer in answers]
    theirs = statistics.median(seconds for seconds, _ in found)
    times = theirs * EXTRAPOLATED / PERMUTATIONS / ours
    numba = "with" if found[0][1] else "without"
    peer = f"esda {numba} numba {theirs:.1f} s for {PERMUTATIONS}, extrapolated to {EXTRAPOLATED:,}"
    value = f"{times:.0f} ({SIDE * SIDE:,} cells: {ours:.3f} s; {peer})"
    return Figure(name, value, target, times >= 300)


def _density(work: Path, runs: int) -> Figure:
    generator = np.random.default_rng(1)
    at = generator.integers(0, int(CELL) * PIXELS, (PLACES, 2)).astype(float)
    weights = generator.gamma(0.5, 1, PLACES)
    count = 1 + generator.multinomial(CRIMES - PLACES, weights / weights.sum())
    rows = generator.permutation(np.repeat(at, count, axis=0))
    extent = (0.0, 0.0, CELL * (PIXELS - 0.5), CELL * (PIXELS - 0.5))

    def mine() -> object:
        return quartic_density(collapse(rows[:, 0], rows[:, 1]), raster_over(extent, CELL), RADIUS)

    ours = _median(mine, runs)
    theirs = statistics.median(_heatmap(work, rows, np.ones(CRIMES)) for _ in range(min(runs, 3)))
    weighted = _heatmap(work, at, count)
    value = (
        f"{theirs / ours:.0f} ({CRIMES:,} crimes on {PLACES:,} places, {PIXELS} × {PIXELS} cells: {ours:.2f} s against "
        f"{theirs:.1f} s; QGIS on weighted places {weighted:.1f} s)"
    )
    return Figure("density, times as fast as QGIS's heatmap", value, "at least 10", theirs / ours >= 10)


def _heatmap(work: Path, points: np.ndarray, weights: np.ndarray) -> float:
    source, out = work / "points.npy", work / "seconds.json"
    for old in work.glob("seconds.*"):
        old.unlink()
    np.save(source, np.column_stack([points, weights]))
    script = Path(__file__).with_name("heatmap_in_qgis.py")
    subprocess.run([sys.executable, str(script), str(source), str(CELL), str(RADIUS), str(out)], check=True)
    return float(json.loads(out.read_text(encoding="utf-8")))


def _median(call: Callable[[], object], runs: int) -> float:
    """Median processor seconds, after one run that warms up."""
    seconds = []
    for _ in range(runs + 1):
        begun = time.process_time()
        call()
        seconds.append(time.process_time() - begun)
    return statistics.median(seconds[1:])
