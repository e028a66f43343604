# SPDX-License-Identifier: GPL-2.0-or-later
"""The packaged zip against the rules and the security scan of the QGIS plugin repository."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import urlparse

import pytest
from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings

from tools.import_rewriting import absolute_imports

PLUGIN = "policeuk_plugin"
REQUIRED = ["name", "description", "version", "qgisMinimumVersion", "author", "email", "about"]
REQUIRED += ["tracker", "repository"]
HIDDEN_ALLOWED = {".bandit", ".secrets.baseline", ".flake8", ".gitignore", ".gitattributes"}
BINARY = {".exe", ".dll", ".so", ".dylib", ".pyd", ".bat", ".sh", ".ps1", ".cmd", ".pyc"}
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


@pytest.fixture(scope="module")
def metadata(unzipped: Path) -> configparser.SectionProxy:
    """Give the general section of metadata.txt, read as QGIS and the repository read it."""
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read(unzipped / PLUGIN / "metadata.txt", encoding="utf-8")
    return parser["general"]


def test_the_zip_is_one_clean_folder(plugin_zip: Path, members: list[zipfile.ZipInfo]) -> None:
    assert plugin_zip.stat().st_size <= 25 * 1000 * 1000
    faults = []
    for info in members:
        path = PurePosixPath(info.filename)
        if path.parts[0] != PLUGIN or ".." in path.parts or "\\" in info.filename or ":" in info.filename:
            faults.append(f"{info.filename}: not inside the plugin's folder")
        if any(p.startswith(".") and p not in HIDDEN_ALLOWED for p in path.parts) or "__pycache__" in path.parts:
            faults.append(f"{info.filename}: hidden")
        if path.suffix in BINARY or info.external_attr >> 16 & 0o111:
            faults.append(f"{info.filename}: binary or executable")
        if re.match(r"(ui_.*|resources_rc)\.py$", path.name):
            faults.append(f"{info.filename}: generated")
    assert faults == []
    names = {info.filename for info in members}
    assert {f"{PLUGIN}/__init__.py", f"{PLUGIN}/metadata.txt", f"{PLUGIN}/LICENSE"} <= names
    assert f"{PLUGIN}/offline_cache/__init__.py" in names


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


def test_metadata_is_complete(metadata: configparser.SectionProxy, unzipped: Path) -> None:
    assert [key for key in REQUIRED if not metadata.get(key, "").strip()] == []
    assert "/" not in metadata["author"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", metadata["version"])
    assert metadata["changelog"].split("\n")[1] == metadata["version"]
    assert (metadata["qgisMinimumVersion"], metadata["qgisMaximumVersion"]) == ("3.22", "4.99")
    assert metadata["hasProcessingProvider"] == "yes"
    assert "supportsQt6" not in metadata
    assert "plugin" not in metadata["name"].lower()
    assert (unzipped / PLUGIN / metadata["icon"]).is_file()
    for key in ("tracker", "repository", "homepage"):
        assert urlparse(metadata[key]).scheme == "https"
    assert not any(re.search(r"<[a-z/]", metadata[key]) for key in ("description", "about", "changelog"))


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
    """With the configuration that the zip carries, as the plugin repository runs it."""
    command = [sys.executable, "-m", "bandit", "--quiet", "--recursive", "--ini", ".bandit", "."]
    result = subprocess.run(command, cwd=unzipped / PLUGIN, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    suppressed = [
        str(p) for p in unzipped.rglob("*.py") if "_vendor" not in p.parts and "nosec" in p.read_text("utf-8")
    ]
    assert suppressed == []


def test_detect_secrets_finds_nothing(unzipped: Path) -> None:
    secrets = SecretsCollection()
    with default_settings():
        for path in sorted(p for p in unzipped.rglob("*") if p.is_file() and "_vendor" not in p.parts):
            secrets.scan_file(str(path))
    assert [f"{name}:{s.line_number} {s.type}" for name, s in secrets] == []
