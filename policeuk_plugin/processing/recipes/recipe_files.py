# SPDX-License-Identifier: GPL-2.0-or-later
"""Files in a recipe: by their way from its folder where they lie in it, else by their name alone, never elsewhere."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Optional

from offline_cache.errors import BAD_PATH, CacheError, shown

from ...text import tr


def named(path: Path, folder: Path) -> str:
    """The way from `folder` to a file in it, with '/'; the name alone of a file that lies elsewhere."""
    try:
        real, base = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
        return real.relative_to(base).as_posix()
    except BAD_PATH:
        return path.name


def found(name: str, folder: Path) -> Optional[Path]:
    """The file of that name in `folder` or below, None where there is none; raises `CacheError` for a way out of it."""
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or PureWindowsPath(name).root:
        raise _outside(name)
    if ".." in PurePosixPath(name).parts or ".." in PureWindowsPath(name).parts or not name.strip():
        raise _outside(name)
    try:
        path, base = Path(os.path.realpath(folder / name)), Path(os.path.realpath(folder))
        if base not in path.parents:
            raise _outside(name)
        return path if path.is_file() else None
    except BAD_PATH as error:
        raise _outside(name) from error


def _outside(name: str) -> CacheError:
    return CacheError(
        tr(
            "The recipe names the file {name}, which does not lie beside it. Put the file beside the recipe and name "
            "it so, or give it as a parameter."
        ).format(name=shown(name))
    )
