# SPDX-License-Identifier: GPL-2.0-or-later
"""A local SpatiaLite cache of the files that data.police.uk publishes. No Qt, no QGIS."""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # type checkers read it as True; importing it takes as long as all of this
if TYPE_CHECKING:
    from typing import Any

    from .errors import BadCache, BadFile, CacheError, Cancelled
    from .importing import ImportReport, Progress, import_paths
    from .model import Coverage, Dataset, FileChange, FileKey, Gap, Month, PublishedFile, Selection
    from .store import OfflineCache

__all__ = [
    "BadCache",
    "BadFile",
    "CacheError",
    "Cancelled",
    "Coverage",
    "Dataset",
    "FileChange",
    "FileKey",
    "Gap",
    "ImportReport",
    "Month",
    "OfflineCache",
    "Progress",
    "PublishedFile",
    "Selection",
    "import_paths",
]

_HOMES = {
    "errors": ("BadCache", "BadFile", "CacheError", "Cancelled"),
    "importing": ("ImportReport", "Progress", "import_paths"),
    "model": ("Coverage", "Dataset", "FileChange", "FileKey", "Gap", "Month", "PublishedFile", "Selection"),
    "store": ("OfflineCache",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: all of them at once would cost QGIS's start 40 ms."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOME_OF[name]}", __name__), name)
