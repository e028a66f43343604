# SPDX-License-Identifier: GPL-2.0-or-later
"""Queries that end when the user stops the work: one over a million crimes takes seconds."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

from ...analysis.errors import AnalysisCancelled, Cancelled

_STEPS = 50_000
"""Of SQLite's machine between two questions: some milliseconds."""


@contextlib.contextmanager
def stoppable(connection: sqlite3.Connection, cancelled: Cancelled) -> Iterator[None]:
    """Let `cancelled` end what SQLite is at, with `AnalysisCancelled`."""
    connection.set_progress_handler(lambda: int(cancelled()), _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if cancelled():
            raise AnalysisCancelled("Stopped. Nothing was made.") from error
        raise
    finally:
        connection.set_progress_handler(None, _STEPS)
