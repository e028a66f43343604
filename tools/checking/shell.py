# SPDX-License-Identifier: GPL-2.0-or-later
"""The installed plugin from a shell: by `qgis_process`, and its cache by a Python that has no library at all."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tools.checking.absent import LIBRARIES, SAMPLE
from tools.checking.installing import environment

PLUGIN = "policeuk_plugin"
HERE = Path(__file__).resolve().parent


def by_qgis_process(home: Path) -> list[str]:
    """What does not go right when `qgis_process` lists, imports the sample and finds clusters in the profile."""
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process") or "qgis_process"
    work = home / "process"
    work.mkdir()
    cache, clusters = work / "cache.sqlite", work / "clusters.gpkg"
    given = {"QT_QPA_PLATFORM": "offscreen", "QGIS_CUSTOM_CONFIG_PATH": str(home)}
    areas = [f"--INPUT={path}" for path in sorted([*SAMPLE.glob("*.csv"), *SAMPLE.glob("*.geojson")])]
    run = [program, "run"]
    commands = {
        r"crimeclusters": [program, "list"],
        r"(?m)^ROWS:\s*[1-9]": [
            *run,
            "policeuk:importfiles",
            f"--INPUT={SAMPLE / 'sample_archive.zip'}",
            f"--CACHE={cache}",
        ],
        r"(?m)^PARTS:\s*[1-9]": [*run, "policeuk:importreference", *areas, f"--CACHE={cache}"],
        r"(?m)^PLACES:": [*run, "policeuk:addlayers", "--LAYERS=places", f"--CACHE={cache}"],
        r"(?m)^CLUSTERS:\s*[1-9]": [*run, "policeuk:crimeclusters", f"--CACHE={cache}", f"--OUTPUT={clusters}"],
    }
    said = [_unsaid(command, words, {**environment(home), **given}, work) for words, command in commands.items()]
    return [fault for fault in (*said, "" if clusters.is_file() else "no file of clusters was made") if fault]


def of_the_cache(home: Path, python: str) -> list[str]:
    """What does not go right when a Python without numpy and any other library imports, counts, exports, verifies."""
    work = home / f"cache-{Path(python).name}"
    work.mkdir()
    shutil.copyfile(HERE / "no_packages.py", work / "sitecustomize.py")
    plugins = home / "profiles" / "default" / "python" / "plugins"
    given = {
        "PYTHONPATH": f"{work}:{plugins}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "CHECK_WITHOUT": ",".join((*LIBRARIES, "numpy", "osgeo", "qgis")),
    }
    program = [python, "-m", f"{PLUGIN}.offline_cache", "--cache", str(work / "cache.sqlite")]
    areas = [str(path) for path in sorted([*SAMPLE.glob("*.csv"), *SAMPLE.glob("*.geojson")])]
    commands = {
        "71 files": [*program, "import", str(SAMPLE / "sample_archive.zip")],
        "LSOAs": [*program, "reference", "import", *areas],
        "2025-02": [*program, "status"],
        "Vehicle crime": [*program, "counts", "--by", "crime_type"],
        "crimes": [*program, "export", "--layer", "crimes", "--format", "csv", str(work / "crimes.csv")],
        "": [*program, "verify"],
    }
    said = [_unsaid(command, words, {**environment(home), **given}, work) for words, command in commands.items()]
    download = [*program, "fetch", "--force", "bedfordshire"]
    done = subprocess.run(download, env={**environment(home), **given}, cwd=work, capture_output=True, text=True)
    if done.returncode == 0 or "'requests'" not in done.stderr or "Traceback" in done.stderr:
        said.append(f"fetch does not say what it lacks: {done.stderr.strip()[-300:]}")
    return [fault for fault in said if fault]


def _unsaid(command: list[str], words: str, env: Mapping[str, str], work: Path) -> str:
    """'' where a command ends well and says those words, else what it said."""
    done = subprocess.run(command, env=dict(env), cwd=work, capture_output=True, text=True, check=False, timeout=1800)
    if done.returncode == 0 and re.search(words, done.stdout):
        return ""
    shown = " ".join(word for word in command[1:4])
    return f"{shown}: ended with {done.returncode}: {(done.stderr or done.stdout).strip()[-400:]}"
