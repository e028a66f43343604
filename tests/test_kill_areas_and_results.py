# SPDX-License-Identifier: GPL-2.0-or-later
"""The program killed while it imports areas or writes a result: what was there is whole, or what is new."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from qgis.core import QgsVectorLayer

from offline_cache.reader import reading
from offline_cache.verify import faults
from tests.command import command, query, succeed
from tests.conftest import ROOT
from tests.kills import Kills, times

pytestmark = pytest.mark.slow


def stopped_at(moment: float, words: Sequence[str], begun: Path) -> tuple[float, bool]:
    """Start a program, kill it `moment` seconds after a file is there; gives how long it ran since, and if killed."""
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not begun.exists() and process.poll() is None:
        time.sleep(0.0005)
    start = time.monotonic()
    try:
        assert process.wait(timeout=moment) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        assert process.wait(timeout=600) in (-signal.SIGKILL, 0)  # 0: it ended just before
    return time.monotonic() - start, process.returncode != 0


def test_areas_are_wholly_there_or_not(sample_zip: Path, sample_folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.sqlite"
    succeed(empty, "import", sample_zip)
    files = [str(sample_folder / name) for name in ("sample_lsoa_2021.geojson", "sample_lookup.csv")]

    def imported(cache: Path, moment: float) -> tuple[float, bool]:
        return stopped_at(moment, command(cache, "areas", "import", *files), cache.with_name(f"{cache.name}-wal"))

    whole = Path(shutil.copy(empty, tmp_path / "whole.sqlite"))
    kills = Kills(times(8), 1, imported(whole, 600)[0])
    for number, moment in kills:
        cache = Path(shutil.copy(empty, tmp_path / f"{number}.sqlite"))
        killed = imported(cache, moment)[1]
        with reading(cache) as connection:
            assert faults(connection) == []
        outlines = query(cache, "SELECT count(*) FROM area WHERE kind = 'lsoa' AND geom IS NOT NULL")
        full = query(whole, "SELECT count(*) FROM area WHERE kind = 'lsoa' AND geom IS NOT NULL")
        assert outlines in ([(0,)], full)
        kills.note(killed=killed, halfway=killed)
        succeed(cache, "areas", "import", *files)
        assert query(cache, "SELECT kind, count(*) FROM area GROUP BY 1") == query(
            whole, "SELECT kind, count(*) FROM area GROUP BY 1"
        )
    assert kills.caught > kills.enough


def test_a_result_and_its_page_are_the_earlier_or_the_new(sample_cache: Path, tmp_path: Path) -> None:
    def words(folder: Path) -> list[str]:
        asked = ["--cache", sample_cache, "clusters", "--cell-size", "150"]
        paths = ["--out", folder / "clusters.gpkg", "--report", folder / "clusters.html"]
        return [sys.executable, "-m", "policeuk_plugin", *map(str, asked), *map(str, paths)]

    def made(folder: Path, moment: float) -> tuple[float, bool]:
        return stopped_at(moment, words(folder), folder / ".")

    first = tmp_path / "first"
    first.mkdir()
    kills = Kills(times(5), 1, made(first, 600)[0])
    cells = QgsVectorLayer(str(first / "clusters.gpkg"), "clusters", "ogr").featureCount()
    for number, moment in kills:
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "clusters.html").write_text("the earlier page", encoding="utf-8")
        killed = made(folder, moment)[1]
        page = (folder / "clusters.html").read_text(encoding="utf-8")
        assert page == "the earlier page" or page.rstrip().endswith("</html>")
        out = folder / "clusters.gpkg"
        if out.exists():
            assert QgsVectorLayer(str(out), "clusters", "ogr").featureCount() == cells
        kills.note(killed=killed, halfway=killed and not out.exists())
    assert kills.caught > kills.enough
