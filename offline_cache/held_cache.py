# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache to read; before there is one, an empty one that is gone afterwards."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .reader import reading
from .store import OfflineCache


@contextlib.contextmanager
def reading_or_empty(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the cache at `path`, or to an empty one where there is none; raises `BadCache`."""
    if path.exists() and not (path.is_file() and not path.stat().st_size):
        with reading(path) as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory() as folder, OfflineCache(Path(folder) / "empty.sqlite") as cache:
        yield cache.connection
