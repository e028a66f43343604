# SPDX-License-Identifier: GPL-2.0-or-later
"""Months of a place written as letters, and cubes of units and months made by chance."""

from __future__ import annotations

from typing import Callable

import numpy as np

from policeuk_plugin.analysis.emerging import PATTERNS, often, patterns
from policeuk_plugin.analysis.neighbours import Windows, cell_windows
from tests.analysis_cases import square_cells, town_and_country

MONTHS = 12
SQUARES, LARGER = cell_windows(square_cells(30, 30)), cell_windows(square_cells(40, 40))
SEASON = 1 + 0.6 * np.sin(np.arange(MONTHS) / 12 * 2 * np.pi)
Made = tuple[np.ndarray, Windows, np.ndarray]
Null = Callable[[np.random.Generator], Made]


def pattern_of(steps: str, trend: str = "") -> str:
    """The class of months such as `..HHC`; `trend` is rising, falling or none of the share of the crimes."""
    letters = np.array([list(steps)])
    rising, falling = np.array([trend == "rising"]), np.array([trend == "falling"])
    found = patterns(letters == "H", letters == "C", rising, falling)
    return PATTERNS[int(found[0])].value


def lasting(steps: str) -> bool:
    """Whether nine tenths of the months or more are hot."""
    return bool(often(np.array([[letter == "H" for letter in steps]]))[0])


def of_months(draw: Callable[[int], np.ndarray]) -> np.ndarray:
    """Counts (n, months), a month at a time."""
    return np.stack([draw(month) for month in range(MONTHS)], axis=1)


def even(generator: np.random.Generator) -> Made:
    """Crimes thrown anywhere, each month anew."""
    units = len(SQUARES)
    counts = of_months(lambda month: generator.multinomial(1000, np.full(units, 1 / units)))
    return counts, SQUARES, np.ones(units)


def stacks_that_stay(shape: float, crimes: int, season: np.ndarray, windows: Windows = SQUARES) -> Null:
    """Very unequal stacks that lie anywhere and stay where they are all the months, as snap points do."""

    def make(generator: np.random.Generator) -> Made:
        heights = generator.gamma(shape, 1, len(windows))
        weights = heights / heights.sum()
        counts = of_months(lambda month: generator.multinomial(int(crimes * season[month]), weights))
        return counts, windows, np.ones(len(windows))

    return make


def stacks_that_move(generator: np.random.Generator) -> Made:
    """Unequal stacks, elsewhere each month."""

    def draw(month: int) -> np.ndarray:
        heights = generator.gamma(0.3, 1, len(SQUARES))
        return generator.multinomial(1000, heights / heights.sum())

    return of_months(draw), SQUARES, np.ones(len(SQUARES))


def unequal_ground(generator: np.random.Generator) -> Made:
    """Stacks that stay, on small units in a town and large ones around it, in proportion to their ground."""
    windows, area = town_and_country()
    heights = generator.gamma(0.3, 1, area.size) * area
    counts = of_months(lambda month: generator.multinomial(1000, heights / heights.sum()))
    return counts, windows, area
