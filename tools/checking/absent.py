# SPDX-License-Identifier: GPL-2.0-or-later
"""The installed plugin without one library after another: what needs it says so in a sentence, all else is the same."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.checking.installing import environment

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "policeuk_plugin" / "resources" / "sample"
SYSTEM_PYTHON = "/usr/bin/python3"
LIBRARIES = ("sqlite_utils", "shapely", "scipy", "matplotlib", "pyproj", "requests", "remotezip")
"""What a QGIS may lack. Without numpy QGIS's own Processing does not work; the cache from a shell is tried so."""
NEEDED_BY = {
    "shapely": {"downloadlsoaslice"},
    "pyproj": {"importareas"},
    "requests": {"refreshcache", "downloadlsoaslice"},
}
"""The jobs that cannot be done without a library; with the others nothing is missed."""
PATIENCE = 1800
Outcomes = Mapping[str, Mapping[str, Any]]


def outcomes(home: Path, services: Mapping[str, str], without: Sequence[str], which: str) -> Outcomes:
    """What became of the main jobs or of all, in the profile below `home`, with those libraries not to be imported."""
    work = home / f"{which}-without-{'-'.join(without) or 'nothing'}"
    carried = work / "carried"
    shutil.copytree(HERE, carried / "tools" / "checking", ignore=shutil.ignore_patterns("__pycache__"))
    (carried / "tools" / "__init__.py").touch()
    shutil.copyfile(HERE / "no_packages.py", carried / "sitecustomize.py")
    answer = work / "answer.json"
    given = {
        "PYTHONPATH": str(carried),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CHECK_WITHOUT": ",".join(without),
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(home),
    }
    command = [SYSTEM_PYTHON, "-m", "tools.checking.installed_jobs", which, str(SAMPLE), str(work), str(answer)]
    whole = {**environment(home), **services, **given}
    done = subprocess.run(command, env=whole, cwd=work, capture_output=True, text=True, check=False, timeout=PATIENCE)
    if not answer.is_file():
        raise RuntimeError(f"without {', '.join(without) or 'nothing'}: {(done.stderr or done.stdout).strip()[-600:]}")
    return dict(json.loads(answer.read_text(encoding="utf-8")))


def unwell(found: Outcomes) -> list[str]:
    """The jobs that did not end well."""
    return [f"{job}: {outcome['said']}" for job, outcome in found.items() if outcome["said"]]


def faults(without: Sequence[str], found: Outcomes, whole: Outcomes) -> list[str]:
    """What is not as it has to be, where `whole` is what the same jobs found with all libraries."""
    cannot = set().union(*(NEEDED_BY.get(name, set()) for name in without))
    said = []
    for job, outcome in found.items():
        if job in cannot:
            if not is_clear(outcome["said"], without):
                said.append(f"{job} does not say clearly what it lacks: {outcome['said'] or 'it ended well'}")
        elif outcome["said"] != whole[job]["said"]:
            said.append(f"{job}: {outcome['said'] or 'ended well'}; with all libraries: {whole[job]['said'] or 'well'}")
        elif _numbers(outcome) != _numbers(whole[job]):
            said.append(f"{job} found other numbers: {_numbers(outcome)}, not {_numbers(whole[job])}")
        elif sorted(outcome["files"]) != sorted(whole[job]["files"]):
            said.append(f"{job} made other files: {sorted(outcome['files'])}")
    return said


def _numbers(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """All but the bytes of a zip, which differ from run to run as its dates do."""
    return {name: value for name, value in outcome["numbers"].items() if name != "SIZE"}


def is_clear(said: str, without: Sequence[str]) -> bool:
    """Whether it is sentences that name one of the libraries, and nothing of Python's own."""
    named = any(name.replace("_", "-") in said for name in without)
    ours = not re.search(r"Traceback|Error\b|No module|File \"", said)
    return named and ours and said.rstrip().endswith(".") and len(said) < 400
