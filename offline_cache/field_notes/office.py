# SPDX-License-Identifier: GPL-2.0-or-later
"""Where notes lie: the office's notebook beside the cache, and a laptop's in its field pack."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ..errors import BAD_PATH
from ..field_pack import names

_DEEPEST, _MOST_FOLDERS = 3, 2000
_NO_NOTEBOOKS = (names.TWIN, names.RESULTS)


def office_notebook(cache: Path) -> Path:
    """The file that notes of all laptops are handed back to: beside the cache, under its name."""
    return cache.with_name(f"{cache.stem}-notes.gpkg")


def notebooks_at(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files of notes meant by paths: of a field pack's folder the notebook in it, of another folder all that lie
    in it and below; each file once. A folder without any stands for the notebook that it lacks."""
    found = [one for path in paths for one in (_of_folder(path) if _is_folder(path) else (path,))]
    return tuple(dict.fromkeys(found))


def notebooks_below(folder: Path) -> tuple[Path, ...]:
    """The notebooks in a folder and in those below it, as they were handed in: `notes.gpkg`, where there is none all
    GeoPackages but those that a field pack has beside it. Three folders deep; () where nothing can be read."""
    found: list[Path] = []
    seen = 0
    for place, folders, files in os.walk(folder):
        here, seen = Path(place), seen + 1
        if len(here.relative_to(folder).parts) >= _DEEPEST or seen >= _MOST_FOLDERS:
            folders.clear()
        folders.sort()
        found += [here / name for name in _notebooks_of(files)]
    return tuple(found)


def _notebooks_of(files: list[str]) -> list[str]:
    if names.NOTES in files:
        return [names.NOTES]
    return sorted(name for name in files if name.lower().endswith(".gpkg") and name not in _NO_NOTEBOOKS)


def _of_folder(folder: Path) -> tuple[Path, ...]:
    own = folder / names.NOTES
    return (own,) if _is_there(own) else notebooks_below(folder) or (own,)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except BAD_PATH:
        return False


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except BAD_PATH:
        return False
