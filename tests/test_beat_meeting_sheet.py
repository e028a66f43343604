# SPDX-License-Identifier: GPL-2.0-or-later
"""The second sheet of a meeting pack, torn from the first: it says what the data is, and nothing twice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.algorithm_runs import provider_of_module as _provider_of_module  # noqa: F401 - a fixture
from tests.algorithm_runs import run

LABEL, RIGHTS = "Invented sample: no real place, no real crime.", "licensed under GPL-2.0-or-later"


@pytest.fixture(scope="module")
def made(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Give page and PDF of a ward of which no neighbourhood was ever fetched."""
    folder = tmp_path_factory.mktemp("meeting")
    page, pdf = folder / "meeting.html", folder / "meeting.pdf"
    asked = {"AREA": "ward:Market and Haven", "SINCE": "2025-10", "REPORT": str(page), "PDF": str(pdf)}
    run("beatbrief", {"CACHE": str(sample_cache), **asked})
    return page.read_text("utf-8"), pdf


def test_nothing_is_said_of_what_the_force_works_on_where_it_was_never_asked(made: tuple[str, Path]) -> None:
    sheet = made[0].partition("<section class='meeting'>")[2]
    assert "No priorities are held." in sheet
    assert "the force publishes only those it works on now" not in sheet
    assert sheet.count("No neighbourhood is held that most of this area lies in.") == 1


def test_the_second_sheet_says_that_the_sample_is_invented(made: tuple[str, Path]) -> None:
    assert LABEL in made[0].partition("<section class='meeting'>")[2]
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext reads the PDF back, and is not installed")
    command = ["pdftotext", "-f", "2", "-l", "2", str(made[1]), "-"]
    second = " ".join(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    assert "since the last meeting" in second
    assert LABEL in second
    assert RIGHTS in second
