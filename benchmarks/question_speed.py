# SPDX-License-Identifier: GPL-2.0-or-later
"""Every question of the hotspot toolbox on a force's two years: elapsed seconds from cache to layer and page."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import Any

from . import data
from .hotspot_runs import QUESTIONS, take
from .hotspot_speed import AREAS
from .measure import Figure, run

MAPS = 300
_MOST: dict[str, float] = {"nullmaps": 120, "evaluatehotspots": 60, "hotspotreport": 300}
"""Seconds; half a minute for the others. That of the evaluation is the issue's, the rest are ours."""
_USUAL = 30.0


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is an empty folder. QGIS is started for each, which is not counted."""
    cache = work / "cache.sqlite"
    tool = [sys.executable, "-m", "offline_cache", "--cache", str(cache)]
    run([*tool, "import", str(data.archive())])
    run([*tool, "areas", "import", *map(str, AREAS)])
    asked: dict[str, tuple[str, dict[str, Any]]] = {name: (algorithm, {}) for name, algorithm in QUESTIONS.items()}
    asked["change"] = (QUESTIONS["change"], {"UNITS": "LSOA"})  # small cells are refused across July 2022
    asked["report of five, with PDF"] = ("hotspotreport", {})
    return [_figure(name, *of, {"CACHE": str(cache)}, work, runs) for name, of in asked.items()]


def _figure(name: str, algorithm: str, more: dict[str, Any], cache: dict[str, Any], work: Path, runs: int) -> Figure:
    maps = {"MAPS": MAPS} if algorithm in ("nullmaps", "hotspotreport") else {}
    taken = [take(algorithm, {**cache, **maps, **more}, work) for _ in range(min(runs, 3))]
    wall, cpu = (statistics.median(seconds) for seconds in zip(*((one.wall, one.cpu) for one in taken)))
    memory = max(one.memory for one in taken)
    refusal = next((one.refusal for one in taken if one.refusal), "")
    most = _MOST.get(algorithm, _USUAL)
    words = f"{wall:.1f} s elapsed, {cpu:.1f} s of processor, {memory / 1e6:.0f} MB"
    words += f"; refused: {refusal}" if refusal else ""
    return Figure(f"{name}, a force's 24 months", words, f"under {most:.0f} s", wall < most and not refusal)
