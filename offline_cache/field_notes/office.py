# SPDX-License-Identifier: GPL-2.0-or-later
"""The office's notebook: the file beside the cache that notes of all laptops are handed back to."""

from __future__ import annotations

from pathlib import Path


def office_notebook(cache: Path) -> Path:
    """The file of the notes that belong to a cache: beside it, under its name."""
    return cache.with_name(f"{cache.stem}-notes.gpkg")
