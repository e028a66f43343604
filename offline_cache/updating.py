# SPDX-License-Identifier: GPL-2.0-or-later
"""An older cache brought up to date before it is shown, where it may be written."""

from __future__ import annotations

from pathlib import Path

from .reader import reading
from .schema_version import SCHEMA_VERSION, schema_version
from .store import OfflineCache


def bring_up_to_date(path: Path) -> bool:
    """Upgrade a cache of an older version, of which a copy is kept beside it; says whether it had to be.

    Raises `CacheError` where it may not be written or there is no room: it can still be read as it is.
    """
    with reading(path) as connection:
        if schema_version(connection) == SCHEMA_VERSION:
            return False
    with OfflineCache(path):
        return True
