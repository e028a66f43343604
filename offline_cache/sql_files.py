# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of SQL, statement by statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path


def statements_of(path: Path) -> Iterator[str]:
    """The statements of a file without comments before them; unlike executescript, one by one they commit nothing."""
    statement = ""
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if not statement and (line.startswith("--") or not line.strip()):
            continue
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
