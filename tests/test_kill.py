# SPDX-License-Identifier: GPL-2.0-or-later
"""The program killed at any moment of an import: every file is wholly there or wholly not, and import goes on."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from offline_cache import OfflineCache, import_paths
from offline_cache.reader import reading
from offline_cache.verify import faults
from tests.command import PublishedRow, cache_rows, command, csv_rows, run, sentence, succeed
from tests.conftest import ROOT
from tests.kills import Kills, times
from tests.sample_factory import archive_zip, crime_id, member, street_csv, street_row

pytestmark = pytest.mark.slow

FORCE = "dorset"
MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(1, 13)]
KILLS = times(18)
"""For each of two tests."""

ENOUGH = KILLS / 3
"""More than so many have to find the work half done."""

Rows = dict[str, Counter[PublishedRow]]


def month_file(month: str, first: int) -> bytes:
    """Give 250 rows on 125 places; files whose `first` differs share half of their rows."""
    rows = [
        street_row(crime_id=crime_id(n), longitude=f"{1 + (n // 2) * 1e-3:.6f}", location=f"On or near {n // 2}")
        for n in range(first, first + 250)
    ]
    return street_csv(month, FORCE, rows)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Rows, Rows]:
    """Give an archive, its revision, and the rows of both by month."""
    folder = tmp_path_factory.mktemp("kill")
    old = {month: month_file(month, 0) for month in MONTHS}
    new = {month: month_file(month, 125) for month in MONTHS}
    paths = [
        archive_zip(folder / name, {member(month, FORCE): data for month, data in version.items()})
        for name, version in (("old.zip", old), ("new.zip", new))
    ]
    rows = [{month: csv_rows(data) for month, data in version.items()} for version in (old, new)]
    return paths[0], paths[1], rows[0], rows[1]


def kill_at(moment: float, cache: Path, archive: Path) -> bool:
    """Start an import, and kill it `moment` seconds after it has opened the cache; tell whether it was still at it."""
    opened = cache.with_name(cache.name + "-wal")
    process = subprocess.Popen(command(cache, "import", archive), cwd=ROOT, stdout=subprocess.DEVNULL)
    while not opened.exists() and process.poll() is None:
        time.sleep(0.0005)
    time.sleep(moment)
    process.kill()
    return process.wait(timeout=600) == -signal.SIGKILL


def duration(cache: Path, archive: Path) -> float:
    """Give the seconds from opening the cache to the end of an import."""
    opened = cache.with_name(cache.name + "-wal")
    process = subprocess.Popen(command(cache, "import", archive), cwd=ROOT, stdout=subprocess.DEVNULL)
    while not opened.exists() and process.poll() is None:
        time.sleep(0.0005)
    start = time.monotonic()
    assert process.wait(timeout=600) == 0
    return time.monotonic() - start


def begun(log: Path) -> bool:
    """Whether something is written; the file goes when the program ends."""
    try:
        return log.stat().st_size > 0
    except FileNotFoundError:
        return False


def whole(cache: Path, before: Rows, after: Rows) -> int:
    """Give the number of files of the new version; fail where a file is neither version, or the cache is not whole."""
    with reading(cache) as connection:
        assert faults(connection) == []
        held = {row[0] for row in connection.execute("SELECT substr(month_start, 1, 7) FROM published_file")}
    assert held >= set(before)
    new = 0
    for month in held:
        rows = cache_rows(cache, "street", month=month)
        assert rows == after[month] or rows == before.get(month)
        new += rows == after[month]
    return new


def go_on(cache: Path, archive: Path, after: Rows) -> None:
    """Import again, which must complete."""
    with OfflineCache(cache) as opened:
        assert len(import_paths(opened, [archive]).changes) == len(after)
    assert whole(cache, {}, after) == len(after)
    with closing(sqlite3.connect(cache)) as connection:
        settled = "SELECT row_count FROM views_geometry_columns_statistics WHERE view_name = 'crime_points'"
        assert connection.execute(settled).fetchone() == (250 * len(after),)


def test_killed_while_a_cache_is_made(tmp_path: Path, archives: tuple[Path, Path, Rows, Rows]) -> None:
    old, _, rows, _ = archives
    kills = Kills(KILLS, ENOUGH, min(duration(tmp_path / f"timed{turn}.sqlite", old) for turn in range(2)))
    for number, moment in kills:
        cache = tmp_path / f"{number}.sqlite"
        killed = kill_at(moment, cache, old)
        with closing(sqlite3.connect(cache)) as connection:
            made = connection.execute("PRAGMA user_version").fetchone()[0]
        if made:
            unfinished = whole(cache, {}, rows) < len(rows)
            kills.note(killed=unfinished, halfway=killed and unfinished)
        else:
            kills.note(killed=killed, halfway=killed)
            assert "is empty" in sentence(run(cache, "verify"))
        go_on(cache, old, rows)
    assert kills.caught > ENOUGH


def test_killed_while_files_are_revised(tmp_path: Path, archives: tuple[Path, Path, Rows, Rows]) -> None:
    old, new, before, after = archives
    succeed(tmp_path / "held.sqlite", "import", old)
    kills = Kills(KILLS, ENOUGH, duration(Path(shutil.copy(tmp_path / "held.sqlite", tmp_path / "timed.sqlite")), new))
    for number, moment in kills:
        cache = Path(shutil.copy(tmp_path / "held.sqlite", tmp_path / f"{number}.sqlite"))
        killed = kill_at(moment, cache, new)
        unfinished = whole(cache, before, after) < len(after)
        kills.note(killed=unfinished, halfway=killed and unfinished)
        go_on(cache, new, after)
    assert kills.caught > ENOUGH


def test_ctrl_c_ends_in_one_sentence_and_whole_files(tmp_path: Path, archives: tuple[Path, Path, Rows, Rows]) -> None:
    old, new, before, after = archives
    cache = tmp_path / "cache.sqlite"
    succeed(cache, "import", old)
    opened = cache.with_name(cache.name + "-wal")
    held = cache.read_bytes()
    while True:
        process = subprocess.Popen(
            command(cache, "import", new), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        while process.poll() is None and not begun(opened):
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=600)
        if process.returncode:
            break
        cache.write_bytes(held)  # it was faster: again
    assert process.returncode == 130, err
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
    assert err.startswith("Stopped.")
    assert whole(cache, before, after) < len(after)
    go_on(cache, new, after)
