# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by evaluation_speed in a process of its own: one evaluation; writes the seconds as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import numpy as np
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.evaluation_speed import CRIMES, HOLD_OUT, MONTHS, PLACES, SIDE
from policeuk_plugin.analysis.evaluation import roll
from policeuk_plugin.analysis.forecasts import (
    PlaceSeries,
    UnitSeries,
    by_all_months,
    by_clusters,
    by_kernel,
    by_last_year,
    by_persistence,
)
from policeuk_plugin.analysis.grid import CellShape, all_cells, cell_of, grid_over
from policeuk_plugin.analysis.judging import judge
from policeuk_plugin.analysis.neighbours import cell_windows
from policeuk_plugin.processing.provider import PoliceUkProvider

SIZE = 250.0


def force(cache: str) -> float:
    """Squares of 250 m: five methods and one radius are six settings."""
    provider = PoliceUkProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("policeuk:evaluatehotspots")
    given = {"CACHE": cache, "INCLUDE_ASB": True, "CELL_SIZES": "250", "BANDWIDTHS": "500", "OUTPUT": "memory:"}
    begun = time.perf_counter()
    _, done = algorithm.run(given, QgsProcessingContext(), QgsProcessingFeedback(), {}, False)
    if not done:
        raise SystemExit("the evaluation failed")
    return time.perf_counter() - begun


def million(_: str) -> float:
    """The method alone on invented crimes: as many snap points for them as a force has, three years."""
    generator = np.random.default_rng(1)
    cells = all_cells(grid_over(CellShape.SQUARE, SIZE, (0, 0, SIZE * (SIDE - 0.5), SIZE * (SIDE - 0.5))))
    x, y = generator.uniform(0, SIZE * SIDE, (2, PLACES))
    weights = generator.gamma(0.5, 1, PLACES)
    counts = generator.multinomial(CRIMES // MONTHS, weights / weights.sum(), MONTHS).T
    begun = time.perf_counter()
    by_unit = np.zeros((len(cells), MONTHS), dtype=np.int64)
    np.add.at(by_unit, cell_of(cells, x, y), counts)
    series = UnitSeries(by_unit, np.full(len(cells), SIZE**2), cell_windows(cells))
    methods = [method(series) for method in (by_last_year, by_all_months, by_persistence, by_clusters)]
    methods += [by_kernel(PlaceSeries(x, y, counts), cells, radius) for radius in (500.0, 1000.0)]
    judge([roll(by_unit, series.area, method, MONTHS - HOLD_OUT) for method in methods], [0], 0.05, 1)
    return time.perf_counter() - begun


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    QgsApplication.initQgis()
    Path(sys.argv[3]).write_text(json.dumps({"force": force, "million": million}[sys.argv[1]](sys.argv[2])), "utf-8")
    sys.stdout.flush()
    os._exit(0)  # a plain exit crashes in QGIS's own clean-up on some versions
