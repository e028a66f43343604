# SPDX-License-Identifier: GPL-2.0-or-later
"""Peers of all CSPs and of all LSOAs, comparisons and a batch of them; each a process of its own, seconds elapsed."""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
from pathlib import Path

from . import data
from .measure import Figure, run

_REAL = data.ROOT.parent / "shared" / "data"
_AREAS = ("lookups/lsoa21_ward24_lad24_csp24_pfa24.csv.gz",)
REFERENCE = (
    "attributes/lsoa21_census2021_residents_households.csv.gz",
    "attributes/ruc21_lsoa21.csv.gz",
    "profiles/csp24_census2021_profile.csv",
    "official/ons_table_C2_csp_yejun2025.csv",
)


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is an empty folder. Nothing without the real reference data."""
    if not _REAL.is_dir():
        return []
    cache = work / "cache.sqlite"
    begun = [sys.executable, "-m", "offline_cache", "--cache", str(cache)]
    run([*begun, "import", str(data.archive())])
    run([*begun, "areas", "import", *(str(_REAL / name) for name in _AREAS)])
    run([*begun, "reference", "import", *(str(_REAL / name) for name in REFERENCE)])
    csp, _ = _seconds(cache, "csp", runs)
    lsoa, memory = _seconds(cache, "lsoa", runs)
    bare, _ = _seconds(cache, "Plsoa", 1)
    found = [
        Figure("peers of 314 CSPs", f"{csp:.2f} s elapsed", "under 0.2 s", csp < 0.2),
        Figure(
            "peers of 35,672 LSOAs, k = 15",
            f"{lsoa:.1f} s elapsed, {memory / 1e6:.0f} MB",
            "under 5 s and 500 MB",
            lsoa < 5 and memory < 500e6,
        ),
        Figure("the same without scipy", f"{bare:.1f} s elapsed", "stated", True),
    ]
    if importlib.util.find_spec("sklearn") is not None:
        theirs, _ = _seconds(cache, "sklearn", runs)
        found.append(Figure("scikit-learn on the same", f"{theirs:.1f} s elapsed", "ours as fast", lsoa <= theirs))
    batch, _ = _seconds(cache, "report force:bedfordshire", 1)
    found.append(Figure("report on all 417 LSOAs of a force", f"{batch:.1f} s elapsed", "under 60 s", batch < 60))
    for area in ("csp:Luton", "lsoa:E01015693"):
        one, _ = _seconds(cache, f"compare {area}", runs)
        found.append(Figure(f"comparison of {area}", f"{one:.2f} s elapsed", "under 1 s", one < 1))
    return found


def _seconds(cache: Path, what: str, runs: int) -> tuple[float, int]:
    """Median of the seconds that a process writes, and the most memory in bytes."""
    out = cache.with_name("seconds.json")
    script = str(Path(__file__).with_name("peer_in_qgis.py"))
    seconds, memory = [], 0
    for _ in range(runs):
        memory = max(memory, run([sys.executable, script, what, str(cache), str(out)]).memory)
        seconds.append(float(json.loads(out.read_text(encoding="utf-8"))))
    return statistics.median(seconds), memory
