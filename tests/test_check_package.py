# SPDX-License-Identifier: GPL-2.0-or-later
"""What `make check-package` rests on: the hook that takes libraries away, what is a fault, a job for each algorithm.

The rules and scanners are in test_package.py, the installed zip in test_installed.py; the whole is the make target.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import check_package
from tools.checking import absent, floor, installing, reproduced, shell
from tools.checking.jobs import ELSEWHERE, jobs, with_libraries

WELL = {"said": "", "numbers": {"CRIMES": 5, "SIZE": 9}, "files": {"OUTPUT": "a.gpkg"}}


@pytest.fixture
def hook(tmp_path: Path, root: Path) -> Path:
    """Give a folder in which Python finds the hook."""
    shutil.copyfile(root / "tools" / "checking" / "no_packages.py", tmp_path / "sitecustomize.py")
    return tmp_path


def python(code: str, hook: Path, without: str, root: Path) -> str:
    """Run code without some libraries; gives the last line of what it says."""
    environment = {**os.environ, "PYTHONPATH": f"{hook}{os.pathsep}{root}", "CHECK_WITHOUT": without}
    command = ["/usr/bin/python3", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return (done.stderr or done.stdout).strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("statement", "last"),
    [
        ("import numpy, json; print('there')", "there"),
        ("import shapely", "ModuleNotFoundError: No module named 'shapely'"),
        ("import shapely.geometry", "ModuleNotFoundError: No module named 'shapely'"),
        ("from requests import get", "ModuleNotFoundError: No module named 'requests'"),
    ],
)
def test_a_library_is_as_if_it_were_not_there(statement: str, last: str, hook: Path, root: Path) -> None:
    assert python(statement, hook, "shapely,requests", root) == last


def test_what_was_drawn_without_shapely_is_not_said_to_be_wrong(hook: Path, root: Path) -> None:
    code = "from offline_cache.slice_outlines import polygon_of_wkb; polygon_of_wkb(b'')"
    said = python(code, hook, "shapely", root)
    assert said == (
        "offline_cache.errors.CacheError: Which LSOAs lie there cannot be told: this Python has no shapely. "
        "Use the Python of QGIS, or name the LSOAs."
    )
    assert absent.is_clear(said.partition(": ")[2], ["shapely"])


def test_a_job_that_is_the_same_without_a_library_is_no_fault() -> None:
    other_size = {**WELL, "numbers": {"CRIMES": 5, "SIZE": 8}}
    assert absent.faults(["scipy"], {"crimeclusters": other_size}, {"crimeclusters": WELL}) == []


@pytest.mark.parametrize(
    ("job", "found", "fault"),
    [
        ("crimeclusters", {**WELL, "said": "No scipy."}, "crimeclusters: No scipy.; with all libraries: well"),
        ("crimeclusters", {**WELL, "numbers": {"CRIMES": 4}}, "crimeclusters found other numbers"),
        ("crimeclusters", {**WELL, "files": {}}, "crimeclusters made other files"),
        ("importareas", WELL, "does not say clearly what it lacks: it ended well"),
        ("importareas", {**WELL, "said": "No module named 'pyproj'"}, "does not say clearly"),
        ("importareas", {**WELL, "said": "Something is wrong."}, "does not say clearly"),
    ],
)
def test_a_job_that_differs_is_a_fault(job: str, found: dict[str, object], fault: str) -> None:
    (said,) = absent.faults(["pyproj"], {job: found}, {job: WELL})
    assert fault in said


def test_whatever_the_installation_did_not_do_is_a_fault() -> None:
    assert len(installing.faults({})) == 7
    done = {"before": False, "active": True, "enabled": True, "algorithms": 57, "layers": ["a"], "results": ["b"]}
    assert installing.faults({**done, "unloaded": True, "fault": ""}) == []
    assert installing.faults({**done, "unloaded": True, "fault": "waiting for the sample"}) == [
        "waiting for the sample"
    ]


@pytest.mark.slow
def test_qgis_installs_the_zip_itself_and_the_main_job_is_done_by_its_buttons(plugin_zip: Path, tmp_path: Path) -> None:
    if shutil.which("Xvfb") is None or not (shutil.which("qgis") or shutil.which("qgis.bin")):
        pytest.skip("needs a window: Xvfb and qgis")
    told = installing.install(plugin_zip, tmp_path)
    assert installing.faults(told) == [], (tmp_path / "qgis.log").read_text(errors="replace")[-2000:]
    assert "February 2025 is missing, which is not zero" in told["sentence"]


def test_there_is_a_job_for_each_algorithm_or_a_reason(tmp_path: Path) -> None:
    from policeuk_plugin.processing.provider import ALGORITHMS

    tried = {job.name for job in (*jobs(tmp_path, absent.SAMPLE), *with_libraries(tmp_path))}
    assert tried.isdisjoint(ELSEWHERE)
    assert tried | set(ELSEWHERE) == {kind().create().name() for kind in ALGORITHMS}


@pytest.mark.slow
def test_the_cache_in_the_zip_needs_no_library(plugin_zip: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(plugin_zip) as archive:
        archive.extractall(tmp_path / "profiles" / "default" / "python" / "plugins")
    assert shell.of_the_cache(tmp_path, sys.executable) == []


def test_a_file_that_git_does_not_know_is_found(plugin_zip: Path, root: Path, tmp_path: Path) -> None:
    if not shutil.which("git") or not (root / ".git").exists():
        pytest.skip("needs git and its folder")
    stray = shutil.copy(plugin_zip, tmp_path / "stray.zip")
    with zipfile.ZipFile(stray, "a") as archive:
        archive.writestr("policeuk_plugin/my notes.txt", "")
        archive.writestr("policeuk_plugin/_vendor/carried.py", "")
    assert "policeuk_plugin/my notes.txt: git does not know it" in reproduced.strays(Path(stray))
    assert not any("carried" in line for line in reproduced.strays(Path(stray)))


def test_a_newer_python_is_found(tmp_path: Path) -> None:
    if not Path(sys.executable).with_name("vermin").is_file():
        pytest.skip("needs vermin (make setup)")
    (tmp_path / "fine.py").write_text("from typing import Optional\nx: Optional[int] = None\n")
    assert floor.vermin(tmp_path) == []
    (tmp_path / "newer.py").write_text("match 1:\n    case 1:\n        pass\n")
    assert floor.vermin(tmp_path) != []


def test_without_a_zip_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_package.main([str(tmp_path / "none.zip")]) == 1
    assert "Run make package" in capsys.readouterr().err
