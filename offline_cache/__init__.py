# SPDX-License-Identifier: GPL-2.0-or-later
"""A local SpatiaLite cache of the files that data.police.uk publishes. No Qt, no QGIS."""

from __future__ import annotations

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
