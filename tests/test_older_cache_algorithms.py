# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithms on a cache of an older version: brought up to date where it may be written, read as it is elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from offline_cache.schema_version import SCHEMA_VERSION
from tests.algorithm_runs import Listening, registered, rows, run
from tests.command import query
from tests.older_cache import as_version_1

RESULT_LAYERS = {"placelayer": "PLACES", "pointsofinterest": "INTEREST", "stopsearchlayer": "STOP_PLACES"}


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture
def old(sample_cache: Path, tmp_path: Path) -> Path:
    """Give the sample in a cache of version 1."""
    return as_version_1(Path(shutil.copy(sample_cache, tmp_path / "held.sqlite")))


@pytest.fixture
def on_media(old: Path, tmp_path: Path) -> Iterator[Path]:
    """Give it on media that nobody can write; skip the test where this user may not mount any."""
    folder = tmp_path / "media"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount media")
    try:
        cache = Path(shutil.copy(old, folder / "held.sqlite"))
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        yield cache
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def numbers(results: dict[str, Any]) -> dict[str, Any]:
    """What a run found, without where it is."""
    return {name: value for name, value in results.items() if isinstance(value, (int, float)) or name == "SENTENCE"}


@pytest.mark.parametrize("algorithm", sorted(RESULT_LAYERS))
def test_where_it_may_be_written_it_is_brought_up_to_date(
    algorithm: str, old: Path, sample_cache: Path, tmp_path: Path
) -> None:
    results, _ = run(algorithm, {"CACHE": str(old)})
    new, _ = run(algorithm, {"CACHE": str(sample_cache)})
    assert numbers(results) == numbers(new)
    assert QgsVectorLayer(results[RESULT_LAYERS[algorithm]], "places", "ogr").featureCount() > 0
    assert query(old, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert (tmp_path / "held.schema-1.sqlite").is_file()


@pytest.mark.parametrize("algorithm", sorted(RESULT_LAYERS))
def test_on_read_only_media_all_but_the_layer_is_made(
    algorithm: str, on_media: Path, sample_cache: Path, tmp_path: Path
) -> None:
    feedback, report = Listening(), tmp_path / "page.html"
    given = {"OUTPUT": "memory:", "REPORT": str(report)}
    results, context = run(algorithm, {"CACHE": str(on_media), **given}, feedback)
    new, other = run(algorithm, {"CACHE": str(sample_cache), **given})
    assert numbers(results) == numbers(new)
    assert len(rows(results, context)) == len(rows(new, other)) > 0
    assert report.is_file()
    assert RESULT_LAYERS[algorithm] not in results
    (warning,) = (line for line in feedback.warned if "older version" in line)
    assert "Copy it to a folder of your own" in warning
    assert "Import, refresh or fetch" not in warning


def test_a_layer_alone_is_refused_with_what_helps(on_media: Path) -> None:
    with pytest.raises(QgsProcessingException, match="opy it to a folder of your own"):
        run("addlayers", {"CACHE": str(on_media), "LAYERS": ["places"]})
