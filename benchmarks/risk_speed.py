# SPDX-License-Identifier: GPL-2.0-or-later
"""Risk density and snap-point uncertainty, 200 maps of chance each, on an invented force of a million crimes."""

from __future__ import annotations

from pathlib import Path

from offline_cache.reference import crime_types

from . import invented_force
from .hotspot_runs import Taken, take
from .measure import Figure

SIDE = 71
MAPS = 200
MOST = 60.0


def figures(work: Path, runs: int) -> list[Figure]:  # noqa: ARG001 - one run of each takes long enough
    """Measure; `work` is an empty folder."""
    named = [one for one in crime_types() if one not in ("Violent crime", "Public disorder and weapons")]
    force = invented_force.make(work, SIDE, {name: 1 / len(named) for name in named})
    asked = {"CACHE": str(force.cache)}
    types = {"BASIS": "types", "TYPES": named[1:2], "BASE_TYPES": named[2:4], "MAPS": MAPS}
    return [
        _run("risk density, two types", take("riskdensity", {**asked, **types, "CELL_SIZE": 500}, work)),
        *(
            _run(f"snap-point uncertainty, {method}", take("snapuncertainty", _snapped(asked, method), work))
            for method in ("clusters", "persistence", "moran")
        ),
    ]


def _snapped(asked: dict[str, str], method: str) -> dict[str, object]:
    return {**asked, "METHOD": method, "DRAWS": MAPS, "CELL_SIZE": 500}


def _run(name: str, taken: Taken) -> Figure:
    words = f"{taken.cpu:.1f} s, {taken.memory / 1e6:.0f} MB, {MAPS} maps, a million crimes, with page"
    if taken.refusal:
        words += f", refused: {taken.refusal}"
    return Figure(name, words, "under 60 s", taken.cpu < MOST and not taken.refusal)
