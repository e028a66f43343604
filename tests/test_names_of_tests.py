# SPDX-License-Identifier: GPL-2.0-or-later
"""Each process of a run collects the tests anew and must find the same names, whatever the time and its random seed."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from tests.conftest import ROOT

FILES = ["tests/test_fetch_faults.py", "tests/test_field_photo.py", "tests/test_names_of_tests.py"]


def collected(seed: str) -> list[str]:
    """The names of the tests of FILES as a process of its own finds them, with sets in the order that `seed` gives."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *FILES],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        text=True,
    )
    return [line for line in run.stdout.splitlines() if "::" in line]


def test_two_processes_find_the_same_tests() -> None:
    first = collected("1")
    assert len(first) > 20
    time.sleep(2.1)  # a zip's times are even seconds
    assert collected("2") == first
