# SPDX-License-Identifier: GPL-2.0-or-later
"""Clusters and density of a force's two years at 250 m, from the command line to files and pages."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from . import data
from .measure import Figure, run

_SHARED = data.ROOT.parent / "shared" / "data"
_REAL = (
    _SHARED / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson",
    _SHARED / "lookups" / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz",
)
_SAMPLE = data.ROOT / "policeuk_plugin" / "resources" / "sample"
AREAS = _REAL if _REAL[0].is_file() else (_SAMPLE / "sample_lsoa_2021.geojson", _SAMPLE / "sample_lookup.csv")
"""Outlines and look-up of the area that is measured on."""


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is an empty folder. QGIS is started for each, as a script or a cron job does."""
    cache = work / "cache.sqlite"
    run([sys.executable, "-m", "offline_cache", "--cache", str(cache), "import", str(data.archive())])
    run([sys.executable, "-m", "offline_cache", "--cache", str(cache), "areas", "import", *map(str, AREAS)])
    command = [sys.executable, "-m", "policeuk_plugin", "--cache", str(cache)]
    seconds, memory = [], 0
    for number in range(runs):
        outputs = {"clusters": work / f"{number}.gpkg", "density": work / f"{number}.tif"}
        done = [run([*command, name, "--with-asb", "--out", str(out)]) for name, out in outputs.items()]
        seconds.append(sum(one.wall for one in done))
        memory = max(memory, *(one.memory for one in done))
    together = statistics.median(seconds)
    return [
        Figure("clusters and density, 24 months, 250 m", f"{together:.1f} s elapsed", "under 5 s", together < 5),
        Figure("clusters and density, peak memory", f"{memory / 1e6:.0f} MB", "under 500 MB", memory < 500e6),
    ]
