# SPDX-License-Identifier: GPL-2.0-or-later
"""The analyst's tasks in a real window, by keyboard alone and by mouse: they come to their end, and soon."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pace import slowness

TARGET_S, SUPERINTENDENT_S, PLANNER_S = 180, 600, 300


def driven(root: Path, out: Path, way: str, *options: str) -> float:
    """Seconds that a task took, after it came to its end; skips where there is no window."""
    lacking = [name for name in ("Xvfb", "xdotool", "import") if shutil.which(name) is None]
    if lacking or not (shutil.which("qgis") or shutil.which("qgis.bin")):
        pytest.skip(f"needs a window: {', '.join(lacking) or 'qgis'} is not installed")
    command = [sys.executable, "-m", "tools.drive_analyst", "--ways", way, "--out", str(out), *options]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    took = re.match(rf"By {way}, sample_archive.zip: ([0-9.]+) s\n", done.stdout)
    assert took is not None, done.stdout
    return float(took.group(1))


@pytest.mark.slow
@pytest.mark.parametrize("way", ["keyboard", "mouse"])
def test_from_an_empty_window_and_a_zip_to_a_page_in_under_three_minutes(root: Path, tmp_path: Path, way: str) -> None:
    assert driven(root, tmp_path, way) < TARGET_S * slowness()
    page = (tmp_path / way / "clusters.html").read_text(encoding="utf-8")
    assert "Burglary in the area of Dogger Bank" in page
    assert "data:image/png;base64," in page
    assert len(list((tmp_path / way).glob("*.png"))) >= 7


@pytest.mark.slow
@pytest.mark.parametrize("way", ["keyboard"])
def test_from_a_held_cache_to_the_superintendents_pdf_in_under_ten_minutes(
    root: Path, tmp_path: Path, way: str
) -> None:
    assert driven(root, tmp_path, way, "--task", "superintendent") < SUPERINTENDENT_S * slowness()
    made = tmp_path / f"superintendent-{way}"
    page = (made / "superintendent.html").read_text(encoding="utf-8")
    for question in ("Where do crimes keep coming back?", "What has changed?", "Would chance do this?"):
        assert question in page
    assert (made / "superintendent.pdf").read_bytes().startswith(b"%PDF-")
    assert len(list(made.glob("*.png"))) >= 9


@pytest.mark.slow
@pytest.mark.parametrize("way", ["mouse"])
def test_from_a_held_cache_to_the_planners_pdf_in_under_five_minutes(root: Path, tmp_path: Path, way: str) -> None:
    assert driven(root, tmp_path, way, "--task", "planner") < PLANNER_S * slowness()
    made = tmp_path / f"planner-{way}"
    page = (made / "planner.html").read_text(encoding="utf-8")
    assert "Swallow Hole" in page
    assert "its 7 peers" in page
    assert (made / "planner.pdf").read_bytes().startswith(b"%PDF-")
    assert len(list(made.glob("*.png"))) >= 7
