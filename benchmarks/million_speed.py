# SPDX-License-Identifier: GPL-2.0-or-later
"""A million crimes on 60,000 snap points in 36 months: memory of every hotspot algorithm, and growth with crimes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import invented_force
from .hotspot_runs import QUESTIONS, Taken, take
from .invented_force import Force
from .measure import Figure, growth

FEWEST_MAPS = 20
_MORE: dict[str, dict[str, Any]] = {"nullmaps": {"MAPS": FEWEST_MAPS}, "evaluatehotspots": {"CELL_SIZES": "250"}}
MOST_MEMORY = 2e9
_PARTS = (("Drugs",), ("Burglary", "Drugs"), ())
"""A sixteenth of the crimes, a quarter, all."""


def figures(work: Path, runs: int) -> list[Figure]:  # noqa: ARG001 - one run of each takes long enough
    """Measure in processes of their own; `work` is an empty folder."""
    force = invented_force.make(work)
    memory, curves = [], []
    for name, algorithm in QUESTIONS.items():
        given = {"CACHE": str(force.cache), **_MORE.get(algorithm, {})}
        taken = [take(algorithm, {**given, "TYPES": list(types)}, work) for types in _PARTS]
        memory.append(memory_of(f"{name}, a million crimes", taken[-1]))
        crimes = [round(invented_force.CRIMES * share) for share in (1 / 16, 1 / 4, 1)]
        curves.append(growth(f"{name}, growth with crimes", [(n, one.cpu) for n, one in zip(crimes, taken)]))
    more = [memory_of(f"{name}, a million crimes", take(*of, work)) for name, of in _others(force).items()]
    return [*memory, *more, *curves]


def memory_of(name: str, taken: Taken) -> Figure:
    """Its peak beside the target; a refusal counts where it takes no memory either."""
    units = taken.results.get("UNITS")
    words = f"{taken.memory / 1e6:.0f} MB, {taken.cpu:.0f} s"
    words += f", {units:,.0f} units" if units else ""
    words += f", refused: {taken.refusal}" if taken.refusal else ""
    return Figure(name, words, "under 2 GB", taken.memory < MOST_MEMORY)


def _others(force: Force) -> dict[str, tuple[str, dict[str, Any]]]:
    cache = {"CACHE": str(force.cache)}
    zones = {"TREATED": str(force.treated), "CONTROL": str(force.control), "INTERVENTION": "2024-08", "DISTANCE": 500}
    points = {"INPUT": str(force.points), "STUDY_AREA": str(force.outlines)}
    return {
        "intervention": ("interventioneffect", {**cache, **zones}),
        "report of five": ("hotspotreport", {**cache, "MAPS": FEWEST_MAPS}),
        "persistence in LSOAs": ("persistence", {**cache, "UNITS": "LSOA"}),
        "change by type": ("periodchange", {**cache, "BY_TYPE": True}),
        "clusters of a layer of points": ("crimeclusters", points),
        "density of a layer of points": ("crimedensity", points),
    }
