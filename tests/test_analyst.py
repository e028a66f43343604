# SPDX-License-Identifier: GPL-2.0-or-later
"""The analyst's first task in a real window, by keyboard alone and by mouse: it comes to its end, and soon."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TARGET_S = 180


@pytest.mark.slow
@pytest.mark.parametrize("way", ["keyboard", "mouse"])
def test_from_an_empty_window_and_a_zip_to_a_page_in_under_three_minutes(root: Path, tmp_path: Path, way: str) -> None:
    lacking = [name for name in ("Xvfb", "xdotool", "import") if shutil.which(name) is None]
    if lacking or not (shutil.which("qgis") or shutil.which("qgis.bin")):
        pytest.skip(f"needs a window: {', '.join(lacking) or 'qgis'} is not installed")
    command = [sys.executable, "-m", "tools.drive_analyst", "--ways", way, "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    took = re.match(rf"By {way}, sample_archive.zip: ([0-9.]+) s\n", done.stdout)
    assert took is not None, done.stdout
    assert float(took.group(1)) < TARGET_S
    page = (tmp_path / way / "clusters.html").read_text(encoding="utf-8")
    assert "Burglary in the area of Dogger Bank" in page
    assert "data:image/png;base64," in page
    assert len(list((tmp_path / way).glob("*.png"))) >= 7
