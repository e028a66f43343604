# SPDX-License-Identifier: GPL-2.0-or-later
"""Hotspot methods evaluated: six settings over a force's two years through QGIS, and a million crimes in the method."""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

from . import data
from .hotspot_speed import AREAS
from .measure import Figure, run

SETTINGS, HOLD_OUT = 6, 12
CRIMES, PLACES, SIDE, MONTHS = 1_000_000, 107_000, 200, 36


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is an empty folder. Each run is a process of its own, seconds elapsed."""
    cache = work / "cache.sqlite"
    run([sys.executable, "-m", "offline_cache", "--cache", str(cache), "import", str(data.archive())])
    run([sys.executable, "-m", "offline_cache", "--cache", str(cache), "areas", "import", *map(str, AREAS)])
    script = str(Path(__file__).with_name("evaluation_in_qgis.py"))
    out = work / "seconds.json"
    done, seconds = [], []
    for _ in range(runs):
        done.append(run([sys.executable, script, "force", str(cache), str(out)]))
        seconds.append(json.loads(out.read_text(encoding="utf-8")))
    one = statistics.median(seconds)
    memory = max(each.memory for each in done)
    large = run([sys.executable, script, "million", str(cache), str(out)])
    million = json.loads(out.read_text(encoding="utf-8"))
    return [
        Figure(
            f"evaluation, {HOLD_OUT} months × {SETTINGS} settings",
            f"{one:.1f} s elapsed, {memory / 1e6:.0f} MB",
            "under 60 s",
            one < 60,
        ),
        Figure(
            "evaluation of a million crimes",
            f"{million:.1f} s elapsed, {large.memory / 1e6:.0f} MB ({SIDE * SIDE:,} cells, {PLACES:,} places)",
            "under 2 GB",
            large.memory < 2e9,
        ),
    ]
