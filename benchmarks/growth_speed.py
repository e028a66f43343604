# SPDX-License-Identifier: GPL-2.0-or-later
"""How the time of every hotspot method grows with cells and with crimes: curves, and whether they are n log n."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from policeuk_plugin.analysis.busier import find_busier
from policeuk_plugin.analysis.change import Pair, find_changes
from policeuk_plugin.analysis.clusters import find_clusters
from policeuk_plugin.analysis.concentration import tally
from policeuk_plugin.analysis.density import quartic_density, raster_over
from policeuk_plugin.analysis.evaluation import roll
from policeuk_plugin.analysis.forecasts import UnitSeries, by_last_year
from policeuk_plugin.analysis.grid import Cells, CellShape, all_cells, grid_over
from policeuk_plugin.analysis.neighbours import Windows, cell_windows
from policeuk_plugin.analysis.nulls import stacked
from policeuk_plugin.analysis.persistence import chance_of_top, persistence
from policeuk_plugin.analysis.places import Places, collapse
from policeuk_plugin.analysis.random_placement import random_placement
from policeuk_plugin.analysis.rank_stability import rank_stability
from policeuk_plugin.analysis.strata import strata_of_size

from .measure import Figure, growth

CELLS = (40_000, 160_000, 640_000)
CRIMES = (250_000, 1_000_000, 4_000_000)
PER_CELL, SIDE, MONTHS = 2.0, 200, 36


@dataclass(frozen=True)
class _Map:
    """Crimes in unequal stacks on a square of cells: `counts` (n,), `monthly` (n, `MONTHS`), ground (n,)."""

    cells: Cells
    windows: Windows
    counts: np.ndarray
    monthly: np.ndarray
    ground: np.ndarray
    strata: np.ndarray


def _clusters(on: _Map) -> object:
    return find_clusters(on.counts, on.windows, strata=on.strata)


def _busier(on: _Map) -> object:
    return find_busier(on.counts, on.windows, on.ground)


def _null_map(on: _Map) -> object:
    drawn = stacked(np.random.default_rng(1), int(on.counts.sum()), on.ground, 0.3)
    return find_clusters(drawn, on.windows, strata=on.strata)


def _persistence(on: _Map) -> object:
    found = persistence(on.monthly, 5)
    chance_of_top(on.monthly.sum(axis=0), len(on.cells), found.places, 0.05, 1)
    return rank_stability(on.monthly, found.places, 0.05, 1)


def _change(on: _Map) -> object:
    return find_changes([Pair(on.monthly[:, -12:].sum(axis=1), on.monthly[:, -24:-12].sum(axis=1))])


def _concentration(on: _Map) -> object:
    return random_placement(tally(on.counts), (0.01, 0.05), 0.8, on.ground, 0.05, 1)


def _evaluation(on: _Map) -> object:
    series = UnitSeries(on.monthly, on.ground, on.windows)
    return roll(on.monthly, on.ground, by_last_year(series), MONTHS - 12)


def _density(on: _Map) -> object:
    side = math.isqrt(len(on.cells))
    at = np.flatnonzero(on.counts)
    places = Places(at % side + 0.5, at // side + 0.5, on.counts[at])
    return quartic_density(places, raster_over((0, 0, side - 0.5, side - 0.5), 1.0), 2.0)


METHODS: dict[str, Callable[[_Map], object]] = {
    "clusters": _clusters,
    "busier than random": _busier,
    "a map by chance": _null_map,
    "persistence": _persistence,
    "change": _change,
    "concentration": _concentration,
    "evaluation of a setting": _evaluation,
    "density": _density,
}


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; nothing is written to `work`."""
    maps = [(n, _map_of(n, round(PER_CELL * n))) for n in CELLS]
    found = [
        growth(f"{name}, growth with cells", [(n, _seconds(method, on, runs)) for n, on in maps])
        for name, method in METHODS.items()
    ]
    maps = [(n, _map_of(SIDE * SIDE, n)) for n in CRIMES]
    found += [
        growth(f"{name}, with crimes in {SIDE * SIDE:,} cells", [(n, _seconds(method, on, runs)) for n, on in maps])
        for name, method in METHODS.items()
    ]
    rows = [(n, _collapsing(n, runs)) for n in CRIMES]
    return [*found, growth("crimes collapsed to snap points, growth", rows)]


def _map_of(cells: int, crimes: int) -> _Map:
    """Cells at the rim are cut, as at a border."""
    generator, side = np.random.default_rng(1), math.isqrt(cells)
    grid = all_cells(grid_over(CellShape.SQUARE, 1, (0, 0, side - 0.5, side - 0.5)))
    windows = cell_windows(grid)
    ground = np.where(windows.sizes < windows.sizes.max(), generator.uniform(0.05, 1, len(grid)), 1.0)
    weights = generator.gamma(0.3, 1, len(grid)) * ground
    monthly = generator.multinomial(crimes // MONTHS, weights / weights.sum(), MONTHS).T
    return _Map(grid, windows, monthly.sum(axis=1), np.ascontiguousarray(monthly), ground, strata_of_size(ground))


def _collapsing(crimes: int, runs: int) -> float:
    generator = np.random.default_rng(1)
    at = generator.integers(0, crimes // 10, crimes)
    places = generator.integers(0, 50_000, (crimes // 10, 2)).astype(float)
    return _seconds(lambda _: collapse(places[at, 0], places[at, 1]), None, runs)


def _seconds(method: Callable[..., object], on: object, runs: int) -> float:
    """The least processor seconds: what else the machine does only adds."""
    best = math.inf
    for _ in range(min(runs, 3)):
        begun = time.process_time()
        method(on)
        best = min(best, time.process_time() - begun)
    return best
