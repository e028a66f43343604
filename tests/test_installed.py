# SPDX-License-Identifier: GPL-2.0-or-later
"""The zip installed into an empty QGIS profile and run by QGIS itself, in processes of their own."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.contract_cases import FILES, NETWORK, OFFLINE

PLUGIN = "policeuk_plugin"
LOAD = f"""
import json, os, sys
from qgis.core import QgsApplication
app = QgsApplication([], True)
app.initQgis()
import qgis.utils
folder = os.path.join(QgsApplication.qgisSettingsDirPath(), "python", "plugins")
sys.path += [folder, os.path.join(QgsApplication.pkgDataPath(), "python", "plugins")]
qgis.utils.plugin_paths = [folder]
qgis.utils.updateAvailablePlugins()
from processing.core.Processing import Processing
Processing.initialize()
answer = dict(available=qgis.utils.available_plugins)
answer["loaded"] = qgis.utils.loadPlugin({PLUGIN!r})
answer["started"] = qgis.utils.startProcessingPlugin({PLUGIN!r})
provider = QgsApplication.processingRegistry().providerById("policeuk")
answer["algorithms"] = sorted(a.id() for a in provider.algorithms()) if provider else []
answer["unloaded"] = qgis.utils.unloadPlugin({PLUGIN!r})
answer["left"] = QgsApplication.processingRegistry().providerById("policeuk") is not None
print("RESULT " + json.dumps(answer))
sys.stdout.flush()
os._exit(0)
"""


@pytest.fixture(scope="module")
def profile(plugin_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a QGIS profile, empty but for the plugin, unzipped where QGIS installs it."""
    folder = tmp_path_factory.mktemp("profile")
    with zipfile.ZipFile(plugin_zip) as archive:
        archive.extractall(folder / "profiles" / "default" / "python" / "plugins")
    return folder


@pytest.fixture(scope="module")
def environment(profile: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the environment of a QGIS that knows that profile and nothing of this repository."""
    ours = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "QGIS_PLUGINPATH", "VIRTUAL_ENV")}
    runtime = tmp_path_factory.mktemp("runtime")
    runtime.chmod(0o700)
    return {
        **ours,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(runtime),
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        "QGIS_OPTIONS_PATH": str(profile),
    }


def run(command: list[str], environment: dict[str, str], cwd: Path) -> str:
    """Run a command away from the repository; give what it prints, fail the test where it fails."""
    result = subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, check=False, timeout=600)
    assert result.returncode == 0, f"{command}: {result.returncode}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def qgis_process() -> str:
    """Give the program itself: Debian's wrapper passes an option that 3.22 does not know."""
    found = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    if found is None:
        pytest.skip("needs qgis_process")
    return found


@pytest.fixture(scope="module")
def enabled(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Enable the plugin in the profile; give the program to run."""
    program = qgis_process()
    run([program, "plugins", "enable", PLUGIN], environment, tmp_path_factory.mktemp("away"))
    return program


def test_qgis_loads_starts_and_unloads_it(environment: dict[str, str], profile: Path, tmp_path: Path) -> None:
    """By QGIS's own plugin loading, on the system's Python."""
    printed = run(["/usr/bin/python3", "-c", LOAD], environment, tmp_path)
    answer = json.loads(printed.rpartition("RESULT ")[2].splitlines()[0])
    assert answer["available"] == [PLUGIN]
    assert (answer["loaded"], answer["started"]) == (True, True)
    assert {"policeuk:importfiles", "policeuk:addlayers"} <= set(answer["algorithms"])
    assert answer["unloaded"] is True
    assert answer["left"] is False


def test_qgis_process_lists_it(environment: dict[str, str], enabled: str, tmp_path: Path) -> None:
    printed = run([enabled, "list"], environment, tmp_path)
    listed = set(re.findall(r"\w+", printed))
    assert {*OFFLINE, *NETWORK, *FILES} <= listed, "every algorithm, by its id"


def test_the_sample_is_imported_by_qgis_process(
    environment: dict[str, str], enabled: str, tmp_path: Path, sample_zip: Path
) -> None:
    cache = tmp_path / "policeuk.sqlite"
    arguments = [f"--INPUT={sample_zip}", f"--CACHE={cache}"]
    printed = run([enabled, "run", "policeuk:importfiles", *arguments], environment, tmp_path)
    outputs = dict(re.findall(r"^(FILES|ROWS):\s*(\d+)", printed, re.MULTILINE))
    files, rows = published(sample_zip)
    assert outputs == {"FILES": str(files), "ROWS": str(rows)}
    assert cache.is_file()


def test_the_carried_command_line_runs(profile: Path, tmp_path: Path, sample_zip: Path) -> None:
    """The cache inside the plugin, from a shell, without QGIS."""
    plugins = profile / "profiles" / "default" / "python" / "plugins"
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"PYTHONPATH": str(plugins)}
    cache = tmp_path / "policeuk.sqlite"
    program = [sys.executable, "-m", f"{PLUGIN}.offline_cache", "--cache", str(cache)]
    run([*program, "import", str(sample_zip)], environment, tmp_path)
    status = json.loads(run([*program, "status", "--json"], environment, tmp_path))
    files, rows = published(sample_zip)
    assert len(status["files"]) == files
    assert sum(file["rows"] for file in status["files"]) == rows


def published(archive: Path) -> tuple[int, int]:
    """Count files and rows of an archive plainly."""
    files = rows = 0
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            if name.endswith(".csv"):
                files += 1
                rows += sum(1 for _ in csv.reader(io.StringIO(opened.read(name).decode("utf-8-sig")))) - 1
    return files, rows
