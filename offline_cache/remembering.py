# SPDX-License-Identifier: GPL-2.0-or-later
"""What is worked out of a cache once and asked for often, kept as long as a connection that reads one state of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_Made = TypeVar("_Made")


class Remembering(sqlite3.Connection):
    """A connection within one read transaction: what was worked out of it stays true."""

    def __init__(self, *arguments: Any, **words: Any) -> None:
        super().__init__(*arguments, **words)
        self.made: dict[Hashable, Any] = {}


def remembered(connection: sqlite3.Connection, key: Hashable, make: Callable[[], _Made]) -> _Made:
    """What `make` gives, worked out once where the connection remembers; `key` tells it from all else."""
    if not isinstance(connection, Remembering):
        return make()
    if key not in connection.made:
        connection.made[key] = make()
    made: _Made = connection.made[key]
    return made


def noted(connection: sqlite3.Connection, key: Hashable) -> Any:
    """What was last noted under `key`; None where nothing was, or where the connection does not remember."""
    return connection.made.get(key) if isinstance(connection, Remembering) else None


def note(connection: sqlite3.Connection, key: Hashable, value: Any) -> None:
    """Note a value, such as what a temporary table holds, in place of the last one."""
    if isinstance(connection, Remembering):
        connection.made[key] = value
