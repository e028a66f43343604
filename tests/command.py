# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line as a user runs it, and the rows of a cache and of a CSV as multisets to compare."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

import pytest

from offline_cache.cli import main
from tests.conftest import ROOT

PublishedRow = tuple[str, ...]
"""The fields of a row in the order of its file's header."""

NOBODY = 65534
STATISTICS = ("geometry_columns_statistics", "views_geometry_columns_statistics")


@dataclass(frozen=True)
class Result:
    """What a run ended with."""

    code: int
    out: str
    err: str


def command(cache: Path, *arguments: Union[str, Path]) -> list[str]:
    """Give the words of `python -m offline_cache --cache … …`."""
    return [sys.executable, "-m", "offline_cache", "--cache", str(cache), *map(str, arguments)]


def run(cache: Path, *arguments: Union[str, Path], **environment: str) -> Result:
    """Run a command to its end and give what it said; keywords are environment variables.

    In this process, which is twice as fast, where it needs no environment of its own: that `python -m` does the same is
    for the tests that start `command` themselves.
    """
    if not environment:
        return _run_here(["--cache", str(cache), *map(str, arguments)])
    return run_outside(cache, *arguments, **environment)


def run_outside(cache: Path, *arguments: Union[str, Path], **environment: str) -> Result:
    """The same in a process of its own."""
    done = subprocess.run(
        command(cache, *arguments),
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def _run_here(arguments: list[str]) -> Result:
    assert threading.current_thread() is threading.main_thread(), "several at once are processes: run_outside"
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace") for _ in range(2)]
    folder = os.getcwd()
    os.chdir(ROOT)
    try:
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            code = main(arguments)
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    finally:
        os.chdir(folder)
    for stream in streams:
        stream.seek(0)
    return Result(code, *(stream.read() for stream in streams))


def wait_for_opened(process: subprocess.Popen[Any], path: Path) -> None:
    """Wait until a program has a file open, and a moment longer: it is at its work on it."""
    while process.poll() is None and not _has_opened(process.pid, path):
        time.sleep(0.005)
    time.sleep(0.3)


def _has_opened(process: int, path: Path) -> bool:
    try:
        opened = [file for file in Path(f"/proc/{process}/fd").iterdir() if file.exists()]
        return any(file.samefile(path) for file in opened)
    except OSError:  # closed in the meantime, or ended
        return False


def succeed(cache: Path, *arguments: Union[str, Path]) -> Result:
    """Run a command that must succeed."""
    result = run(cache, *arguments)
    assert result.code == 0, result.err
    assert "Traceback" not in result.err
    return result


def sentence(result: Result) -> str:
    """Give the one sentence that a command failed with; fail where it said anything else."""
    assert result.code == 1, (result.code, result.out, result.err)
    assert result.out == ""
    lines = result.err.splitlines()
    assert len(lines) == 1, result.err
    assert lines[0].endswith(".")
    assert "fault of the program" not in lines[0]
    assert len(lines[0]) < 400
    assert lines[0].isprintable()
    return lines[0]


def query(cache: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Give the rows of a query on a connection of its own."""
    with closing(sqlite3.connect(cache)) as connection:
        return connection.execute(sql, values).fetchall()


def dump(cache: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give every row of every table but the layer statistics, whose time is that of writing."""
    with closing(sqlite3.connect(cache)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables if name not in STATISTICS
        }


def csv_rows(data: bytes) -> Counter[PublishedRow]:
    """Give the rows of a CSV as the csv module reads them, without the header."""
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    next(reader)
    return Counter(map(tuple, reader))


def all_csv_rows(files: Iterable[bytes]) -> Counter[PublishedRow]:
    """Give the rows of several CSVs together."""
    return sum(map(csv_rows, files), Counter())


_CRIME_ID = "CASE typeof(r.crime_id) WHEN 'blob' THEN lower(hex(r.crime_id)) ELSE coalesce(r.crime_id, '') END"
_FILE = "substr(f.month_start, 1, 7), coalesce(n.reported_by, f.reported_by), coalesce(n.falls_within, f.falls_within)"
_WHERE = "f.force LIKE ? AND f.month_start LIKE ? || '%'"
_STREET = f"""
    FROM crime r JOIN published_file f ON f.id = r.file JOIN place p ON p.id = r.place JOIN lsoa l ON l.id = p.lsoa
    JOIN crime_type t ON t.id = r.type JOIN outcome_type o ON o.id = r.outcome LEFT JOIN crime_note n ON n.id = r.id
    WHERE {_WHERE}
"""
_ROWS = {
    "street": f"""
        SELECT {_CRIME_ID}, {_FILE}, p.longitude, p.latitude, p.name, l.code, l.name, t.name, o.name,
          coalesce(n.context, '')
        {_STREET} AND f.layout = 'street'
    """,
    "grid": f"""
        SELECT {_FILE}, substr(p.grid, 1, instr(p.grid, ',') - 1), substr(p.grid, instr(p.grid, ',') + 1), p.name,
          t.name, coalesce(n.context, '')
        {_STREET} AND f.layout <> 'street'
    """,
    "outcomes": f"""
        SELECT {_CRIME_ID}, {_FILE}, p.longitude, p.latitude, p.name, l.code, l.name, o.name
        FROM outcome r JOIN published_file f ON f.id = r.file JOIN place p ON p.id = r.place
        JOIN lsoa l ON l.id = p.lsoa JOIN outcome_type o ON o.id = r.outcome LEFT JOIN outcome_note n ON n.id = r.id
        WHERE {_WHERE}
    """,
    "stop-and-search": f"""
        SELECT v1.name, r.date, v2.name, v3.name, p.latitude, p.longitude, v4.name, v5.name, v6.name, v7.name, v8.name,
          v9.name, v10.name, v11.name, v12.name
        FROM stop r JOIN published_file f ON f.id = r.file JOIN place p ON p.id = r.place
        LEFT JOIN stop_value v1 ON v1.id = r.type LEFT JOIN stop_value v2 ON v2.id = r.operation
        LEFT JOIN stop_value v3 ON v3.id = r.operation_name LEFT JOIN stop_value v4 ON v4.id = r.gender
        LEFT JOIN stop_value v5 ON v5.id = r.age_range LEFT JOIN stop_value v6 ON v6.id = r.self_defined_ethnicity
        LEFT JOIN stop_value v7 ON v7.id = r.officer_defined_ethnicity LEFT JOIN stop_value v8 ON v8.id = r.legislation
        LEFT JOIN stop_value v9 ON v9.id = r.object_of_search LEFT JOIN stop_value v10 ON v10.id = r.outcome
        LEFT JOIN stop_value v11 ON v11.id = r.outcome_linked LEFT JOIN stop_value v12 ON v12.id = r.clothing_removed
        WHERE {_WHERE}
    """,
}


def cache_rows(cache: Path, dataset: str, force: str = "%", month: str = "") -> Counter[PublishedRow]:
    """Give the rows of a dataset (or `grid`, for the files of 2012) as published, joined by hand."""
    return Counter(query(cache, _ROWS[dataset], force, month))


def as_another_user() -> list[str]:
    """Give the words before a command that make it run as a user who owns nothing; skip where that cannot be."""
    words = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("needs the right to be another user")
    reach = [*words, sys.executable, "-c", "import offline_cache"]
    if subprocess.run(reach, cwd=ROOT, capture_output=True, check=False).returncode:
        pytest.skip("needs a repository that other users can read")
    return words
