# SPDX-License-Identifier: GPL-2.0-or-later
"""Trends of 5,000 LSOAs by 14 crime types, and local Moran's I: methods by themselves, and whole runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from offline_cache.model import ASB
from offline_cache.reference import crime_types
from policeuk_plugin.analysis.area_trends import Months, find_trends
from policeuk_plugin.analysis.grid import CellShape, all_cells, grid_over
from policeuk_plugin.analysis.local_moran import find_associations
from policeuk_plugin.analysis.neighbours import cell_windows

from . import invented_force
from .hotspot_runs import Taken, take
from .measure import Figure

LSOAS, TYPES, MONTHS = 5_000, 14, 36
SIDE = 71
"""LSOAs along a side of the invented force: 5,041."""
MOST = 20.0


def figures(work: Path, runs: int) -> list[Figure]:  # noqa: ARG001 - one run of each takes long enough
    """Measure; `work` is an empty folder."""
    generator = np.random.default_rng(1)
    usual = generator.gamma(0.5, 4, (LSOAS, 1))
    families = [generator.poisson(usual / TYPES, (LSOAS, MONTHS)) for _ in range(TYPES)]
    months = Months(24_000 + np.arange(MONTHS), np.zeros(MONTHS, dtype=np.int64))
    trends = _seconds(lambda: find_trends([np.sum(families, axis=0), *families], months))
    cells = all_cells(grid_over(CellShape.SQUARE, 100, (0, 0, 14_099, 14_099)))
    counts = generator.poisson(generator.gamma(0.3, 6, len(cells)))
    windows = cell_windows(cells)
    moran = _seconds(lambda: find_associations(counts, windows))
    named = [one for one in crime_types() if one not in ("Violent crime", "Public disorder and weapons", ASB)]
    force = invented_force.make(work, SIDE, {name: 1 / len(named) for name in named})
    asked = {"CACHE": str(force.cache), "UNITS": "LSOA"}
    whole = take("areatrends", {**asked, "BY_TYPE": True}, work)
    alike = take("localmoran", asked, work)
    what = f"{LSOAS:,} × {TYPES} types, {MONTHS} months"
    return [
        Figure("trends, the method", f"{trends:.1f} s ({what})", "under 20 s", trends < MOST),
        _run(f"trends, a run, {SIDE**2:,} LSOAs × {len(named)} types", whole),
        Figure("local Moran, the method", f"{moran:.1f} s ({len(cells):,} cells)", "under 20 s", moran < MOST),
        _run(f"local Moran, a run, {SIDE**2:,} LSOAs", alike),
    ]


def _run(name: str, taken: Taken) -> Figure:
    words = f"{taken.cpu:.1f} s, {taken.memory / 1e6:.0f} MB, a million crimes, with page"
    if taken.refusal:
        words += f", refused: {taken.refusal}"
    return Figure(name, words, "under 20 s", taken.cpu < MOST and not taken.refusal)


def _seconds(call: Callable[[], object]) -> float:
    begun = time.process_time()
    call()
    return time.process_time() - begun
