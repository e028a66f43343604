# SPDX-License-Identifier: GPL-2.0-or-later
"""The packaged zip against the rules and the security scan of the QGIS plugin repository."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.package_cases import BROKEN, METADATA, UNTOLD, make_zip
from tools.checking import rules, scans
from tools.import_rewriting import absolute_imports

PLUGIN = "policeuk_plugin"
NOT_AT_START = ["requests", "urllib3", "numpy", "scipy", "pandas", "shapely", "pyproj", "matplotlib"]
NOT_AT_START += ["sqlite_utils", "remotezip", "click"]


@pytest.fixture(scope="module")
def members(plugin_zip: Path) -> list[zipfile.ZipInfo]:
    """Give the members of the packaged zip."""
    with zipfile.ZipFile(plugin_zip) as archive:
        assert archive.testzip() is None
        return archive.infolist()


@pytest.fixture(scope="module")
def unzipped(plugin_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that holds the plugin folder and nothing else."""
    folder = tmp_path_factory.mktemp("unzipped")
    with zipfile.ZipFile(plugin_zip) as archive:
        archive.extractall(folder)
    return folder


def test_the_zip_keeps_every_rule(plugin_zip: Path) -> None:
    assert rules.faults(plugin_zip) == []


def test_a_zip_that_keeps_the_rules_is_not_complained_of(tmp_path: Path) -> None:
    assert rules.faults(make_zip(tmp_path / "fine.zip", {})) == []


@pytest.mark.parametrize("case", BROKEN)
def test_what_the_repository_refuses_is_found(case: str, tmp_path: Path) -> None:
    changes, said = BROKEN[case]
    (fault,) = rules.faults(make_zip(tmp_path / "broken.zip", changes))
    assert said in fault


@pytest.mark.parametrize("text", UNTOLD)
def test_metadata_that_does_not_do_is_found(text: str, tmp_path: Path) -> None:
    other, said = UNTOLD[text]
    assert METADATA.count(text) == 1
    assert said in rules.faults(make_zip(tmp_path / "untold.zip", {"metadata.txt": METADATA.replace(text, other)}))[0]


def test_more_faults_of_a_whole_zip(tmp_path: Path) -> None:
    executable = rules.faults(make_zip(tmp_path / "executable.zip", {}, mode=0o100755))
    assert len(executable) == 6
    assert all(fault.endswith("marked as a program") for fault in executable)
    (tmp_path / "text.zip").write_text("no zip")
    assert rules.faults(tmp_path / "text.zip") == ["text.zip: cannot be read as a zip"]
    with zipfile.ZipFile(make_zip(tmp_path / "two.zip", {}), "a") as archive:
        archive.writestr("other/a.py", "")
    assert rules.faults(tmp_path / "two.zip") == [
        "the top folders are other, policeuk_plugin; it has to be policeuk_plugin alone"
    ]


def test_every_file_of_the_sources_is_carried(root: Path, members: list[zipfile.ZipInfo]) -> None:
    """Data files too: a schema or a style that is left behind fails only at the user's. Not what translators edit."""
    sources = {
        path.relative_to(root).as_posix()
        for package in ("offline_cache", PLUGIN)
        for path in (root / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".") and path.suffix != ".ts"
    }
    carried = {info.filename for info in members}
    expected = {s if s.startswith(PLUGIN) else f"{PLUGIN}/{s}" for s in sources}
    assert expected - carried == set()


def test_no_import_of_a_sibling_is_left(unzipped: Path) -> None:
    """Outside its folder `offline_cache` would be another plugin's, or none."""
    left = [str(path) for path in unzipped.rglob("*.py") if "offline_cache" in absolute_imports(path.read_bytes())]
    assert left == []


def test_every_module_of_the_cache_imports_without_qgis(unzipped: Path) -> None:
    """In an interpreter that sees the staged folder only, with the plugin's own start left out."""
    code = f"""
import sys, types, pkgutil, importlib
sys.modules["qgis"] = None
plugin = types.ModuleType("{PLUGIN}")
plugin.__path__ = [{str(unzipped / PLUGIN)!r}]
sys.modules["{PLUGIN}"] = plugin
cache = importlib.import_module("{PLUGIN}.offline_cache")
names = [m.name for m in pkgutil.walk_packages(cache.__path__, cache.__name__ + ".")]
for name in (n for n in names if not n.endswith("__main__")):
    importlib.import_module(name)
print(len(names), "offline_cache" in sys.modules)
"""
    command = [sys.executable, "-I", "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    count, bare = result.stdout.split()
    assert int(count) >= 5
    assert bare == "False"


def test_only_what_qgis_lacks_is_carried(unzipped: Path) -> None:
    """The cache reads archives through the carried remotezip, which takes QGIS's own requests."""
    carried = unzipped / PLUGIN / "_vendor"
    assert sorted(path.name for path in carried.iterdir()) == ["__init__.py", "licences", "remotezip.py"]
    assert (carried / "licences" / "remotezip" / "LICENSE").read_text().startswith("MIT License")
    code = f"""
import sys
sys.path.insert(0, {str(unzipped)!r})
from {PLUGIN}.offline_cache.sources import remote_zip
print(remote_zip._remotezip().__name__, remote_zip._remotezip().requests.__name__, "remotezip" in sys.modules)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.stdout == f"{PLUGIN}._vendor.remotezip requests False\n", result.stderr


def test_nothing_third_party_is_imported_at_start(unzipped: Path) -> None:
    """Loading the plugin and wiring its provider, as QGIS does while it starts."""
    code = f"""
import sys
sys.path.insert(0, {str(unzipped)!r})
import qgis.core, qgis.gui, qgis.utils, qgis.PyQt.QtWidgets
before = set(sys.modules)
import {PLUGIN}
{PLUGIN}.classFactory(None)
new = set(sys.modules) - before
print(*sorted(m for m in new if m.split(".")[0] in {NOT_AT_START!r} or "_vendor" in m))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == ""


def test_bandit_finds_nothing(unzipped: Path) -> None:
    assert scans.bandit(unzipped) == []
    assert scans.suppressions(unzipped) == []


def test_detect_secrets_finds_nothing(unzipped: Path) -> None:
    assert scans.detect_secrets(unzipped) == []


def test_the_scanners_see_what_they_are_for(tmp_path: Path) -> None:
    folder = tmp_path / PLUGIN
    (folder / "_vendor").mkdir(parents=True)
    (folder / ".bandit").write_text("[bandit]\nexclude = */_vendor/*\n")
    (folder / "_vendor" / "theirs.py").write_text("assert True\n")
    (folder / "ours.py").write_text('import os\nassert True\nkey = "AKIA" "IOSFODNN7EXAMPLQ"\nopen  # nosec\n')
    (folder / "keys.txt").write_text("AKIA" + "IOSFODNN7EXAMPLQ\n")
    assert [line.split()[:2] for line in scans.bandit(tmp_path)] == [["./ours.py:2", "B101"]]
    assert scans.suppressions(tmp_path) == [f"{PLUGIN}/ours.py:4 asks bandit to look away"]
    assert {line.split(":")[0] for line in scans.detect_secrets(tmp_path)} == {f"{PLUGIN}/keys.txt"}
