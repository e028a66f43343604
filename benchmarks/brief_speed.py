# SPDX-License-Identifier: GPL-2.0-or-later
"""A brief of one ward and an atlas of fifty, page and PDF, each a process of its own with two years of a force."""

from __future__ import annotations

import csv
import gzip
import json
import statistics
import sys
from pathlib import Path
from typing import Any

from . import data
from .measure import Figure, run
from .peer_speed import REFERENCE

_REAL = data.ROOT.parent / "shared" / "data"
_LOOK_UP = "lookups/lsoa21_ward24_lad24_csp24_pfa24.csv.gz"
_FITS = "lookups/LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv"
_OUTLINES = "boundaries/lsoa2021_bedfordshire_bgc.geojson"
_FORCE, _MANY = "Bedfordshire", 50


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is an empty folder. Nothing without the real reference data."""
    if not (_REAL / _OUTLINES).is_file():
        return []
    cache = work / "cache.sqlite"
    begun = [sys.executable, "-m", "offline_cache", "--cache", str(cache)]
    run([*begun, "import", str(data.archive())])
    run([*begun, "areas", "import", *(str(_REAL / name) for name in (_LOOK_UP, _FITS, _OUTLINES))])
    run([*begun, "reference", "import", *(str(_REAL / name) for name in REFERENCE)])
    wards = _wards()
    one = _took(cache, runs, AREA=f"ward:{wards[0]}")
    all_of = _took(cache, 1, AREA=f"ward:{','.join(wards)}", LEVEL="ward")
    return [
        Figure("brief of a ward, HTML and PDF", _words(one), "under 5 s", one["cpu"] < 5),
        Figure(f"atlas of {_MANY} wards", _words(all_of), "under 180 s", all_of["cpu"] < 180),
    ]


def _wards() -> list[str]:
    with gzip.open(_REAL / _LOOK_UP, "rt", encoding="utf-8") as file:
        codes = {row["ward24_code"] for row in csv.DictReader(file) if row["pfa24_name"] == _FORCE}
    return sorted(codes)[:_MANY]


def _took(cache: Path, runs: int, **given: str) -> dict[str, Any]:
    """Medians of processor and elapsed seconds, and the most memory, of the algorithm alone."""
    out, found = cache.with_name("took.json"), []
    files = {"REPORT": str(cache.with_name("brief.html")), "PDF": str(cache.with_name("brief.pdf"))}
    asked = json.dumps({"CACHE": str(cache), **files, **given})
    for _ in range(runs):
        run([sys.executable, "-m", "benchmarks.hotspot_in_qgis", "beatbrief", asked, str(out)])
        found.append(json.loads(out.read_text("utf-8")))
        if found[-1]["refusal"]:
            raise SystemExit(found[-1]["refusal"])
    medians = {name: statistics.median(one[name] for one in found) for name in ("cpu", "wall", "memory")}
    return {**medians, "size": cache.with_name("brief.pdf").stat().st_size}


def _words(took: dict[str, Any]) -> str:
    return "{cpu:.1f} s, {wall:.1f} s elapsed, {memory:.0f} MB, PDF {size:.1f} MB".format(
        cpu=took["cpu"], wall=took["wall"], memory=took["memory"] / 1e6, size=took["size"] / 1e6
    )
