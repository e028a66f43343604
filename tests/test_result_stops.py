# SPDX-License-Identifier: GPL-2.0-or-later
"""A result that is not written to its end, by a stop, a signal, a kill or a full disk: what was there before stays."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException, QgsRasterLayer

from tests.algorithm_runs import Listening, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.command import wait_for_opened
from tests.conftest import ROOT
from tests.result_cases import cache as _cache  # noqa: F401 - a fixture
from tests.result_cases import left_over


def stopped(algorithm: str, parameters: dict[str, Any], at: float) -> bool:
    """Whether a run that is cancelled at some progress ended by it; false where it was too late."""
    try:
        run(algorithm, parameters, Listening(cancel_at=at))
    except QgsProcessingException as error:
        return "Stopped" in str(error)
    return False


def test_what_a_killed_run_left_is_removed_after_a_day(cache: Path, tmp_path: Path) -> None:
    names = (".policeuk-unfinished-a1b2c3d4", ".policeuk-unfinished-z9y8x7w6", ".policeuk-analysis")
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "o.gpkg").write_bytes(b"half")
    for name in (names[0], f"{names[0]}/o.gpkg", names[2], f"{names[2]}/o.gpkg"):
        os.utime(tmp_path / name, (time.time() - 90_000,) * 2)
    run("crimeclusters", {"CACHE": str(cache), "OUTPUT": str(tmp_path / "clusters.gpkg")})
    assert sorted(left_over(tmp_path)) == [names[2], names[1]], "of a run that may still go on, and not of ours"


def test_a_result_that_is_stopped_leaves_the_earlier_one(cache: Path, tmp_path: Path) -> None:
    for algorithm, name in (("crimeclusters", "c.gpkg"), ("crimedensity", "d.tif")):
        path, page = tmp_path / name, tmp_path / "page.html"
        parameters = {"CACHE": str(cache), "OUTPUT": str(path), "REPORT": str(page)}
        run(algorithm, parameters)
        before = path.read_bytes(), page.read_bytes()
        for at in (20, 80, 90, 92):
            if stopped(algorithm, {**parameters, "TYPES": ["Burglary"]}, at):
                assert (path.read_bytes(), page.read_bytes()) == before
            else:
                run(algorithm, parameters)
                before = path.read_bytes(), page.read_bytes()
        assert left_over(tmp_path) == []


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.argv = ["policeuk_plugin", *sys.argv[2:]]
from policeuk_plugin.cli.main import leave, main
leave(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("command", "name"),
    [("clusters", "c.gpkg"), ("clusters", "c.csv"), ("clusters", "c.geojson"), ("density", "d.tif")],
)
def test_a_full_disk_is_said_and_leaves_what_was_there(cache: Path, tmp_path: Path, command: str, name: str) -> None:
    """A limit to the size of files stands for the full disk: writing fails in the middle in the same way."""
    folder = tmp_path / "results"
    folder.mkdir()
    with contextlib.closing(sqlite3.connect(cache)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    (folder / name).write_bytes(b"earlier")
    words = ["--cache", cache, command, "--cell-size", "100", "--out", folder / name, "--report", folder / "page.html"]
    done = subprocess.run(
        [sys.executable, "-c", FULL, "24000" if command == "clusters" else "2000", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    last = done.stderr.splitlines()[-1]
    assert "could not be written" in last
    assert str(folder / name) in last
    assert "disk" in last
    assert os.listdir(folder) == [name]
    assert (folder / name).read_bytes() == b"earlier"


def test_a_page_that_does_not_fit_keeps_the_earlier_layer(cache: Path, tmp_path: Path) -> None:
    layer, page = tmp_path / "d.tif", tmp_path / "page.html"
    layer.write_bytes(b"earlier")
    words = ["--cache", cache, "density", "--out", layer, "--report", page]
    command = [sys.executable, "-c", FULL, "30000", *map(str, words)]
    with contextlib.closing(sqlite3.connect(cache)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"{page} could not be written whole: the disk")
    assert layer.read_bytes() == b"earlier"
    assert left_over(tmp_path) == []


def test_a_raster_is_read_back(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever GDAL says of its writing: here the file is cut after it was closed."""
    from policeuk_plugin.processing.writing import raster_file

    opened = raster_file.QgsRasterLayer

    def cut(path: str, name: str) -> QgsRasterLayer:
        Path(path).write_bytes(Path(path).read_bytes()[:-200])
        return opened(path, name)

    monkeypatch.setattr(raster_file, "QgsRasterLayer", cut)
    path = tmp_path / "d.tif"
    with pytest.raises(QgsProcessingException, match=f"{path} could not be written whole"):
        run("crimedensity", {"CACHE": str(cache), "CELL_SIZE": 50, "OUTPUT": str(path)})
    assert not path.exists()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_in_a_sentence_and_keeps_the_earlier_result(
    cache: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    out = tmp_path / "c.gpkg"
    out.write_bytes(b"")
    words = ["--cache", cache, "clusters", "--cell-size", "8", "--out", out]
    command = [sys.executable, "-m", "policeuk_plugin", *map(str, words)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        wait_for_opened(process, cache)
        process.send_signal(number)
        said, errors = process.communicate(timeout=600)
    assert (process.returncode, said) == (code, "")
    assert errors.endswith("Stopped. Nothing was made.\n")
    assert out.exists()
    assert left_over(tmp_path) == []
