# SPDX-License-Identifier: GPL-2.0-or-later
"""Nearest areas beside scikit-learn's neighbours, with and without scipy, and ranges of peers; the calls themselves."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Optional

import numpy as np

from .data import ROOT
from .measure import Figure

_SHARED = ROOT.parent / "shared" / "data"
CSPS, LSOAS, MEASURES = 314, 35_672, 8
_SHARES = {
    "social rented": ("tenure_social",),
    "private rented": ("tenure_private",),
    "terraced": ("dwelling_terraced",),
    "flats": ("dwelling_in_a_purpose", "dwelling_part_of"),
    "deprived": ("dep_household_is_deprived_in_two", "dep_household_is_deprived_in_three"),
    "detached": ("dwelling_detached",),
    "not white": ("eth_asian", "eth_black", "eth_mixed", "eth_other"),
    "owned": ("tenure_owned_owns_outright",),
}
_OURS = """
import json, resource, sys, time
import numpy as np
from policeuk_plugin.analysis.nearest_areas import nearest_areas, standardised
if sys.argv[4] == "without scipy":
    sys.modules["scipy"] = sys.modules["scipy.spatial"] = None
z, k, runs = standardised(np.load(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
if len(z) > 1000:
    nearest_areas(z[:2000], k)  # imports
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
seconds = []
for _ in range(runs):
    begun = time.process_time()
    found = nearest_areas(z, k)
    seconds.append(time.process_time() - begun)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([sorted(seconds)[runs // 2], peak / 1024, float(np.nansum(found.distance))]))
"""
_SKLEARN = """
import json, sys, time
import numpy as np
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler
z, k, runs = StandardScaler().fit_transform(np.load(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
NearestNeighbors(n_neighbors=k + 1).fit(z[:2000]).kneighbors(z[:2000])
seconds = []
for _ in range(runs):
    begun = time.process_time()
    distance, _ = NearestNeighbors(n_neighbors=k + 1).fit(z).kneighbors(z)
    seconds.append(time.process_time() - begun)
print(json.dumps([sorted(seconds)[runs // 2], 0, float(distance.sum())]))
"""
_RANGES = """
import json, sys, time
import numpy as np
from policeuk_plugin.analysis.peer_range import peer_ranges
random, areas, k = np.random.default_rng(1), int(sys.argv[1]), 14
people = random.uniform(1200, 2500, (areas, k + 1))
rate = random.choice([0.0002, 0.002, 0.02, 0.05], (areas, 1)) * np.exp(random.normal(0, 0.5, people.shape))
counts = random.poisson(people * rate)
seconds = []
for _ in range(int(sys.argv[2])):
    begun = time.process_time()
    peer_ranges(counts[:, 0], people[:, 0], counts[:, 1:], people[:, 1:])
    seconds.append(time.process_time() - begun)
print(json.dumps(sorted(seconds)[len(seconds) // 2]))
"""


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is an empty folder. Each in a process of its own, the peak of which is its memory."""
    np.save(work / "csp.npy", _csps())
    np.save(work / "lsoa.npy", _lsoas())
    return [_few(work, runs), *_many(work, runs), _fallback(work), _comparisons(runs)]


def _few(work: Path, runs: int) -> Figure:
    ours, theirs = _nearest(work / "csp.npy", 14, runs, ""), _by_sklearn(work / "csp.npy", 14, runs)
    beside = "no scikit-learn here (POLICEUK_PEERS_PYTHON)" if theirs is None else f"scikit-learn {theirs[0]:.4f} s"
    value = f"{ours[0]:.4f} s with no import of scipy ({beside})"
    return Figure(f"neighbours of {CSPS} CSPs", value, "under 0.2 s", ours[0] < 0.2)


def _many(work: Path, runs: int) -> list[Figure]:
    ours, theirs = _nearest(work / "lsoa.npy", 15, runs, ""), _by_sklearn(work / "lsoa.npy", 15, runs)
    name = f"neighbours of {LSOAS:,} LSOAs, k = 15"
    value = f"{ours[0]:.2f} s, {ours[1]:.0f} MB at its peak with Python, numpy and scipy"
    found = [Figure(name, value, "under 5 s and 500 MB", ours[0] < 5 and ours[1] < 500)]
    target = "at least 1"
    if theirs is None:
        return [
            *found,
            Figure(
                "neighbours, times as fast as scikit-learn",
                "no scikit-learn here (POLICEUK_PEERS_PYTHON)",
                target,
                False,
            ),
        ]
    same = abs(ours[2] - theirs[2]) < 1e-6 * theirs[2]
    value = f"{theirs[0] / ours[0]:.1f} (scikit-learn {theirs[0]:.2f} s; {'same' if same else 'OTHER'} distances)"
    return [*found, Figure("neighbours, times as fast as scikit-learn", value, target, same and theirs[0] >= ours[0])]


def _fallback(work: Path) -> Figure:
    seconds, memory, total = _nearest(work / "lsoa.npy", 15, 1, "without scipy")
    same = abs(total - _nearest(work / "lsoa.npy", 15, 1, "")[2]) < 1e-9 * total
    value = f"{seconds:.2f} s, {memory:.0f} MB; {'same' if same else 'OTHER'} distances"
    name = f"neighbours of {LSOAS:,} LSOAs without scipy"
    return Figure(name, value, "under 5 s and 500 MB", same and seconds < 5 and memory < 500)


def _comparisons(runs: int) -> Figure:
    areas = 5838  # 417 LSOAs of a force, 14 crime types
    seconds = json.loads(_run([sys.executable, "-c", _RANGES, str(areas), str(runs)]))
    return Figure(f"ranges of {areas:,} areas and types", f"{seconds:.1f} s", "under 10 s", seconds < 10)


def _nearest(values: Path, k: int, runs: int, how: str) -> tuple[float, float, float]:
    seconds, memory, distance = json.loads(_run([sys.executable, "-c", _OURS, str(values), str(k), str(runs), how]))
    return seconds, memory, distance


def _by_sklearn(values: Path, k: int, runs: int) -> Optional[tuple[float, float, float]]:
    python = os.environ.get("POLICEUK_PEERS_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import sklearn"], capture_output=True, check=False).returncode:
        return None
    seconds, memory, distance = json.loads(_run([python, "-c", _SKLEARN, str(values), str(k), str(runs)]))
    return seconds, memory, distance


def _run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def _csps() -> np.ndarray:
    """The profiles of 2021 where they are, else as many random ones."""
    path = _SHARED / "profiles" / "csp24_census2021_profile.csv"
    if not path.is_file():
        return np.random.default_rng(1).gamma(1, 20, (CSPS, MEASURES))
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return np.array(
            [[float(row[name]) for name in row if name.startswith("pct_")] for row in csv.DictReader(stream)]
        )


def _lsoas() -> np.ndarray:
    """Eight Census shares of each LSOA where they are, else as many random ones."""
    path = _SHARED / "attributes" / "lsoa21_census2021_residents_households.csv.gz"
    if not path.is_file():
        return np.random.default_rng(1).gamma(1, 20, (LSOAS, MEASURES))
    with gzip.open(path, "rt", newline="", encoding="utf-8-sig") as stream:
        reader = csv.reader(stream)
        header = next(reader)
        table = np.array([row[1:] for row in reader], dtype=float)
    chosen = [[at - 1 for at, name in enumerate(header) if name.startswith(starts)] for starts in _SHARES.values()]
    return np.column_stack([table[:, columns].sum(axis=1) / np.maximum(table[:, 1], 1) for columns in chosen])
