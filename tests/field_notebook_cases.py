# SPDX-License-Identifier: GPL-2.0-or-later
"""A notebook for tests of what it keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from offline_cache.field_notes.notebook import Notebook


@pytest.fixture(name="notebook")
def notebook(tmp_path: Path) -> Notebook:
    """Give a new notebook."""
    return Notebook(tmp_path / "notes.gpkg")
