# SPDX-License-Identifier: GPL-2.0-or-later
"""The scanners that the QGIS plugin repository runs over an upload, run as it runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tools.package import PLUGIN

LONGEST_LINE = 120
VENDOR = "_vendor"


def bandit(unzipped: Path) -> list[str]:
    """Findings below the folder that holds the plugin's, with the configuration that the zip carries."""
    command = ["bandit", "--quiet", "--recursive", "--format", "json", "--ini", ".bandit", "."]
    told = json.loads(_output(command, unzipped / PLUGIN, (0, 1)))
    found = [f"{r['filename']}:{r['line_number']} {r['test_id']} {r['issue_text']}" for r in told["results"]]
    return found + [f"{e['filename']}: {e['reason']}" for e in told["errors"]]


def suppressions(unzipped: Path) -> list[str]:
    """Lines of our own that ask bandit to look away; the repository shows them to who approves."""
    return [
        f"{path.relative_to(unzipped)}:{number} asks bandit to look away"
        for path in sorted(unzipped.rglob("*.py"))
        if VENDOR not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "nosec" in line
    ]


def detect_secrets(unzipped: Path) -> list[str]:
    """What looks like a secret in any file, the libraries of others too."""
    command = ["detect_secrets", "scan", "--all-files", "--exclude-files", r"metadata\.txt", "."]
    told = json.loads(_output(command, unzipped, (0,)))["results"]
    return [f"{name}:{secret['line_number']} {secret['type']}" for name, found in told.items() for secret in found]


def flake8(unzipped: Path) -> list[str]:
    """What flake8 says of our own code; E203 is at odds with the formatter (a space before a slice's colon)."""
    rules = [f"--max-line-length={LONGEST_LINE}", "--max-complexity=10", "--extend-ignore=E203"]
    command = ["flake8", "--isolated", *rules, f"--extend-exclude={VENDOR}", "."]
    return _output(command, unzipped / PLUGIN, (0, 1)).splitlines()


def _output(command: list[str], folder: Path, fine: tuple[int, ...]) -> str:
    """What a scanner of this Python prints; raises `RuntimeError` where it could not do its work."""
    whole = [sys.executable, "-m", *command]
    done = subprocess.run(whole, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in fine:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout
