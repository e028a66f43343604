# SPDX-License-Identifier: GPL-2.0-or-later
"""The officer's task in a real window, by keyboard alone: it comes to its end, and in under three minutes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pace import slowness

TARGET_S = 180


@pytest.mark.slow
def test_from_a_pack_to_the_printed_brief_in_under_three_minutes(root: Path, tmp_path: Path) -> None:
    lacking = [name for name in ("Xvfb", "xdotool", "import", "convert") if shutil.which(name) is None]
    if lacking or not (shutil.which("qgis") or shutil.which("qgis.bin")):
        pytest.skip(f"needs a window: {', '.join(lacking) or 'qgis'} is not installed")
    command = [sys.executable, "-m", "tools.drive_officer", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    took = re.match(r"By keyboard, sample.zip: ([0-9.]+) s\n", done.stdout)
    assert took is not None, done.stdout
    assert float(took.group(1)) < TARGET_S * slowness()
    assert len(list(tmp_path.glob("*.png"))) >= 11
