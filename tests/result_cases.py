# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs whose results go to files, beside a cache that may be hurt."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


@pytest.fixture(name="cache")
def cache(sample_cache: Path, tmp_path: Path) -> Path:
    """Give a cache of the sample that may be hurt."""
    return Path(shutil.copy(sample_cache, tmp_path / "policeuk.sqlite"))


def left_over(folder: Path) -> list[str]:
    """What a run should have taken away; a cache keeps its log while it is read."""
    sides = ("-wal", "-shm", "-journal")
    names = [name for name in os.listdir(folder) if not name.startswith("policeuk.sqlite")]
    return [name for name in names if name.startswith(".") or name.endswith(sides)]
