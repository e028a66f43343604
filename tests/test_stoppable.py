# SPDX-License-Identifier: GPL-2.0-or-later
"""A query that would run for minutes ends when the user stops it; other errors stay what they are."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from policeuk_plugin.analysis.errors import AnalysisCancelled
from policeuk_plugin.processing.running.stoppable import stoppable
from tests.pace import pressed_when

LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000000000) SELECT max(i) FROM n"


def test_a_long_query_ends() -> None:
    connection = sqlite3.connect(":memory:")
    begun, stop = threading.Event(), threading.Event()

    def stopped() -> bool:
        begun.set()
        return stop.is_set()

    with (
        pressed_when(begun.is_set, stop.set),
        pytest.raises(AnalysisCancelled, match="Stopped"),
        stoppable(connection, stopped),
    ):
        connection.execute(LONG).fetchall()
    assert connection.execute("SELECT 1").fetchone() == (1,), "the connection can be used again"


def test_other_errors_stay() -> None:
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError, match="no such table"), stoppable(connection, lambda: False):
        connection.execute("SELECT * FROM crime")
