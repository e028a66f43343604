# SPDX-License-Identifier: GPL-2.0-or-later
"""Risk density and snap-point uncertainty of a force's two years, 200 maps each, with page; every method in its units.

250 m where a method takes such cells; those that compare months across July 2022 take LSOAs, which they allow.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from . import data
from .hotspot_runs import Taken, take
from .hotspot_speed import AREAS
from .measure import Figure, run

MAPS, MOST = 200, 60.0
_TYPES = {"BASIS": "types", "TYPES": ["Burglary"], "BASE_TYPES": ["Violence and sexual offences"], "MAPS": MAPS}
_UNITS: Mapping[str, Mapping[str, Any]] = {
    **{method: {} for method in ("clusters", "cold", "busier", "persistence", "moran")},
    "emerging": {"CELL_SIZE": 500},
    **{method: {"UNITS": "LSOA"} for method in ("change", "trends")},
}


def figures(work: Path, runs: int) -> Iterator[Figure]:  # noqa: ARG001 - one run of each takes long enough
    """Measure, one after another; `work` is an empty folder."""
    cache = work / "cache.sqlite"
    run([sys.executable, "-m", "offline_cache", "--cache", str(cache), "import", str(data.archive())])
    run([sys.executable, "-m", "offline_cache", "--cache", str(cache), "areas", "import", *map(str, AREAS)])
    asked: Mapping[str, Any] = {"CACHE": str(cache), "CELL_SIZE": 250}
    yield _figure("risk density, two types", take("riskdensity", {**asked, **_TYPES}, work))
    for method, units in _UNITS.items():
        taken = take("snapuncertainty", {**asked, **units, "METHOD": method, "DRAWS": MAPS}, work)
        where = units.get("UNITS") or f"{units.get('CELL_SIZE', asked['CELL_SIZE'])} m"
        yield _figure(f"snap-point uncertainty, {method}, {where}", taken)


def _figure(name: str, taken: Taken) -> Figure:
    words = f"{taken.cpu:.1f} s, {taken.memory / 1e6:.0f} MB ({MAPS} maps)"
    if taken.refusal:
        words += f", refused: {taken.refusal}"
    return Figure(name, words, "under 60 s", taken.cpu < MOST and not taken.refusal)
