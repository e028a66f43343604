# SPDX-License-Identifier: GPL-2.0-or-later
"""The zip installed into an empty profile by QGIS itself, in a real window on a screen of its own, and used there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tools.drive_window import NOT_HANDED_ON, screen

INSIDE = Path(__file__).with_name("install_inside.py")
SIZE = (1366, 768)
PATIENCE = 600
"""Seconds until QGIS is taken to have stopped at something; it needs about twenty."""


def environment(home: Path) -> dict[str, str]:
    """The environment of a user whose home is `home` and who has nothing of this repository."""
    for name in ("runtime", "home"):
        (home / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if k not in (*NOT_HANDED_ON, "QGIS_PLUGINPATH", "VIRTUAL_ENV")}
    return {**kept, "HOME": str(home / "home"), "XDG_RUNTIME_DIR": str(home / "runtime")}


def install(package: Path, home: Path) -> dict[str, Any]:
    """Install `package` into a new profile below `home` and do the main job; gives what QGIS told of it.

    The profile stays, with the plugin in it, switched on as the installer leaves it.
    """
    answer = home / "answer.json"
    given = {"CHECK_ZIP": str(package.resolve()), "CHECK_ANSWER": str(answer)}
    program = shutil.which("qgis.bin") or shutil.which("qgis") or "qgis"
    options = ["--noversioncheck", "--nologo", "--nocustomization", "--profiles-path", str(home)]
    with screen(SIZE) as display, (home / "qgis.log").open("wb") as log:
        whole = {**environment(home), **given, "DISPLAY": display}
        command = [program, *options, "--code", str(INSIDE)]
        running = subprocess.Popen(command, env=whole, cwd=home, stdout=log, stderr=log)
        try:
            running.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
    told = json.loads(answer.read_text(encoding="utf-8")) if answer.is_file() else {"fault": "QGIS did not start"}
    return dict(told)


def faults(told: dict[str, Any]) -> list[str]:
    """What of the installation and the main job did not go as it has to, a sentence each."""
    wanted = {
        "the profile was not empty": told.get("before") is False,
        "the installer did not load it": told.get("active") is True,
        "the installer did not switch it on": told.get("enabled") is True,
        "the provider has no algorithms": told.get("algorithms", 0) > 0,
        "no layers were added": bool(told.get("layers")),
        "no clusters were added": bool(told.get("results")),
        "it was not unloaded": told.get("unloaded") is True,
    }
    said = [told["fault"]] if told.get("fault") else []
    return said + [fault for fault, held in wanted.items() if not held]
