# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache to read; before there is one, or where its making was interrupted, an empty one in memory."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from .errors import EmptyCache
from .reader import reading
from .store import empty_cache


@contextlib.contextmanager
def reading_or_empty(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the cache at `path`, or to an empty one where nothing is there yet; raises `BadCache`."""
    with contextlib.ExitStack() as stack:
        yield _opened(path, stack)


def _opened(path: Path, stack: contextlib.ExitStack) -> sqlite3.Connection:
    if path.exists():
        with contextlib.suppress(EmptyCache):
            return stack.enter_context(reading(path))
    return stack.enter_context(contextlib.closing(empty_cache()))
