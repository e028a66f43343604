# SPDX-License-Identifier: GPL-2.0-or-later
"""Up to two million cells with a million crimes in them, and layers of units: memory, and growth with cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import invented_force
from .hotspot_runs import QUESTIONS, take
from .measure import Figure, growth
from .million_speed import FEWEST_MAPS, memory_of

SIZES = (128, 64, 32)
"""Metres: 121,000, 485,000 and 1,938,000 cells."""
_FEW = {"nullmaps": {"MAPS": FEWEST_MAPS}}
_LAYERS = {"clusters in 240,000 polygons": 90, "clusters in 2 million polygons": 31}


def figures(work: Path, runs: int) -> list[Figure]:  # noqa: ARG001 - one run of each takes minutes
    """Measure in processes of their own; `work` is an empty folder."""
    force = invented_force.make(work)
    memory, curves = [], []
    for name, algorithm in QUESTIONS.items():
        given = {"CACHE": str(force.cache), **_FEW.get(algorithm, {})}
        taken = [take(algorithm, {**given, **_sized(algorithm, size)}, work) for size in SIZES]
        memory.append(memory_of(f"{name}, two million cells", taken[-1]))
        cells = [round(invented_force.KM2 * 1e6 / size**2) for size in SIZES]
        curves.append(growth(f"{name}, whole runs by cells", [(n, one.cpu) for n, one in zip(cells, taken)]))
    for name, size in _LAYERS.items():
        layer = invented_force.squares(work / "squares.gpkg", size)
        given = {"CACHE": str(force.cache), "UNITS": "layer", "UNIT_LAYER": str(layer)}
        memory.append(memory_of(name, take("crimeclusters", given, work)))
    return [*memory, *curves]


def _sized(algorithm: str, size: int) -> dict[str, Any]:
    if algorithm == "evaluatehotspots":
        return {"CELL_SIZES": str(size), "BANDWIDTHS": "500"}
    return {"CELL_SIZE": size}
