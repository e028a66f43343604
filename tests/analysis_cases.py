# SPDX-License-Identifier: GPL-2.0-or-later
"""Maps to test the analysis on: the published references, null maps and units of unequal size."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from policeuk_plugin.analysis.grid import Cells, CellShape, all_cells, cell_of, cells_inside, centres, grid_over
from policeuk_plugin.analysis.neighbours import Windows, windows_of_pairs
from policeuk_plugin.analysis.nulls import stacked


def square_cells(columns: int, rows: int, size: float = 100.0) -> Cells:
    """A full block of squares whose lower left corner is the origin."""
    return all_cells(grid_over(CellShape.SQUARE, size, (0, 0, size * (columns - 0.5), size * (rows - 0.5))))


def table(path: Path) -> dict[str, np.ndarray]:
    """The columns of a CSV of numbers."""
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0] if name}


def memphis_cells(x: np.ndarray, y: np.ndarray) -> Cells:
    """The 500 m cells whose centres are given; that grid does not start at a multiple of 500 m."""
    shift = (float((x.min() - 250) % 500), float((y.min() - 250) % 500))
    grid = grid_over(CellShape.SQUARE, 500, (x.min(), y.min(), x.max(), y.max()), shift)
    share = np.zeros(grid.cells)
    share[cell_of(all_cells(grid), x, y)] = 1
    return cells_inside(grid, share)


def columbus(folder: Path) -> tuple[np.ndarray, Windows]:
    """Crime rates and queen contiguity of the 49 areas: those that share a corner."""
    features = json.loads((folder / "columbus.geojson").read_text(encoding="utf-8"))["features"]
    corners = [{tuple(at) for ring in f["geometry"]["coordinates"] for at in ring} for f in features]
    pairs = np.array([(i, j) for i in range(len(corners)) for j in range(i) if corners[i] & corners[j]])
    return np.array([f["properties"]["CRIME"] for f in features]), windows_of_pairs(len(corners), *pairs.T)


def area_with_holes() -> Cells:
    """About 2,500 squares of 100 m: a disc with a lake, a gap and a ragged edge."""
    grid = square_cells(60, 60).grid
    x, y = centres(all_cells(grid)).T
    far = np.hypot(x - 3000, y - 3000)
    lake, gap = np.hypot(x - 2200, y - 3500) < 600, (np.abs(x - 4000) < 80) & (y > 2500)
    ragged = 2900 + 120 * np.sin(x / 130) * np.cos(y / 170)
    return cells_inside(grid, ((far < ragged) & ~lake & ~gap).astype(float))


@cache
def unequal_units(units: int = 900, side: int = 60, seed: int = 3) -> tuple[Windows, np.ndarray]:
    """Windows and areas (in squares) of irregular units: each square of a block belongs to the nearest seed."""
    generator = np.random.default_rng(seed)
    seeds = generator.uniform(0, side, (units, 2))
    return _nearest_seed_units(seeds, side)


def _nearest_seed_units(seeds: np.ndarray, side: int) -> tuple[Windows, np.ndarray]:
    at = np.stack(np.meshgrid(np.arange(side) + 0.5, np.arange(side) + 0.5), axis=-1).reshape(-1, 1, 2)
    parts = np.array_split(at, max(1, side // 4))
    owner = np.concatenate([np.argmin(((part - seeds) ** 2).sum(axis=2), axis=1) for part in parts])
    owner = np.unique(owner, return_inverse=True)[1].reshape(side, side)
    left = np.concatenate([owner[:, :-1].ravel(), owner[:-1].ravel()])
    right = np.concatenate([owner[:, 1:].ravel(), owner[1:].ravel()])
    areas = np.bincount(owner.ravel()).astype(float)
    areas.flags.writeable = False  # all that ask are given the same
    return windows_of_pairs(int(owner.max()) + 1, left, right), areas


@cache
def town_and_country(units: int = 900, side: int = 120, seed: int = 3) -> tuple[Windows, np.ndarray]:
    """As `unequal_units`, with two thirds of the units crowded in the middle: large units lie beside large ones."""
    generator = np.random.default_rng(seed)
    town = generator.normal(side / 2, side / 10, (units * 2 // 3, 2))
    seeds = np.concatenate([town, generator.uniform(0, side, (units // 3, 2))]).clip(0, side)
    return _nearest_seed_units(seeds, side)


def gamma_stacks(generator: np.random.Generator, units: int, crimes: int, shape: float) -> np.ndarray:
    """Crimes on units whose weights are drawn from a gamma distribution, as unequal as snap points are."""
    return stacked(generator, crimes, np.ones(units), shape)


def count_maps(maps: int, seed: int, draw: Callable[[np.random.Generator], bool]) -> int:
    """Of so many maps, those for which `draw` says yes."""
    generator = np.random.default_rng(seed)
    return sum(draw(generator) for _ in range(maps))


_ENOUGH = {30: 0, 60: 2, 120: 6, 180: 9}
"""After so many maps, with so few that say yes, nobody needs more.

Of procedures that say yes on 12 % of maps 88.5 % still have 29 of 300 (91.2 % where all are looked at), of those that
do so on 15 % 98.7 % (99.7 %).
"""
_ENOUGH_OF_FEW = {20: 0}
"""The same of 60 maps and fewer: of those that say yes on a quarter of maps 95.3 % have 10 of 60 (95.5 %)."""


def few_maps(maps: int, most: int, seed: int, draw: Callable[[np.random.Generator], bool]) -> bool:
    """Whether at most `most` of so many maps say yes; it looks at no more of them than it takes to know."""
    generator = np.random.default_rng(seed)
    enough = _ENOUGH if maps > 60 else _ENOUGH_OF_FEW
    found = 0
    for number in range(1, maps + 1):
        found += draw(generator)
        if found > most:
            return False
        if found <= enough.get(number, -1):
            break
    return True


def brute_windows(at: np.ndarray, reach: float) -> Windows:
    """Windows of points (n, 2) by distance, every pair compared."""
    near = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) <= reach
    return Windows(np.concatenate([[0], near.sum(axis=1).cumsum()]), np.nonzero(near)[1])
