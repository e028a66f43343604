# SPDX-License-Identifier: GPL-2.0-or-later
"""Python 3.9, the oldest that a supported QGIS has: by vermin, and on a real one where this machine has one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Optional

from tools.package import PLUGIN

FLOOR = "3.9"
IMPORT_ALL = f"""
import importlib, pkgutil, sys, types
sys.path.insert(0, sys.argv[1])
plugin = types.ModuleType("{PLUGIN}")
plugin.__path__ = [sys.argv[1] + "/{PLUGIN}"]
sys.modules["{PLUGIN}"] = plugin
for top in ("offline_cache", "analysis", "_vendor"):
    package = importlib.import_module("{PLUGIN}." + top)
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
for path in __import__("pathlib").Path(sys.argv[1]).rglob("*.py"):
    compile(path.read_bytes(), str(path), "exec")
"""
"""Every module that needs no QGIS is imported, every other compiled."""


def vermin(unzipped: Path) -> list[str]:
    """What in the zip, libraries of others too, needs a newer Python."""
    program = str(Path(sys.executable).with_name("vermin"))  # it cannot be run as a module
    command = [program, "--quiet", "--no-tips", "--violations", f"-t={FLOOR}-", str(unzipped)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() or [done.stderr.strip()[-400:]] if done.returncode else []


def python() -> Optional[str]:
    """A Python 3.9: the one that POLICEUK_PYTHON39 names, else one on the path."""
    return os.environ.get("POLICEUK_PYTHON39") or _on_path()


def _on_path() -> Optional[str]:
    """The one on the path that runs: it may be a shim of a version that is not switched on."""
    found = shutil.which("python3.9")
    runs = found and not subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode
    return found if runs else None


def imported(unzipped: Path, program: str) -> list[str]:
    """What a real Python of that version cannot compile or import."""
    command = [program, "-B", "-c", IMPORT_ALL, str(unzipped)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [done.stderr.strip()[-400:]] if done.returncode else []
