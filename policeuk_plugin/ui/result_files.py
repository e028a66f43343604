# SPDX-License-Identifier: GPL-2.0-or-later
"""Files for the results of runs that the window starts: beside the user's own cache, until they delete them."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QDateTime

from offline_cache.errors import CacheError

from .. import settings
from ..text import tr


def free_file(stem: str, suffix: str) -> Path:
    """A file in the folder of results that is not there yet; raises `CacheError` where there can be none."""
    folder = settings.results_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = tr("The folder for results {folder} cannot be made: {error}. Free its name, or make it writable.")
        raise CacheError(text.format(folder=folder, error=error.strerror)) from error
    name = f"{QDateTime.currentDateTime().toString('yyyy-MM-dd-HHmmss')}-{stem}"
    path, count = folder / f"{name}.{suffix}", 1
    while path.exists():
        count += 1
        path = folder / f"{name}-{count}.{suffix}"
    return path
