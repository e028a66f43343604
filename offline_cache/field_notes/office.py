# SPDX-License-Identifier: GPL-2.0-or-later
"""Where notes lie: the office's notebook beside the cache, and a laptop's in its field pack."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..errors import BAD_PATH
from ..field_pack import names


def office_notebook(cache: Path) -> Path:
    """The file that notes of all laptops are handed back to: beside the cache, under its name."""
    return cache.with_name(f"{cache.stem}-notes.gpkg")


def notebooks_at(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files of notes meant by paths: of a field pack's folder the notebook in it; each file once."""
    found = (path / names.NOTES if _is_folder(path) else path for path in paths)
    return tuple(dict.fromkeys(found))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except BAD_PATH:
        return False
