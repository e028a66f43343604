# SPDX-License-Identifier: GPL-2.0-or-later
"""A disk that is full is told in a sentence by every algorithm that writes a layer; what was there stays."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException

from tests.algorithm_runs import registered, run
from tests.plugin_caches import make_cache

AREA = {"AREA": "force:dogger-bank"}
ALGORITHMS: dict[str, dict[str, Any]] = {
    "areamap": {**AREA, "LEVEL": "lsoa", "MEASURE": "count"},
    "areatrend": AREA,
    "dataquality": AREA,
    "outcomelayer": AREA,
    "placelayer": AREA,
    "publishedrows": {"DATASET": "street", **AREA, "FROM": "2025-03", "TO": "2025-03"},
    "stopsearchlayer": AREA,
}


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_zip: Path, sample_folder: Path) -> Path:
    """Give a cache of the sample with its areas, not on the full disk."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*lookup.csv"))
    return make_cache(tmp_path_factory.mktemp("held") / "policeuk.sqlite", sample_zip, areas=areas)


@pytest.fixture(params=[0, 90], ids=["full", "nearly full"])
def full_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give a disk with some kilobytes left; skip the test where this user may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    try:
        (folder / "other").write_bytes(b"x" * 1024 * (1020 - request.param))
        (folder / "out.gpkg").write_bytes(b"earlier")
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.mark.parametrize("algorithm", sorted(ALGORITHMS))
def test_a_full_disk_is_said_in_a_sentence(algorithm: str, cache: Path, full_disk: Path) -> None:
    path = full_disk / "out.gpkg"
    with pytest.raises(QgsProcessingException) as caught:
        run(algorithm, {"CACHE": str(cache), **ALGORITHMS[algorithm], "OUTPUT": str(path)})
    assert str(caught.value) == (
        f"{path} could not be written whole: the disk is full. Free some space, or choose another folder. Nothing was "
        "changed there."
    )
    assert sorted(os.listdir(full_disk)) == ["other", "out.gpkg"]
    assert path.read_bytes() == b"earlier"
