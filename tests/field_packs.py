# SPDX-License-Identifier: GPL-2.0-or-later
"""Field packs of the invented town for tests: made once a session, opened elsewhere by a QGIS that has nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException

from offline_cache.neighbourhoods import neighbourhoods_of
from offline_cache.reader import reading
from tests.algorithm_runs import Listening, run
from tests.conftest import ROOT
from tests.pack_cases import draw_beat
from tests.plugin_caches import placed

FORCE, BEAT = "dogger-bank", "MH1"
RING = ((1.985, 54.711), (2.015, 54.711), (2.018, 54.72), (2.012, 54.728), (1.986, 54.727), (1.985, 54.711))
OPENED = ROOT / "tests" / "pack_opened.py"


def beat_cache(sample_cache: Path, factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give a copy of the sample with a beat in the middle of its town, and the beat as an area."""
    path = factory.getbasetemp() / "beat" / "town.sqlite"
    if path.exists():
        with reading(path) as connection:
            code = neighbourhoods_of(connection, FORCE).entries[0].key.code
        return path, f"neighbourhood:{FORCE}/{code}"
    path.parent.mkdir()
    shutil.copy(sample_cache, path)
    return path, draw_beat(path, FORCE, BEAT, RING)


def rows_in_the_beat(sample_zip: Path, kind: str) -> list[tuple[str, dict[str, str]]]:
    """The published rows of a kind, with their months, whose point lies in the beat."""
    import shapely.geometry

    beat = shapely.geometry.Polygon(RING)
    return [
        (month, row)
        for month, row in placed(sample_zip, kind)
        if beat.contains(shapely.geometry.Point(float(row["Longitude"]), float(row["Latitude"])))
    ]


def make_pack(target: Path, cache: Path, area: str, **more: Any) -> tuple[dict[str, Any], Listening]:
    """Make a pack; gives the results and what was said. Raises what the algorithm raises."""
    heard = Listening()
    given = {"CACHE": str(cache), "AREA": area, "OUTPUT": str(target), "TITLE": "Market and Haven", **more}
    return run("makefieldpack", {name: value for name, value in given.items() if value is not None}, heard)[0], heard


def pack_of_beat(sample_cache: Path, factory: pytest.TempPathFactory) -> Path:
    """Give a pack of the beat with all results, made when the first test asks; the tests read it only."""
    folder = factory.getbasetemp() / "packs" / "Market and Haven"
    if not folder.exists():
        folder.parent.mkdir(exist_ok=True)
        cache, area = beat_cache(sample_cache, factory)
        make_pack(folder, cache, area, ZIP=str(folder.parent / "market.zip"))
    return folder


def opened(project: Path, before: Sequence[str] = ()) -> dict[str, Any]:
    """What a QGIS shows of a project that knows nothing of this repository; `before` are words such as unshare -n."""
    here = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    here.pop("PYTHONPATH", None)
    command = [*before, sys.executable, "-I", str(OPENED), str(project)]
    done = subprocess.run(command, cwd="/", env=here, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def refusal(target: Path, cache: Path, area: str, **more: Any) -> str:
    """The sentence that making a pack ends in."""
    with pytest.raises(QgsProcessingException) as caught:
        make_pack(target, cache, area, **more)
    return str(caught.value)
